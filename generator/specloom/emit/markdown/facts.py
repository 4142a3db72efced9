"""Stage 4, emit: what holds for a value, in words: presence, bounds, defaults, examples."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.emit.markdown.text import Markdown, code, join, markdown, text
from specloom.emit.prose.value_rules import rules_of
from specloom.emit.python.printing.code import literal
from specloom.model.declarations import Access, Declaration, Enumeration
from specloom.model.doc import Constraints, Doc
from specloom.model.types import JsonScalar, JsonValue, Literal, Nullable, Ref, Type

_SHORT = 200
"""The most characters of an example within a table; a longer one stands below it."""
_FEW = 8
"""The most values that are listed within a table."""


def value(of: JsonValue) -> Markdown:
    """A value as Python writes it."""
    return code(literal(of))


def is_short(of: JsonValue) -> bool:
    """Whether a value can stand in a cell."""
    return not isinstance(of, (dict, list, str)) or len(str(of)) <= _SHORT


def presence(required: bool, type: Type, access: Access, deprecated: bool) -> Markdown:
    """`required`, `optional`, `nullable`, and the direction, in one cell."""
    said = [markdown("required") if required else markdown("optional")]
    if isinstance(type, Nullable):
        said.append(markdown("nullable"))
    if access is Access.READ:
        said.append(markdown("read-only"))
    if access is Access.WRITE:
        said.append(markdown("write-only"))
    if deprecated:
        said.append(markdown("**deprecated**"))
    return join(", ", said)


def few_values(type: Type, declarations: dict[str, Declaration]) -> Markdown | None:
    """The values that a type allows, where they are few enough to say."""
    inner = type.type if isinstance(type, Nullable) else type
    values: tuple[JsonScalar, ...] = ()
    more = False
    if isinstance(inner, Ref):
        declaration = declarations.get(inner.id)
        if isinstance(declaration, Enumeration):
            values = tuple(member.value for member in declaration.members)
            more = declaration.open
    if not 1 <= len(values) <= _FEW:
        return None
    listed = join(", ", map(value, values))
    tail = markdown("; more may come") if more else markdown("")
    return markdown("One of {}{}.", listed, tail)


def constant(type: Type) -> bool:
    """Whether there is only one value."""
    return isinstance(type, Literal) and len(type.values) == 1


def bounds(of: Constraints, said: str = "") -> Iterator[Markdown]:
    """The rules of a value, each as a sentence, without those that `said` states already."""
    for sentence in rules_of(of, said):
        parts = [
            (
                text(part)
                if isinstance(part, str)
                else (
                    code(part.value)
                    if isinstance(part.value, str)
                    else value(part.value)
                )
            )
            for part in sentence
        ]
        yield join("", parts)


def description(doc: Doc) -> str:
    """What a doc says: the summary, then the description, then the title if there is neither."""
    summary, body = doc.summary.strip(), doc.description.strip()
    if summary and body.startswith(summary.rstrip(".")):
        summary = ""
    return "\n\n".join(filter(None, (summary, body))) or doc.title
