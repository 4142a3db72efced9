"""`Pool`: the connections of a transport that nobody uses now, and how many there are in all."""

from __future__ import annotations

import time
from _collections_abc import Callable

from .checking import TYPE_CHECKING
from .typed import Generic, T

if TYPE_CHECKING:
    from .routes import Origin

MOST = 1000
"""How many connections a transport has at once, in use and idle."""
MOST_IDLE = 100
"""How many of them are kept when nobody uses them."""
EXPIRY = 5.0
"""Seconds for which an idle connection is kept: what stands between forgets those that wait."""


class Pool(Generic[T]):
    """Connections by where they lead. It locks nothing itself."""

    __slots__ = ("_idle", "_kept", "_waiting", "count")

    def __init__(self) -> None:
        self.count = 0
        """Connections in use and idle."""
        self._idle: dict[Origin, list[tuple[T, float]]] = {}
        self._kept = 0
        self._waiting: list[Callable[[], object]] = []

    def choose(self, key: Origin, make: Callable[[], T]) -> tuple[T | None, list[T]]:
        """The idle connection that was used last, or a new one if there may be one more; and
        the connections to close, for which nobody waits any more."""
        unused = self._expired()
        found = self._take(key)
        if found is None and self.count < MOST:
            self.count += 1
            found = make()
        if found is None:
            other = self._oldest()
            if other is not None:
                unused.append(other)
        return found, unused

    def _take(self, key: Origin) -> T | None:
        idle = self._idle.get(key)
        if not idle:
            return None
        self._kept -= 1
        return idle.pop()[0]

    def _expired(self) -> list[T]:
        if not self._kept:
            return []
        before = time.monotonic() - EXPIRY
        found: list[T] = []
        for idle in self._idle.values():
            while idle and idle[0][1] < before:
                found.append(idle.pop(0)[0])
        self._kept -= len(found)
        return found

    def _oldest(self) -> T | None:
        stacks = [idle for idle in self._idle.values() if idle]
        if not stacks:
            return None
        self._kept -= 1
        return min(stacks, key=lambda idle: idle[0][1]).pop(0)[0]

    def all(self) -> list[T]:
        """Takes all idle connections."""
        found = [c for idle in self._idle.values() for c, _ in idle]
        self._idle.clear()
        self._kept = 0
        return found

    def keep(self, key: Origin, connection: T) -> bool:
        """Keeps a connection; False if there are enough."""
        if self._kept >= MOST_IDLE:
            return False
        self._idle.setdefault(key, []).append((connection, time.monotonic()))
        self._kept += 1
        self.wake()
        return True

    def gone(self) -> None:
        """A connection was closed."""
        self.count -= 1
        self.wake()

    def wait(self, wake: Callable[[], object]) -> None:
        """`wake` is called when it is worth trying again."""
        self._waiting.append(wake)

    def leave(self, wake: Callable[[], object]) -> None:
        """Nobody waits any more; if it was told already, the next one is."""
        if wake in self._waiting:
            self._waiting.remove(wake)
        else:
            self.wake()

    def wake(self) -> None:
        """Tells the one that has waited longest."""
        if self._waiting:
            self._waiting.pop(0)()
