"""One run at a time in one place: a lock on the folder that outputs stand in."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from specloom.diagnostics import fail
from specloom.source import Span

PATIENCE = 60.0
"""How many seconds to wait for another run."""


@contextmanager
def exclusive(folder: Path, patience: float = PATIENCE) -> Generator[None]:
    """Holds the right to change the outputs in `folder`; waits for another run, but not for ever.

    The lock is on the folder above the outputs, so that it leaves no file behind and survives
    the exchange of an output itself. The system drops it when the process ends.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = _open(folder)
    except OSError as error:
        what = f"cannot open {folder}: {error.strerror}"
        raise fail("E504", what, Span(str(folder), "")) from None
    try:
        deadline = time.monotonic() + patience
        while not _try_lock(handle):
            if time.monotonic() > deadline:
                what = f"another run has been writing in {folder} for {patience:.0f} s"
                raise fail("E505", what, Span(str(folder), ""))
            time.sleep(0.02)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":  # a folder cannot be opened there: a file stands in for it
    import msvcrt

    def _open(folder: Path) -> int:
        return os.open(folder / ".specloom-lock", os.O_RDWR | os.O_CREAT)

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _open(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY)

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            pass  # a file system without locks: nothing to wait for
        return True
