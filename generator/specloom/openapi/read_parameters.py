"""Readers of parameters: one, a list of them, and the lists of a path item and an operation merged.

Input: Parameter Objects and the path they serve. Output: `Parameter`, with the standard's
defaults filled in (OpenAPI 3.2 "Parameter Object", "Path Templating").
"""

from __future__ import annotations

import re
from dataclasses import replace

from specloom.diagnostics import Loss
from specloom.openapi.document import ParameterObject
from specloom.openapi.node import Node
from specloom.openapi.read_contents import read_content, read_examples, read_schema
from specloom.openapi.reading import Reading
from specloom.openapi.swagger import modern_parameter
from specloom.source import Span

_FIELDS = frozenset(
    (
        *("name", "in", "description", "required", "deprecated", "allowEmptyValue"),
        *("style", "explode", "allowReserved", "schema", "example", "examples"),
        "content",
    )
)
_DEFAULT_STYLE = {
    "path": "simple",
    "query": "form",
    "header": "simple",
    "cookie": "form",
    "querystring": "",
}
_STYLES = {
    "path": frozenset(("simple", "label", "matrix")),
    "query": frozenset(
        ("form", "spaceDelimited", "pipeDelimited", "tabDelimited", "deepObject")
    ),
    "header": frozenset(("simple",)),
    "cookie": frozenset(("form", "cookie")),
    "querystring": frozenset[str](),
}
_DELIMITED = frozenset(("spaceDelimited", "pipeDelimited", "tabDelimited"))
"""Styles that 2.0 has in every location."""

BODY_LOCATIONS = ("body", "formData")
"""2.0's locations that are no parameters in 3.x."""

_VARIABLE = re.compile(r"\{([^{}]*)\}")

Lists = tuple[tuple[ParameterObject, ...], tuple[Node, ...]]
"""Parameters proper, and 2.0's body and form parameters as they were written."""


def read_parameters(owner: Node, path: str) -> Lists:
    """The field `parameters` of a path item or an operation at `path`."""
    found: dict[tuple[str, str], ParameterObject] = {}
    bodies: list[Node] = []
    for node in owner.items("parameters", standard=True):
        if node.value.get("in") in BODY_LOCATIONS:
            if node.reading.version != "2.0":
                node.reading.foreign(node.at("in"), f"`in: {node.text('in')}`")
            bodies.append(node)
            continue
        parameter = read_parameter(node, path)
        if parameter is None:
            continue
        key = identity(parameter)
        if key in found:
            owner.reading.bag.report(
                "W232",
                f"{parameter.location} parameter {parameter.name!r} is declared"
                " twice; the first one is kept",
                parameter.span,
                notes=(("the first one", found[key].span),),
            )
        else:
            found[key] = parameter
    return tuple(found.values()), tuple(bodies)


def identity(parameter: ParameterObject) -> tuple[str, str]:
    """What makes a parameter unique: location and name (of a header in any case)."""
    name = parameter.name
    return (
        parameter.location,
        name.lower() if parameter.location == "header" else name,
    )


def merged(
    shared: tuple[ParameterObject, ...], own: tuple[ParameterObject, ...]
) -> tuple[ParameterObject, ...]:
    """A path item's parameters with an operation's, which override in place."""
    found = {identity(p): p for p in shared}
    found.update((identity(p), p) for p in own)
    return tuple(found.values())


def read_parameter(node: Node, path: str) -> ParameterObject | None:
    """A Parameter Object; None, with a diagnostic, if it has no name."""
    name = node.text("name")
    if not name:
        node.missing("name", "the parameter is left out")
        return None
    location = _read_location(node, name, path)
    of_20 = "collectionFormat" in node.value
    node = modern_parameter(node)
    node.expect(_FIELDS, "a Parameter Object")
    style = _read_style(node, location, of_20)
    required = node.flag("required")
    if location == "path" and not required:
        node.reading.bag.report(
            "W211",
            f"path parameter {name!r} must say `required: true`; read so",
            node.span,
        )
        required = True
    if not node.has("schema") and not node.has("content"):
        node.missing("schema", f"parameter {name!r} takes any text")
    return ParameterObject(
        name=name,
        location=location,
        required=required,
        schema=read_schema(node, "schema"),
        content=read_content(node),
        style=style,
        explode=node.flag("explode", style in ("form", "cookie")),
        allow_reserved=node.flag("allowReserved"),
        allow_empty=node.flag("allowEmptyValue"),
        description=node.text("description"),
        deprecated=node.deprecated(),
        examples=read_examples(node),
        extensions=node.extensions(),
        span=node.span,
    )


def _read_location(node: Node, name: str, path: str) -> str:
    written = node.text("in")
    if written in _DEFAULT_STYLE:
        if written == "querystring" and node.reading.version != "3.2":
            node.reading.foreign(node.at("in"), "`in: querystring` (of 3.2)")
        return written
    meant = written.strip().lower()
    if meant not in _DEFAULT_STYLE:
        meant = "path" if f"{{{name}}}" in path else "query"
    if written:
        node.reading.bag.report(
            "W213",
            f"there is no location {written!r}; read as {meant!r}",
            node.at("in"),
        )
    else:
        node.missing("in", f"parameter {name!r} is read as `in: {meant}`")
    return meant


def _read_style(node: Node, location: str, of_20: bool) -> str:
    default = _DEFAULT_STYLE[location]
    style = node.text("style", default)
    if style == default or style in _STYLES[location] or of_20 and style in _DELIMITED:
        return style
    node.reading.bag.report(
        "W213",
        f"a parameter in {location} has no style {style!r}; read as {default!r}",
        node.at("style"),
    )
    return default


def fit_to_path(
    parameters: tuple[ParameterObject, ...], path: str, span: Span, reading: Reading
) -> tuple[ParameterObject, ...]:
    """Makes the path parameters those that `path` has variables for.

    A variable without a parameter gets one; a parameter whose name is spelled differently from the
    only variable left gets the variable's name; one without a variable is left out.
    """
    free = list(dict.fromkeys(_VARIABLE.findall(path)))
    named = {p.name for p in parameters if p.location == "path"}
    queried = {p.name for p in parameters if p.location == "query"}
    query = path.partition("?")[2]
    free = [
        v for v in free if v not in named and not (v in queried and f"{{{v}}}" in query)
    ]
    fitted: list[ParameterObject] = []
    for parameter in parameters:
        if parameter.location != "path" or f"{{{parameter.name}}}" in path:
            fitted.append(parameter)
            continue
        near = [v for v in free if _folded(v) == _folded(parameter.name)]
        message = f"path {path!r} has no variable {{{parameter.name}}}"
        if len(near) == 1:
            free.remove(near[0])
            fitted.append(replace(parameter, name=near[0]))
            message += f"; taken for {{{near[0]}}}"
            reading.bag.report("W231", message, parameter.span)
        else:
            reading.bag.report(
                "W231",
                f"{message}; the parameter is left out",
                parameter.span,
                loss=Loss.APPROXIMATED,
            )
    for variable in free:
        reading.bag.report(
            "W230",
            f"no parameter describes {{{variable}}} of path {path!r}; one of type"
            " string is added",
            span,
        )
        fitted.append(_undeclared(variable, span, reading))
    return tuple(fitted)


def _folded(name: str) -> str:
    """A name without case and punctuation, as in `{+path*}` or `{petId}` for `pet_id`."""
    return re.sub(r"[\W_]", "", name.partition("=")[0].partition(":")[0]).lower()


def _undeclared(variable: str, span: Span, reading: Reading) -> ParameterObject:
    return ParameterObject(
        name=variable,
        location="path",
        required=True,
        schema=reading.schemas.read(
            {"type": "string"}, span.child("{" + variable + "}")
        ),
        content=(),
        style="simple",
        explode=False,
        allow_reserved=False,
        allow_empty=False,
        description="",
        deprecated=False,
        examples=(),
        extensions={},
        span=span,
    )
