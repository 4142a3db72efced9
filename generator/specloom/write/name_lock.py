"""`specloom.lock`: stable place → name, kept from run to run so that names do not move.

Input and output: text with one `"place" = "name"` a line, sorted, under a `["section"]` line
per SDK. It is TOML; `merge=union` in `.gitattributes` lets git merge any two of them, because
a line that comes twice counts once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from specloom.diagnostics import fail
from specloom.source import Position, Span

Names = Mapping[str, str]

_HEAD = """\
# The names that specloom gave to the parts of the API. Commit this file: with it a name never
# moves because something else was added. In .gitattributes: specloom.lock merge=union
"""
_STRING = r'"(?:[^"\\]|\\.)*"'
_ENTRY = re.compile(rf"({_STRING}) = ({_STRING})")
_SECTION = re.compile(rf"\[({_STRING})\]")


def read_lock(path: Path) -> dict[str, dict[str, str]]:
    """The sections of a lock file; empty where there is no file.

    Of two names for one place (two branches that both named it) the first counts.
    """
    try:
        text = path.read_bytes().decode()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise fail(
            "E507", f"cannot read {path}: {reason}", Span(str(path), "")
        ) from None
    sections: dict[str, dict[str, str]] = {}
    entries: dict[str, str] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        if entries is not None and (found := _ENTRY.fullmatch(line)):
            entries.setdefault(_read(found[1]), _read(found[2]))
        elif found := _SECTION.fullmatch(line):
            entries = sections.setdefault(_read(found[1]), {})
        else:
            conflict = line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||"))
            what = "a merge conflict" if conflict else "not a line of a name lock"
            raise fail("E507", what, Span(str(path), ""), position=Position(number, 1))
    return sections


def dump_lock(sections: Mapping[str, Names]) -> str:
    """The text of a lock file, everything sorted."""
    parts = [_HEAD]
    for section, entries in sorted(sections.items()):
        if entries:
            lines = [
                f"{_show(place)} = {_show(name)}\n"
                for place, name in sorted(entries.items())
            ]
            parts.append(f"\n[{_show(section)}]\n" + "".join(lines))
    return "".join(parts)


def _read(text: str) -> str:
    # The common case has no escapes, and a lock has tens of thousands of strings.
    return text[1:-1] if "\\" not in text else str(json.loads(text))


def _show(text: str) -> str:
    # TOML, unlike JSON, wants the character DELETE escaped too.
    return _quote(text).replace("\x7f", "\\u007f")


_quote = json.JSONEncoder(ensure_ascii=False).encode
