"""Characters that YAML 1.2 allows as ordinary text and libyaml, a YAML 1.1 parser, does not.

libyaml refuses DEL and the C1 controls (1.2 allows them in quoted scalars, and JSON readers
everywhere) and takes NEL, U+2028 and U+2029 for line breaks. They pass it in disguise, one
private character for each, so that lines and columns stay right.
"""

from __future__ import annotations

import re

_FOREIGN = re.compile("[\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_SPARE = 0x10F000
"""The first of the private-use characters (plane 16) that serve as disguise."""


def shift(text: str) -> tuple[str, dict[int, int]]:
    """The text for libyaml, and the table that translates its scalars back; empty: as is."""
    if text.isascii() and "\x7f" not in text:
        return text, {}
    found = sorted(set(_FOREIGN.findall(text)))
    if not found:
        return text, {}
    spare = (code for code in range(_SPARE, 0x10FFFE) if chr(code) not in text)
    disguise = dict(zip(map(ord, found), spare, strict=False))
    return text.translate(disguise), {code: char for char, code in disguise.items()}
