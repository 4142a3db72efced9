"""Stage 4, emit: what all pages of one API share: names, links, prose, samples."""

from __future__ import annotations

from specloom.emit.markdown import facts
from specloom.emit.markdown.prose import Printer
from specloom.emit.markdown.samples import Samples
from specloom.emit.markdown.site import AUTHENTICATION, Site, slug
from specloom.emit.markdown.table import table
from specloom.emit.markdown.telling import tags_of, told_apart
from specloom.emit.markdown.text import (
    Markdown,
    code,
    is_safe,
    join,
    markdown,
    page,
    page_link,
    web_link,
)
from specloom.emit.markdown.uses import Uses
from specloom.emit.prose.read import reader
from specloom.emit.python.annotations import Annotator
from specloom.emit.python.code import Code, dotted, identifier
from specloom.emit.python.code import code as python
from specloom.emit.python.arguments import Arguments, plan_arguments
from specloom.emit.python.call_imports import CallImports
from specloom.emit.python.loaders import Loaders
from specloom.emit.python.names import Names
from specloom.emit.python.replies import Outcome, plan_outcome
from specloom.emit.python.traits import Traits
from specloom.emit.target import Emission
from specloom.model.api import Api
from specloom.model.declarations import Union
from specloom.model.doc import Doc
from specloom.model.names import words_of
from specloom.model.operations import Operation
from specloom.model.types import Nullable, Ref, Type
from specloom.source import unescape_token


class Pages:
    """The context in which the views of pages are made."""

    def __init__(self, api: Api, names: Names, emission: Emission) -> None:
        self.api = api
        self.names = names
        self.sdk = emission.sdk
        self.package: Code = dotted(_import_name(emission.sdk.name))
        self.client: Code = identifier(emission.sdk.client_class)
        self.site = Site(api, names)
        self.operations: dict[str, Operation] = {
            operation.id: operation
            for operation in api.operations
            if operation.id in api.selection.operations
        }
        self.uses = Uses(api, self.site)
        self.samples = Samples(self.site.declarations)
        self._received: dict[Type, Markdown] = {}
        self._schemes = {
            scheme.id: unescape_token(scheme.id.rpartition("/")[2])
            for scheme in api.security_schemes
        }
        self._printer = Printer(reader(), api.doc.external_url)
        traits = Traits(self.site.declarations, emission.sdk.enums == "strenum")
        # What is imported where is of no interest here, and nothing is renamed on a page.
        self._imports = CallImports((), frozenset(), frozenset())
        self._annotator = Annotator(
            names, self.site.declarations, traits, self._imports
        )
        self._loaders = Loaders(names, self.site.declarations, traits, self._imports)
        self.unset = self.site.annotation(_UNSET)

    # Types -----------------------------------------------------------------------------

    def received(self, type: Type) -> Markdown:
        """The annotation of a value that the API sends, or that a model holds."""
        known = self._received.get(type)
        if known is None:
            known = self.site.annotation(self._annotator.output(type))
            self._received[type] = known
        return known

    def told_apart(self, union: Union) -> list[Markdown]:
        """How the variants of a union are told apart."""
        return [told_apart(union, self.received)]

    def variants(self, union: Union, tag: Markdown) -> Markdown:
        """The table of a union's variants, with their tags if it has any."""
        tags = tags_of(union.dispatch)
        rows: list[list[Markdown]] = []
        for index, variant in enumerate(union.variants):
            row = [self.received(variant.type)]
            row.append(self.cell(variant.doc) or self.declared_doc(variant.type))
            if tags:
                row.insert(0, join(", ", map(facts.value, tags.get(index, ()))))
            rows.append(row)
        last = (markdown("Type"), markdown("Description"))
        return table((tag, *last) if tags else last, rows)

    # Calls -----------------------------------------------------------------------------

    def arguments(self, operation: Operation) -> Arguments:
        """The arguments of an operation's method."""
        return plan_arguments(
            operation,
            self.names,
            self.site.declarations,
            self._annotator,
            self._imports,
        )

    def outcome(self, operation: Operation) -> Outcome:
        """What an operation's method gives back."""
        return plan_outcome(operation, self._annotator, self._loaders)

    def result(self, operation: Operation, outcome: Outcome) -> Code:
        """The return annotation of the synchronous method."""
        if operation.streaming is not None:
            event = self._annotator.output(operation.streaming.event)
            stream = python("Stream[{}]", event)
            if not operation.streaming.flag:
                return stream
            return python("{} | {}", outcome.value, stream)
        if operation.paging is not None:
            item = self._annotator.output(operation.paging.item)
            return python("Page[{}, {}]", item, outcome.value)
        if outcome.download:
            return python("RawResponse[{}]", outcome.value)
        return outcome.value

    def scheme(self, id: str, scopes: tuple[str, ...]) -> Markdown:
        """A link to a security scheme, with the scopes that are needed of it."""
        name = self.scheme_name(id)
        link = page_link(code(name), page(AUTHENTICATION, slug(name)))
        if not scopes:
            return link
        return markdown("{} with {}", link, join(", ", map(code, scopes)))

    def scheme_name(self, id: str) -> str:
        """What the document calls a security scheme."""
        return self._schemes[id]

    # Prose -----------------------------------------------------------------------------

    def blocks(self, doc: Doc) -> Markdown:
        """All that a doc says, as blocks."""
        body = self._printer.blocks(facts.description(doc))
        return join("\n\n", filter(None, (body, self._external(doc))))

    def cell(self, doc: Doc) -> Markdown:
        """All that a doc says, within a cell of a table."""
        body = self._printer.cell(facts.description(doc))
        return join("<br>", filter(None, (body, self._external(doc))))

    def prose_cell(self, description: str) -> Markdown:
        """A description within a cell."""
        return self._printer.cell(description)

    def line(self, doc: Doc) -> Markdown:
        """What a doc begins with, on one line."""
        return self._printer.first_line(doc.summary.strip() or facts.description(doc))

    def declared_doc(self, type: Type) -> Markdown:
        """What the declaration that `type` is says of itself, within a cell."""
        inner = type.type if isinstance(type, Nullable) else type
        if not isinstance(inner, Ref):
            return markdown("")
        return self.cell(self.site.declarations[inner.id].doc)

    def _external(self, doc: Doc) -> Markdown:
        if not is_safe(doc.external_url):
            return markdown("")
        said = doc.external_description.strip().rstrip(".")
        label = self._printer.first_line(said)
        label = label or markdown("the documentation")
        return markdown("See {}.", web_link(label, doc.external_url))


def _import_name(name: str) -> str:
    """A package's name as it can be imported."""
    if all(part.isidentifier() for part in name.split(".")):
        return name
    return "_".join(words_of(name)) or "sdk"


_UNSET = dotted("Unset")
