"""How diagnostics are shown: text with an excerpt and a caret, JSON, GitHub, SARIF."""

from __future__ import annotations

import json

import pytest
from specloom.diagnostics import CODES, Diagnostic, Loss, Severity, make
from specloom.report.diagnostic_text import (
    as_github,
    as_json,
    as_sarif,
    as_text,
    printable,
)
from specloom.source import Position, SourceFile, Span

TEXT = """openapi: 3.1.0
paths:
  /pets/{id}:
    get: {tags: [a, "b c"], x: 1}
    \tput: 日本 nonsense
"""
PLACES = {
    "/paths/~1pets~1{id}": Position(3, 3),
    "/paths/~1pets~1{id}/get/tags/1": Position(4, 21),
    "/paths/~1pets~1{id}/get/tags/0": Position(4, 18),
    "/paths": Position(2, 1),
}


def locate(span: Span) -> Position | None:
    return PLACES.get(span.pointer) if span.file == "api.yaml" else None


def source(file: str) -> SourceFile | None:
    return SourceFile(file, TEXT) if file == "api.yaml" else None


def warn(pointer: str = "", message: str = "a message", **more: object) -> Diagnostic:
    return Diagnostic("W130", Severity.WARNING, message, Span("api.yaml", pointer), **more)  # type: ignore[arg-type]


def text_of(*found: Diagnostic) -> str:
    return as_text(found, locate, source)


def test_all_there_is_to_say() -> None:
    found = warn(
        "/paths/~1pets~1{id}",
        notes=(
            ("the first one", Span("api.yaml", "/paths")),
            ("and here", Span("other.yaml", "/x")),
            ("by the way", None),
        ),
        help="do this",
    )
    assert text_of(found) == (
        "api.yaml:3:3: warning W130: a message\n"
        "    at #/paths/~1pets~1{id}\n"
        "    3 |   /pets/{id}:\n"
        "      |   ^^^^^^^^^^\n"
        "    note: the first one (line 2)\n"
        "    note: and here (other.yaml)\n"
        "    note: by the way\n"
        "    help: do this\n"
    )


def test_as_little_as_there_is_to_say() -> None:
    assert text_of(warn()) == "api.yaml: warning W130: a message\n"
    assert text_of(make("E103", "empty", help="")) == "error E103: empty\n"


@pytest.mark.parametrize(
    ("position", "marked"),
    [
        (Position(1, 1), "openapi"),
        (Position(1, 10), "3.1.0"),
        (Position(4, 5), "get"),
        (Position(4, 10), "{"),
        (Position(4, 18), "a"),
        (Position(4, 21), '"b c"'),
        (Position(4, 29), "x"),
        (Position(5, 99), " "),
    ],
)
def test_the_caret_marks_a_key_a_text_or_a_word(
    position: Position, marked: str
) -> None:
    shown = text_of(warn(position=position)).splitlines()[-1]
    assert shown.count("^") == len(marked)
    if marked != " ":
        line = TEXT.splitlines()[position.line - 1]
        assert shown.index("^") - len("    1 | ") == position.column - 1
        assert line[position.column - 1 :].startswith(marked)


def test_wide_characters_and_tabs_keep_the_caret_in_place() -> None:
    *_, excerpt, caret = text_of(warn(position=Position(5, 14))).splitlines()
    assert excerpt == "    5 |      put: 日本 nonsense"
    assert caret == "      |" + " " * 16 + "^^^^^^^^"


def test_a_long_line_is_cut_around_its_mark() -> None:
    line = '{"a": ' + "[1, " * 50_000 + '"here"'
    column = line.index('"here"') + 1
    found = [warn(position=Position(1, column)), warn(position=Position(1, 2))]
    text = as_text(found, locate, lambda file: SourceFile(file, line))
    assert max(map(len, text.splitlines())) < 120
    assert '"here"' in text
    assert text.count("…") == 2
    caret, excerpt = text.splitlines()[2], text.splitlines()[1]
    assert excerpt[caret.index("^") :] == '"here"'


def test_what_a_document_says_cannot_drive_a_terminal() -> None:
    evil = "\x1b[2J\u202e\x07\n\r\ud800\u2028"
    found = warn(
        "/" + evil, evil, help=evil, notes=((evil, None),), position=Position(1, 1)
    )
    text = as_text(
        [found], locate, lambda file: SourceFile(file, evil.replace("\n", ""))
    )
    assert not set(text) & set(evil) - {"\n", "[", "2", "J"}
    assert "\\x1b[2J\\u202e\\x07\\n\\r\\ud800\\u2028" in text
    text.encode()


def test_messages_have_a_length() -> None:
    assert len(printable("x" * 1_000_000)) == 2_000


def test_colours_are_only_added() -> None:
    found = warn("/paths", help="h", notes=(("n", None),))
    coloured = as_text([found], locate, source, colour=True)
    plain = coloured
    for style in ("1;33", "1;36", "1;32", "1", "2", "0"):
        plain = plain.replace(f"\x1b[{style}m", "")
    assert plain == text_of(found) != coloured


def test_json() -> None:
    found = [
        warn(
            "/paths", notes=(("n", Span("api.yaml", "/paths")), ("m", None)), help="h"
        ),
        warn("/x", "\ud800", loss=Loss.OPAQUE),
        make("E103", "empty", help=""),
    ]
    first, second, third = json.loads(as_json(found, locate))["diagnostics"]
    assert first == {
        "code": "W130",
        "severity": "warning",
        "message": "a message",
        "file": "api.yaml",
        "line": 2,
        "column": 1,
        "pointer": "#/paths",
        "notes": [
            {
                "message": "n",
                "file": "api.yaml",
                "line": 2,
                "column": 1,
                "pointer": "#/paths",
            },
            {"message": "m"},
        ],
        "help": "h",
    }
    assert (second["loss"], second["line"], second["message"]) == (
        "opaque",
        None,
        "\ud800",
    )
    assert (third["file"], third["pointer"]) == (None, None)


def test_github_annotations() -> None:
    found = [
        warn("/paths", "100%: a\nb", help="h"),
        Diagnostic("E103", Severity.ERROR, "empty", Span("a,b:c.yaml", "")),
        make("W125", "no place", help=""),
    ]
    title = f"title=W130%3A {CODES['W130'].title}"
    assert as_github(found, locate).splitlines() == [
        f"::warning file=api.yaml,line=2,col=1,{title}::100%25: a\\nb%0Ah",
        f"::error file=a%2Cb%3Ac.yaml,title=E103%3A {CODES['E103'].title}::empty",
        f"::warning title=W125%3A {CODES['W125'].title}::no place",
    ]


def test_sarif() -> None:
    found = [
        warn("/paths", notes=(("n", Span("a b.yaml", "/x")),), help="h"),
        make("E103", "empty", Span("x.yaml", ""), help=""),
        warn("/x"),
    ]
    log = json.loads(as_sarif(found, locate))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["E103", "W130"]
    first, second, _ = run["results"]
    assert first["ruleIndex"] == 1
    assert first["level"] == "warning"
    assert first["message"]["text"] == "a message\nh"
    (location,) = first["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "api.yaml"},
        "region": {"startLine": 2, "startColumn": 1},
    }
    assert location["logicalLocations"] == [{"fullyQualifiedName": "#/paths"}]
    (related,) = first["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "a%20b.yaml"
    # What is about a whole file is at its top: code scanning takes no place without a line.
    assert second["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_can_be_explained(code: str) -> None:
    row = CODES[code]
    assert {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTE}[
        code[0]
    ] is row.severity
    assert code[1:].isdigit() and len(code) == 4
    assert row.title and row.help and row.explanation.endswith(".")
    assert not row.title.endswith(".")
