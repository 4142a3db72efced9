"""Parameters: what a call takes besides its body, and how each is written.

Part of stage 3. Input: the openapi parameters of an operation and its path. Output: model
`Parameter`s: those of the path in the path's order, then the others as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from specloom.diagnostics import Loss
from specloom.lower.contents import content_kind, model_examples
from specloom.lower.context import Lowering
from specloom.lower.owners import Owners
from specloom.lower.places import Place
from specloom.lower.schema_docs import (
    constraints_of,
    default_of,
    deprecated,
    examples_of,
)
from specloom.model.declarations import Default
from specloom.model.doc import NO_CONSTRAINTS, Constraints, Doc, Example
from specloom.model.names import Hint, Strength, words_of
from specloom.model.operations import ContentKind, Location, Parameter, Style
from specloom.model.types import Kind, Never, Scalar, Type
from specloom.openapi import document as openapi
from specloom.openapi.schema import Schema
from specloom.source import escape_token

_DELIMITED = (Style.SPACE_DELIMITED, Style.PIPE_DELIMITED, Style.TAB_DELIMITED)
STYLES: dict[Location, tuple[Style, ...]] = {
    Location.PATH: (Style.SIMPLE, Style.LABEL, Style.MATRIX, *_DELIMITED),
    Location.QUERY: (Style.FORM, Style.DEEP_OBJECT, *_DELIMITED),
    Location.HEADER: (Style.SIMPLE, *_DELIMITED),
    Location.COOKIE: (Style.FORM, Style.COOKIE),
}
"""The styles of each location, its default first (OpenAPI 3.2, "Style Values"); the delimited
ones outside the query are 2.0's `collectionFormat`s."""


class CannotCall(Exception):
    """An operation that cannot be called correctly; the message says why."""


_IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
_VARIABLE = re.compile(r"\{([^{}]*)\}")


def path_variables(path: str) -> tuple[str, ...]:
    """The names of the variables in a path template and its query, each once."""
    return tuple(dict.fromkeys(_VARIABLE.findall(path.partition("#")[0])))


def lower_parameters(
    lowering: Lowering, operation: openapi.OperationObject, owners: Owners, place: Place
) -> tuple[Parameter, ...]:
    """The parameters of `operation`, whose own place is `place`.

    Those in the path are its variables: stage 2 has seen to that.
    """
    found: dict[tuple[str, str], Parameter] = {}
    for given in _spread_query_strings(lowering, operation.parameters):
        parameter = _lower(lowering, given, operation, owners, place)
        if parameter is not None:
            found.setdefault((given.location, given.name), parameter)
    order = {name: at for at, name in enumerate(path_variables(operation.path))}
    return tuple(
        sorted(
            found.values(),
            key=lambda p: (
                order.get(p.wire, len(order))
                if p.location is Location.PATH
                else len(order) + 1
            ),
        )
    )


def _lower(
    lowering: Lowering,
    given: openapi.ParameterObject,
    operation: openapi.OperationObject,
    owners: Owners,
    place: Place,
) -> Parameter | None:
    if given.location == "querystring":
        _refuse(lowering, given, "a whole query string that is no form")
        return None
    location = Location(given.location)
    if location is Location.HEADER and given.name.lower() in _IGNORED_HEADERS:
        lowering.bag.report("N335", f"{given.name} is no argument of calls", given.span)
        return None
    schema, style = given.schema, STYLES[location][0]
    style = next((s for s in STYLES[location] if s.value == given.style), style)
    if given.content:
        schema, style = _content(lowering, given, location)
    below = f"/parameters/({given.location},{escape_token(given.name)})"
    words = words_of(given.name) or ("Parameter",)
    own = Place(place.id + below, place.owner, place.words + words)
    own = replace(own, context=tuple(longer + words for longer in place.context))
    at = owners.place(given.span, below, operation.span, own, words, "Parameter")
    type_: Type = Scalar(Kind.STRING)
    default: Default | None = None
    constraints: Constraints = NO_CONSTRAINTS
    examples: tuple[Example, ...] = model_examples(given.examples)
    description, old = given.description, given.deprecated
    if schema is not None:
        type_ = lowering.type_of(schema, at)
        flat = lowering.flat(schema)
        spoken = (schema, flat.core)
        default, constraints = default_of(*spoken), constraints_of(flat)
        examples = examples or examples_of(*spoken)
        description = description or schema.description or flat.core.description
        old = old or deprecated(*spoken)
    if isinstance(type_, Never):
        _refuse(lowering, given, "a value of the schema `false`, which there is not")
        return None
    return Parameter(
        id=_id(place, given.location, given.name),
        wire=given.name,
        location=location,
        hint=Hint(words, Strength.SUGGESTED),
        type=type_,
        required=given.required,
        style=style,
        explode=given.explode,
        origin=given.span,
        allow_reserved=given.allow_reserved,
        allow_empty=given.allow_empty,
        default=default,
        constraints=constraints,
        examples=examples,
        doc=Doc(description=description),
        deprecated=old or bool(given.extensions.get("x-deprecated")),
    )


def _refuse(lowering: Lowering, given: openapi.ParameterObject, what: str) -> None:
    """An optional parameter that cannot be sent is left out, a required one ends the call."""
    if given.required:
        raise CannotCall(f"its required parameter {given.name!r} takes {what}")
    lowering.bag.report(
        "W336",
        f"the parameter {given.name!r} takes {what}: it is left out",
        given.span,
        loss=Loss.APPROXIMATED,
    )


def _id(place: Place, location: str, name: str) -> str:
    return f"{place.id}/parameters/({location},{escape_token(name)})"


def _content(
    lowering: Lowering, given: openapi.ParameterObject, location: Location
) -> tuple[Schema | None, Style]:
    """The schema and the style of a parameter with `content` (one entry, by the standard)."""
    media = given.content[0]
    core = lowering.flat(media.schema).core if media.schema is not None else None
    match content_kind(media.media_type, core):
        case ContentKind.JSON:
            return media.schema, Style.JSON
        case ContentKind.TEXT | ContentKind.BINARY:
            return media.schema, STYLES[location][0]
        case _:
            lowering.bag.report(
                "W336",
                f"a parameter with content {media.media_type!r} is sent as JSON",
                media.span,
                loss=Loss.APPROXIMATED,
            )
            return media.schema, Style.JSON


def _spread_query_strings(
    lowering: Lowering, parameters: Iterable[openapi.ParameterObject]
) -> Iterator[openapi.ParameterObject]:
    """Takes 3.2's `in: querystring` apart: a form's properties are query parameters."""
    for given in parameters:
        media = given.content[0] if given.content else None
        if given.location != "querystring" or media is None or media.schema is None:
            yield given
            continue
        core = lowering.flat(media.schema).core
        if not core.properties:
            yield given
            continue
        encodings = {encoding.property: encoding for encoding in media.encodings}
        for name, schema in core.properties.items():
            encoding = encodings.get(name)
            style = encoding.style if encoding and encoding.style else "form"
            explode = encoding.explode if encoding else None
            yield replace(
                given,
                name=name,
                location="query",
                required=given.required and name in core.required,
                schema=schema,
                content=(),
                style=style,
                explode=style == "form" if explode is None else explode,
                description="",
                examples=(),
                span=schema.span,
            )
