"""What the JSON scanner's complaints mean to the author of a document."""

from __future__ import annotations

import json
import re

from specloom.diagnostics import SpecloomError, fail
from specloom.source import Position, SourceFile, Span

_BRACKETS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*+"?|[{}\[\]]', re.DOTALL)


def explain(error: json.JSONDecodeError, text: str, file: str) -> SpecloomError:
    """The diagnostic for what the scanner refused in `text`."""
    at, message, help = _meaning(error.msg, error.pos, text)
    position = SourceFile(file, text).position(min(at, len(text)))
    return fail("E106", message, Span(file, ""), help=help, position=position)


def _meaning(problem: str, at: int, text: str) -> tuple[int, str, str | None]:
    """Where the mistake is, what it is and what to do."""
    if problem.startswith("Illegal trailing comma"):  # CPython 3.13 and later
        at += 1
    at = _skip_blanks(text, at)
    found = text[at : at + 1]
    comma = _comma_before(text, at)
    if found and found in "}]" and comma is not None:
        what = "a property" if found == "}" else "a value"
        return (
            comma,
            f"{what} is expected after this ',', found '{found}'",
            "remove the comma",
        )
    if text.startswith(("//", "/*"), at):
        return at, "a comment stands here", "JSON has no comments; remove it"
    if not found:
        return (
            at,
            "the file ends before the JSON does",
            "close every '{' and '[' and quote",
        )
    shown = repr(found)
    match problem.removesuffix(" at").removesuffix(": "):
        case "Expecting property name enclosed in double quotes":
            message = f"a property name in double quotes is expected, found {shown}"
            return at, message, 'write names as "name"'
        case "Expecting ',' delimiter":
            help = "put a comma between the values" if found in '"{[' else None
            return at, f"',' or the closing bracket is expected, found {shown}", help
        case "Expecting ':' delimiter":
            return at, f"':' is expected after the property name, found {shown}", None
        case "Expecting value":
            help = "put text in double quotes"
            return at, f"a value is expected, found {shown}", help
        case "Extra data":
            return (
                at,
                f"the JSON has ended before this, found {shown}",
                "remove what follows",
            )
        case "Unterminated string starting":
            return at, "this text is not closed", "add the closing double quote"
        case "Invalid control character":
            escape = json.dumps(found)[1:-1]
            return at, f"{shown} may not stand in text", f"write it as {escape}"
        case "Invalid \\escape" | "Invalid \\uXXXX escape":
            return (
                at,
                "this backslash escape does not exist",
                "write \\\\ for a backslash",
            )
        case other:
            return at, other, None


def _skip_blanks(text: str, at: int) -> int:
    """`at`, or the next character if a blank between two values stands there."""
    if text[at : at + 1] in ("\n", "\t") and not _inside_text(text, at):
        while text[at : at + 1].isspace():
            at += 1
    return at


def _inside_text(text: str, at: int) -> bool:
    """Whether the offset is inside a quoted text that was opened and not closed before."""
    for found in _BRACKETS.finditer(text, 0, at):
        if found.end() == at and found[0][0] == '"':
            return len(found[0]) == 1 or not found[0].endswith('"')
    return False


def _comma_before(text: str, at: int) -> int | None:
    before = at - 1
    while before >= 0 and text[before] in " \t\n":
        before -= 1
    return before if before >= 0 and text[before] == "," else None


def place_of_depth(text: str, depth: int) -> Position | None:
    """Where brackets nest deeper than `depth`."""
    level = 0
    for found in _BRACKETS.finditer(text):
        if found[0] in "{[":
            level += 1
            if level > depth:
                return SourceFile("", text).position(found.start())
        elif found[0] in "}]":
            level -= 1
    return None
