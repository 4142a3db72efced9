"""Stage 4, emit: the HTML of a description that has a form in CommonMark.

Input: CommonMark with HTML in it. Output: the same text where paragraphs, breaks, emphasis,
code, links and lists are CommonMark. Other tags stay and are read as text. Nothing here has to
be exact for safety: the result is parsed and printed anew, so at worst it looks odd.
"""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(
    # Code is no HTML: a fence up to its end (or that of the text), or a span.
    r"(?P<code>^\ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?^\ {0,3}(?P=fence)[`~]*\ *$|.*\Z)"
    r"|(?P<ticks>(?<!`)`+(?!`))[^`]*(?P=ticks)(?!`))"
    r"|(?P<comment><!--)"
    r"|<(?P<close>/?)(?P<name>p|br|hr|b|strong|i|em|code|pre|a|ul|ol|li|div|span|h[1-6])"
    r"(?P<attributes>\s[^<>]*)?/?>",
    re.DOTALL | re.MULTILINE | re.IGNORECASE | re.VERBOSE,
)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_UNSAFE_TARGET = re.compile(r"[\s<>\\]")

_PLAIN = {
    "br": "\\\n",
    "hr": "\n\n",
    "b": "**",
    "strong": "**",
    "i": "*",
    "em": "*",
    "code": "`",
    "span": "",
}
_BLOCKS = frozenset({"p", "div"})


def without_html(text: str) -> str:
    """`text` with the tags that CommonMark has a form for written in that form."""
    if "<" not in text:
        return text
    rewrite = _Rewriter()
    parts: list[str] = []
    at, last = 0, text.rfind("-->")
    while (match := _TAG.search(text, at)) is not None:
        parts.append(text[at : match.start()])
        at = match.end()
        if match["comment"] is None:
            parts.append(rewrite(match))
        elif at <= last:
            at = text.index("-->", at) + 3
        else:
            parts.append("<!--")  # of a comment that never ends: text
    return "".join((*parts, text[at:]))


class _Rewriter:
    """Rewrites tag after tag; remembers open links and lists."""

    def __init__(self) -> None:
        self._links: list[str] = []
        self._lists: list[str] = []

    def __call__(self, match: re.Match[str]) -> str:
        if match["code"] is not None:
            return match["code"]
        name, closes = match["name"].lower(), bool(match["close"])
        if name in _PLAIN:
            return _PLAIN[name]
        if name in _BLOCKS:
            return "\n\n" if not self._lists else " "
        if name == "a":
            return self._link(match["attributes"] or "", closes)
        if name in ("ul", "ol"):
            return self._list(name, closes)
        if name == "li":
            marker = "1." if self._lists[-1:] == ["ol"] else "-"
            depth = max(len(self._lists) - 1, 0)
            return "" if closes else f"\n{'    ' * depth}{marker} "
        if name == "pre":
            return "\n\n"
        return "\n\n" if closes else f"\n\n{'#' * int(name[1])} "

    def _link(self, attributes: str, closes: bool) -> str:
        if closes:
            return self._links.pop() if self._links else ""
        found = _HREF.search(attributes)
        if found is None:
            self._links.append("")
            return ""
        target = unescape(found[1] or found[2] or found[3] or "")
        target = _UNSAFE_TARGET.sub("", target)
        self._links.append(f"](<{target}>)")
        return "["

    def _list(self, name: str, closes: bool) -> str:
        if not closes:
            self._lists.append(name)
            return "\n\n" if len(self._lists) == 1 else "\n"
        if self._lists:
            self._lists.pop()
        return "\n" if self._lists else "\n\n"
