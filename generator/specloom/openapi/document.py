"""`Document`: what an OpenAPI description says, in the terms of 3.2 whatever its version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from specloom.model.types import JsonValue
from specloom.openapi.schema import ABSENT, Absent, Schema
from specloom.source import Span


@dataclass(frozen=True)
class ExampleObject:
    """An Example Object, or a bare `example`. A value that stands elsewhere is ABSENT."""

    name: str
    summary: str
    description: str
    value: JsonValue | Absent = ABSENT


@dataclass(frozen=True)
class HeaderObject:
    """A Header Object under its name."""

    name: str
    required: bool
    schema: Schema | None
    explode: bool
    description: str
    span: Span
    deprecated: bool = False


@dataclass(frozen=True)
class EncodingObject:
    """An Encoding Object under the property that it is for. `style` empty: not given."""

    property: str
    content_type: str
    style: str
    explode: bool | None
    allow_reserved: bool
    headers: tuple[HeaderObject, ...]
    span: Span


@dataclass(frozen=True)
class MediaTypeObject:
    """A Media Type Object under its media type or range. `item_schema` is 3.2's."""

    media_type: str
    schema: Schema | None
    item_schema: Schema | None
    encodings: tuple[EncodingObject, ...]
    examples: tuple[ExampleObject, ...]
    extensions: Mapping[str, JsonValue]
    span: Span


@dataclass(frozen=True)
class ParameterObject:
    """A Parameter Object; `style` and `explode` hold the standard's default if not given.

    Styles are the standard's names; `tabDelimited` stands for 2.0's `tsv`.
    """

    name: str
    location: str
    required: bool
    schema: Schema | None
    content: tuple[MediaTypeObject, ...]
    style: str
    explode: bool
    allow_reserved: bool
    allow_empty: bool
    description: str
    deprecated: bool
    examples: tuple[ExampleObject, ...]
    extensions: Mapping[str, JsonValue]
    span: Span


@dataclass(frozen=True)
class RequestBodyObject:
    """A Request Body Object."""

    required: bool
    content: tuple[MediaTypeObject, ...]
    description: str
    extensions: Mapping[str, JsonValue]
    span: Span


@dataclass(frozen=True)
class ResponseObject:
    """A Response Object under its status (`200`, `2XX`, `default`)."""

    status: str
    description: str
    content: tuple[MediaTypeObject, ...]
    headers: tuple[HeaderObject, ...]
    extensions: Mapping[str, JsonValue]
    span: Span


@dataclass(frozen=True)
class ServerVariableObject:
    """A Server Variable Object under its name."""

    name: str
    default: str
    values: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class ServerObject:
    """A Server Object; of 2.0, `schemes`, `host` and `basePath` put together."""

    url: str
    variables: tuple[ServerVariableObject, ...]
    description: str
    span: Span


@dataclass(frozen=True)
class OAuthFlowObject:
    """An OAuth Flow Object under 3.x's name of the flow."""

    name: str
    authorization_url: str
    token_url: str
    refresh_url: str
    scopes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SecuritySchemeObject:
    """A Security Scheme Object under its name; `type` in 3.x's terms (`http` for basic)."""

    name: str
    type: str
    description: str
    parameter: str
    location: str
    http_scheme: str
    bearer_format: str
    flows: tuple[OAuthFlowObject, ...]
    open_id_url: str
    extensions: Mapping[str, JsonValue]
    span: Span


SecurityRequirement = tuple[tuple[str, tuple[str, ...]], ...]
"""One alternative: (scheme's name, scopes) that go together; empty: none is needed."""


@dataclass(frozen=True)
class OperationObject:
    """An Operation Object with its path and method; parameters of the path item merged in.

    `security` and `servers` are the effective ones: the operation's, else the path item's,
    else the document's. `path` is as written, with its `?query` and `#fragment`.
    """

    method: str
    path: str
    operation_id: str
    tags: tuple[str, ...]
    summary: str
    description: str
    external_url: str
    external_description: str
    parameters: tuple[ParameterObject, ...]
    request_body: RequestBodyObject | None
    responses: tuple[ResponseObject, ...]
    callbacks: tuple[IncomingRequest, ...]
    security: tuple[SecurityRequirement, ...]
    servers: tuple[ServerObject, ...]
    deprecated: bool
    extensions: Mapping[str, JsonValue]
    span: Span


@dataclass(frozen=True)
class IncomingRequest:
    """A request that the API sends: an operation of a webhook or of a callback.

    `name` is the webhook's or the callback's key; `expression` the callback's URL.
    """

    name: str
    expression: str
    operation: OperationObject


@dataclass(frozen=True)
class TagObject:
    """A Tag Object; `parent` is 3.2's."""

    name: str
    summary: str
    description: str
    parent: str
    external_url: str
    external_description: str
    extensions: Mapping[str, JsonValue]
    span: Span


@dataclass(frozen=True)
class InfoObject:
    """The Info Object."""

    title: str
    version: str
    summary: str
    description: str
    extensions: Mapping[str, JsonValue]
    span: Span


@dataclass(frozen=True)
class Document:
    """A whole description, however many files it is made of.

    `schemas` are the components' schemas by name, in the document's order. `schema_at` gives
    the schema at a place that a `ref` or a mapping leads to, wherever it stands (reading it on first use).
    `component_at` is the component name of a place, "" if it is no component schema.
    """

    dialect: str
    """`2.0`, `3.0`, `3.1` or `3.2`: what it was written in."""
    info: InfoObject
    servers: tuple[ServerObject, ...]
    tags: tuple[TagObject, ...]
    security_schemes: tuple[SecuritySchemeObject, ...]
    schemas: Mapping[str, Schema]
    paths: int
    """How many there are, whatever they hold."""
    operations: tuple[OperationObject, ...]
    webhooks: tuple[IncomingRequest, ...]
    extensions: Mapping[str, JsonValue]
    span: Span
    schema_at: Callable[[Span], Schema]
    component_at: Callable[[Span], str]
    external_url: str = ""
    external_description: str = ""
