"""What the errors of a JSON Schema validator mean to the author: one finding per mistake.

Input: errors of jsonschema-rs. Output: `Finding`s. An error of `oneOf` or `anyOf` says only
that nothing fits; what is wrong with the alternative that comes nearest is the finding.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from specloom.document.pointer import pointer_of
from specloom.source import Span

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

_WIDTH = 60
_TAGS = frozenset(("in", "type"))
"""Properties that say which alternative of the meta-schemas an object is meant to be."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake, and where."""

    code: str
    message: str
    span: Span
    help: str = ""


def findings(errors: Iterable[ValidationError], root: Span) -> Iterator[Finding]:
    """The findings behind the errors of the document at `root`."""
    for error in errors:
        branches: list[list[ValidationError]] = getattr(error.kind, "context", [])
        if not branches:
            yield from _worded(error, root)
        elif not all(branches):
            yield _found(
                f"{_name(error)} fits several forms of the standard", _here(error, root)
            )
        else:
            yield from _nearest(error, branches, root)


def _nearest(
    error: ValidationError, branches: list[list[ValidationError]], root: Span
) -> Iterator[Finding]:
    """What is wrong with the alternative that was meant.

    That is the one whose tag is right; among equals, the one with the fewest mistakes.
    """
    fork = len(error.instance_path)
    meant = [
        b for b in branches if not any(_is_other_form(e, fork) for e in b)
    ] or branches
    tagged = [b for b in meant if not any(_is_wrong_tag(e, fork) for e in b)]
    if not tagged:
        tags = [e for b in meant for e in b if _is_wrong_tag(e, fork)]
        yield _choice(tags[0], root, [o for e in tags for o in _options(e)])
        return
    fewest = min(map(len, tagged))
    best = [b for b in tagged if len(b) == fewest]
    missing = [e.kind.as_dict().get("property") for b in best for e in b]
    if len(best) == 1:
        yield from findings(best[0], root)
    elif fewest == 1 and all(missing):
        either = " or ".join(f"`{name}`" for name in missing)
        yield _found(f"{either} is missing in {_name(error)}", _here(error, root))
    else:
        what = f"{_name(error)} fits none of the forms that the standard has here"
        yield _found(what, _here(error, root))


def _is_other_form(error: ValidationError, fork: int) -> bool:
    """Whether an alternative is only for references, or for another JSON type."""
    if len(error.instance_path) != fork:
        return False
    return error.kind.name == "type" or error.kind.as_dict().get("property") == "$ref"


def _is_wrong_tag(error: ValidationError, fork: int) -> bool:
    path = error.instance_path
    return (
        len(path) == fork + 1
        and path[-1] in _TAGS
        and error.kind.name in ("enum", "const")
    )


def _options(error: ValidationError) -> list[object]:
    said = error.kind.as_dict()
    options: list[object] = said.get("options", [said.get("expected_value")])
    return options


def _here(error: ValidationError, root: Span) -> Span:
    return Span(root.file, pointer_of(*error.instance_path))


def _name(error: ValidationError) -> str:
    path = error.instance_path
    return f"`{path[-1]}`" if path and isinstance(path[-1], str) else "this"


def _worded(error: ValidationError, root: Span) -> Iterator[Finding]:
    here, name = _here(error, root), _name(error)
    said = error.kind.as_dict()
    match kind := error.kind.name:
        case "additionalProperties" | "unevaluatedProperties":
            for key in said["unexpected"]:
                yield _found(
                    f"the standard has no `{shorten(key)}` here", here.child(key)
                )
        case "required":
            # Beside a `$ref` that has no place here nothing is missing: the `$ref` is told.
            if not (isinstance(error.instance, dict) and "$ref" in error.instance):
                yield _found(f"`{said['property']}` is missing in {name}", here)
        case "type":
            types: list[str] = said["types"]
            wanted = " or ".join(_TYPES.get(t, t) for t in types)
            yield _found(f"{name} is {_shown(error.instance)}, expected {wanted}", here)
        case "enum" | "const":
            yield _choice(error, root, _options(error))
        case "pattern" | "format":
            found = _shown(error.instance)
            yield _found(f"{name} is {found}, expected the {kind} {said[kind]}", here)
        case "propertyNames":
            inner: ValidationError = said["error"]
            key, pattern = str(inner.instance), inner.kind.as_dict().get("pattern", "")
            message = f"the name `{shorten(key)}` does not match {pattern}"
            yield _found(message, here.child(key))
        case "uniqueItems" if isinstance(error.instance, list):
            seen: set[str] = set()
            for index, item in enumerate(error.instance):
                written = json.dumps(item, sort_keys=True, default=str)
                if written in seen:
                    yield _found(f"{name} holds this twice", here.child(str(index)))
                seen.add(written)
        case _:
            yield _found(shorten(error.message, 2 * _WIDTH), here)


def _choice(error: ValidationError, root: Span, options: list[object]) -> Finding:
    found, wanted = error.instance, ", ".join(map(_shown, options))
    near = get_close_matches(str(found), [str(o) for o in options], 1)
    message = f"{_name(error)} is {_shown(found)}, expected one of {wanted}"
    return _found(message, _here(error, root), f"is {near[0]!r} meant?" if near else "")


_TYPES = {"object": "a mapping", "array": "a list", "string": "text", "null": "null"}


def _found(message: str, span: Span, help: str = "") -> Finding:
    return Finding("W130", message, span, help)


def _shown(value: object) -> str:
    match value:
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case _:
            return shorten(json.dumps(value, ensure_ascii=False, default=str))


def shorten(text: str, width: int = _WIDTH) -> str:
    """`text` on one line of at most `width` characters."""
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"
