"""Pages as a browser would get them: what in them could do anything but be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

_OWN_HTML = re.compile(r"<br>|</?code>")
_PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
# The library would drop what it holds for unsafe; other readers of Markdown do not.
setattr(_PARSER, "validateLink", lambda url: True)


@lru_cache(maxsize=2000)  # most pages of one document are those of the last one
def active_parts(page: str) -> tuple[str, ...]:
    """HTML that is not ours, links that run something, and whatever is loaded by itself."""
    return tuple(_active(_PARSER.parse(page)))


def _active(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        match token.type:
            case "html_block" | "html_inline":
                if not _OWN_HTML.fullmatch(token.content):
                    yield token.content
            case "link_open":
                target = str(token.attrs["href"])
                # Browsers leave these out before they look at the scheme.
                bare = re.sub(r"[\x00-\x20]|%0[9aAdD]", "", target)
                if urlsplit(bare).scheme not in ("", "https", "http", "mailto"):
                    yield target
            case "image":
                yield token.content
            case _:
                pass
        yield from _active(token.children or ())
