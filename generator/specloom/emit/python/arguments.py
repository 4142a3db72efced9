"""Stage 4, emit: the arguments of a method, from the parameters and the body of an operation.

Path parameters come first and may be given by position; everything else is a keyword. A spread
body gives its properties as keywords, any other body is the keyword `body`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from specloom.emit.python.annotations import Annotator, union
from specloom.emit.python.call_imports import CallImports
from specloom.emit.python.code import (
    EMPTY,
    Code,
    code,
    identifier,
    join,
    literal,
    string,
)
from specloom.emit.python.file_types import spell_part
from specloom.emit.python.names import Names
from specloom.emit.python.replies import STREAMED
from specloom.emit.python.spreading import (
    Property,
    spread_properties,
    spread_types,
)
from specloom.model.declarations import Access, Declaration, Default
from specloom.model.doc import Constraints, Doc
from specloom.model.operations import (
    Body,
    ContentKind,
    Location,
    Operation,
    Parameter,
)
from specloom.model.types import Literal, Never, Type

_BYTES = frozenset({ContentKind.BINARY, ContentKind.TEXT} | STREAMED)


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: its declaration in the signature, and what it stands for."""

    name: Code
    annotation: Code
    default: Code
    wire: str
    location: str
    required: bool
    doc: Doc
    type: Type | None = None
    constraints: Constraints = Constraints()
    positional: bool = False
    deprecated: bool = False
    api_default: Default | None = None

    @property
    def declaration(self) -> Code:
        """As it stands in a signature."""
        if self.default is EMPTY:
            return code("{}: {}", self.name, self.annotation)
        return code("{}: {} = {}", self.name, self.annotation, self.default)


@dataclass(frozen=True, slots=True)
class Arguments:
    """All arguments of one method, in the order of its signature."""

    positional: tuple[Argument, ...]
    keywords: tuple[Argument, ...]
    body: str
    """`spread`, `whole` or empty."""

    def all(self) -> tuple[Argument, ...]:
        """Positional ones first."""
        return (*self.positional, *self.keywords)

    @property
    def names(self) -> Set[str]:
        """Every name that is taken."""
        return {str(argument.name) for argument in self.all()}


def plan_arguments(
    operation: Operation,
    names: Names,
    declarations: Mapping[str, Declaration],
    annotator: Annotator,
    imports: CallImports,
) -> Arguments:
    """The arguments of one operation."""
    made = [
        _of_parameter(operation, parameter, names, annotator, imports)
        for parameter in operation.parameters
    ]
    positional = [argument for argument in made if argument.positional]
    positional.sort(key=lambda argument: operation.path.find(f"{{{argument.wire}}}"))
    keywords = [argument for argument in made if not argument.positional]
    body = ""
    if operation.body is not None:
        properties = spread_properties(operation.body, declarations)
        if properties:
            body = "spread"
            fields = list(_of_fields(operation, properties, names, annotator, imports))
            keywords = fields + keywords
            taken = {str(argument.name) for argument in (*made, *fields)}
            if operation.body.others and "content_type" not in taken:
                keywords.append(_content_type(spread_types(operation.body), imports))
        else:
            body = "whole"
            taken = {str(argument.name) for argument in made}
            whole = _of_body(operation.body, taken, annotator, imports)
            keywords = [whole, *keywords]
            if len(operation.body.contents) > 1:
                offered = [content.media_type for content in operation.body.contents]
                keywords.append(_content_type(offered, imports))
    keywords.sort(key=lambda argument: argument.default is not EMPTY)
    return Arguments(tuple(positional), tuple(keywords), body)


def _of_parameter(
    operation: Operation,
    parameter: Parameter,
    names: Names,
    annotator: Annotator,
    imports: CallImports,
) -> Argument:
    positional = parameter.location is Location.PATH
    annotation, default = _typed(
        parameter.type, parameter.required, positional, annotator, imports
    )
    return Argument(
        names.argument(operation.id, parameter.id),
        annotation,
        default,
        parameter.wire,
        parameter.location.value,
        parameter.required,
        parameter.doc,
        parameter.type,
        parameter.constraints,
        positional,
        parameter.deprecated,
        parameter.default,
    )


def _of_fields(
    operation: Operation,
    properties: Iterable[Property],
    names: Names,
    annotator: Annotator,
    imports: CallImports,
) -> Iterable[Argument]:
    """The properties of a spread body that a caller may set."""
    for prop in properties:
        field = prop.field
        if field.access is Access.READ or isinstance(field.type, Never):
            continue
        spelled = union(
            part
            for type, kind in prop.types
            for part in (
                spell_part(type, annotator, imports)
                if kind is ContentKind.MULTIPART
                else annotator.accepted(type)
            )
        )
        yield Argument(
            names.argument(operation.id, field.id),
            *_defaulted(spelled, field.type, prop.required, False, imports),
            field.wire,
            "body",
            prop.required,
            field.doc,
            field.type,
            field.constraints,
            deprecated=field.deprecated,
            api_default=field.default,
        )


def _of_body(
    body: Body, taken: Set[str], annotator: Annotator, imports: CallImports
) -> Argument:
    """The whole body, in any of the types that its media types take."""
    kinds = [annotator.input(c.type) for c in body.contents if c.kind not in _BYTES]
    if any(content.kind in _BYTES for content in body.contents):
        kinds.append(imports.own_checked("files", "FileInput"))
    if not body.required:
        kinds.append(imports.own_checked("model", "Unset"))
    return Argument(
        identifier("request_body" if "body" in taken else "body"),
        union(kinds),
        EMPTY if body.required else imports.own("model", "UNSET"),
        "",
        "body",
        body.required,
        body.doc,
    )


def _content_type(media_types: Iterable[str], imports: CallImports) -> Argument:
    """Which of several media types to send, where the type of the body does not tell."""
    offered = join(", ", map(string, media_types))
    return Argument(
        code("content_type"),
        code("{}[{}] | None", imports.typing("typing", "Literal"), offered),
        code("None"),
        "",
        "option",
        False,
        Doc("The media type to send the body in."),
    )


def _typed(
    type: Type,
    required: bool,
    positional: bool,
    annotator: Annotator,
    imports: CallImports,
) -> tuple[Code, Code]:
    """Annotation and default of a value of this type."""
    return _defaulted(annotator.input(type), type, required, positional, imports)


def _defaulted(
    spelled: Code, type: Type, required: bool, positional: bool, imports: CallImports
) -> tuple[Code, Code]:
    """Annotation and default. A required constant is its own default, so it is sent."""
    if not required:
        unset = imports.own_checked("model", "Unset")
        return code("{} | {}", spelled, unset), imports.own("model", "UNSET")
    if isinstance(type, Literal) and len(type.values) == 1 and not positional:
        return spelled, literal(type.values[0])
    return spelled, EMPTY
