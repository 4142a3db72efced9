"""`TYPE_CHECKING`, without importing `typing` (8 ms cold).

Type checkers go by the name, and take it for true. Jedi, which completes in IPython, Spyder and
python-lsp-server, goes by the value: it passes over what stands behind a plain False, and reads
both branches of what is declared a bool. Declared in the file that asks for it, pyright holds all
that follows for unreachable, and checks none of it; so it stands here, where nobody asks.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
