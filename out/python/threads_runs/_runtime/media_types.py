"""Media types of bodies (RFC 9110, section 8.3), and the charset that one names."""

from __future__ import annotations

from _collections_abc import Iterator


def essence(content_type: str | None) -> str:
    """The type and subtype of a media type, without parameters."""
    return (content_type or "").partition(";")[0].strip().lower()


def parameters(content_type: str | None) -> Iterator[tuple[str, str]]:
    """The parameters of a media type (RFC 9110, section 5.6.6)."""
    for piece in (content_type or "").split(";")[1:]:
        name, _, value = piece.partition("=")
        yield name.strip().lower(), value.strip().strip('"')


def charset_of(content_type: str | None) -> str:
    """The charset that a media type names, in lower case; empty where it names none."""
    for name, value in parameters(content_type):
        if name == "charset":
            return value.lower()
    return ""


def text_of(content: bytes, content_type: str | None, errors: str = "replace") -> str:
    """The text of a body, in the charset that its media type names, else UTF-8."""
    name = charset_of(content_type)
    if name:
        try:
            return content.decode(name, errors)
        except (LookupError, UnicodeError):
            pass  # no charset that there is, or the text is in another one
    return content.decode("utf-8", errors)


def is_json(kind: str) -> bool:
    """Whether the essence of a media type is one of JSON."""
    return kind in ("application/json", "text/json") or kind.endswith("+json")


def in_range(documented: str, kind: str) -> bool:
    """Whether a documented media type is a range (`image/*`) that holds another."""
    if documented == "*/*":
        return True
    return documented.endswith("/*") and kind.startswith(documented[:-1])
