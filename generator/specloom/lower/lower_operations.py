"""Operations: everything a call needs, from one openapi operation each.

Part of stage 3. Input: a `Lowering`. Output: `LoweredCalls`. What each part means is decided in the
topics beside this file (`groups`, `parameters`, `bodies`, `responses`, `security`, `paging`,
`streaming`, `polling`); this one puts them together. All operations of the document are
lowered, whatever is selected, so that a selection changes no name.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from specloom.diagnostics import Bag, Loss
from specloom.lower.bodies import lower_body
from specloom.lower.contents import STREAMED
from specloom.lower.context import Lowering
from specloom.lower.extensions import first_of, ignored_by, text
from specloom.lower.groups import Naming, name_operations, operation_id
from specloom.lower.incoming import lower_incoming
from specloom.lower.owners import Owners
from specloom.lower.paging import lower_paging
from specloom.lower.parameters import CannotCall, lower_parameters
from specloom.lower.path_phrases import split
from specloom.lower.places import Place
from specloom.lower.polling import lower_poll
from specloom.lower.responses import lower_responses
from specloom.lower.security import lower_requirements, lower_security_schemes
from specloom.lower.servers import is_absolute, lower_servers
from specloom.lower.shown_examples import shown_examples
from specloom.lower.streaming import lower_streaming
from specloom.model.api import Omitted, Page, Tag
from specloom.model.doc import Doc, Example
from specloom.model.operations import (
    Body,
    Incoming,
    Location,
    Operation,
    OperationExample,
    Parameter,
    Repeatable,
    Response,
    SecurityScheme,
    Server,
)
from specloom.openapi import document as openapi

_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"})
_IDEMPOTENCY_HEADERS = frozenset(
    {"idempotency-key", "x-idempotency-key", "idempotence-key", "x-idempotence-key"}
)


class LoweredCalls(NamedTuple):
    """All that a document says about calling the API, and about what the API calls."""

    operations: tuple[Operation, ...]
    incoming: tuple[Incoming, ...]
    omitted: tuple[Omitted, ...]
    pages: tuple[Page, ...]
    """All that could be; on some of them nothing stands."""
    servers: tuple[Server, ...]
    security_schemes: tuple[SecurityScheme, ...]
    tags: tuple[Tag, ...]


def lower_calls(lowering: Lowering) -> LoweredCalls:
    """Every operation, webhook and callback of the document."""
    document, bag = lowering.document, lowering.bag
    schemes = lower_security_schemes(document, lowering.sdk, bag)
    servers = lower_servers(document.servers)
    if not any(is_absolute(server) for server in servers):
        bag.report("N342", "no server has an absolute URL", document.span)
    namings = name_operations(document, lowering.sdk, bag)
    owners = Owners(document)
    known = frozenset(scheme.id for scheme in schemes)
    operations: list[Operation] = []
    given_by_id: dict[str, openapi.OperationObject] = {}
    omitted: list[Omitted] = []
    for given in document.operations:
        id = operation_id(given)
        reason = _reason_to_omit(given, bag)
        if not reason:
            try:
                operation = _lower(lowering, given, namings[id], owners, known)
            except CannotCall as cannot:
                reason = str(cannot)
                bag.report("W337", reason, given.span, loss=Loss.OPAQUE)
            else:
                given_by_id[id] = given
                own = operation.servers if operation.servers != servers else ()
                operations.append(replace(operation, servers=own))
        if reason:
            name = f"{given.method.upper()} {given.path}"
            omitted.append(Omitted(name, reason, given.span))
    for number, rule in enumerate(lowering.sdk.pagination):
        if number not in lowering.used_pagination:
            bag.report(
                "W330",
                f"`pagination` ({rule.style}) fits no call: none has all that it names",
                document.span,
            )
    by_name = _by_name(operations, given_by_id)
    operations = [
        (
            replace(operation, poll=poll)
            if (poll := lower_poll(given_by_id[operation.id], by_name, bag))
            else operation
        )
        for operation in operations
    ]
    ids = [operation_id(given) for given in document.operations]
    incoming = lower_incoming(lowering, owners, namings, ids)
    return LoweredCalls(
        tuple(operations),
        incoming,
        tuple(omitted),
        tuple(owners.pages.values()),
        servers,
        schemes,
        _tags(document),
    )


def _lower(
    lowering: Lowering,
    given: openapi.OperationObject,
    naming: Naming,
    owners: Owners,
    schemes: frozenset[str],
) -> Operation:
    id = operation_id(given)
    owners.page(id, naming.title)
    place = Place(id, id, naming.title.words, context=naming.title.context)
    parameters = lower_parameters(lowering, given, owners, place)
    body = lower_body(lowering, given, owners, place)
    outcome = lower_responses(lowering, given, owners, place)
    header = _idempotency_header(lowering, given, parameters)
    plain, query, _ = split(given.path)
    streaming = lower_streaming(lowering, given, outcome.responses, body, place)
    return Operation(
        id=id,
        operation_id=given.operation_id,
        group=naming.group,
        hint=naming.method,
        method=given.method.upper(),
        path=f"{plain}?{query}" if query else plain,
        parameters=parameters,
        body=body,
        responses=outcome.responses,
        errors=outcome.errors,
        returns=outcome.returns,
        origin=given.span,
        undescribed=outcome.undescribed and streaming is None,
        security=lower_requirements(given.security, schemes),
        servers=lower_servers(given.servers),
        paging=lower_paging(lowering, given, parameters, body),
        streaming=streaming,
        repeatable=_repeatable(given, header),
        idempotency_header=header,
        tags=given.tags,
        examples=_examples(body, outcome.responses) or shown_examples(given.extensions),
        doc=Doc(
            given.summary,
            given.description,
            external_url=given.external_url,
            external_description=given.external_description,
        ),
        deprecated=given.deprecated or bool(given.extensions.get("x-deprecated")),
    )


def _reason_to_omit(given: openapi.OperationObject, bag: Bag) -> str:
    """Why an operation is not generated; empty if it is."""
    key = ignored_by(given.extensions)
    if key:
        bag.report("N338", f"left out, as {key} asks", given.span)
        return f"{key} asks for it"
    return ""


def _by_name(
    operations: list[Operation], given: dict[str, openapi.OperationObject]
) -> dict[str, Operation]:
    """The operations by all the names that an extension may use for them."""
    found: dict[str, Operation] = {}
    for operation in operations:
        path = given[operation.id].path
        for name in (
            operation.operation_id,
            f"{operation.method} {path}",
            operation.id,
        ):
            if name:
                found.setdefault(name, operation)
    return found


def _idempotency_header(
    lowering: Lowering,
    given: openapi.OperationObject,
    parameters: tuple[Parameter, ...],
) -> str:
    """The header that makes a call safe to repeat (`Idempotency-Key`).

    A header parameter of that name says so; `x-specloom-idempotency` on the operation, or on
    the document for all that are not idempotent by their method, names the header or is false.
    """
    own = given.extensions.get("x-specloom-idempotency")
    if own is False:
        return ""
    if text(own):
        return text(own)
    for parameter in parameters:
        if parameter.location is Location.HEADER:
            if parameter.wire.lower() in _IDEMPOTENCY_HEADERS:
                return parameter.wire
    if given.method.upper() in _IDEMPOTENT:
        return ""
    return text(lowering.document.extensions.get("x-specloom-idempotency"))


def _repeatable(given: openapi.OperationObject, header: str) -> Repeatable:
    """Whether a call may be sent again although it may have had its effect."""
    declared = first_of(given.extensions, "x-fern-idempotent", "x-speakeasy-retries")
    retries = given.extensions.get("x-fern-retries")
    if isinstance(retries, dict) and retries.get("disabled") is True:
        return Repeatable.NO
    if isinstance(declared, dict) and declared.get("strategy") == "none":
        return Repeatable.NO
    if given.method.upper() in _IDEMPOTENT or declared:
        return Repeatable.YES
    return Repeatable.WITH_KEY if header else Repeatable.NO


def _examples(
    body: Body | None, responses: tuple[Response, ...]
) -> tuple[OperationExample, ...]:
    """Requests with the responses of the same name; the first ones belong together."""
    requests = list(body.contents[0].examples) if body else []
    plain: list[Example] = []
    streamed: list[Example] = []
    for content in responses[0].contents if responses else ():
        (streamed if content.kind in STREAMED else plain).extend(content.examples)
    pairs: list[OperationExample] = []
    used: set[int] = set()
    for request in requests:
        found: tuple[Example, bool] | None = None
        for responses_, streams in ((plain, False), (streamed, True)):
            same = [r for r in responses_ if r.name == request.name]
            if same and found is None:
                found = same[0], streams
        if found is None and request is requests[0] and plain:
            found = plain[0], False
        if found is not None:
            used.add(id(found[0]))
        pairs.append(
            OperationExample(
                request,
                found[0] if found else None,
                request.name,
                found[1] if found else False,
            )
        )
    for responses_, streams in ((plain, False), (streamed, True)):
        for response in responses_:
            if id(response) not in used:
                pairs.append(OperationExample(None, response, response.name, streams))
    return tuple(pairs)


def _tags(document: openapi.Document) -> tuple[Tag, ...]:
    """The tags as the document describes them."""
    return tuple(
        Tag(
            tag.name,
            Doc(
                tag.summary,
                tag.description,
                external_url=tag.external_url,
                external_description=tag.external_description,
            ),
            tag.parent,
        )
        for tag in document.tags
    )
