"""Stage 4, emit: what a document says of a thing, as Markdown: as blocks, in a cell, on a line.

Input: a `Doc`. Output: `Markdown`, for pages of any target.
"""

from __future__ import annotations

from specloom.emit.markdown import facts
from specloom.emit.markdown.prose_text import Printer
from specloom.emit.markdown.text import Markdown, is_safe, join, markdown, web_link
from specloom.emit.prose.commonmark import reader
from specloom.model.doc import Doc


class Docs:
    """Prints docs. `base` is what their relative links are relative to, if known."""

    def __init__(self, base: str) -> None:
        self._printer = Printer(reader(), base)

    def blocks(self, doc: Doc) -> Markdown:
        """All that a doc says, as blocks."""
        body = self._printer.blocks(facts.description(doc))
        return join("\n\n", filter(None, (body, self._external(doc))))

    def cell(self, doc: Doc) -> Markdown:
        """All that a doc says, within a cell of a table."""
        body = self._printer.cell(facts.description(doc))
        return join("<br>", filter(None, (body, self._external(doc))))

    def words(self, description: str) -> Markdown:
        """A description within a cell."""
        return self._printer.cell(description)

    def line(self, doc: Doc) -> Markdown:
        """What a doc begins with, on one line."""
        return self._printer.first_line(doc.summary.strip() or facts.description(doc))

    def _external(self, doc: Doc) -> Markdown:
        if not is_safe(doc.external_url):
            return markdown("")
        said = doc.external_description.strip().rstrip(".")
        label = self._printer.first_line(said)
        label = label or markdown("the documentation")
        return markdown("See {}.", web_link(label, doc.external_url))
