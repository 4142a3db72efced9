"""Stage 1, bytes → text: which Unicode encoding a file is in, and its line breaks as `\\n`.

YAML 1.2 section 5.2 and RFC 4627 section 3 agree: a byte order mark decides, else the zero
bytes among the first characters, else it is UTF-8.
"""

from __future__ import annotations

import codecs

from specloom.diagnostics import fail
from specloom.source import Position, Span

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes, file: str) -> str:
    """The text of a file, without its byte order mark and with every line break as `\\n`."""
    encoding, start = _encoding(data)
    try:
        text = str(memoryview(data)[start:], encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data[start:], encoding, error, file) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _encoding(data: bytes) -> tuple[str, int]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, len(mark)
    match [byte == 0 for byte in data[:4]]:
        case [True, True, True, False]:
            return "utf-32-be", 0
        case [False, True, True, True]:
            return "utf-32-le", 0
        case [True, False, *_]:
            return "utf-16-be", 0
        case [False, True, *_]:
            return "utf-16-le", 0
        case _:
            return "utf-8", 0


def _undecodable(
    data: bytes, encoding: str, error: UnicodeDecodeError, file: str
) -> Exception:
    before = data[: error.start].decode(encoding, "replace")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    byte = data[error.start : error.start + 1].hex().upper()
    return fail(
        "E104",
        f"byte 0x{byte} is not {encoding.upper()} text",
        Span(file, ""),
        position=Position(line, column),
    )
