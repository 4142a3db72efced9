"""Stage 4, emit: what a document says to people, read once and printed by every target.

`read` turns the CommonMark of a description into a small tree (`tree`), `plain` prints the tree
as text for docstrings. What a target does not print from the tree cannot enter its output, so
a description is never copied: not its HTML, its headings, or a fence that it forgot to close.
"""
