"""One way to write a test for both clients: an action on a client, run sync or async.

`run(lambda client: client.threads.runs.retrieve(...))` gives what the call gives, from the
synchronous client or from the asynchronous one in a loop of its own.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Coroutine
from typing import Any

from e2e.server import KEY, ApiServer

Action = Callable[[Any], Any]
DEADLINE = 20.0
"""Seconds after which a test that waits for the other side has failed."""


class Runner:
    """Runs actions on a fresh client of the package under test, of one of the two kinds."""

    def __init__(self, api: ApiServer, kind: str) -> None:
        self.api = api
        self.kind = kind

    def __call__(self, action: Action, **options: Any) -> Any:
        """What `action` gives on a client with these options."""
        return self._run(lambda client: _finished(action(client)), action, options)

    def stream(self, action: Action, **options: Any) -> list[Any]:
        """The events of the stream that `action` opens."""
        told: list[Any] = []
        self.collect(action, told, **options)
        return told

    def collect(self, action: Action, into: list[Any], **options: Any) -> None:
        """Appends the events of a stream to `into`, also those before it breaks."""

        async def read(client: Any) -> None:
            async with await _finished(action(client)) as stream:
                async for event in stream:
                    into.append(event)

        def read_now(client: Any) -> None:
            with action(client) as stream:
                for event in stream:
                    into.append(event)

        self._run(read, read_now, options)

    def items(self, action: Action, **options: Any) -> list[Any]:
        """All items of the list that `action` asks for, through all its pages."""

        async def read(client: Any) -> list[Any]:
            return [item async for item in action(client)]

        return list(self._run(read, lambda client: list(action(client)), options))

    def _run(
        self,
        action: Callable[[Any], Coroutine[Any, Any, Any]],
        action_now: Action,
        options: dict[str, Any],
    ) -> Any:
        from threads_runs import AsyncClient, Client

        settings: dict[str, Any] = {
            "api_key": KEY,
            "base_url": self.api.url,
            "timeout": 10.0,
            **options,
        }

        async def main() -> Any:
            async with AsyncClient(**settings) as client:
                return await asyncio.wait_for(action(client), DEADLINE)

        if self.kind == "async":
            return asyncio.run(main())
        with Client(**settings) as client:
            return action_now(client)


async def _finished(result: Any) -> Any:
    return await result if inspect.isawaitable(result) else result
