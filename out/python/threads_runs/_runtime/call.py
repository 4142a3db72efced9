"""`Call`: the description of an operation, from which requests are built and answers read.

A description is made when its module is imported and costs next to nothing; how to write
its parameters is worked out at the first call, and decoders are loaded with the first answer.
"""

from __future__ import annotations

from _collections_abc import Callable, Mapping

from .checking import TYPE_CHECKING
from .decoders import untouched
from .model import UNSET
from .parameters import Parameter, cookie_texts, header_text, path_text, query_texts
from .typed import B, Generic, T
from .urls import encode_reserved

if TYPE_CHECKING:
    from typing import Any, Literal, TypeAlias

    from .bodies import Body
    from .decoders import Decoder

    Load: TypeAlias = Callable[[], Decoder]
    EventData: TypeAlias = Literal["json", "text", "either"]
    ReplyKind: TypeAlias = Literal["json", "text", "binary", "empty", "any"]
    StreamKind: TypeAlias = Literal[
        "event-stream", "json-lines", "json-seq", "json-values"
    ]
    Security: TypeAlias = tuple[tuple[str, ...], ...]

_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"})


class Reply:
    """What may come back for some statuses (`200`, `2XX`, `default`) in one media type."""

    __slots__ = ("_decode", "kind", "load", "media_type", "statuses")

    def __init__(
        self, statuses: str, media_type: str, kind: ReplyKind, load: Load | None = None
    ) -> None:
        self.statuses = frozenset(statuses.split())
        self.media_type = media_type
        self.kind: ReplyKind = kind
        self.load = load
        self._decode: Decoder | None = None

    @property
    def decode(self) -> Decoder:
        """Turns the JSON value into what the API documents."""
        decode = self._decode
        if decode is None:
            decode = self._decode = self.load() if self.load is not None else untouched
        return decode


def json_reply(
    statuses: str, load: Load | None = None, media_type: str = "application/json"
) -> Reply:
    """A JSON body; `load` gives its decoder, none passes the value through."""
    return Reply(statuses, media_type, "json", load)


def text_reply(statuses: str, media_type: str = "text/plain") -> Reply:
    """A body of text."""
    return Reply(statuses, media_type, "text")


def binary_reply(statuses: str, media_type: str = "application/octet-stream") -> Reply:
    """A body of bytes."""
    return Reply(statuses, media_type, "binary")


def empty_reply(statuses: str) -> Reply:
    """No body."""
    return Reply(statuses, "", "empty")


def any_reply(statuses: str) -> Reply:
    """A body of which the API does not say what it is, or none."""
    return Reply(statuses, "", "any")


class Call(Generic[T]):
    """An operation whose answer decodes to a `T`.

    `returns` are the replies that are asked for, `offers` those in other media types.
    """

    def __init__(
        self,
        method: str,
        path: str,
        *parameters: Parameter,
        bodies: tuple[Body, ...] = (),
        body_required: bool = False,
        returns: tuple[Reply, ...] = (),
        offers: tuple[Reply, ...] = (),
        errors: tuple[Reply, ...] = (),
        security: Security = (),
        repeatable: bool | None = None,
        idempotency_header: str = "idempotency-key",
        server: str = "",
    ) -> None:
        self.method = method
        self.path = path
        self.parameters = parameters
        self.bodies = bodies
        self.body_required = body_required
        self.returns = returns
        self.offers = offers
        self.errors = errors
        self.security = security
        self.repeatable = method in _IDEMPOTENT if repeatable is None else repeatable
        self.idempotency_header = idempotency_header
        self.server = server
        self._plan: _Plan | None = None
        self._others: dict[str, Call[Any]] = {}

    def accepting(self, media_type: str | None) -> Call[Any]:
        """The same call, asking for one of the media types that it can be answered in."""
        if media_type is None:
            return self
        if media_type not in self._others:
            self._others[media_type] = self._accepting(media_type)
        return self._others[media_type]

    def _accepting(self, media_type: str) -> Call[Any]:
        known = self.returns + self.offers
        kept = tuple([r for r in known if r.media_type in (media_type, "")])
        if not any(reply.media_type for reply in kept):
            offered = dict.fromkeys([r.media_type for r in known if r.media_type])
            raise ValueError(
                f"accept: expected one of {', '.join(offered)}; got {media_type!r}"
            )
        if kept == self.returns:
            return self
        kind: type[Call[Any]] = Call
        other = object.__new__(kind)
        # What was not asked for may come all the same.
        rest = tuple([reply for reply in known if reply not in kept])
        other.__dict__.update(self.__dict__, returns=kept, offers=rest, _plan=None)
        return other

    @property
    def binary(self) -> bool:
        """Whether what comes back is bytes."""
        kinds = {reply.kind for reply in self.returns}
        return "binary" in kinds and kinds <= {"binary", "empty"}

    @property
    def plan(self) -> _Plan:
        """How to write the parameters, worked out once."""
        plan = self._plan
        if plan is None:
            plan = self._plan = _Plan(self)
        return plan

    def __repr__(self) -> str:
        return f"<{self.method} {self.path}>"


class StreamCall(Call[T], Generic[T, B]):
    """An operation that can also answer piece by piece, each piece a `B`."""

    events: Events

    def __init__(
        self,
        method: str,
        path: str,
        *parameters: Parameter,
        events: Events,
        **rest: Any,
    ):
        super().__init__(method, path, *parameters, **rest)
        self.events = events


class Events:
    """How the pieces of a streamed answer are told apart and decoded.

    `flag`: the property of the body, or with `in_query` the argument, that asks for a
    stream; empty where it always is one. `done`: the data that ends it.
    `data`: what the data of a server-sent event is: JSON, text as it came, or either.
    `envelope`: the keys under which the name and the data of an event are put together into
    one value, with its other `lines` (`id`, `retry`, and `event` where a value has its
    name). `texts`: the names of the events whose data is text, whatever else is.
    `inside`: the key of the value in each of several JSON values.
    `error`: the key by which a piece is known as an error of the API, if it is not the name
    of the event that tells.
    """

    __slots__ = (
        "_decode",
        "data",
        "done",
        "envelope",
        "error",
        "flag",
        "in_query",
        "inside",
        "kind",
        "lines",
        "load",
        "media_type",
        "texts",
    )

    def __init__(
        self,
        load: Load | None = None,
        *,
        kind: StreamKind = "event-stream",
        media_type: str = "text/event-stream",
        flag: str = "",
        in_query: bool = False,
        done: str = "",
        data: EventData = "json",
        envelope: tuple[str, str] | None = None,
        lines: tuple[str, ...] = ("event",),
        texts: tuple[str, ...] = (),
        inside: str = "",
        error: str = "",
    ) -> None:
        self.inside = inside
        self.kind: StreamKind = kind
        self.media_type = media_type
        self.flag = flag
        self.in_query = in_query
        self.done = done.encode()
        self.data: EventData = data
        self.envelope = envelope
        self.lines = lines
        self.texts = texts
        self.error = error
        self.load = load
        self._decode: Decoder | None = None

    @property
    def decode(self) -> Decoder:
        """Turns the JSON value of a piece into what the API documents."""
        decode = self._decode
        if decode is None:
            decode = self._decode = self.load() if self.load is not None else untouched
        return decode


class _Plan:
    """The parameters of a call by where they go, and the pieces of its path."""

    __slots__ = ("accept", "cookies", "fixed_query", "head", "headers", "path", "query")

    def __init__(self, call: Call[Any]) -> None:
        by_wire = {p.wire: p for p in call.parameters if p.location == "path"}
        template = call.path.partition("#")[0]
        template, _, self.fixed_query = template.partition("?")
        self.head, self.path = _pieces(template, by_wire)
        self.query = [p for p in call.parameters if p.location == "query"]
        self.headers = [p for p in call.parameters if p.location == "header"]
        self.cookies = [p for p in call.parameters if p.location == "cookie"]
        self.accept = _accept(call.returns)

    def target(self, arguments: Mapping[str, Any]) -> str:
        """The path with its parameters."""
        path = self.head
        for parameter, literal in self.path:
            value = arguments.get(parameter.argument, UNSET)
            path += path_text(parameter, None if value is UNSET else value) + literal
        if "/." in path and not {".", ".."}.isdisjoint(path.split("/")):
            names = ", ".join([parameter.argument for parameter, _ in self.path])
            raise ValueError(
                f"{names}: these values would change the route of the request"
            )
        return path

    def query_pieces(self, arguments: Mapping[str, Any]) -> list[str]:
        """The encoded pieces of the query string."""
        pieces = [self.fixed_query] if self.fixed_query else []
        for parameter in self.query:
            value = arguments.get(parameter.argument, UNSET)
            if value is not UNSET:
                pieces += query_texts(parameter, value)
        return pieces

    def header_fields(self, arguments: Mapping[str, Any]) -> dict[str, str]:
        """The headers that the parameters make."""
        fields: dict[str, str] = {}
        for parameter in self.headers:
            value = arguments.get(parameter.argument, UNSET)
            if value is not UNSET and value is not None:
                fields[parameter.wire.lower()] = header_text(parameter, value)
        return fields

    def cookie_pieces(self, arguments: Mapping[str, Any]) -> list[str]:
        """The pieces of the Cookie header."""
        pieces: list[str] = []
        for parameter in self.cookies:
            value = arguments.get(parameter.argument, UNSET)
            if value is not UNSET:
                pieces += cookie_texts(parameter, value)
        return pieces


def _pieces(
    template: str, by_wire: Mapping[str, Parameter]
) -> tuple[str, list[tuple[Parameter, str]]]:
    """The text before the first parameter, then each parameter and the text after it."""
    head, *rest = template.split("{")
    head = encode_reserved(head)
    pieces: list[tuple[Parameter, str]] = []
    for part in rest:
        name, _, literal = part.partition("}")
        literal = encode_reserved(literal)
        if name in by_wire:
            pieces.append((by_wire[name], literal))
        elif pieces:
            pieces[-1] = (
                pieces[-1][0],
                pieces[-1][1] + encode_reserved(name) + literal,
            )
        else:
            head += encode_reserved(name) + literal
    return head, pieces


def _accept(returns: tuple[Reply, ...]) -> str:
    """The media types that the call can decode, JSON alone where it is one of them.

    Bytes are taken in any form: servers that negotiate (RFC 9110, section 12.5.1) without
    knowing what a view gives answer 406 to its exact type.
    """
    kinds = {reply.kind for reply in returns}
    wanted = [r.media_type for r in returns if r.kind == "json" or "json" not in kinds]
    types = list(dict.fromkeys([m for m in wanted if m]))
    if "binary" in kinds and "json" not in kinds and "*/*" not in types:
        types.append("*/*;q=0.1")
    return ", ".join(types) or "*/*"
