"""Senders of both kinds, over both transports, for one way to write a test."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from runtime.async_sender import AsyncSender
from runtime.auth import Bearer, Scheme, Secret
from runtime.base_sender import Service
from runtime.sender import Sender
from runtime.transport_httpx2 import AsyncHttpx2Transport, Httpx2Transport
from runtime.transport_asyncio import AsyncStdlibTransport
from runtime.transport_stdlib import StdlibTransport

KINDS = ("sync-httpx2", "async-httpx2", "sync-stdlib", "async-stdlib")
KEY: dict[str, Scheme] = {"key": Bearer(Secret("api_key", "DEMO_API_KEY"))}
_SYNC: dict[str, Any] = {"httpx2": Httpx2Transport, "stdlib": StdlibTransport}
_ASYNC: dict[str, Any] = {
    "httpx2": AsyncHttpx2Transport,
    "stdlib": AsyncStdlibTransport,
}


class Caller:
    """Runs an action on a sender of one kind."""

    def __init__(
        self,
        kind: str,
        url: str,
        schemes: dict[str, Scheme] | None = None,
        secrets: dict[str, Any] | None = None,
        **options: Any,
    ) -> None:
        self.kind, _, self.transport = kind.partition("-")
        self.service = Service("demo", url, "DEMO_BASE_URL", schemes or KEY)
        self.secrets = {"api_key": "sk-secret"} if secrets is None else secrets
        self.options = {"timeout": 5.0} | options

    def __call__(self, action: Callable[[Any], Any]) -> Any:
        """What `action` gives, awaited where that is needed."""

        async def wait(sender: AsyncSender) -> Any:
            return await asyncio.wait_for(action(sender), 20)

        return self.run(action, wait)

    def all(self, action: Callable[[Any], Any]) -> list[Any]:
        """All that the stream or pages of `action` give."""

        async def wait(sender: AsyncSender) -> list[Any]:
            return [item async for item in await action(sender)]

        return list(self.run(lambda sender: list(action(sender)), wait))

    def run(self, now: Callable[[Any], Any], later: Callable[[Any], Any]) -> Any:
        """One of two ways to say the same."""
        if self.kind == "sync":
            sender = Sender(
                self.service,
                self.secrets,
                _SYNC[self.transport],
                None,
                None,
                self.options,
            )
            try:
                return now(sender)
            finally:
                sender.close()
        return asyncio.run(self._later(later))

    async def _later(self, later: Callable[[Any], Any]) -> Any:
        sender = AsyncSender(
            self.service,
            self.secrets,
            _ASYNC[self.transport],
            None,
            None,
            self.options,
        )
        try:
            return await later(sender)
        finally:
            await sender.close()
