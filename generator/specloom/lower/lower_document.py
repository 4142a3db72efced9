"""The whole lowering: `Document` → `Api`."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from specloom.config import Limits, Sdk
from specloom.diagnostics import Bag, fail
from specloom.lower.context import Lowering
from specloom.lower.defaults import check_values
from specloom.lower.lower_operations import LoweredCalls, lower_calls
from specloom.lower.select import select
from specloom.lower.settle import settle_unions
from specloom.lower.usage import with_usage
from specloom.model.api import Api, Page
from specloom.model.doc import Doc
from specloom.model.names import Hint, Strength, words_of
from specloom.model.walk import incoming_types, received_types, references, sent_types
from specloom.openapi.document import Document


def lower(document: Document, sdk: Sdk, bag: Bag, limits: Limits = Limits()) -> Api:
    """The model of all of `document`, with the part that `sdk` asks for selected."""
    try:
        return _lower(document, sdk, bag, limits)
    except RecursionError:
        # The stack has room for what nests as deep as the limit; these schemas are made of
        # one another and never end.
        what = f"the schemas of this document lead on and on (limit `depth`: {limits.depth:,})"
        raise fail("E107", what, document.span) from None


def _lower(document: Document, sdk: Sdk, bag: Bag, limits: Limits) -> Api:
    lowering = Lowering(document, sdk, bag, limits)
    calls = lower_calls(lowering)
    lowering.lower_components()
    settle_unions(lowering, _mentioned(calls))
    used = with_usage(lowering.declarations, calls.operations, calls.incoming)
    declarations = check_values(used, bag)
    owners = {declaration.owner for declaration in declarations.values()}
    selection = select(document, calls, declarations, sdk, bag)
    if not sdk.include and not sdk.exclude:
        # The whole document: schemas that only a socket or a queue carries belong to it.
        selection = replace(selection, declarations=frozenset(declarations))
    return Api(
        title=document.info.title,
        version=document.info.version,
        doc=Doc(
            document.info.summary,
            document.info.description,
            external_url=document.external_url,
            external_description=document.external_description,
        ),
        servers=calls.servers,
        security_schemes=calls.security_schemes,
        tags=calls.tags,
        # By id, so that the order of keys in the document means nothing.
        declarations=tuple(declarations[id] for id in sorted(declarations)),
        operations=calls.operations,
        incoming=calls.incoming,
        pages=_pages(calls.pages, owners - declarations.keys()),
        omitted=calls.omitted,
        selection=selection,
        origin=document.span,
    )


def _mentioned(calls: LoweredCalls) -> set[str]:
    """The declarations that calls refer to."""
    types = [t for o in calls.operations for t in (*sent_types(o), *received_types(o))]
    types += [t for one in calls.incoming for t in incoming_types(one)]
    return {id for type in types for id in references(type)}


def _pages(known: tuple[Page, ...], owners: Set[str]) -> tuple[Page, ...]:
    """The pages on which something stands that belongs to no declaration.

    A reference may lead into a part of an operation before that has been met; what stands
    there is the file's own then.
    """
    pages = {page.id: page for page in known if page.id in owners}
    for id in sorted(owners - pages.keys()):
        words = words_of(id.rpartition("/")[2]) or ("schema",)
        pages[id] = Page(id, Hint(words, Strength.DERIVED, (words_of(id),)))
    return tuple(pages.values())
