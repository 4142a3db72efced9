"""Bodies: what a call sends besides its parameters.

Part of stage 3. Input: an openapi request body. Output: model `Body`.
"""

from __future__ import annotations

from dataclasses import replace

from specloom.lower.contents import lower_contents
from specloom.lower.context import Lowering
from specloom.lower.owners import Owners
from specloom.lower.places import Place
from specloom.model.declarations import Alias, Record
from specloom.model.doc import Doc
from specloom.model.operations import Body, ContentKind, OtherForm
from specloom.model.types import Nullable, Ref, Type
from specloom.openapi import document as openapi

_SPREAD = frozenset({ContentKind.JSON, ContentKind.FORM, ContentKind.MULTIPART})


def lower_body(
    lowering: Lowering, operation: openapi.OperationObject, owners: Owners, place: Place
) -> Body | None:
    """The request body of `operation`, whose own place is `place`."""
    given = operation.request_body
    if given is None or not given.content:
        return None
    own = replace(
        place,
        id=f"{place.id}/requestBody",
        words=(*place.words, "Body"),
        context=tuple((*longer, "Body") for longer in place.context),
    )
    base = operation.span
    at = owners.place(given.span, "/requestBody", base, own, ("Body",), "Content")
    contents = lower_contents(lowering, given.content, at, owners, base, sent=True)
    records = [
        spread_record(lowering, content.type) if content.kind in _SPREAD else ""
        for content in contents
    ]
    others = tuple(
        OtherForm(content.media_type, record)
        for content, record in zip(contents[1:], records[1:], strict=True)
        if record and records[0]
    )
    doc = Doc(description=given.description)
    return Body(given.required, contents, records[0], given.span, others, doc)


def spread_record(lowering: Lowering, body: Type) -> str:
    """The id of the record that `body` is, whose properties can be arguments; else empty.

    A body that may be null as a whole counts: leaving all arguments out says the same.
    """
    seen: set[str] = set()
    if isinstance(body, Nullable):
        body = body.type
    while isinstance(body, Ref) and body.id not in seen:
        seen.add(body.id)
        match lowering.declaration(body.id):
            case Record() as record:
                return record.id if record.fields else ""
            case Alias(type=target):
                body = target.type if isinstance(target, Nullable) else target
            case _:
                return ""
    return ""
