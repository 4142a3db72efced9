"""Root without the right to write everywhere, so that what is read-only is so for it too."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_VERSION = 0x20080522
"""capabilities(7): `_LINUX_CAPABILITY_VERSION_3`."""
_OVERRIDES = 1 << 1 | 1 << 2
"""`CAP_DAC_OVERRIDE` and `CAP_DAC_READ_SEARCH`."""


@contextmanager
def as_a_user() -> Iterator[None]:
    """Whoever runs this is held to the permissions of files meanwhile."""
    if os.geteuid() != 0 or sys.platform != "linux":
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)()
    _done(libc.capget(header, sets))
    before = sets[0]
    sets[0] = before & ~_OVERRIDES
    _done(libc.capset(header, sets))
    try:
        yield
    finally:
        sets[0] = before
        _done(libc.capset(header, sets))


def _done(status: int) -> None:
    if status:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
