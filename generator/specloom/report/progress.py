"""A line on the terminal that says which stage is running; nothing where it is piped."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.status import Status


def on_terminal() -> bool:
    """Whether diagnostics and progress go to a person's terminal."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def in_colour() -> bool:
    """Whether a person's terminal wants colour (https://no-color.org)."""
    return on_terminal() and not os.environ.get("NO_COLOR")


class Progress:
    """Shows the running stage while it is entered; call it with a stage and what it works on."""

    def __init__(self, shown: bool) -> None:
        self._shown = shown and on_terminal()
        self._status: Status | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def __call__(self, stage: str, what: str) -> None:
        if not self._shown:
            return
        text = f"{stage}  {what}".rstrip()
        if self._status is None:
            from rich.console import Console
            from rich.status import Status
            from rich.text import Text

            console = Console(stderr=True, no_color=not in_colour())
            self._status = Status(Text(text), console=console)
            self._status.start()
        else:
            from rich.text import Text

            self._status.update(Text(text))
