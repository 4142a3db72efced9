"""Work that goes on after the call which started it: how to ask whether it is done.

Asking is split from its sending, so that both clients share it.
"""

from __future__ import annotations

import time
from _collections_abc import Mapping

from .checking import TYPE_CHECKING
from .errors import PollTimeoutError
from .model import UNSET
from .retry import asked_delay
from .shapes import is_object
from .typed import Generic, T

if TYPE_CHECKING:
    from typing import Any

    from .call import Call
    from .headers import Headers

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 10.0
GROWTH = 1.5


class Poll(Generic[T]):
    """The call that reads the work, and how its answer says that it is done.

    `given`: argument of that call → argument of the first one. `found`: argument → where
    its value stands in the first answer. `state` is a path of wire names. `pause_header`
    is a header in which the API says how many milliseconds to wait.
    """

    __slots__ = ("call", "done", "found", "given", "pause_header", "state")

    def __init__(
        self,
        call: Call[T],
        *,
        given: Mapping[str, str] | None = None,
        found: Mapping[str, tuple[str, ...]] | None = None,
        state: tuple[str, ...],
        done: tuple[str, ...],
        pause_header: str = "",
    ) -> None:
        self.call = call
        self.given: Mapping[str, str] = given or {}
        self.found: Mapping[str, tuple[str, ...]] = found or {}
        self.state = state
        self.done = frozenset(done)
        self.pause_header = pause_header


class Polling:
    """One piece of work that is waited for. The first pause grows, up to ten seconds."""

    __slots__ = ("_end", "_first", "_pause", "arguments", "interval", "poll")

    def __init__(
        self,
        poll: Poll[Any],
        interval: float | None,
        timeout: float | None,
        arguments: Mapping[str, Any],
    ) -> None:
        for name, seconds in (("poll_interval", interval), ("poll_timeout", timeout)):
            if seconds is not None and not seconds >= 0:
                raise ValueError(f"{name}: expected seconds from 0, got {seconds!r}")
        self.poll = poll
        self.interval = interval
        self.arguments: dict[str, Any] = {
            own: arguments.get(first, UNSET) for own, first in poll.given.items()
        }
        self._first = True
        self._end = None if timeout is None else time.monotonic() + timeout
        self._pause = FIRST_PAUSE

    def pause(self, body: Any, headers: Headers) -> float | None:
        """Seconds to wait before the work is asked for again; None when it is done."""
        if self._first:
            self._first = False
            for name, path in self.poll.found.items():
                self.arguments[name] = _at(body, path)
        state = _at(body, self.poll.state)
        if state in self.poll.done:
            return None
        pause = self._next(headers)
        if self._end is not None and time.monotonic() + pause > self._end:
            raise PollTimeoutError(
                f"the work is not done in time: {'.'.join(self.poll.state)} is {state!r}",
                body=body,
            )
        return pause

    def _next(self, headers: Headers) -> float:
        if self.interval is not None:
            return self.interval
        asked = headers.get(self.poll.pause_header) if self.poll.pause_header else None
        if asked is not None and asked.isdecimal():
            return int(asked) / 1000
        wanted = asked_delay(headers)
        if wanted is not None:
            return wanted
        pause, self._pause = self._pause, min(self._pause * GROWTH, LONGEST_PAUSE)
        return pause


_FIRST_ONLY = frozenset({"extra_body", "extra_query", "idempotency_key"})


def later(options: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The options of the first call that hold for the ones that ask for its work too."""
    return {n: v for n, v in (options or {}).items() if n not in _FIRST_ONLY}


def _at(body: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        body = body.get(key) if is_object(body) else None
    return body
