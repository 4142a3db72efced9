"""Stage 4, emit: the pages of models, as views for their template.

Input: the declarations. Output: one `DeclarationsPage` per Python module of models, with a section
for each declaration on it, the component first and its inline children after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from specloom.emit.markdown import facts
from specloom.emit.markdown.page_context import Pages
from specloom.emit.markdown.table import table
from specloom.emit.markdown.telling import tag_of
from specloom.emit.markdown.text import (
    EMPTY,
    Markdown,
    code,
    join,
    markdown,
    text,
)
from specloom.emit.markdown.variant_samples import (
    VariantSample,
    VariantSamples,
    json_block,
)
from specloom.model.declarations import (
    Alias,
    Declaration,
    Enumeration,
    Field,
    Presence,
    Record,
    Union,
)
from specloom.model.operations import Parameter
from specloom.model.types import Anything, Type


@dataclass(frozen=True, slots=True)
class Section:
    """One declaration. What does not apply to its kind is empty."""

    heading: Markdown
    name: Markdown
    deprecated: bool
    description: Markdown
    source: Markdown
    statements: tuple[Markdown, ...] = ()
    """Facts about the whole, a sentence each."""
    table_label: Markdown = EMPTY
    table: Markdown = EMPTY
    after: tuple[Markdown, ...] = ()
    """What the table leads to say below it."""
    samples: tuple[VariantSample, ...] = ()
    examples: tuple[Markdown, ...] = ()
    uses: tuple[Markdown, ...] = ()


@dataclass(frozen=True, slots=True)
class DeclarationsPage:
    """One page: `title` is set where no declaration of the page gives it its name."""

    path: str
    title: Markdown
    sections: tuple[Section, ...]


def model_pages(pages: Pages) -> Iterator[DeclarationsPage]:
    """A page for each owner of declarations that are shown."""
    samples = VariantSamples(pages)
    by_owner: dict[str, list[Declaration]] = {}
    for declaration in pages.site.declarations.values():
        if declaration.id in pages.site.shown:
            by_owner.setdefault(declaration.owner, []).append(declaration)
    for owner, declarations in by_owner.items():
        declarations.sort(key=lambda d: d.id != owner)
        main = declarations[0].id == owner
        title = EMPTY if main else _operation_title(pages, owner)
        sections = [_section(pages, samples, d, d.id == owner) for d in declarations]
        yield DeclarationsPage(pages.site.model_path(owner), title, tuple(sections))


def _operation_title(pages: Pages, owner: str) -> Markdown:
    operation = pages.operations.get(owner)
    if operation is None:
        return markdown("Types of {}", code(owner))
    return markdown("Types of {}", pages.site.operation(operation))


def _section(
    pages: Pages, samples: VariantSamples, declaration: Declaration, main: bool
) -> Section:
    base = Section(
        heading=markdown("#") if main else markdown("##"),
        name=text(pages.names.class_name(declaration.id)),
        deprecated=declaration.deprecated,
        description=pages.docs.blocks(declaration.doc),
        source=code(declaration.origin.pointer),
        examples=tuple(_examples(declaration)),
        uses=pages.uses.of(declaration.id),
    )
    match declaration:
        case Record():
            return _record(pages, declaration, base)
        case Union():
            return _union(pages, samples, declaration, base)
        case Enumeration():
            return _enumeration(pages, declaration, base)
        case Alias():
            return _alias(pages, declaration, base)
        case _:
            assert_never(declaration)


# Records -------------------------------------------------------------------------------

_FIELDS = tuple(map(markdown, ("Field", "Type", "Presence", "Description")))


def _record(pages: Pages, record: Record, base: Section) -> Section:
    statements: list[Markdown] = []
    if record.extends:
        parents = [id for id in record.extends if id in pages.site.shown]
        if parents:
            listed = join(", ", map(pages.site.declaration, parents))
            statements.append(markdown("Has all that is in {}.", listed))
    if record.extra is None:
        statements.append(markdown("The document allows no other properties."))
    elif not isinstance(record.extra, Anything):
        statements.append(
            markdown(
                "Any other property is in {}, each a value of {}.",
                code(pages.names.extra(record.id)),
                pages.received(record.extra),
            )
        )
    statements += facts.bounds(record.constraints)
    rows = [_field_row(pages, field) for field in record.fields]
    after = [
        markdown("Example of {}:\n\n{}", code(field.wire), json_block(example.value))
        for field in record.fields
        for example in field.examples
        if not facts.is_short(example.value)
    ]
    return replace(
        base,
        statements=tuple(statements),
        table_label=markdown("**Fields**") if rows else EMPTY,
        table=table(_FIELDS, rows) if rows else EMPTY,
        after=tuple(after),
    )


def _field_row(pages: Pages, field: Field) -> list[Markdown]:
    attribute = pages.names.attribute(field.id)
    name = code(attribute)
    if attribute != field.wire:
        name = markdown("{} (on the wire {})", name, code(field.wire))
    required = field.tag or field.presence is Presence.REQUIRED
    type = pages.received(field.type)
    if not required:
        type = markdown(r"{} \| {}", type, pages.unset)
    return [
        name,
        type,
        facts.presence(required, field.type, field.access, field.deprecated),
        field_description(pages, field),
    ]


def field_description(pages: Pages, field: Field | Parameter) -> Markdown:
    """Everything that is said about a field or a parameter, in one cell."""
    said = [pages.docs.cell(field.doc) or pages.declared_doc(field.type)]
    said += _values(pages, field.type)
    if field.default is not None:
        said.append(markdown("Default: {}.", facts.value(field.default.value)))
    said += facts.bounds(field.constraints, field.doc.description)
    said += [
        markdown("Example: {}", facts.value(example.value))
        for example in field.examples
        if facts.is_short(example.value)
    ]
    return join("<br>", filter(None, said))


def _values(pages: Pages, type: Type) -> list[Markdown]:
    values = facts.few_values(type, pages.site.declarations)
    return [] if values is None else [values]


# Unions --------------------------------------------------------------------------------


def _union(
    pages: Pages, samples: VariantSamples, union: Union, base: Section
) -> Section:
    return replace(
        base,
        statements=tuple(pages.told_apart(union)),
        table_label=markdown("**Variants**"),
        table=pages.variants(union, code(tag_of(union))),
        samples=tuple(samples.of(union)),
    )


# Enums and aliases ---------------------------------------------------------------------


def _enumeration(pages: Pages, enum: Enumeration, base: Section) -> Section:
    described = any(member.doc.description for member in enum.members)
    rows: list[list[Markdown]] = []
    for member in enum.members:
        row = [facts.value(member.value)]
        if described or member.deprecated:
            row.append(pages.docs.cell(member.doc))
        if member.deprecated:
            row[-1] = join("<br>", filter(None, (markdown("**deprecated**"), row[-1])))
        rows.append(row)
    wide = any(len(row) > 1 for row in rows)
    rows = [row if len(row) > 1 or not wide else [*row, EMPTY] for row in rows]
    head = (markdown("Value"), markdown("Description"))
    if enum.open:
        more = markdown(
            "More may come: any other {} is taken, and kept as it is.",
            pages.received(enum.base),
        )
    else:
        more = markdown("No other value is accepted.")
    return replace(
        base,
        statements=(more,),
        table_label=markdown("**Values**") if rows else EMPTY,
        table=table(head if wide else head[:1], rows) if rows else EMPTY,
    )


def _alias(pages: Pages, alias: Alias, base: Section) -> Section:
    said = [markdown("The same as {}.", pages.received(alias.type))]
    return replace(base, statements=(*said, *facts.bounds(alias.constraints)))


# Examples ------------------------------------------------------------------------------


def _examples(declaration: Declaration) -> Iterator[Markdown]:
    for example in declaration.examples:
        yield json_block(example.value)
