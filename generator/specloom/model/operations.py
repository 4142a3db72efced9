"""Operations: everything a call needs, one value per operation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from specloom.model.declarations import Default
from specloom.model.doc import NO_CONSTRAINTS, NO_DOC, Constraints, Doc, Example
from specloom.model.names import Hint
from specloom.model.types import Type
from specloom.source import Span


class Location(Enum):
    """Where a parameter travels (`in`)."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"


class Style(Enum):
    """How a parameter's value is written (OpenAPI 3.2, "Style Values"), 2.0's forms included."""

    SIMPLE = "simple"
    LABEL = "label"
    MATRIX = "matrix"
    FORM = "form"
    SPACE_DELIMITED = "spaceDelimited"
    PIPE_DELIMITED = "pipeDelimited"
    TAB_DELIMITED = "tabDelimited"
    DEEP_OBJECT = "deepObject"
    COOKIE = "cookie"
    JSON = "json"
    """Not a style of the standard: a parameter with `content` of a JSON media type."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation."""

    id: str
    wire: str
    location: Location
    hint: Hint
    type: Type
    required: bool
    style: Style
    explode: bool
    origin: Span
    allow_reserved: bool = False
    allow_empty: bool = False
    default: Default | None = None
    constraints: Constraints = NO_CONSTRAINTS
    examples: tuple[Example, ...] = ()
    doc: Doc = NO_DOC
    deprecated: bool = False


class ContentKind(Enum):
    """How a media type is written and read; which codec of the runtime serves it."""

    JSON = "json"
    FORM = "form"
    MULTIPART = "multipart"
    TEXT = "text"
    BINARY = "binary"
    EVENT_STREAM = "event-stream"
    JSON_LINES = "json-lines"
    JSON_SEQ = "json-seq"
    JSON_VALUES = "json-values"
    """Several JSON values, one after another, in the media type of one."""


@dataclass(frozen=True, slots=True)
class Header:
    """A response header, or a header of one part of a multipart body."""

    wire: str
    type: Type
    required: bool
    explode: bool = False
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True)
class PartEncoding:
    """How one property of a form or multipart body is written (the Encoding Object)."""

    property: str
    content_type: str = ""
    style: Style | None = None
    explode: bool = True
    allow_reserved: bool = False
    headers: tuple[Header, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """One media type of a request body or a response. `type` None: nothing is known of it."""

    media_type: str
    kind: ContentKind
    type: Type
    encodings: tuple[PartEncoding, ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherForm:
    """Another media type of a body, and the id of the record that is sent in it."""

    media_type: str
    record: str


@dataclass(frozen=True, slots=True)
class Body:
    """The request body: its media types, the preferred one first.

    `spread`: the id of the record whose properties become arguments of the call; empty
    where the body is passed whole. `others`: media types whose properties can be arguments
    of the same call.
    """

    required: bool
    contents: tuple[Content, ...]
    spread: str
    origin: Span
    others: tuple[OtherForm, ...] = ()
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True)
class Response:
    """What may come back for a status: `200`, a range such as `2XX`, or `default`."""

    status: str
    contents: tuple[Content, ...]
    headers: tuple[Header, ...]
    origin: Span
    doc: Doc = NO_DOC


class EventData(Enum):
    """What the data of a server-sent event is."""

    JSON = "json"
    TEXT = "text"
    """Text as it came."""
    EITHER = "either"
    """JSON if it can be read as that, else text."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """How a server-sent event becomes one JSON object: the keys of its name and its data.

    Without an envelope the event's data alone is the value. `lines` are the other lines of
    an event (`id`, `retry`) that become properties, and `event` where a value has its name.
    `texts` are the names of the events whose data is text; of others `Streaming.data` says
    what it is.
    """

    event: str
    data: str
    lines: tuple[str, ...] = ("event",)
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Streaming:
    """A response that arrives piece by piece.

    `flag` is the wire name of the body property that asks for it, or with `flag_in_query` of
    the query parameter; empty where the operation always streams. `done` is the data that
    ends the stream (`[DONE]`), empty if none does.
    """

    event: Type
    content: ContentKind
    media_type: str
    flag: str = ""
    done: str = ""
    envelope: Envelope | None = None
    flag_in_query: bool = False
    data: EventData = EventData.JSON
    inside: str = ""
    """The property of each JSON value that holds what the stream gives; empty: all of it."""


class PagingStyle(Enum):
    """How the next page is asked for."""

    CURSOR = "cursor"
    """A parameter takes a cursor that the page gives."""
    LAST_ITEM = "last-item"
    """A parameter takes a property of the last item of the page."""
    OFFSET = "offset"
    PAGE = "page"
    NEXT_URL = "next-url"
    """The page gives the URL of the next one."""
    LINK_HEADER = "link-header"
    """The `Link` header with `rel="next"` (RFC 8288)."""


@dataclass(frozen=True, slots=True)
class PageEnds:
    """Where a page says whether it is the last one: paths of wire names into its body."""

    more: tuple[str, ...] = ()
    """A boolean: others follow."""
    last: tuple[str, ...] = ()
    """A boolean: this is the last one."""
    next: tuple[str, ...] = ()
    """What leads to the next page; null on the last one."""
    page: tuple[str, ...] = ()
    """The number of this page, where the document does not say at what counting starts."""
    pages: tuple[str, ...] = ()
    """How many pages there are."""
    size: tuple[str, ...] = ()
    """How many items a page has that is full."""
    total: tuple[str, ...] = ()
    """How many items the list has."""


@dataclass(frozen=True, slots=True)
class Paging:
    """A list operation that goes on: how to ask for the next page, and what its items are.

    `items` and `cursor` are paths of wire names into the response body (`("data",)`); an
    empty `items` means that the body itself is the array, and None that nothing says where
    the items are: each page gives its body. For `LAST_ITEM`, `cursor` is the path inside an
    item.
    """

    style: PagingStyle
    item: Type
    items: tuple[str, ...] | None
    parameter: str = ""
    """The wire name of the query parameter (or body property) that takes the cursor."""
    member: str = ""
    """The property that takes it, where the parameter is an object."""
    in_body: bool = False
    cursor: tuple[str, ...] = ()
    size: str = ""
    """The wire name of the parameter that holds the page's size, or of the member beside
    `member`."""
    largest: int | None = None
    """The largest size of a page that may be asked for."""
    first: int = 0
    """Where counting starts for `PAGE` and `OFFSET`."""
    ends: PageEnds = PageEnds()


class SecurityKind(Enum):
    """The kinds of security schemes (Security Scheme Object)."""

    API_KEY_HEADER = "apiKey-header"
    API_KEY_QUERY = "apiKey-query"
    API_KEY_COOKIE = "apiKey-cookie"
    BASIC = "basic"
    BEARER = "bearer"
    HTTP = "http"
    OAUTH2 = "oauth2"
    OPEN_ID = "openIdConnect"
    MUTUAL_TLS = "mutualTLS"


@dataclass(frozen=True, slots=True)
class OAuthFlow:
    """One flow of an OAuth2 scheme (OAuth Flow Object)."""

    name: str
    token_url: str
    authorization_url: str
    refresh_url: str
    scopes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Secret:
    """One thing a scheme needs to know from the caller: a constructor argument of the client.

    `role` is `key` (apiKey), `token` (bearer, http, OAuth2 and OpenID access tokens),
    `username` and `password` (basic, OAuth2's password flow), `client_id` and
    `client_secret` (OAuth2). `environment` is the variable that it is read from where the
    document or the configuration names one; else it is called after the package and the name.
    """

    id: str
    role: str
    hint: Hint
    environment: str


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """A way to prove who is calling. `parameter` is the header, query or cookie name.

    `secrets` are what the client asks for.
    """

    id: str
    hint: Hint
    kind: SecurityKind
    origin: Span
    parameter: str = ""
    http_scheme: str = ""
    bearer_format: str = ""
    flows: tuple[OAuthFlow, ...] = ()
    open_id_url: str = ""
    secrets: tuple[Secret, ...] = ()
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True)
class Requirement:
    """One scheme of a security requirement, with the scopes it needs."""

    scheme: str
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServerVariable:
    """A variable in a server's URL template."""

    name: str
    default: str
    values: tuple[str, ...] = ()
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True)
class Server:
    """Where the API answers; the URL may hold `{variables}`."""

    url: str
    variables: tuple[ServerVariable, ...] = ()
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True)
class OperationExample:
    """A request and the response it gives, as the document shows them."""

    request: Example | None
    response: Example | None
    name: str = ""
    streamed: bool = False


class Repeatable(Enum):
    """Whether a call may be sent again after a failure that left its effect unknown."""

    YES = "yes"
    """The method is idempotent (RFC 9110 section 9.2.2)."""
    WITH_KEY = "with-key"
    """Only with an idempotency key."""
    NO = "no"


@dataclass(frozen=True, slots=True)
class Poll:
    """Work that goes on after the call: read it again until a property has a final value."""

    operation: str
    """The id of the operation that reads the work."""
    arguments: tuple[tuple[str, tuple[str, ...]], ...]
    """The reading call's parameter and where its value stands in the first response; path
    parameters that are not listed have the value that the first call was given."""
    property: tuple[str, ...]
    done: tuple[str, ...]
    method: str = ""
    """What the method that waits is called; empty: the target names it after the operation."""
    pause_header: str = ""
    """A response header that holds the milliseconds to wait before the next reading."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One call of the API.

    `group` names nested groups from the outside in; empty: on the client itself.
    `security`: alternatives; each is a set of schemes that go together; an empty
    alternative means that none is needed; None: the scheme is not known to the document.
    `returns`: the type of the success body: the union of several, `Scalar(NULL)` if empty.
    `undescribed`: no response says what a success body is, and there may be one.
    """

    id: str
    operation_id: str
    group: tuple[Hint, ...]
    hint: Hint
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    responses: tuple[Response, ...]
    errors: tuple[Response, ...]
    returns: Type
    origin: Span
    undescribed: bool = False
    security: tuple[tuple[Requirement, ...], ...] = ()
    servers: tuple[Server, ...] = ()
    paging: Paging | None = None
    streaming: Streaming | None = None
    poll: Poll | None = None
    repeatable: Repeatable = Repeatable.NO
    idempotency_header: str = ""
    tags: tuple[str, ...] = ()
    examples: tuple[OperationExample, ...] = ()
    doc: Doc = NO_DOC
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """A webhook or a callback: a request that the API sends, whose body we decode."""

    id: str
    hint: Hint
    method: str
    contents: tuple[Content, ...]
    origin: Span
    callback_of: str = ""
    """The id of the operation that registers the callback; empty for a webhook."""
    doc: Doc = NO_DOC
    deprecated: bool = False
