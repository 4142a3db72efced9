"""Stage 5, write: planned files → the disk, all of them or none.

Input: the files of a target and the output directory. Output: the directory, its
`manifest.json`, and the name lock. Nothing that specloom's manifest does not list is ever
replaced or deleted, and what was edited by hand is not touched without being asked for.
"""
