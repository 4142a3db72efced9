"""Payloads of every schema that is reached, and whether they come back as they were.

Valid payloads decode strictly and into the class that they are of; those of a later version of
the API, and broken ones, decode leniently. All of them are encoded to what they were.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from specloom.model.wire_types import resolved
from specloom.model.declarations import Record, Union
from specloom.model.types import JsonValue
from specloom.model.walk import inner_types, references

from corpus.building import Built
from corpus.payloads import NEW_PROPERTY, NEW_VALUE, Form, Payloads, is_a_guess, route

FULL, BARE = Form(), Form(optional=False)
NEWER = (Form(new_properties=True), Form(new_values=True))


@dataclass(frozen=True)
class Failure:
    """A payload that did not do what it should."""

    id: str
    what: str
    payload: JsonValue

    def __str__(self) -> str:
        return f"{self.id}: {self.what}\n    {json.dumps(self.payload)[:400]}"


def report(failures: Iterator[Failure]) -> str:
    found = list(failures)
    shown = "\n".join(map(str, found[:8]))
    return f"{len(found)} failures\n{shown}" if found else ""


def valid_failures(built: Built, package: ModuleType) -> Iterator[Failure]:
    payloads = Payloads(built.api)
    guesses = guessing(built)
    for declared in built.api.declarations:
        if not payloads.is_finite(declared.id):
            continue
        type_ = getattr(package.models, built.names.types[declared.id])
        for form, seed in ((FULL, 0), (FULL, 1), (FULL, 2), (BARE, 0)):
            payload = payloads.of(declared.id, form, seed)
            strict = declared.id not in guesses
            yield from came_back(package, declared.id, type_, payload, strict)


def guessing(built: Built) -> set[str]:
    """The declarations in which a union is told by the best fit, which is reported as unclear.

    A payload of one member may well be taken for another one there.
    """
    users: dict[str, set[str]] = {}
    pending: list[str] = []
    for declared in built.api.declarations:
        for type_ in inner_types(declared):
            for id in references(type_):
                users.setdefault(id, set()).add(declared.id)
        if isinstance(declared, Union) and is_a_guess(declared.dispatch):
            pending.append(declared.id)
    found: set[str] = set()
    while pending:
        id = pending.pop()
        if id not in found:
            found.add(id)
            pending += users.get(id, ())
    return found


def came_back(
    package: ModuleType, id: str, type_: Any, payload: JsonValue, strict: bool
) -> Iterator[Failure]:
    try:
        value = package.decode(type_, payload, strict=strict)
    except package.DecodeError as error:
        yield Failure(id, f"does not decode: {error}", payload)
        return
    except TypeError as error:
        yield Failure(id, f"cannot be decoded: {error}", payload)
        return
    back = package.encode(value)
    if not same(back, payload):
        yield Failure(id, f"comes back as {json.dumps(back)[:300]}", payload)


def same(a: JsonValue, b: JsonValue) -> bool:
    """Equality of JSON values, in which `1` is neither `true` nor `1.0`."""
    return json.dumps(a, sort_keys=True) == json.dumps(b, sort_keys=True)


def variant_failures(built: Built, package: ModuleType) -> Iterator[Failure]:
    payloads = Payloads(built.api)
    known = {d.id: d for d in built.api.declarations}
    for union in built.api.declarations:
        if not isinstance(union, Union):
            continue
        type_ = getattr(package.models, built.names.types[union.id])
        for number, variant in enumerate(union.variants):
            payload = payloads.variant(union, number, FULL)
            taken = route(union.dispatch, payload)
            if taken is not None:
                # Two names of one type are one type, whichever is taken.
                met, own = union.variants[taken].type, variant.type
                if resolved(met, known.get) == resolved(own, known.get):
                    number = taken
            if taken != number and not is_a_guess(union.dispatch):
                yield Failure(
                    union.id, f"variant {number} is taken for {taken}", payload
                )
            if taken is None:
                continue
            try:
                value = package.decode(type_, payload)
            except TypeError as error:
                yield Failure(union.id, f"cannot be decoded: {error}", payload)
                break
            named = built.names.types.get(getattr(union.variants[taken].type, "id", ""))
            made = type(value).__name__
            if isinstance(payload, dict) and not isinstance(value, dict) and named:
                if made != named and not is_alias(built, union.variants[taken].type):
                    yield Failure(union.id, f"{named} becomes {made}", payload)
            if not same(package.encode(value), payload):
                yield Failure(union.id, f"variant {number} does not come back", payload)


def is_alias(built: Built, type_: Any) -> bool:
    known = {d.id: d for d in built.api.declarations}
    return not isinstance(known.get(getattr(type_, "id", "")), Record)


def newer_failures(built: Built, package: ModuleType) -> Iterator[Failure]:
    payloads = Payloads(built.api)
    for declared in built.api.declarations:
        if not payloads.is_finite(declared.id):
            continue
        type_ = getattr(package.models, built.names.types[declared.id])
        for form in NEWER:
            payload = payloads.of(declared.id, form)
            yield from came_back(package, declared.id, type_, payload, False)
        if isinstance(declared, Union) and declared.tag:
            unknown: JsonValue = {declared.tag: NEW_VALUE, NEW_PROPERTY: [1, None]}
            yield from came_back(package, declared.id, type_, unknown, False)
            nameless: JsonValue = {declared.tag: {"no": "name"}, "": None}
            yield from came_back(package, declared.id, type_, nameless, False)


BROKEN: tuple[JsonValue, ...] = (None, True, 7, 1.5, "text", [], [{}], {}, {"a": [1]})


def broken_failures(built: Built, package: ModuleType) -> Iterator[Failure]:
    for declared in built.api.declarations:
        type_ = getattr(package.models, built.names.types[declared.id])
        for payload in BROKEN:
            yield from came_back(package, declared.id, type_, payload, False)
        if isinstance(declared, Record):
            for payload in BROKEN[:8]:
                whole = {field.wire: payload for field in declared.fields}
                yield from came_back(package, declared.id, type_, whole, False)
