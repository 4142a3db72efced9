"""Links from one page to the next: where they stand, and which address of ours they mean.

Servers behind a proxy write links with the name and the scheme that they know of
themselves. Only our own host is ever asked, so that nobody else is given the credentials.
"""

from __future__ import annotations

from .checking import TYPE_CHECKING
from .urls import join, origin, without_fragment

if TYPE_CHECKING:
    from collections.abc import Collection


def link_to(relation: str, header: str) -> str:
    """The target of the link with this `rel` (RFC 8288, section 3)."""
    for part in header.split("<")[1:]:
        target, _, rest = part.partition(">")
        for attribute in rest.split(";"):
            name, _, value = attribute.partition("=")
            words = value.strip().rstrip(",").strip().strip('"').lower().split()
            if name.strip().lower() == "rel" and relation in words:
                return target.strip()
    return ""


def next_address(here: str, link: str, documented: Collection[str]) -> str:
    """The address to ask for the page that `link` leads to, from a page that came from `here`.

    A link to our own host is followed, with our scheme and port. From another host's the
    query is taken, if all that changes in it are parameters that the call has (`documented`).
    ValueError says why it cannot be followed.
    """
    try:
        url = without_fragment(join(here, link))
        there, ours = origin(url), origin(here)
    except ValueError as error:
        raise ValueError(
            f"the next page is at {link!r}, which is no address"
        ) from error
    if there != ours:
        if there[1] == ours[1]:
            url = _root(here) + url[len(_root(url)) :]
        else:
            url = _with_query_of(here, url, documented)
    if url == here:
        raise ValueError("the next page is this page again")
    return url


def query_values(url: str) -> dict[str, list[str]]:
    """The values of the query by their names, percent-encoding undone."""
    found: dict[str, list[str]] = {}
    for piece in _pieces(url):
        name, _, value = piece.partition("=")
        found.setdefault(_plain(name), []).append(_plain(value))
    return found


def _with_query_of(here: str, url: str, documented: Collection[str]) -> str:
    old, new = query_values(here), query_values(url)
    changed = {name for name, values in new.items() if old.get(name) != values}
    known = [n in old or n.partition("[")[0] in documented for n in changed]
    if not changed or not all(known):
        raise ValueError(
            f"the next page is on another host, {_host(url)} and not {_host(here)}, and"
            " the call has no parameter that leads there"
        )
    own = [
        piece
        for piece in _pieces(here)
        if (name := _plain(piece.partition("=")[0])) not in new
        and name.partition("[")[0] not in documented
    ]
    return f"{here.partition('?')[0]}?{'&'.join(_pieces(url) + own)}"


def _pieces(url: str) -> list[str]:
    query = without_fragment(url).partition("?")[2]
    return [piece for piece in query.split("&") if piece]


def _plain(text: str) -> str:
    from urllib.parse import unquote_plus

    return unquote_plus(text)


def _root(url: str) -> str:
    """Scheme, host and port, as they are written."""
    scheme, _, rest = url.partition("://")
    ends = [at for at in map(rest.find, "/?#") if at >= 0]
    return f"{scheme}://{rest[: min(ends)] if ends else rest}"


def _host(url: str) -> str:
    return _root(url).partition("://")[2].rpartition("@")[2]
