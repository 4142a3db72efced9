"""Stage 4, emit: what all pages of one API share: names, links, prose, samples."""

from __future__ import annotations

from specloom.config.paths import import_name, is_importable
from specloom.emit.markdown import facts
from specloom.emit.markdown.doc_text import Docs
from specloom.emit.markdown.samples import Samples
from specloom.emit.markdown.site import AUTHENTICATION, Site, slug
from specloom.emit.markdown.table import table
from specloom.emit.markdown.telling import tags_of, told_apart
from specloom.emit.markdown.text import (
    Markdown,
    code,
    join,
    markdown,
    page,
    page_link,
)
from specloom.emit.markdown.uses import Uses
from specloom.emit.python.calls.call_imports import CallImports
from specloom.emit.python.calls.grouping import plan_groups
from specloom.emit.python.calls.loaders import Loaders
from specloom.emit.python.calls.methods import (
    Flavour,
    Implementation,
    MethodWriter,
)
from specloom.emit.python.calls.pollers import poller_names
from specloom.emit.python.calls.replies import plan_outcome
from specloom.emit.python.models.annotations import Annotator
from specloom.emit.python.models.traits import Traits
from specloom.emit.python.names.naming import Names
from specloom.emit.python.printing.code import Code, dotted, identifier
from specloom.emit.target import Emission
from specloom.model.api import Api
from specloom.model.declarations import Union
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
        self.docs = Docs(api.doc.external_url)
        traits = Traits(self.site.declarations, emission.sdk.enums == "strenum")
        # What is imported where is of no interest here, and nothing is renamed on a page.
        self._imports = CallImports((), frozenset(), frozenset())
        self._annotator = Annotator(
            names, self.site.declarations, traits, self._imports
        )
        self._loaders = Loaders(names, self.site.declarations, traits, self._imports)
        self._methods = MethodWriter(Flavour.SYNC, self._annotator, self._loaders)
        self.root = plan_groups(
            self.operations.values(), names, emission.sdk.client_class
        )
        self.pollers = {
            id: name
            for group in self.root.walk()
            for id, name in poller_names(group, names, self.operations).items()
        }
        """Operation → the method that makes the call and waits for what it starts."""
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
            row.append(self.docs.cell(variant.doc) or self.declared_doc(variant.type))
            if tags:
                row.insert(0, join(", ", map(facts.value, tags.get(index, ()))))
            rows.append(row)
        last = (markdown("Type"), markdown("Description"))
        return table((tag, *last) if tags else last, rows)

    # Calls -----------------------------------------------------------------------------

    def method(self, operation: Operation) -> Implementation:
        """The synchronous method of an operation."""
        outcome = plan_outcome(operation, self._annotator, self._loaders)
        return self._methods.implementation(operation, outcome)

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

    def declared_doc(self, type: Type) -> Markdown:
        """What the declaration that `type` is says of itself, within a cell."""
        inner = type.type if isinstance(type, Nullable) else type
        if not isinstance(inner, Ref):
            return markdown("")
        return self.docs.cell(self.site.declarations[inner.id].doc)


def _import_name(name: str) -> str:
    """A package's name as it can be imported."""
    if all(map(is_importable, name.split("."))):
        return name
    return import_name("_".join(words_of(name)))


_UNSET = dotted("Unset")
