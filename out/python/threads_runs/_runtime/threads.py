"""Work that blocks, kept away from the other tasks of an event loop."""

from __future__ import annotations

import sys
from _collections_abc import AsyncIterator, Callable, Iterator

from .checking import TYPE_CHECKING

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


async def each_in_thread(pieces: Iterator[R]) -> AsyncIterator[R]:
    """The same pieces. Under asyncio a thread of their own makes them, however long it takes."""
    if "asyncio" in sys.modules:
        import asyncio

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            pass
        else:
            from concurrent.futures import ThreadPoolExecutor

            executor = ThreadPoolExecutor(1)
            try:
                while True:
                    piece = await loop.run_in_executor(executor, next, pieces, None)
                    if piece is None:
                        return
                    yield piece
            finally:
                executor.shutdown(wait=False)
    for piece in pieces:
        yield piece
