"""Sleeping without blocking, in asyncio or trio: whichever runs."""

from __future__ import annotations

import sys


async def sleep(seconds: float) -> None:
    """Lets other tasks run for so long."""
    if "asyncio" in sys.modules:
        import asyncio

        try:
            asyncio.get_running_loop()
        except RuntimeError:
            pass
        else:
            await asyncio.sleep(seconds)
            return
    trio = sys.modules.get("trio")
    if trio is None:
        raise RuntimeError("the asynchronous client needs asyncio or trio")
    await trio.sleep(seconds)
