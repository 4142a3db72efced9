"""Which name everything gets in Python: words → spelling → who gets it → what the lock keeps.

May import the model. Nothing here makes text of a file.
"""
