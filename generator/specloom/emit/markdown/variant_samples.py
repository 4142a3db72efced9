"""Stage 4, emit: for each variant of a union one valid value, in Python and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from specloom.emit.markdown.construct import Builder
from specloom.emit.markdown.expressions import lay_out
from specloom.emit.markdown.page_context import Pages
from specloom.emit.markdown.samples import NoSample
from specloom.emit.markdown.text import Markdown, fence
from specloom.emit.prose.letters import safe_text
from specloom.emit.python.printing.code import code
from specloom.model.declarations import Union
from specloom.model.types import JsonValue, Type


@dataclass(frozen=True, slots=True)
class VariantSample:
    """One valid value of a variant, in Python and as JSON."""

    label: Markdown
    python: Markdown
    json: Markdown


class VariantSamples:
    """Makes them; a type that many unions have is shown the same in all of them."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._made: dict[tuple[Type, int], tuple[JsonValue, VariantSample]] = {}

    def of(self, union: Union) -> Iterator[VariantSample]:
        """A sample of each variant of which one can be made."""
        for index, variant in enumerate(union.variants):
            try:
                value = self._pages.samples.variant(union, index)
            except NoSample:
                continue
            # The value is kept, so that no other one can have its identity.
            key = (variant.type, id(value))
            if key not in self._made:
                self._made[key] = value, self._sample(variant.type, value)
            yield self._made[key][1]

    def _sample(self, type: Type, value: JsonValue) -> VariantSample:
        builder = Builder(self._pages.names, self._pages.site.declarations)
        expression = builder.expression(value, type)
        lines = [str(line) for line in builder.imports(self._pages.package)]
        if lines:
            lines.append("")
        lines += lay_out(code("value = "), expression)
        source = fence("\n".join(lines), "python")
        return VariantSample(self._pages.received(type), source, json_block(value))


def json_block(value: JsonValue) -> Markdown:
    """JSON, with what cannot be seen in it escaped as JSON does."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    if not text.isascii() and safe_text(text) != text:
        text = json.dumps(value, indent=2)
    return fence(text, "json")
