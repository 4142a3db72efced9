"""Stage 4, emit: the arguments of a method, from the parameters and the body of an operation.

Path parameters come first and may be given by position; everything else is a keyword. A spread
body gives its properties as keywords, any other body is the keyword `body`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from specloom.emit.python.calls.call_imports import CallImports
from specloom.emit.python.calls.file_types import spell_part
from specloom.emit.python.calls.replies import STREAMED
from specloom.emit.python.models.annotations import Annotator, union
from specloom.emit.python.names.naming import Names
from specloom.emit.python.names.spreading import (
    Property,
    spread_properties,
    spread_types,
)
from specloom.emit.python.printing.code import (
    EMPTY,
    Code,
    code,
    identifier,
    join,
    literal,
    string,
)
from specloom.model.declarations import Access, Declaration, Default
from specloom.model.doc import Constraints, Doc
from specloom.model.operations import (
    Body,
    Content,
    ContentKind,
    Location,
    Operation,
    Parameter,
)
from specloom.model.types import Literal, Never, Type

_BYTES = frozenset({ContentKind.BINARY} | STREAMED)
_FILES = _BYTES | {ContentKind.TEXT}


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
    instead: tuple[Argument, ...] = ()
    """Of a spread body, the arguments that give it whole, in media types without properties."""

    def all(self) -> tuple[Argument, ...]:
        """Positional ones first."""
        return (*self.positional, *self.keywords)

    def with_whole_body(self) -> tuple[Argument, ...]:
        """The same, the body given whole instead of its properties."""
        kept = [a for a in self.keywords if a.location not in ("body", "option")]
        return (*self.positional, *self.instead, *kept)

    @property
    def names(self) -> Set[str]:
        """Every name that is taken."""
        return {str(a.name) for a in (*self.all(), *self.instead)}


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
    instead: tuple[Argument, ...] = ()
    if operation.body is not None:
        properties = spread_properties(operation.body, declarations)
        if properties:
            body = "spread"
            # A body that may be absent is absent when none of its properties is given.
            must = operation.body.required
            fields = list(
                _of_fields(operation, properties, must, names, annotator, imports)
            )
            keywords = fields + keywords
            taken = {str(argument.name) for argument in (*made, *fields)}
            typed = spread_types(operation.body)
            if "content_type" not in taken:
                if len(typed) > 1:
                    keywords.append(_content_type(typed, imports))
                instead = _instead(operation.body, typed, taken, annotator, imports)
        else:
            body = "whole"
            taken = {str(argument.name) for argument in made}
            whole = _of_body(operation.body, taken, annotator, imports)
            keywords = [whole, *keywords]
            if len(operation.body.contents) > 1 and "content_type" not in taken:
                offered = [content.media_type for content in operation.body.contents]
                keywords.append(_content_type(offered, imports))
    keywords.sort(key=lambda argument: argument.default is not EMPTY)
    return Arguments(tuple(positional), tuple(keywords), body, instead)


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
    body_required: bool,
    names: Names,
    annotator: Annotator,
    imports: CallImports,
) -> Iterable[Argument]:
    """The properties of a spread body that a caller may set."""
    for prop in properties:
        field, required = prop.field, prop.required and body_required
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
            *_defaulted(spelled, field.type, required, False, imports),
            field.wire,
            "body",
            required,
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
    kinds = _whole_types(body.contents, annotator, imports)
    if not body.required:
        kinds.append(imports.own_checked("model", "Unset"))
    return Argument(
        _body_name(taken),
        union(kinds),
        EMPTY if body.required else imports.own("model", "UNSET"),
        "",
        "body",
        body.required,
        body.doc,
    )


def _body_name(taken: Set[str]) -> Code:
    return identifier("request_body" if "body" in taken else "body")


def _whole_types(
    contents: Iterable[Content], annotator: Annotator, imports: CallImports
) -> list[Code]:
    """What may be given for a body in one of these media types."""
    contents = list(contents)
    kinds: list[Code] = []
    for content in contents:
        if content.kind not in _BYTES:
            kinds += annotator.accepted(content.type)
    if any(content.kind in _FILES for content in contents):
        kinds.append(imports.own_checked("files", "FileInput"))
    return kinds


def _instead(
    body: Body,
    spread: Sequence[str],
    taken: Set[str],
    annotator: Annotator,
    imports: CallImports,
) -> tuple[Argument, ...]:
    """The arguments for media types whose body has no properties: the body and its type."""
    contents = [c for c in body.contents if c.media_type not in spread]
    if not contents:
        return ()
    media_types = [content.media_type for content in contents]
    named = _content_type(media_types, imports)
    required = one_of(media_types, imports)
    whole = Argument(
        _body_name(taken),
        union(_whole_types(contents, annotator, imports)),
        EMPTY,
        "",
        "body",
        True,
        Doc("The whole body instead of its properties."),
    )
    return whole, replace(named, annotation=required, default=EMPTY, required=True)


def _content_type(media_types: Iterable[str], imports: CallImports) -> Argument:
    """Which of several media types to send, where the type of the body does not tell."""
    return Argument(
        code("content_type"),
        code("{} | None", one_of(media_types, imports)),
        code("None"),
        "",
        "option",
        False,
        Doc("The media type to send the body in."),
    )


def one_of(texts: Iterable[str], imports: CallImports) -> Code:
    """The annotation of one of some texts."""
    name = imports.typing("typing", "Literal")
    return code("{}[{}]", name, join(", ", map(string, texts)))


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
