"""Reads `specloom.toml`, or `[tool.specloom]` of a `pyproject.toml`, into a `Config`.

Every field of `Sdk` and `Config` is an option, spelled with hyphens. Options of an SDK stand
in its `[[sdk]]` table; at the top level they hold for every SDK that does not say otherwise.
Paths are relative to the file. Unknown keys are errors that suggest the nearest one.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from specloom.config import CHOICES, Config, Limits, Pagination, Sdk
from specloom.config.elsewhere import Elsewhere, elsewhere
from specloom.config.options import PAGINATION_CHOICES
from specloom.config.paths import is_importable, why_no_path
from specloom.diagnostics import CODES, Bag, Severity, fail
from specloom.source import Position, SourceFile, Span

NAMES = ("specloom.toml", "pyproject.toml")
LOCK_NAME = "specloom.lock"


def find_config(start: Path) -> Path | None:
    """The nearest configuration file in `start` or a folder above it."""
    found = map(find_config_in, (start, *start.parents))
    return next((path for path in found if path is not None), None)


def find_config_in(folder: Path) -> Path | None:
    """The configuration file of a folder, if it has one."""
    for name in NAMES:
        path = folder / name
        if path.is_file() and (name == NAMES[0] or _has_table(path)):
            return path
    return None


def read_source(path: Path) -> SourceFile:
    """The text of a configuration file, under the path that is shown to people."""
    display = shown(path)
    try:
        return SourceFile(display, path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise fail(
            "E601", f"cannot read {display}: {error.strerror}", Span(display, "")
        ) from None
    except UnicodeDecodeError as error:
        raise fail(
            "E601", f"not UTF-8 text at byte {error.start}", Span(display, "")
        ) from None


def read_config(path: Path, source: SourceFile, bag: Bag) -> Config:
    """The configuration in `source`; findings go to `bag`, broken TOML ends the run."""
    data, inside = _parse(source), ""
    if path.name == "pyproject.toml":
        data, inside = data.get("tool", {}).get("specloom", {}), "tool.specloom"
    config = config_of_tables(data, source, bag, path.parent, inside)
    lock = config.lock or _relative(path.parent) / LOCK_NAME
    return replace(config, lock=lock)


def config_of_tables(
    data: Mapping[str, Any],
    source: SourceFile,
    bag: Bag,
    folder: Path = Path(),
    inside: str = "",
) -> Config:
    """The configuration in parsed tables; paths are relative to `folder`.

    `inside` is the dotted name of the table that holds them, if it is not the whole file.
    """
    return _Reader(source, folder, inside, bag).config(data)


def shown(path: Path) -> str:
    """The path as people should see it: relative to the working directory where it is below."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return str(path) if relative.startswith("..") else relative


def _relative(folder: Path) -> Path:
    """A folder as seen from the working directory, so that no output depends on where it is."""
    return Path(os.path.relpath(folder)) if folder.is_absolute() else folder


def _has_table(path: Path) -> bool:
    try:
        return (
            re.search(rb"^\s*\[+\s*tool\.specloom\b", path.read_bytes(), re.M)
            is not None
        )
    except OSError:
        return False


def _parse(source: SourceFile) -> dict[str, Any]:
    try:
        return tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        message = str(error).split(" (at ")[0]
        lines = source.text.count("\n") + 1
        position = (
            Position(int(place[1]), int(place[2])) if place else Position(lines, 1)
        )
        raise fail("E601", message, Span(source.path, ""), position=position) from None


class _Wrong(Exception):
    """A value that does not fit its option; the text says what would."""


class _Reader:
    """Reads tables into the dataclasses of `config`, one file at a time."""

    def __init__(self, source: SourceFile, folder: Path, inside: str, bag: Bag) -> None:
        self._source = source
        self._folder = _relative(folder)
        self._inside = inside
        self._bag = bag

    def config(self, data: Mapping[str, Any]) -> Config:
        of_config = {_key(f.name): f for f in fields(Config)}
        of_sdk = {_key(f.name): f for f in fields(Sdk)}
        shared: dict[str, Any] = {}
        own: dict[str, Any] = {}
        tables: list[Any] = []
        for key, value in data.items():
            if key == "sdk":
                given = cast("list[Any]", value)
                tables = given if isinstance(value, list) else [value]
            elif key == "limits":
                own["limits"] = self._limits(value)
            elif key in of_sdk and key != "output":
                self._set(
                    shared, of_sdk[key].name, str(of_sdk[key].type), key, value, None
                )
            elif key in of_config and key != "sdks":
                field = of_config[key]
                self._set(own, field.name, str(field.type), key, value, None)
            else:
                known = [*of_config, *of_sdk, "sdk"]
                self._unknown(key, [k for k in known if k != "sdks"], None)
        if not tables:
            self._report("E603", "no [[sdk]] table: nothing to generate", "", None)
        sdks = [self._sdk(i, t, shared, of_sdk) for i, t in enumerate(tables)]
        return Config(tuple(s for s in sdks if s is not None), **own)

    def _sdk(
        self,
        index: int,
        table: Any,
        shared: Mapping[str, Any],
        known: Mapping[str, Any],
    ) -> Sdk | None:
        if not isinstance(table, dict):
            self._report("E603", "'sdk' has to be a table: [[sdk]]", "sdk", None)
            return None
        values = dict(shared)
        for key, value in cast("dict[str, Any]", table).items():
            if key in known:
                self._set(
                    values, known[key].name, str(known[key].type), key, value, index
                )
            else:
                self._unknown(key, list(known), index)
        missing = [
            f.name
            for f in fields(Sdk)
            if f.default is MISSING and f.default_factory is MISSING
        ]
        lacking = [name for name in missing if name not in values]
        for name in lacking:
            given = name in table or name in shared
            if not given:
                self._report("E603", f"this SDK has no '{name}'", "", index)
        return None if lacking else Sdk(**values)

    def _limits(self, value: Any) -> Limits:
        known = {_key(f.name): f for f in fields(Limits)}
        limits: dict[str, Any] = {}
        if not isinstance(value, dict):
            self._report("E603", "'limits' has to be a table: [limits]", "limits", None)
            return Limits()
        for key, item in cast("dict[str, Any]", value).items():
            if key in known:
                self._set(
                    limits, known[key].name, str(known[key].type), key, item, None
                )
            else:
                self._unknown(key, list(known), None)
        return Limits(**limits)

    def _set(
        self,
        values: dict[str, Any],
        name: str,
        type: str,
        key: str,
        value: Any,
        index: int | None,
    ) -> None:
        try:
            made = _READERS[type](value, self._folder)
            choices = CHOICES.get(name)
            if name == "diagnostics":
                made, choices = _graveness(made), None
            if name == "client_class" and not is_importable(str(made)):
                raise _Wrong(f"a name that Python takes for a class, not {made!r}")
            if name == "target" and choices and made not in choices:
                from specloom.config.installed_targets import installed

                choices = (*choices, *installed())
            each: Iterable[object] = made if made.__class__ is tuple else (made,)
            for one in each:
                if choices and one not in choices:
                    close = get_close_matches(str(one), choices, 1)
                    hint = f" (did you mean '{close[0]}'?)" if close else ""
                    several = "some" if isinstance(made, tuple) else "one"
                    raise _Wrong(f"{several} of {', '.join(choices)}{hint}")
        except _Wrong as wrong:
            self._report("E603", f"'{key}' has to be {wrong}", key, index)
        else:
            values[name] = made

    def _unknown(self, key: str, known: list[str], index: int | None) -> None:
        close = get_close_matches(key.replace("_", "-"), known, 1)
        help = f"did you mean '{close[0]}'?" if close else None
        self._report("E602", f"unknown option '{key}'", key, index, help)

    def _report(
        self,
        code: str,
        message: str,
        key: str,
        index: int | None,
        help: str | None = None,
    ) -> None:
        pointer = "" if index is None else f"/sdk/{index}"
        span = (
            Span(self._source.path, pointer).child(key)
            if key
            else Span(self._source.path, pointer)
        )
        position = self._position(key, index)
        self._bag.report(code, message, span, help=help, position=position)

    def _position(self, key: str, index: int | None) -> Position:
        """The line that says `key`, in the SDK's table if it has one.

        TOML's parser gives no places; the first line that looks like it is close enough.
        """
        text, begin = self._source.text, 0
        prefix = re.escape(self._inside + "." if self._inside else "")
        if index is not None:
            heads = list(
                re.finditer(rf"^[ \t]*(?=\[\[\s*{prefix}sdk\s*\]\])", text, re.M)
            )
            begin = heads[index].end() if index < len(heads) else 0
        if key:
            name = rf"[\"']?{re.escape(key)}[\"']?"
            found = re.compile(
                rf"^[ \t]*(?:(?={name}\s*[=.])|\[+\s*{prefix}(?:sdk\.)?(?={name}\s*\]))",
                re.M,
            ).search(text, begin)
            begin = found.end() if found else begin
        return self._source.position(begin)


def _key(name: str) -> str:
    return name.replace("_", "-")


def _text(value: Any, folder: Path) -> str:
    if not isinstance(value, str):
        raise _Wrong("a string")
    return value


def _path(value: Any, folder: Path) -> Path:
    if not isinstance(value, str) or not value:
        raise _Wrong("a path (a string)")
    why = why_no_path(value)
    if why is not None:
        raise _Wrong(f"a path: {why}")
    return Path(os.path.normpath(folder / value))


def _spec(value: Any, folder: Path) -> Path | Elsewhere:
    # A file may be called `-`: nobody gives standard input to whom a file says what to do.
    given = elsewhere(value) if isinstance(value, str) else None
    return given if given is not None and given.is_url else _path(value, folder)


def _flag(value: Any, folder: Path) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("true or false")
    return value


def _number(value: Any, folder: Path) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _Wrong("a whole number")
    return value


def _texts(value: Any, folder: Path) -> tuple[str, ...]:
    items = cast("list[Any]", value)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in items):
        raise _Wrong("a list of strings")
    return tuple(items)


def _paths(value: Any, folder: Path) -> tuple[Path, ...]:
    return tuple(_path(item, folder) for item in _texts(value, folder))


def _table(value: Any, folder: Path) -> dict[str, str]:
    items = cast("dict[str, Any]", value)
    if not isinstance(value, dict) or not all(
        isinstance(v, str) for v in items.values()
    ):
        raise _Wrong("a table of strings")
    return items


def _graveness(table: Mapping[str, str]) -> Mapping[str, str]:
    """What `diagnostics` says, if every code is one that can be said to be less or more grave."""
    for code, level in table.items():
        if code not in CODES:
            close = get_close_matches(code, CODES, 1)
            hint = f" (did you mean {close[0]}?)" if close else ""
            raise _Wrong(f"a table of codes, and there is no {code}{hint}")
        if CODES[code].severity is Severity.ERROR:
            raise _Wrong(f"about warnings and notes; {code} is an error that stays one")
        if level not in CHOICES["diagnostics"]:
            known = ", ".join(CHOICES["diagnostics"])
            raise _Wrong(f"a table of codes, each one of {known}, not {level!r}")
    return table


def _pagination(value: Any, folder: Path) -> tuple[Pagination, ...]:
    tables: list[Any] = value if value.__class__ is list else [value]
    return tuple(map(_one_pagination, tables))


def _one_pagination(value: Any) -> Pagination:
    if not isinstance(value, dict):
        raise _Wrong("a table, or a list of tables")
    table = cast("dict[str, Any]", value)
    known = {"in" if f.name == "where" else f.name: f for f in fields(Pagination)}
    given: dict[str, Any] = {}
    for key, item in table.items():
        if key not in known:
            close = get_close_matches(key, known, 1)
            hint = f" (did you mean '{close[0]}'?)" if close else ""
            raise _Wrong(f"a table without '{key}'{hint}")
        whole = isinstance(item, int) and not isinstance(item, bool)
        if not (whole if key == "first" else isinstance(item, str)):
            kind = "a whole number" if key == "first" else "a string"
            raise _Wrong(f"a table in which '{key}' is {kind}")
        given[known[key].name] = item
    for key, choices in PAGINATION_CHOICES.items():
        name = known[key].name
        if name in given and given[name] not in choices:
            raise _Wrong(f"a table in which '{key}' is one of {', '.join(choices)}")
    if "style" not in given:
        raise _Wrong("a table with a 'style'")
    return Pagination(**given)


_READERS: dict[str, Callable[[Any, Path], Any]] = {
    "str": _text,
    "bool": _flag,
    "int": _number,
    "Path": _path,
    "Path | None": _path,
    "Path | Elsewhere": _spec,
    "tuple[str, ...]": _texts,
    "tuple[Path, ...]": _paths,
    "Mapping[str, str]": _table,
    "tuple[Pagination, ...]": _pagination,
}
"""By a field's annotation; a field of another type needs a row here."""
