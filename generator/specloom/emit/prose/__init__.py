"""Stage 4, emit: what a document says to people, read once for every output.

`letters` spells out characters that could hide something, `markup` writes HTML as CommonMark,
`read` turns CommonMark into a small tree. Docstrings use the first two and keep the author's
CommonMark; pages are printed from the tree, so that nothing of a description is copied.
"""
