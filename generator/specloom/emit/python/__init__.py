"""Stage 4, emit: the model as a Python package.

`emit` is the target. What a page is made of is decided in the file named after it; templates
print it.
"""

from specloom.emit.python.package.python_target import emit as emit
