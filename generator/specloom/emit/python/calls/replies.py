"""Stage 4, emit: what a call gives back, and how its answers are read.

Input: an operation. Output: `CallResult`: the annotation of its value, the replies and errors of
its description, and the loaders of the decoders that these name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, assert_never

from specloom.emit.python.calls.loaders import Loaders
from specloom.emit.python.models.annotations import Annotator, union
from specloom.emit.python.printing.code import Code, code, join, string
from specloom.model.operations import Content, ContentKind, Operation, Response
from specloom.model.types import Scalar

STREAMED = frozenset(
    {
        ContentKind.EVENT_STREAM,
        ContentKind.JSON_LINES,
        ContentKind.JSON_SEQ,
        ContentKind.JSON_VALUES,
    }
)


class Offer(NamedTuple):
    """What a call gives back if it is asked for one of these media types instead."""

    media_types: tuple[str, ...]
    value: Code
    download: bool
    replies: tuple[Code, ...]


class CallResult(NamedTuple):
    """What a call gives back."""

    value: Code
    """The annotation of what the call returns; of a download, of what `parse()` gives."""
    download: bool
    """Whether it is bytes, given as a response to read."""
    undescribed: bool
    """Whether it is an answer of which nothing is known, given as it came."""
    returns: tuple[Code, ...]
    errors: tuple[Code, ...]
    media_types: tuple[str, ...] = ()
    """What is asked for, where the success has other media types too."""
    offers: tuple[Offer, ...] = ()


def plan_outcome(
    operation: Operation, annotator: Annotator, loaders: Loaders
) -> CallResult:
    """The outcome of one operation."""
    if operation.undescribed:
        return _undescribed(operation, annotator, loaders)
    chosen = [(r, _preferred(r, operation)) for r in operation.responses]
    failed = [(r, r.contents) for r in operation.errors]
    contents = [content for _, found in chosen for content in found]
    annotations = [_annotation(content, annotator) for content in contents]
    if not contents or any(not found and _may_be_empty(r) for r, found in chosen):
        annotations.append(code("None"))
    offers = tuple(_offers(chosen, operation, annotator, loaders))
    asked = tuple(dict.fromkeys(content.media_type for content in contents))
    several = bool(offers) or len(asked) > 1
    return CallResult(
        union(annotations),
        gives_bytes(operation),
        False,
        tuple(_replies(chosen, operation, loaders, empty=True)),
        tuple(_replies(failed, operation, loaders, empty=False)),
        asked if several and _answers_once(operation) else (),
        offers,
    )


def _undescribed(
    operation: Operation, annotator: Annotator, loaders: Loaders
) -> CallResult:
    """The outcome of an operation whose success bodies the document does not describe."""
    own = loaders.imports.own
    bare = [r.status.upper() for r in operation.responses if not may_have_body(r)]
    others = [r for r in operation.responses if may_have_body(r)]
    open = [r.status if r.status == "default" else r.status.upper() for r in others]
    returns = [
        code("{}({})", own("call", "any_reply"), string(" ".join(open or ["2XX"])))
    ]
    if bare:
        returns.append(
            code("{}({})", own("call", "empty_reply"), string(" ".join(bare)))
        )
    failed = [(r, r.contents) for r in operation.errors]
    return CallResult(
        annotator.imports.typing("typing", "Any"),
        False,
        True,
        tuple(returns),
        tuple(_replies(failed, operation, loaders, empty=False)),
    )


def may_have_body(response: Response) -> bool:
    """Whether a status may come with a body that means something to the caller."""
    return response.status == "default" or (
        response.status[:1] == "2" and response.status not in ("204", "205")
    )


def _answers_once(operation: Operation) -> bool:
    """Whether the answer is one value: no stream and no list that goes on."""
    return operation.streaming is None and operation.paging is None


def _offers(
    chosen: list[tuple[Response, tuple[Content, ...]]],
    operation: Operation,
    annotator: Annotator,
    loaders: Loaders,
) -> Iterable[Offer]:
    """The other media types of success, those together that give the same type."""
    if not _answers_once(operation):
        return
    families: dict[tuple[Code, bool], list[tuple[Response, Content]]] = {}
    for response, asked in chosen:
        for content in response.contents:
            if content.kind not in STREAMED and content not in asked:
                binary = content.kind is ContentKind.BINARY
                key = (_annotation(content, annotator), binary)
                families.setdefault(key, []).append((response, content))
    for (value, download), found in families.items():
        replies = _replies(
            [(r, [c]) for r, c in found], operation, loaders, empty=False
        )
        media_types = dict.fromkeys(content.media_type for _, content in found)
        yield Offer(tuple(media_types), value, download, tuple(replies))


def _may_be_empty(response: Response) -> bool:
    """A response whose only content is a stream is not an empty one."""
    return not response.contents


def gives_bytes(operation: Operation) -> bool:
    """Whether what is asked for is bytes, which a call gives as a response to read."""
    asked = [c for r in operation.responses for c in _preferred(r, operation)]
    return bool(asked) and all(c.kind is ContentKind.BINARY for c in asked)


def _preferred(response: Response, operation: Operation) -> tuple[Content, ...]:
    """The contents that are asked for: JSON where any success response has it.

    A bare string beside bytes is not what a caller wants: often it is how an exporter writes
    of the same file in its usual media type.
    """
    whole = [
        c for r in operation.responses for c in r.contents if c.kind not in STREAMED
    ]
    own = [c for c in response.contents if c.kind not in STREAMED]
    kinds = {c.kind for c in whole}
    if ContentKind.JSON not in kinds:
        return tuple(own)
    wanted = ContentKind.JSON
    if ContentKind.BINARY in kinds and all(
        isinstance(c.type, Scalar) for c in whole if c.kind is ContentKind.JSON
    ):
        wanted = ContentKind.BINARY
    return tuple(c for c in own if c.kind is wanted)


def _annotation(content: Content, annotator: Annotator) -> Code:
    match content.kind:
        case ContentKind.JSON:
            return annotator.output(content.type)
        case ContentKind.BINARY:
            return _plain(annotator, code("bytes"))
        case (
            ContentKind.TEXT
            | ContentKind.FORM
            | ContentKind.MULTIPART
            | ContentKind.EVENT_STREAM
            | ContentKind.JSON_LINES
            | ContentKind.JSON_SEQ
            | ContentKind.JSON_VALUES
        ):
            return _plain(annotator, code("str"))
        case _:
            assert_never(content.kind)


def _replies(
    responses: Iterable[tuple[Response, Iterable[Content]]],
    operation: Operation,
    loaders: Loaders,
    *,
    empty: bool,
) -> Iterable[Code]:
    """The replies of a description; statuses with the same reply are one.

    Those without a body are only listed among successes: an error needs none.
    """
    statuses: dict[tuple[ContentKind | None, Code | None, str], list[str]] = {}
    for response, contents in responses:
        found = list(contents)
        status = response.status.upper() if response.status != "default" else "default"
        for content in found:
            loader = None
            if content.kind is ContentKind.JSON:
                role = f"reply_{response.status}"
                loader = loaders.of(content.type, operation, role)
            key = (content.kind, loader, content.media_type)
            statuses.setdefault(key, []).append(status)
        if not found and empty and _may_be_empty(response):
            statuses.setdefault((None, None, ""), []).append(status)
    for (kind, loader, media_type), listed in statuses.items():
        said = string(" ".join(dict.fromkeys(listed)))
        yield _reply(kind, said, loader, media_type, loaders)


def _reply(
    kind: ContentKind | None,
    statuses: Code,
    loader: Code | None,
    media_type: str,
    loaders: Loaders,
) -> Code:
    own = loaders.imports.own
    match kind:
        case None:
            return code("{}({})", own("call", "empty_reply"), statuses)
        case ContentKind.JSON:
            parts = [statuses] if loader is None else [statuses, loader]
            if media_type != "application/json":
                parts.append(code("media_type={}", string(media_type)))
            return code("{}({})", own("call", "json_reply"), join(", ", parts))
        case ContentKind.BINARY:
            made = own("call", "binary_reply")
            return code("{}({}, {})", made, statuses, string(media_type))
        case (
            ContentKind.TEXT
            | ContentKind.FORM
            | ContentKind.MULTIPART
            | ContentKind.EVENT_STREAM
            | ContentKind.JSON_LINES
            | ContentKind.JSON_SEQ
            | ContentKind.JSON_VALUES
        ):
            made = own("call", "text_reply")
            return code("{}({}, {})", made, statuses, string(media_type))
        case _:
            assert_never(kind)


def _plain(annotator: Annotator, name: Code) -> Code:
    """A builtin, also inside a class that has a method of that name."""
    return annotator.imports.shadowed(name, annotator.members)
