"""Responses: what comes back, which of it is success, and what a call returns.

Part of stage 3. Input: the openapi responses of an operation. Output: `Answers`.

Success is every 2xx and `2XX`; `default` beside one is the error body, alone it is both.
1xx and 3xx are kept with the success responses but give no return value. A call returns the
union of what its success responses prefer to send, null where one has no body. Where none of
them says what its body is, the call gives the answer as it came.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from specloom.lower.contents import STREAMED, lower_contents, lower_headers
from specloom.lower.context import Lowering
from specloom.lower.owners import Owners
from specloom.lower.places import Place
from specloom.model.doc import Doc
from specloom.model.names import words_of
from specloom.model.operations import Response
from specloom.model.types import Anything, Kind, Scalar, Type
from specloom.openapi import document as openapi


class Answers(NamedTuple):
    """What may come back from a call."""

    responses: tuple[Response, ...]
    errors: tuple[Response, ...]
    returns: Type
    undescribed: bool = False


def is_success(status: str) -> bool:
    """Whether `status` is a 2xx or their range."""
    return len(status) == 3 and status[0] == "2"


def lower_responses(
    lowering: Lowering, operation: openapi.OperationObject, owners: Owners, place: Place
) -> Answers:
    """The responses of `operation`, whose own place is `place`."""
    given = sorted(operation.responses, key=lambda r: _order(r.status))
    successes = [r for r in given if is_success(r.status)]
    main = successes or [r for r in given if r.status == "default"]
    others = [r for r in given if r.status[:1] in ("1", "3")]
    lowered = {
        r.status: _lower(lowering, r, operation, owners, place, first=r in main[:1])
        for r in given
    }
    if operation.method.upper() == "HEAD":
        lowered = {status: replace(r, contents=()) for status, r in lowered.items()}
    errors = [r for r in given if r not in successes and r not in others]
    if operation.method.upper() != "HEAD" and _are_undescribed(main):
        return Answers(
            tuple(lowered[r.status] for r in (*main, *others)),
            tuple(lowered[r.status] for r in errors),
            Anything(),
            undescribed=True,
        )
    body_place = _below(place, "returns", ("Response", "Body"))
    return Answers(
        tuple(lowered[r.status] for r in (*main, *others)),
        tuple(lowered[r.status] for r in errors),
        _returns(lowering, operation, [lowered[r.status] for r in main], body_place),
    )


def _are_undescribed(successes: list[openapi.ResponseObject]) -> bool:
    """Whether there may be a body of which nothing is said.

    Many exporters write a response without `content` where they cannot tell the type of
    what a handler gives; 204 and 205 never have a body (RFC 9110, 15.3.5 and 15.3.6).
    """
    if any(response.content for response in successes):
        return False
    return not successes or any(r.status not in ("204", "205") for r in successes)


def _order(status: str) -> tuple[int, str]:
    """Exact statuses, then ranges, then `default`."""
    return (2 if status == "default" else not status.isdigit(), status)


def _below(place: Place, key: str, words: tuple[str, ...]) -> Place:
    """A place below `place`, its longer names included."""
    return replace(
        place,
        id=f"{place.id}/{key}",
        words=place.words + words,
        context=tuple(longer + words for longer in place.context),
    )


def _lower(
    lowering: Lowering,
    given: openapi.ResponseObject,
    operation: openapi.OperationObject,
    owners: Owners,
    place: Place,
    *,
    first: bool,
) -> Response:
    known = owners.responses.get((given.span, given.status))
    if known is not None:
        return known
    words = ("Response",) if first else ("Response", *words_of(given.status))
    below = f"/responses/{given.status}"
    own = _below(place, below[1:], words)
    base = operation.span
    at = owners.place(given.span, below, base, own, ("Response",), "Body")
    made = Response(
        given.status,
        lower_contents(lowering, given.content, at, owners, base, sent=False),
        lower_headers(lowering, given.headers, at, owners, base),
        given.span,
        Doc(description=given.description),
    )
    if at is not own:
        owners.responses[given.span, given.status] = made
    return made


def _returns(
    lowering: Lowering,
    operation: openapi.OperationObject,
    successes: list[Response],
    place: Place,
) -> Type:
    """The union of the bodies that the success responses prefer, streams last."""
    types: list[Type] = []
    for response in successes:
        whole = [c for c in response.contents if c.kind not in STREAMED]
        contents = whole or list(response.contents)
        types.append(contents[0].type if contents else Scalar(Kind.NULL))
    distinct = tuple(dict.fromkeys(types))
    if len(distinct) == 1:
        return distinct[0]
    if not distinct:
        return Scalar(Kind.NULL)
    return lowering.union_of_types(distinct, place, operation.span)
