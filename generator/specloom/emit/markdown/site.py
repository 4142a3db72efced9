"""Stage 4, emit: where everything stands in the pages, and the links to it.

Input: the API and the names of the Python target. Output: paths and targets of links. A model
page holds a component and its inline children, as a Python module does; an operation has a
page in its group's folder, whose index is the group's own page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from specloom.emit.markdown.text import Markdown, code, join, markdown, page, page_link
from specloom.emit.python.names.naming import Names
from specloom.emit.python.printing.code import Code
from specloom.model.api import Api
from specloom.model.declarations import Declaration
from specloom.model.operations import Operation

INDEX, MODELS, ERRORS = "index.md", "models/index.md", "errors.md"
AUTHENTICATION, CONVENTIONS = "authentication.md", "conventions.md"
WEBHOOKS = "webhooks.md"

_PART = re.compile(
    r"(?P<string>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
    r"|(?P<name>[^\W\d]\w*)|(?P<or>\ \|\ )|(?P<other>.)",
    re.DOTALL,
)
# Names that a static site or a file system keeps for itself.
_RESERVED = re.compile(r"(?i)index|readme|404|con|prn|aux|nul|(?:com|lpt)[0-9]")


_EXPLAINED = {
    "FileInput": "files",
    "Page": "paging",
    "RawResponse": "raw-responses",
    "Stream": "streaming",
}
"""Types of the package itself → the section of the conventions about them."""


class Site:
    """The places of one API's pages."""

    def __init__(self, api: Api, names: Names) -> None:
        self.names = names
        self.declarations: dict[str, Declaration] = {d.id: d for d in api.declarations}
        self.shown = api.selection.declarations
        self._annotations: dict[str, Markdown] = {}
        self._targets: dict[str, Markdown] = {}
        for id, declaration in self.declarations.items():
            if id in self.shown:
                self._place(id, declaration)
        self._targets["Unset"] = page(CONVENTIONS, "absent-and-null")
        self._targets["UnknownVariant"] = page(CONVENTIONS, "unknown-variants")
        for name, section in _EXPLAINED.items():
            self._targets.setdefault(name, page(CONVENTIONS, section))

    def _place(self, id: str, declaration: Declaration) -> None:
        name = self.names.class_name(id)
        anchor = "" if declaration.owner == id else name.lower()
        target = page(self.model_path(declaration.owner), anchor)
        self._targets[name] = target
        self._targets[self.names.params_name(id)] = target

    # Paths -----------------------------------------------------------------------------

    def model_path(self, owner: str) -> str:
        """The page of a component, or of an operation's inline types."""
        return f"models/{_file(self.names.modules[owner])}.md"

    def operation_path(self, operation: Operation) -> str:
        """The page of an operation."""
        parts = (*self.names.group(operation), self.names.method(operation.id))
        return f"operations/{'/'.join(map(_file, parts))}.md"

    def group_path(self, group: Sequence[str]) -> str:
        """The page of a group."""
        return f"operations/{'/'.join(map(_file, group))}/index.md" if group else INDEX

    # Links -----------------------------------------------------------------------------

    def call(self, operation: Operation) -> str:
        """An operation as it is called: `threads.create_and_run`."""
        return ".".join((*self.names.group(operation), self.names.method(operation.id)))

    def operation(self, operation: Operation) -> Markdown:
        """A link to an operation."""
        label = code(self.call(operation))
        return page_link(label, page(self.operation_path(operation)))

    def declaration(self, id: str) -> Markdown:
        """A link to a declaration."""
        return self.annotation(self.names.class_name(id))

    def annotation(self, spelled: Code) -> Markdown:
        """A Python annotation with every name that has a page linked to it."""
        known = self._annotations.get(spelled)
        if known is None:
            known = self._annotations[spelled] = self._linked(spelled)
        return known

    def _linked(self, spelled: Code) -> Markdown:
        parts: list[Markdown] = []
        plain = ""
        for part in _PART.finditer(spelled):
            target = self._targets.get(part["name"] or "")
            if target is None and part["or"] is None:
                plain += part[0]
                continue
            parts += _plain(plain)
            plain = ""
            if target is None:
                parts.append(markdown(r" \| "))
            else:
                parts.append(page_link(code(part[0]), target))
        return join("", [*parts, *_plain(plain)])


def _plain(source: str) -> list[Markdown]:
    """Code between links; white space at its end stays outside, where all parsers keep it."""
    space = [markdown(" ")] if source != source.rstrip() else []
    return [code(source.rstrip()), *space] if source.strip() else space


def _file(name: str) -> str:
    return f"{name}_" if _RESERVED.fullmatch(name) else name


def slug(heading: str) -> str:
    """The id that GitHub and MkDocs give to a heading of these words."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
