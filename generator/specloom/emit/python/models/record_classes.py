"""Stage 4, emit: a record → its class, and the two functions that decode and encode it.

Input: a record. Output: the views of both. The decoder copies the required properties first:
one that is missing is found before anything inside is decoded. The encoder gives one level.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from specloom.emit.python.models.annotations import Annotator
from specloom.emit.python.models.decoders import Decoders
from specloom.emit.python.models.views import (
    DecodeView,
    FieldView,
    OptionalView,
    RecordCodecView,
    RecordView,
)
from specloom.emit.python.names.naming import Names
from specloom.emit.python.printing.code import (
    Code,
    code,
    docstring,
    item,
    join,
    literal,
    statement,
    string,
)
from specloom.emit.python.printing.docstrings import (
    constraint_facts,
    field_text,
    prose,
    wrapped,
)
from specloom.emit.python.printing.imports import Imports
from specloom.model.declarations import Access, Field, Presence, Record
from specloom.model.types import Anything, JsonScalar, Literal, MapOf, Nullable, Type


def extra_is_typed(record: Record) -> bool:
    """Whether the properties that are not listed have a type of their own."""
    return record.extra is not None and not isinstance(record.extra, Anything)


def members_of(record: Record, names: Names) -> Set[str]:
    """The attributes of a record's class."""
    members = {str(names.attribute(field.id)) for field in record.fields}
    if extra_is_typed(record):
        members.add(str(names.extra(record.id)))
    return members


def constant(field: Field) -> tuple[JsonScalar] | None:
    """The one value that a field always has: a required constant, or a tag."""
    type = field.type.type if isinstance(field.type, Nullable) else field.type
    if field.tag or field.presence is Presence.REQUIRED and type is field.type:
        if isinstance(type, Literal) and len(type.values) == 1:
            return (type.values[0],)
    return None


# The class -----------------------------------------------------------------------------


def record_view(
    record: Record, fallback: str, annotator: Annotator, imports: Imports
) -> RecordView:
    """The class. `fallback` is said of it where the document says nothing."""
    names = annotator.names
    imports.runtime("_runtime.model", "dataclass")
    inside = annotator.within(members_of(record, names))
    fields = [_field_view(field, inside, imports) for field in record.fields]
    if extra_is_typed(record) and record.extra is not None:
        marker = imports.runtime("_runtime.model", "EXTRA_PROPERTIES")
        line = code(
            "{}: {} = {}",
            names.extra(record.id),
            code("{}[str, {}]", inside.builtin("dict"), inside.output(record.extra)),
            marker,
        )
        text = "All other properties; the same as `extras(...)` of this object."
        fields.append(FieldView(statement(line, 1), docstring(text, 1)))
    return RecordView(
        code("record"),
        names.class_name(record.id),
        docstring(wrapped(_text(record, fallback, names), 1), 1),
        tuple(fields),
    )


def _text(record: Record, fallback: str, names: Names) -> str:
    parts = [prose(record.doc) or fallback]
    parents = [f"`{names.types[id]}`" for id in record.extends if id in names.types]
    if parents:
        parts.append(f"Has all properties of {', '.join(parents)}.")
    parts += [" ".join(constraint_facts(record.constraints))]
    if record.deprecated:
        parts.append("Deprecated.")
    return "\n\n".join(part for part in parts if part)


def _field_view(field: Field, annotator: Annotator, imports: Imports) -> FieldView:
    annotation = annotator.output(field.type)
    name = annotator.names.attribute(field.id)
    value = constant(field)
    if field.presence is Presence.OPTIONAL and not field.tag:
        unset = imports.checked("_runtime.model", "Unset")
        default = imports.runtime("_runtime.model", "UNSET")
        line = code("{}: {} | {} = {}", name, annotation, unset, default)
    elif value is not None:
        line = code("{}: {} = {}", name, annotation, literal(value[0]))
    else:
        line = code("{}: {}", name, annotation)
    text = field_text(field)
    doc = docstring(wrapped(text, 1), 1) if text else None
    return FieldView(statement(line, 1), doc)


# The functions -------------------------------------------------------------------------


_MANY = 50
"""How many optional properties pyright counts by itself: it follows some sixty values of a name."""


def record_codec(
    record: Record, names: Names, decoders: Decoders, imports: Imports
) -> RecordCodecView:
    """The functions of the class."""
    any_type = imports.typing("typing", "Any")
    decode, wire = names.decoder(record.id), names.encoder(record.id)
    required = [f for f in record.fields if f.presence is Presence.REQUIRED]
    optional = [f for f in record.fields if f.presence is Presence.OPTIONAL]
    new = imports.runtime("_runtime.wiring", "new")
    retry = code("")
    if required:
        pad = imports.runtime("_runtime.wiring", "pad")
        retry = statement(code("return {}({}(data, missing))", decode, pad), 2)
    none, rest, extra = _extra(record, names, decoders, imports)
    sent = _Sent(record, names, decoders, imports)
    return RecordCodecView(
        code("record"),
        statement(code("def {}(data: {}) -> {}:", decode, any_type, any_type)),
        statement(code("o = {}({})", new, names.class_name(record.id)), 1),
        retry,
        tuple(_copy(field, names) for field in required),
        tuple(_decodes(required, record, names, decoders)),
        tuple(_optional(f, record, names, decoders, imports, sent) for f in optional),
        literal(len(required)),
        code(
            "known: int = {}" if len(optional) > _MANY else "known = {}",
            literal(len(required)),
        ),
        none,
        rest,
        statement(
            code("def {}(value: {}) -> dict[str, {}]:", wire, any_type, any_type)
        ),
        _display(required, sent, any_type),
        extra,
        sent.extra(extra),
    )


class _Sent:
    """How what a model holds is written into its level of the wire."""

    def __init__(
        self, record: Record, names: Names, decoders: Decoders, imports: Imports
    ) -> None:
        self._record = record
        self._names = names
        self._decoders = decoders
        self._imports = imports

    def field(self, field: Field) -> Code:
        """The value of a field."""
        label = _label(field, self._record, self._names)
        return self._of(self._names.attribute(field.id), field.type, label)

    def extra(self, attribute: Code) -> Code:
        """The values of the properties that are not listed."""
        if not extra_is_typed(self._record) or self._record.extra is None:
            return code("value.{}", attribute)
        label = code("_{}_extra", self._names.decoder(self._record.id))
        return self._of(attribute, MapOf(self._record.extra), label)

    def _of(self, attribute: Code, type: Type, label: Code) -> Code:
        """The attribute as it is, but for numbers that go back as the text they came from,
        and for bytes that the encoder would write as base64."""
        held = code("value.{}", attribute)
        if self._decoders.traits.holds_encoded(type):
            made = self._imports.runtime("_runtime.encodings", "encoded")
            held = code("{}({}, {})", made, self._decoders.named(type, label), held)
        if self._decoders.traits.holds_numerals(type):
            came = self._imports.runtime("_runtime.numerals", "as_it_came")
            held = code("{}({})", came, held)
        return held


def _copy(field: Field, names: Names) -> Code:
    name, key = names.attribute(field.id), string(field.wire)
    return statement(code("o.{} = data[{}]", name, key), 2)


def _decodes(
    fields: Iterable[Field], record: Record, names: Names, decoders: Decoders
) -> Iterable[DecodeView]:
    for field in fields:
        place = code("o.{}", names.attribute(field.id))
        item = decoders.of_items(field.type)
        if item is not None:
            yield DecodeView(
                statement(code("if {}.__class__ is list:", place), 1),
                statement(code("{} = [*map({}, {})]", place, item, place), 2),
            )
            continue
        decoded = decoders.applied(field.type, place, _label(field, record, names))
        if decoded == place:
            continue
        if isinstance(field.type, Nullable):
            yield DecodeView(
                statement(code("if {} is not None:", place), 1),
                statement(code("{} = {}", place, decoded), 2),
            )
        else:
            yield DecodeView(None, statement(code("{} = {}", place, decoded), 1))


def _label(field: Field, record: Record, names: Names) -> Code:
    """The name of a decoder that is made for one field."""
    return code("_{}_{}", names.decoder(record.id), names.attribute(field.id))


def _optional(
    field: Field,
    record: Record,
    names: Names,
    decoders: Decoders,
    imports: Imports,
    sent: _Sent,
) -> OptionalView:
    name, key = names.attribute(field.id), string(field.wire)
    unset = imports.runtime("_runtime.model", "UNSET")
    there = code("data[{}]", key)
    read = decoders.applied(field.type, there, _label(field, record, names))
    return OptionalView(
        statement(code("if {} in data:", key), 1),
        statement(code("o.{} = {}", name, read), 2),
        statement(code("o.{} = {}", name, unset), 2),
        statement(code("if value.{} is not {}:", name, unset), 1),
        statement(code("data[{}] = {}", key, sent.field(field)), 2),
    )


def _display(fields: list[Field], sent: _Sent, any_type: Code) -> tuple[Code, ...]:
    """The dict of the required properties: one line, or one line per property."""
    entries = [code("{}: {}", string(f.wire), sent.field(f)) for f in fields]
    head = code("data: dict[str, {}] = ", any_type)
    whole = code("{}{{{}}}", head, join(", ", entries))
    if len(entries) < 2 or len(whole) <= 84:
        return (statement(whole, 1),)
    return (
        code("{}{{", head),
        *(code("    {}", item(entry, 2)) for entry in entries),
        code("}"),
    )


def _extra(
    record: Record, names: Names, decoders: Decoders, imports: Imports
) -> tuple[Code, Code, Code]:
    """How unknown properties are set to none, kept, and where they are."""
    rest = imports.runtime("_runtime.wiring", "rest")
    found = code("{}(data, {}(o))", rest, names.encoder(record.id))
    if not extra_is_typed(record) or record.extra is None:
        return (
            code("o._extra = None"),
            statement(code("o._extra = {}", found), 2),
            code("_extra"),
        )
    name = names.extra(record.id)
    decoder = decoders.of(record.extra)
    if decoder is not None:
        each = imports.runtime("_runtime.wiring", "each_value")
        found = code("{}({}, {})", each, decoder, found)
    return (
        code("o.{} = {{}}", name),
        statement(code("o.{} = {}", name, found), 2),
        name,
    )


def registration(record: Record, names: Names, imports: Imports) -> Code:
    """The statement that makes the class known to the codec."""
    register = imports.runtime("_runtime.wiring", "register")
    parts = [
        names.class_name(record.id),
        names.decoder(record.id),
        names.encoder(record.id),
    ]
    renamed = [
        code("{}: {}", string(names.attributes[f.id]), string(f.wire))
        for f in record.fields
        if names.attributes[f.id] != f.wire
    ]
    if renamed:
        parts.append(code("names={{{}}}", join(", ", renamed)))
    read = [string(f.wire) for f in record.fields if f.access is Access.READ]
    if read:
        tail = code(",") if len(read) == 1 else code("")
        parts.append(code("read=({}{})", join(", ", read), tail))
    tags = [
        string(f.wire)
        for f in record.fields
        if f.tag and f.presence is Presence.OPTIONAL
    ]
    if tags:
        tail = code(",") if len(tags) == 1 else code("")
        parts.append(code("tags=({}{})", join(", ", tags), tail))
    return statement(code("{}({})", register, join(", ", parts)))
