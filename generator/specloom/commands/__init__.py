"""The command line: `command_line` reads arguments, `perform` chooses, one file does each command.

May import everything. Only what reading arguments needs is imported before a command is chosen.
"""
