"""`Reading`: what every reader of this stage shares, and how a mistake is told.

Input: the opened documents and the bag. Output: places that references lead to, and one
positioned diagnostic per mistake that says what was found, what was expected, what we did.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specloom.diagnostics import Bag, Loss
from specloom.document.documents import Documents
from specloom.model.types import JsonValue
from specloom.openapi.ref_targets import References
from specloom.openapi.version import Version
from specloom.openapi.words import describe, shorten, spell
from specloom.source import Span

if TYPE_CHECKING:
    from specloom.openapi.read_schemas import Schemas


@dataclass
class Reading:
    """One run of this stage."""

    documents: Documents
    bag: Bag
    version: Version
    references: References = field(repr=False)
    schemas: Schemas = field(init=False, repr=False)
    imports: dict[Span, JsonValue] = field(
        default_factory=dict[Span, JsonValue], repr=False
    )
    """What `imported` has put in, by place."""

    def wrong(
        self,
        span: Span,
        found: JsonValue,
        expected: str,
        action: str,
        loss: Loss = Loss.NONE,
    ) -> None:
        """Reports a value of the wrong type."""
        name = _name_of(span)
        self.bag.report(
            "W210",
            f"{name} is {describe(found)}, expected {expected}; {action}",
            span,
            loss=loss,
        )

    def as_written(self, value: JsonValue, span: Span) -> str:
        """A number, or true or false, as the text that stands in the document."""
        return self.documents.written(span) or spell(value)

    def foreign(self, span: Span, what: str) -> None:
        """Reports a form that belongs to another version of the standard."""
        self.bag.report(
            "N214", f"{what} is no form of OpenAPI {self.version}; read as meant", span
        )


def _name_of(span: Span) -> str:
    last = span.pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
    if not span.pointer:
        return "the document"
    return f"item {last}" if last.isdecimal() else f"`{shorten(last)}`"
