"""Two directories change places in one step, where the system can."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
"""Linux: renameat2(2)."""
_RENAME_SWAP = 2
"""macOS: renamex_np(2)."""


def exchange(one: Path, other: Path) -> bool:
    """Swaps the two names atomically; False where the system or file system cannot."""
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            done = libc.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE)
        elif sys.platform == "darwin":
            done = libc.renamex_np(first, second, _RENAME_SWAP)
        else:
            return False
    except (OSError, AttributeError, TypeError):
        return False
    return bool(done == 0)
