"""What libyaml's complaints mean to the author of a document."""

from __future__ import annotations

import re

import yaml
from yaml.reader import ReaderError

from specloom.diagnostics import SpecloomError, fail
from specloom.document.yaml_places import Mark, position_of
from specloom.source import Position, SourceFile, Span

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")

_MEANINGS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a second ': ' stands here, or a key after text that has not ended",
        "put text that holds ': ' in quotes, and indent keys of one mapping alike",
    ),
    (
        "did not find expected key",
        "a key is expected here",
        "indent keys of one mapping alike; text after a closing quote, and text that starts"
        " with a quote, has to be inside one pair of quotes",
    ),
    (
        "could not find expected ':'",
        "the ':' after a key is missing, or text goes on where it may not",
        "write `key: value` with a space after the colon; indent text that spans lines",
    ),
    (
        "did not find expected '-' indicator",
        "an item of a list is expected here",
        "start each item of the list with `- `, indented alike",
    ),
    (
        "did not find expected ',' or ']'",
        "a ',' or the closing ']' is missing before this",
        "close the list that is open",
    ),
    (
        "did not find expected ',' or '}'",
        "a ',' or the closing '}' is missing before this",
        "close the mapping that is open; put text that holds ',', '{' or '}' in quotes",
    ),
    (
        "found unexpected end of stream",
        "the file ends inside quoted text",
        "close the quote; a quote inside quoted text is doubled ('') or escaped (\\\")",
    ),
    (
        "found a tab character",
        "a tab indents this line",
        "YAML is indented with spaces",
    ),
    (
        "found unknown escape character",
        "this backslash escape does not exist",
        "write \\\\ for a backslash, or use single quotes",
    ),
    (
        "found invalid Unicode character escape code",
        "this escape is half of a surrogate pair, which YAML does not have",
        "write the character itself, or \\U and its eight digits",
    ),
    (
        "did not find expected alphabetic or numeric character",
        "this is no name of an anchor or alias",
        "put text that starts with '*' or '&' in quotes",
    ),
    (
        "found incompatible YAML document",
        "this version of YAML is not known",
        "remove the line `%YAML`, or say 1.2",
    ),
    (
        "did not find expected <document start>",
        "the document has ended before this",
        "keys of the outermost mapping stand at the same column; check the brackets",
    ),
)


def place_of_depth(error: yaml.MarkedYAMLError) -> int | None:
    """Where libyaml met a limit of its own for nesting (1,000 since 0.2.6), as an index."""
    if error.problem_mark is None or "nesting" not in (error.problem or "").lower():
        return None
    return error.problem_mark.index


def explain(error: yaml.YAMLError, text: str, file: str) -> SpecloomError:
    """The diagnostic for what libyaml refused in `text`."""
    if isinstance(error, ReaderError):
        return _unprintable(text, file)
    if not isinstance(error, yaml.MarkedYAMLError):
        return fail("E105", str(error), Span(file, ""))
    mark = error.problem_mark or error.context_mark
    problem = error.problem or error.context or "this is not YAML"
    position = position_of(mark) if mark else None
    message, help = _meaning(problem, text, position)
    notes: tuple[tuple[str, None], ...] = ()
    context: Mark | None = error.context_mark
    if error.context and context is not None and context is not mark:
        notes = ((f"{error.context} that begins in line {context.line + 1}", None),)
    return fail(
        "E105", message, Span(file, ""), notes=notes, help=help, position=position
    )


def _meaning(
    problem: str, text: str, position: Position | None
) -> tuple[str, str | None]:
    if "cannot start any token" in problem and position is not None:
        found = SourceFile("", text).line(position.line)[position.column - 1 :][:1]
        if found == "\t":
            return "a tab indents this line", "YAML is indented with spaces"
        return f"no value can start with {found!r}", "put the text in quotes"
    for start, message, help in _MEANINGS:
        if problem.startswith(start):
            return message, help
    return problem, None


def _unprintable(text: str, file: str) -> SpecloomError:
    found = _CONTROL.search(text)
    assert found is not None, "libyaml refuses only control characters in decoded text"
    position = SourceFile(file, text).position(found.start())
    return fail(
        "E105",
        f"the control character U+{ord(found[0]):04X} may not stand in YAML",
        Span(file, ""),
        help="remove it, or write it as an escape (\\x1B) in double quotes",
        position=position,
    )
