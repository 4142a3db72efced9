"""The pieces of a streamed answer: from chunks, cut anywhere, to decoded values.

Server-sent events are read as the HTML Standard says (section 9.2.6), with two exceptions: an
event at the end of the body counts although no blank line follows it, and what servers send
to keep a connection open is passed over where the API documents JSON.
"""

from __future__ import annotations

from _collections_abc import Iterator

from .checking import TYPE_CHECKING
from .errors import APIConnectionError, APIResponseError, StreamError, error_text
from .lines import LineParser, ValueParser
from .retry import backoff
from .shapes import is_object
from .sse import EventParser, EventTooLarge, is_whole

if TYPE_CHECKING:
    from typing import Any

    from .call import Events
    from .reading import Reading
    from .sse import ServerSentEvent

_NOTHING: object = object()
"""Stands for a piece that has no value."""
_CUT = "The stream ended in the middle of an event."


class _NotJson(Exception):
    """A piece of a stream of JSON that is none."""


class Reader:
    """Turns chunks into decoded pieces; what the two kinds of stream share."""

    __slots__ = ("_about", "_lines", "_loads", "_reading", "ended", "events", "parser")

    def __init__(self, events: Events, about: dict[str, Any], reading: Reading) -> None:
        from .json import loads

        self.events = events
        self.ended = False
        self.parser = EventParser()
        self._lines: LineParser | ValueParser | None = None
        if events.kind == "json-values":
            self._lines = ValueParser()
        elif events.kind != "event-stream":
            self._lines = LineParser(b"\x1e" if events.kind == "json-seq" else b"\n")
        self._loads = loads
        self._reading = reading
        self._about = about

    def feed(self, chunk: bytes) -> Iterator[Any]:
        """The decoded pieces that `chunk` completes."""
        try:
            if self._lines is not None:
                for line in self._lines.feed(chunk):
                    piece = self._line(line)
                    if self.ended:
                        return
                    yield piece
                return
            blocks = self.parser.feed(chunk)
        except EventTooLarge as error:
            raise APIResponseError(str(error), **self._about) from error
        events = self.events
        done, decode = events.done, events.decode
        quick = events.envelope is None and events.data == "json"
        key = events.error
        loads = self._loads
        for block in blocks:
            if quick and block[:6] == b"data: " and b"\n" not in block:
                # The common event, one line of data, without a look at its fields.
                data = block[6:]
                if data == done and done:
                    self.ended = True
                    return
                try:
                    value = loads(data)
                except ValueError:
                    pass  # a closer look is taken below
                else:
                    if key and value.__class__ is dict and value.get(key):
                        raise self._failure("", value)
                    try:
                        value = decode(value)
                    except RecursionError:
                        raise self._too_deep() from None
                    yield value
                    continue
            event = self.parser.read(block)
            if event is None:
                continue
            try:
                piece = self._event(event)
            except _NotJson as error:
                raise self._not_json(event.raw, error) from None
            if self.ended:
                return
            if piece is not _NOTHING:
                yield piece

    def finish(self) -> Iterator[Any]:
        """What the end of the body completes. A half event means that it broke off."""
        if self._lines is not None:
            last = self._lines.finish()
            if last:
                piece = self._line(last)
                if not self.ended:
                    yield piece
            return
        rest = self.parser.pending
        if not rest.strip():
            return
        last_id = self.parser.last_id
        event = self.parser.read(rest)
        piece = _NOTHING
        whole = is_whole(rest)
        if whole and event is not None:
            try:
                piece = self._event(event)
            except _NotJson:
                whole = False
        if not whole:
            self.parser.last_id = last_id
            raise APIConnectionError(_CUT)
        if piece is not _NOTHING:
            yield piece

    def pause(self, failures: int) -> float:
        """Seconds before a reconnection: what the server asked for, else growing."""
        asked = self.parser.retry
        return asked / 1000 if asked is not None else backoff(failures)

    def restart(self) -> None:
        """Forgets a half event: another connection begins, after the last whole one."""
        parser = EventParser()
        parser.last_id, parser.retry = self.parser.last_id, self.parser.retry
        self.parser = parser

    # One piece ------------------------------------------------------------------------

    def _line(self, line: bytes) -> Any:
        events = self.events
        if events.done and line.strip() == events.done:
            self.ended = True
            return _NOTHING
        try:
            value = self._json(line)
        except _NotJson as error:
            raise self._not_json(line, error) from None
        if events.error and is_object(value) and value.get(events.error):
            raise self._failure("", value)
        if events.inside and is_object(value) and events.inside in value:
            value = value[events.inside]
        return self._decoded(value)

    def _event(self, event: ServerSentEvent) -> Any:
        events, name = self.events, event.event
        kind = "text" if name in events.texts else events.data
        # Only an event whose data is text by its name may hold the last word.
        is_last = events.done and event.raw.strip() == events.done
        if is_last and name not in events.texts:
            self.ended = True
            return _NOTHING
        value: Any = event.data
        if kind != "text" or name == "error":
            try:
                value = self._json(event.raw)
            except _NotJson:
                if kind == "json" and name != "error":
                    if self._keeps_open(event):
                        return _NOTHING
                    if not self._is_text(event):
                        raise
        if name == "error":
            raise self._failure(name, value)
        if events.error and is_object(value) and value.get(events.error):
            raise self._failure(name, value)
        if events.envelope is not None:
            value = self._enveloped(event, value, events.envelope)
        return self._decoded(value)

    def _keeps_open(self, event: ServerSentEvent) -> bool:
        """Whether an event that is not JSON only keeps the connection open: `event: ping`."""
        named = self._is_text(event) and self.events.envelope is None
        return named or not event.raw.strip()

    def _is_text(self, event: ServerSentEvent) -> bool:
        """Whether an event has a name, and no data that looks like damaged JSON."""
        damaged = event.raw.lstrip()[:1] in (b"{", b"[")
        return "event" in event.lines and not damaged

    def _enveloped(
        self, event: ServerSentEvent, data: Any, keys: tuple[str, str]
    ) -> Any:
        """The lines of an event as one value."""
        name, inside = keys
        is_named = "event" in event.lines
        if not is_named and is_object(data) and name in data and inside in data:
            return data  # the whole value stands in the data
        value: dict[str, Any] = {inside: data}
        lines = self.events.lines
        if "event" in event.lines or "event" in lines:
            value = {name: event.event, inside: data}
        if "id" in lines and "id" in event.lines:
            value["id"] = event.id
        if "retry" in lines and "retry" in event.lines:
            value["retry"] = event.retry
        return value

    def _decoded(self, value: Any) -> Any:
        try:
            return self.events.decode(value)
        except RecursionError:
            raise self._too_deep() from None

    def _json(self, data: bytes) -> Any:
        try:
            return self._loads(data)
        except ValueError:
            # HTML Standard, 9.2.6: the stream is decoded with replacement characters.
            text = data.decode("utf-8", "replace")
            try:
                return self._reading.json(text.encode())
            except ValueError as error:
                raise _NotJson(str(error)) from None

    # What is wrong with one -----------------------------------------------------------

    def _not_json(self, data: bytes, why: _NotJson) -> APIResponseError:
        text = data.decode("utf-8", "replace")
        what = f"a piece of the stream is not JSON: {text[:200]!r} ({why})"
        return APIResponseError(what, **self._about)

    def _too_deep(self) -> APIResponseError:
        what = "a piece of the stream is nested too deeply"
        return APIResponseError(what, **self._about)

    def _failure(self, name: str, value: Any) -> StreamError:
        text = error_text(value) or "the API sent an error event"
        return StreamError(text, event=name, body=value)
