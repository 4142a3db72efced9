"""Incoming: webhooks and callbacks, the requests that the API sends to its users.

Part of stage 3. Input: openapi webhooks and callbacks. Output: model `Incoming`s, whose
bodies get types and decoders like everything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specloom.lower.contents import lower_contents
from specloom.lower.context import Lowering
from specloom.lower.groups import Naming, settle
from specloom.lower.owners import Owners
from specloom.lower.phrases import Words
from specloom.lower.places import Place
from specloom.model.doc import Doc
from specloom.model.names import Hint, Strength, words_of
from specloom.model.operations import Content, Incoming
from specloom.openapi import document as openapi
from specloom.source import escape_token


def webhook_id(webhook: openapi.IncomingRequest) -> str:
    """The stable id of a webhook."""
    method = webhook.operation.method.lower()
    return f"#/webhooks/{escape_token(webhook.name)}/{method}"


def lower_incoming(
    lowering: Lowering, owners: Owners, namings: Mapping[str, Naming], ids: list[str]
) -> tuple[Incoming, ...]:
    """All webhooks, then the callbacks; `ids` are those of the document's operations."""
    given = dict(_all(lowering.document, ids))
    ladders = {
        id: _ladder(incoming, namings[parent].title.words if parent else ())
        for id, (parent, incoming) in given.items()
    }
    steps = settle(ladders)
    lowered: list[Incoming] = []
    for id, (parent, incoming) in given.items():
        ladder, step = ladders[id], steps[id]
        hint = Hint(ladder[step], Strength.SUGGESTED, ladder[step + 1 :])
        lowered.append(_lower(lowering, owners, incoming, id, parent, hint))
    return tuple(lowered)


def _all(
    document: openapi.Document, ids: list[str]
) -> Iterator[tuple[str, tuple[str, openapi.IncomingRequest]]]:
    """Each webhook and callback with its id and the operation that registers it."""
    for webhook in document.webhooks:
        yield webhook_id(webhook), ("", webhook)
    for id, operation in zip(ids, document.operations, strict=True):
        for callback in operation.callbacks:
            method = callback.operation.method.lower()
            key = f"{escape_token(callback.name)}/{escape_token(callback.expression)}"
            yield f"{id}/callbacks/{key}/{method}", (id, callback)


def _ladder(incoming: openapi.IncomingRequest, parent: Words) -> tuple[Words, ...]:
    """What it may be called, the shortest first."""
    method = incoming.operation.method.lower()
    name = words_of(incoming.name)
    own = words_of(incoming.operation.operation_id) or (*parent, *name) or ("incoming",)
    steps = (
        own,
        (*parent, *name) or own,
        (*parent, *name, *words_of(incoming.expression), method),
    )
    return tuple(dict.fromkeys(steps))


def _lower(
    lowering: Lowering,
    owners: Owners,
    incoming: openapi.IncomingRequest,
    id: str,
    parent: str,
    hint: Hint,
) -> Incoming:
    owners.page(id, hint)
    operation = incoming.operation
    place = Place(
        f"{id}/requestBody",
        id,
        (*hint.words, "Payload"),
        context=tuple((*longer, "Payload") for longer in hint.context),
    )
    contents: tuple[Content, ...] = ()
    body = operation.request_body
    if body is not None:
        base = operation.span
        at = owners.place(
            body.span, "/requestBody", base, place, ("Payload",), "Content"
        )
        contents = lower_contents(lowering, body.content, at, owners, base, sent=False)
    return Incoming(
        id,
        hint,
        operation.method.upper(),
        contents,
        operation.span,
        parent,
        Doc(
            operation.summary,
            operation.description,
            external_url=operation.external_url,
            external_description=operation.external_description,
        ),
        operation.deprecated,
    )
