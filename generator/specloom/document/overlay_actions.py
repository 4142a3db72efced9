"""Overlay actions at work (Overlay 1.1 "Action Object").

Input: an `Overlay` and the document as it is by now. Output: the document changed, and one
diagnostic for each action that cannot be applied as its author meant it.
"""

from __future__ import annotations

from specloom.diagnostics import Bag, SpecloomError, fail
from specloom.document.overlay import Action, Overlay
from specloom.document.patching import Location, Patched
from specloom.model.types import JsonValue
from specloom.source import Span


def apply_overlay(overlay: Overlay, document: Patched, bag: Bag) -> None:
    """Applies the actions in their order."""
    for action in overlay.actions:
        try:
            _apply(action, overlay.version == "1.0", document, bag)
        except SpecloomError as error:
            found = error.diagnostic
            bag.report(found.code, found.message, found.span, help=found.help)


def _apply(action: Action, is_old: bool, document: Patched, bag: Bag) -> None:
    where = action.span.child("target")
    locations = _select(action.target, document, where)
    if not locations:
        raise fail("E112", f"nothing is selected by {action.target}", where)
    if action.remove:
        _remove(locations, document, where)
        return
    value, origin = action.update, action.span.child("update")
    if action.copy:
        value, origin = _source(action, document)
    kinds = {_kind(document.get(location)) for location in locations}
    if len(kinds) > 1:
        what = " and ".join(sorted(kinds))
        raise fail(
            "E113", f"the target selects {what}, which take different values", where
        )
    if is_old and kinds == {_SINGLE}:
        bag.report(
            "W129",
            "Overlay 1.0 changes objects and lists only; this is changed as in 1.1",
            where,
            help="write `overlay: 1.1.0`",
        )
    for location in locations:
        _add(document, location, value, origin, is_entry=is_old and kinds == {_LIST})


def _select(path: str, document: Patched, where: Span) -> list[Location]:
    import jsonpath_rfc9535

    class Environment(jsonpath_rfc9535.JSONPathEnvironment):
        max_recursion_depth = 10_000  # the depth of documents has a limit of ours

    try:
        return [node.location for node in Environment().find(path, document.value)]
    except jsonpath_rfc9535.JSONPathError as error:
        raise fail("E114", f"{path} is no JSONPath: {error}", where) from None


def _source(action: Action, document: Patched) -> tuple[JsonValue, Span]:
    """The value that a `copy` names, and where it was written."""
    where = action.span.child("copy")
    locations = _select(action.copy, document, where)
    if len(locations) != 1:
        count = len(locations) or "nothing"
        raise fail(
            "E112", f"`copy` takes one value, and {action.copy} selects {count}", where
        )
    document.share()
    return document.get(locations[0]), document.origin(locations[0])


def _remove(locations: list[Location], document: Patched, where: Span) -> None:
    """Removes from the end, so that the locations still to come stay right."""
    if () in locations:
        raise fail("E113", "the root of a document cannot be removed", where)
    for location in sorted(map(tuple, locations), reverse=True):
        document.remove(location)


# Merging ------------------------------------------------------------------------------------

_LIST, _OBJECT, _SINGLE = "lists", "objects", "single values"


def _kind(value: JsonValue) -> str:
    return (
        _OBJECT
        if isinstance(value, dict)
        else _LIST if isinstance(value, list) else _SINGLE
    )


def _add(
    document: Patched,
    location: Location,
    value: JsonValue,
    origin: Span,
    *,
    is_entry: bool,
) -> None:
    """Adds to one target: merges objects, extends lists, replaces single values."""
    match document.get(location), value:
        case list(), list() if not is_entry:
            _extend(document, location, value, origin)
        case list(), _:
            document.append(location, value, origin)
        case dict(), dict():
            _merge(document, location, value, origin)
        case (dict(), _) | (_, dict() | list()):
            raise _misfit(document, location, value, origin)
        case _:
            document.set(location, value, origin)


def _merge(
    document: Patched, location: Location, update: dict[str, JsonValue], origin: Span
) -> None:
    """Merges an object into the one at `location`, at every depth."""
    for key, item in update.items():
        here, there = (*location, key), document.entry_origin(update, key, origin)
        try:
            old = document.get(here)
        except LookupError:
            document.set(here, item, there)
            continue
        match old, item:
            case dict(), dict():
                _merge(document, here, item, there)
            case list(), list():
                _extend(document, here, item, there)
            case (dict() | list()), None:
                pass  # as the standard's first example: a key with nothing under it
            case (dict() | list(), _) | (
                bool() | int() | float() | str(),
                dict() | list(),
            ):
                raise _misfit(document, here, item, there)
            case _:
                document.set(here, item, there)


def _extend(
    document: Patched, location: Location, items: list[JsonValue], origin: Span
) -> None:
    for index, item in enumerate(items):
        document.append(
            location, item, document.entry_origin(items, str(index), origin)
        )


def _misfit(
    document: Patched, location: Location, value: JsonValue, origin: Span
) -> SpecloomError:
    old = _kind(document.get(location)).removesuffix("s")
    new = _kind(value).removesuffix("s")
    return fail("E113", f"{_article(new)} does not fit {_article(old)}", origin)


def _article(noun: str) -> str:
    return f"{'an' if noun[0] == 'o' else 'a'} {noun}"
