"""Waiting without blocking, in asyncio or trio: whichever runs."""

from __future__ import annotations

import sys
import time
from _collections_abc import Awaitable, Callable

from .checking import TYPE_CHECKING
from .errors import APITimeoutError
from .typed import T

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Task
    from collections.abc import Coroutine
    from typing import Any, TypeAlias

    Work: TypeAlias = Callable[[], Coroutine[Any, Any, None]]


def _loop() -> AbstractEventLoop | None:
    """The event loop of asyncio; None where it does not run."""
    if "asyncio" not in sys.modules:
        return None
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _trio() -> Any:
    trio = sys.modules.get("trio")
    if trio is None:
        raise RuntimeError("the asynchronous client needs asyncio or trio")
    return trio


async def sleep(seconds: float) -> None:
    """Lets other tasks run for so long."""
    if _loop() is not None:
        import asyncio

        await asyncio.sleep(seconds)
    else:
        await _trio().sleep(seconds)


async def in_time(work: Awaitable[T], deadline: float | None) -> T:
    """What `work` gives. Raises `APITimeoutError` if it is not done by the deadline."""
    if deadline is None:
        return await work
    seconds = max(0.0, deadline - time.monotonic())
    if _loop() is not None:
        import asyncio

        try:
            async with asyncio.timeout(seconds):
                return await work
        except TimeoutError:
            pass
    else:
        with _trio().move_on_after(seconds):
            return await work
    raise APITimeoutError("The total time of the call is over.")


_background: set[Task[None]] = set()


def background() -> Callable[[Work], object]:
    """A function that has something done later by what runs now. Any thread may call it."""
    loop = _loop()
    if loop is None:
        trio = _trio()
        token = trio.lowlevel.current_trio_token()
        spawn = trio.lowlevel.spawn_system_task

        def do_in_trio(work: Work) -> None:
            token.run_sync_soon(spawn, work)

        return do_in_trio

    def begin(work: Work) -> None:
        task = loop.create_task(work())
        _background.add(task)
        task.add_done_callback(_background.discard)

    def do(work: Work) -> None:
        loop.call_soon_threadsafe(begin, work)

    return do
