"""Requests and responses that a document shows only as text, in an extension of its operations.

Part of stage 3. Input: the extensions of an operation. Output: `OperationExample`s. `x-oaiMeta`
holds a request as a `curl` command and the response as text; the JSON in both is read, and what
is no JSON is no example, unless it is a stream of events.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from specloom.lower.extensions import Extensions, text
from specloom.model.doc import Example
from specloom.model.operations import OperationExample
from specloom.model.types import JsonValue

_DATA = re.compile(r"\s(?:-d|--data(?:-raw|-binary)?)[\s=]+'([^']*)'")
_EVENTS = re.compile(r"(?m)^(?:event|data): ?\S")


def shown_examples(extensions: Extensions) -> tuple[OperationExample, ...]:
    """The examples of one operation that hold anything that can be read."""
    meta = extensions.get("x-oaiMeta")
    if not isinstance(meta, dict):
        return ()
    given = meta.get("examples")
    entries: Sequence[JsonValue] = given if isinstance(given, list) else (given,)
    return tuple(_read(entries))


def _read(entries: Sequence[JsonValue]) -> Iterator[OperationExample]:
    for entry in entries:
        if not isinstance(entry, dict):
            continue
        name = text(entry.get("title"))
        request = _request(entry.get("request"), name)
        written = text(entry.get("response")).strip()
        response = _parsed(written, name)
        streamed = response is None and _EVENTS.search(written) is not None
        if streamed:
            response = Example(written, name)
        if request is not None or response is not None:
            yield OperationExample(request, response, name, streamed)


def _request(given: JsonValue, name: str) -> Example | None:
    command = text(given.get("curl")) if isinstance(given, dict) else text(given)
    found = _DATA.search(command)
    return None if found is None else _parsed(found[1], name)


def _parsed(written: str, name: str) -> Example | None:
    try:
        value: JsonValue = json.loads(written)
    except ValueError:
        return None
    return Example(value, name)
