"""Characters that must not reach an output as they are, and text without them."""

from __future__ import annotations

import re
from typing import Final

# What must not stand in a file as they are: controls, line and paragraph separators,
# bidirectional and other invisible format characters, surrogates, private use, unassigned.
UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u1680\u17b4\u17b5"
    "\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ud800-\uf8ff"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U000110bd\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)


def safe_text(text: str) -> str:
    """`text` with what could hide or reorder characters spelled out; line breaks kept."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    text = text.expandtabs(4)
    return UNSAFE.sub(_spell, text)


def _spell(match: re.Match[str]) -> str:
    char = match[0]
    if char == "\n":
        return char
    if char in "\xa0\u2002\u2003\u2009\u202f\u3000":
        return " "
    if char in "\xad\u200b\ufe0e\ufe0f\ufeff":
        return ""
    return f"U+{ord(char):04X}"
