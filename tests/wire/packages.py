"""SDKs that the tests of this folder make and import, each under a name of its own."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from specloom import Config, Sdk, generate
from specloom.run.pipeline import Made

DEADLINE = 30.0
"""Seconds after which a call that waits for the other side has failed."""


def make_package(
    document: Path | dict[str, Any], folder: Path, name: str, **options: Any
) -> ModuleType:
    """The package `name`, generated into `folder` from a document and imported."""
    return make(document, folder, name, **options)[0]


def make(
    document: Path | dict[str, Any], folder: Path, name: str, **options: Any
) -> tuple[ModuleType, Made]:
    """The package, and what it was made of."""
    if isinstance(document, dict):
        spec = folder / f"{name}.json"
        spec.write_text(json.dumps(document), "utf-8")
    else:
        spec = document
    sdk = Sdk(spec=spec, output=folder / name, **options)
    outcome = generate(Config(sdks=(sdk,), quiet=True))
    assert not outcome.failed, outcome.diagnostics
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    return importlib.import_module(name), outcome.result.made[0]


Action = Callable[[Any], Any]


class Both:
    """One client of a package, synchronous or not, and one way to use either.

    An action is a function of the client; what it gives is awaited where that is needed.
    """

    def __init__(self, package: ModuleType, kind: str, **settings: Any) -> None:
        given = {"timeout": 10.0, "max_retries": 0} | settings
        self.kind = kind
        self._runner = asyncio.Runner()
        if kind == "sync":
            self.client = package.Client(**given)
        else:
            self.client = package.AsyncClient(**given)

    def __enter__(self) -> Both:
        return self

    def __exit__(self, *exc: object) -> None:
        self(lambda client: client.close())
        self._runner.close()

    def __call__(self, action: Action) -> Any:
        """What `action` gives."""
        if self.kind == "sync":
            return action(self.client)
        return self._wait(lambda: _finished(action(self.client)))

    def raw(self, choose: Action, *args: Any, **kwargs: Any) -> Any:
        """The raw answer of the method that `choose` takes from a client."""
        return self(
            lambda client: client.with_raw_response(choose(client), *args, **kwargs)
        )

    def every(self, action: Action) -> list[Any]:
        """All pieces of the stream, or items of the list, that `action` gives."""
        if self.kind == "sync":
            return list(action(self.client))

        async def read() -> list[Any]:
            made = action(self.client)
            if not hasattr(made, "__aiter__"):
                made = await made
            return [piece async for piece in made]

        return list(self._wait(read))

    def _wait(self, work: Callable[[], Any]) -> Any:
        return self._runner.run(_within(work))


async def _within(work: Callable[[], Any]) -> Any:
    return await asyncio.wait_for(work(), DEADLINE)


async def _finished(result: Any) -> Any:
    return await result if inspect.isawaitable(result) else result
