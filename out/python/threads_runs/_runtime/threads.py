"""Work that blocks, kept away from the other tasks of an event loop."""

from __future__ import annotations

import sys
from _collections_abc import Callable

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import TypeVar

    R = TypeVar("R")


async def in_thread(work: Callable[[], R]) -> R:
    """What `work` gives. Under asyncio a thread does it, so that it holds up no other call."""
    if "asyncio" in sys.modules:
        import asyncio

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            pass
        else:
            return await loop.run_in_executor(None, work)
    return work()
