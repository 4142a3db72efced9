"""How Python text is printed: `Code`, statements laid out, imports, docstrings.

May import the standard library and `emit.prose`; knows nothing of the model's declarations.
"""
