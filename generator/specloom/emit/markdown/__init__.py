"""Target `markdown`: reference pages of the generated Python package.

`target.emit` is the target. `text`, `table` and `prose` are what any page of an output is made
of: they know nothing of the rest, and the Python target's README.md is made of them too.
"""
