"""Contents: the media types of a body or a response, and which codec serves each.

Part of stage 3. Input: openapi media types. Output: `Content`s, the preferred one first.
JSON comes first, then forms, text and bytes; streams come last. Text, XML among it, is passed
through as text, and what is neither text nor a known format as bytes.
"""

from __future__ import annotations

import re
from dataclasses import replace

from specloom.lower.context import Lowering
from specloom.lower.owners import Owners
from specloom.lower.phrases import Words
from specloom.lower.places import Place
from specloom.lower.schema_docs import examples_of
from specloom.model.doc import Doc, Example
from specloom.model.names import words_of
from specloom.model.operations import (
    Content,
    ContentKind,
    Header,
    PartEncoding,
    Style,
)
from specloom.model.types import (
    Anything,
    Format,
    Kind,
    ListOf,
    Literal,
    Never,
    Ref,
    Scalar,
    Type,
)
from specloom.openapi import document as openapi
from specloom.openapi.schema import Absent, Schema
from specloom.source import Span, escape_token

STREAMED = frozenset(
    {
        ContentKind.EVENT_STREAM,
        ContentKind.JSON_LINES,
        ContentKind.JSON_SEQ,
        ContentKind.JSON_VALUES,
    }
)

_EXACT = {
    "application/json": ContentKind.JSON,
    "text/json": ContentKind.JSON,
    "application/x-www-form-urlencoded": ContentKind.FORM,
    "text/event-stream": ContentKind.EVENT_STREAM,
    "application/jsonl": ContentKind.JSON_LINES,
    "application/x-jsonl": ContentKind.JSON_LINES,
    "application/jsonlines": ContentKind.JSON_LINES,
    "application/x-jsonlines": ContentKind.JSON_LINES,
    "application/json-lines": ContentKind.JSON_LINES,
    "application/ndjson": ContentKind.JSON_LINES,
    "application/x-ndjson": ContentKind.JSON_LINES,
    "application/json-seq": ContentKind.JSON_SEQ,
    "application/xml": ContentKind.TEXT,
    "application/yaml": ContentKind.TEXT,
    "application/x-yaml": ContentKind.TEXT,
    "application/toml": ContentKind.TEXT,
    "application/javascript": ContentKind.TEXT,
    "application/graphql": ContentKind.TEXT,
    "application/sql": ContentKind.TEXT,
    "application/octet-stream": ContentKind.BINARY,
}
_SUFFIXES = {
    "+json": ContentKind.JSON,
    "+xml": ContentKind.TEXT,
    "+yaml": ContentKind.TEXT,
    "+json-seq": ContentKind.JSON_SEQ,
}
_FAMILIES = {
    "multipart/": ContentKind.MULTIPART,
    "text/": ContentKind.TEXT,
    "image/": ContentKind.BINARY,
    "audio/": ContentKind.BINARY,
    "video/": ContentKind.BINARY,
    "font/": ContentKind.BINARY,
}
_BYTES = re.compile(
    r"zip|\b(tar|rar|pdf|cbor|wasm|msgpack)\b|protobuf|msword|ms-excel|officedocument|archive"
)
"""Media types that are bytes whatever their schema says."""
_ORDER = tuple(ContentKind)
_READ_WHOLE = frozenset({ContentKind.JSON, ContentKind.TEXT})
_CONCRETE = {
    ContentKind.JSON: "application/json",
    ContentKind.TEXT: "text/plain",
    ContentKind.BINARY: "application/octet-stream",
}


def essence(media_type: str) -> str:
    """A media type without its parameters, in lower case (RFC 9110 section 8.3.1)."""
    return media_type.partition(";")[0].strip().lower()


def content_kind(media_type: str, schema: Schema | None) -> ContentKind:
    """How a body of `media_type` is written and read; ranges go by their schema."""
    plain = essence(media_type)
    if plain in _EXACT:
        kind = _EXACT[plain]
        if kind in (ContentKind.JSON_LINES, ContentKind.JSON_SEQ) and _is_text(schema):
            return ContentKind.BINARY if _is_binary(schema) else ContentKind.TEXT
        return kind
    for suffix, kind in _SUFFIXES.items():
        if plain.endswith(suffix):
            return kind
    for family, kind in _FAMILIES.items():
        if plain.startswith(family):
            return kind
    # A range, or a type of somebody's own: the schema says whether it has structure.
    if schema is None or _is_binary(schema) or _BYTES.search(plain) or _is_byte(schema):
        return ContentKind.BINARY
    return ContentKind.TEXT if _is_text(schema) else ContentKind.JSON


def lower_contents(
    lowering: Lowering,
    media_types: tuple[openapi.MediaTypeObject, ...],
    place: Place,
    owners: Owners,
    base: Span,
    *,
    sent: bool,
) -> tuple[Content, ...]:
    """The contents of a body that is `sent`, or of a response, the preferred one first.

    `base` is the operation that they are for.
    """
    ranked: list[tuple[int, str, ContentKind, openapi.MediaTypeObject]] = []
    seen: set[str] = set()
    for media in media_types:
        flat = _flat(lowering, media.schema or media.item_schema)
        kind = content_kind(media.media_type, flat)
        if not sent and kind in _READ_WHOLE and _is_file(flat):
            kind = ContentKind.BINARY
        if not sent and kind is ContentKind.JSON and is_gateway_stream(flat):
            kind = ContentKind.JSON_VALUES
        name = media.media_type.strip()
        if sent and "*" in name:
            name = _CONCRETE.get(kind, name)
        plain = essence(name)
        if plain in seen:
            continue
        seen.add(plain)
        rank = _ORDER.index(kind) * 2 + (
            kind is ContentKind.JSON and plain not in _EXACT
        )
        ranked.append((rank, name, kind, media))
    ranked.sort(key=lambda entry: entry[:2])
    contents: list[Content] = []
    for number, (_, name, kind, media) in enumerate(ranked):
        words = _media_words(name, kind) if number else ()
        at = replace(
            place,
            id=f"{place.id}/content/{escape_token(media.media_type)}/schema",
            words=place.words + words,
            context=tuple(longer + words for longer in place.context),
        )
        contents.append(
            Content(
                name,
                kind,
                _type(lowering, media, kind, at),
                _encodings(lowering, media, kind, at, owners, base),
                _examples(lowering, media),
            )
        )
    return tuple(contents)


def _media_words(name: str, kind: ContentKind) -> Words:
    match kind:
        case ContentKind.FORM:
            return ("Form",)
        case ContentKind.MULTIPART:
            return ("Multipart",)
        case ContentKind.EVENT_STREAM:
            return ("Event",)
        case _:
            return words_of(essence(name).rpartition("/")[2])


def _type(
    lowering: Lowering, media: openapi.MediaTypeObject, kind: ContentKind, place: Place
) -> Type:
    match kind:
        case ContentKind.TEXT:
            return _text_type(lowering, media.schema, place)
        case ContentKind.BINARY:
            return Scalar(Kind.STRING, Format.BINARY)
        case ContentKind.JSON_LINES | ContentKind.JSON_SEQ:
            return ListOf(item_type(lowering, media, place))
        case ContentKind.EVENT_STREAM:
            return item_type(lowering, media, place)
        case ContentKind.JSON_VALUES:
            return ListOf(_type_inside(lowering, media, place))
        case _:
            if media.schema is None:
                return Anything()
            made = lowering.type_of(media.schema, place)
            return Anything() if isinstance(made, Never) else made


def item_type(lowering: Lowering, media: openapi.MediaTypeObject, place: Place) -> Type:
    """The type of one value of a stream: `itemSchema`, or the schema where that is older.

    A list as the schema of a whole stream means its items (OpenAPI 3.2, "Sequential Media
    Types"); older documents put the schema of one value there.
    """
    if media.item_schema is not None:
        return lowering.type_of(media.item_schema, place)
    if media.schema is None:
        return Anything()
    made = lowering.type_of(media.schema, place)
    return made.item if isinstance(made, ListOf) else made


def is_gateway_stream(schema: Schema | None) -> bool:
    """The form in which gRPC gateways describe one of several JSON values in one body."""
    return (
        schema is not None
        and schema.title.startswith("Stream result of ")
        and RESULT in schema.properties
        and schema.properties.keys() <= {RESULT, "error"}
    )


RESULT = "result"
"""The property of a gateway's values that holds what was meant; `error` is beside it."""


def _type_inside(
    lowering: Lowering, media: openapi.MediaTypeObject, place: Place
) -> Type:
    flat = _flat(lowering, media.schema)
    inner = flat.properties.get(RESULT) if flat is not None else None
    return lowering.type_of(inner, place) if inner is not None else Anything()


def _text_type(lowering: Lowering, schema: Schema | None, place: Place) -> Type:
    """Text keeps constants and enums; everything else about it is for people."""
    if schema is None or not _is_text(_flat(lowering, schema)):
        return Scalar(Kind.STRING)
    made = lowering.type_of(schema, place)
    return made if isinstance(made, (Literal, Ref)) else Scalar(Kind.STRING)


def _flat(lowering: Lowering, schema: Schema | None) -> Schema | None:
    """The core of `schema`; one with a union beside it counts as structured."""
    if schema is None:
        return None
    flat = lowering.flat(schema)
    return replace(flat.core, types=("object",)) if flat.factors else flat.core


def _is_text(schema: Schema | None) -> bool:
    if schema is None:
        return False
    return schema.types == ("string",) or not schema.types and _is_binary(schema)


def _is_binary(schema: Schema | None) -> bool:
    """`format: binary`, or 3.1's `contentMediaType` without an encoding."""
    if schema is None:
        return False
    return schema.format == "binary" or (
        bool(schema.content_media_type) and not schema.content_encoding
    )


def _is_byte(schema: Schema) -> bool:
    """`format: byte`, or 3.1's base64: exporters write it of arrays of bytes, sent as they are."""
    return schema.format == "byte" or schema.content_encoding.startswith("base64")


def _is_file(schema: Schema | None) -> bool:
    """A whole body that is `format: binary`, as 2.0's `type: file` is, in any media type."""
    return (
        schema is not None
        and schema.types == ("string",)
        and (schema.format == "binary")
    )


def _encodings(
    lowering: Lowering,
    media: openapi.MediaTypeObject,
    kind: ContentKind,
    place: Place,
    owners: Owners,
    base: Span,
) -> tuple[PartEncoding, ...]:
    """The Encoding Objects, which only forms and multipart bodies have."""
    if kind not in (ContentKind.FORM, ContentKind.MULTIPART):
        return ()
    encodings: list[PartEncoding] = []
    for encoding in media.encodings:
        style = Style(encoding.style) if encoding.style in _STYLES else None
        explode = encoding.explode
        if explode is None:
            explode = style in (None, Style.FORM)
        encodings.append(
            PartEncoding(
                encoding.property,
                encoding.content_type,
                style,
                explode,
                encoding.allow_reserved,
                lower_headers(
                    lowering,
                    encoding.headers,
                    place.part(encoding.property, words_of(encoding.property)),
                    owners,
                    base,
                ),
            )
        )
    return tuple(encodings)


_STYLES = frozenset(style.value for style in Style)


def lower_headers(
    lowering: Lowering,
    headers: tuple[openapi.HeaderObject, ...],
    place: Place,
    owners: Owners,
    base: Span,
) -> tuple[Header, ...]:
    """The headers of a response or of a part; `Content-Type` says nothing here."""
    lowered: list[Header] = []
    for header in headers:
        if header.name.lower() == "content-type":
            continue
        made: Type = Scalar(Kind.STRING)
        if header.schema is not None:
            words = words_of(header.name) or ("Header",)
            own = place.part(f"headers/{header.name}", words)
            at = owners.place(header.span, "", base, own, words, "Header")
            made = lowering.type_of(header.schema, at)
        lowered.append(
            Header(
                header.name,
                made,
                header.required,
                header.explode,
                Doc(description=header.description),
            )
        )
    return tuple(lowered)


def model_examples(examples: tuple[openapi.ExampleObject, ...]) -> tuple[Example, ...]:
    """Examples whose value is in the document."""
    return tuple(
        Example(e.value, e.name, e.summary, e.description)
        for e in examples
        if not isinstance(e.value, Absent)
    )


def _examples(
    lowering: Lowering, media: openapi.MediaTypeObject
) -> tuple[Example, ...]:
    """The media type's own examples, else those of its schema."""
    found = model_examples(media.examples)
    if found or media.schema is None:
        return found
    return examples_of(media.schema, lowering.resolve(media.schema))
