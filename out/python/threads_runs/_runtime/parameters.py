"""Parameters: how each value is written into the path, the query, a header or a cookie.

The forms are those of the OpenAPI Specification 3.2, "Style Values" and "Style Examples",
with the `collectionFormat`s of 2.0. A parameter that is UNSET is not sent. So is None, as
RFC 6570 section 2.3 has it; within a list or an object too.
"""

from __future__ import annotations

from _collections_abc import Callable, Mapping
from math import isfinite

from .checking import TYPE_CHECKING
from .headers import check_header
from .shapes import is_array, is_collection, is_mapping, is_object
from .urls import encode, encode_reserved

if TYPE_CHECKING:
    from typing import Any, Literal, TypeAlias

    Style: TypeAlias = Literal[
        "simple",
        "label",
        "matrix",
        "form",
        "spaceDelimited",
        "pipeDelimited",
        "tabDelimited",
        "deepObject",
        "cookie",
        "json",
    ]
    Pairs: TypeAlias = list[tuple[str, str]]

_DELIMITERS = {"spaceDelimited": "%20", "pipeDelimited": "%7C", "tabDelimited": "%09"}
_HEADER_DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}
"""What stands between the items of a list; elsewhere a comma."""


class Parameter:
    """One parameter of a call: its name on the wire, the argument, and how it is written."""

    __slots__ = (
        "argument",
        "empty",
        "explode",
        "location",
        "reserved",
        "style",
        "wire",
    )

    def __init__(
        self,
        wire: str,
        argument: str,
        location: Literal["path", "query", "header", "cookie"],
        style: Style,
        explode: bool,
        reserved: bool = False,
        empty: bool = False,
    ) -> None:
        self.wire = wire
        self.argument = argument or wire
        self.location: Literal["path", "query", "header", "cookie"] = location
        self.style: Style = style
        self.explode = explode
        self.reserved = reserved
        self.empty = empty


def path(
    wire: str,
    argument: str = "",
    *,
    style: Style = "simple",
    explode: bool = False,
    reserved: bool = False,
) -> Parameter:
    """A parameter in the path; its place is `{wire}` in the template."""
    return Parameter(wire, argument, "path", style, explode, reserved)


def query(
    wire: str,
    argument: str = "",
    *,
    style: Style = "form",
    explode: bool = True,
    reserved: bool = False,
    empty: bool = False,
) -> Parameter:
    """A parameter in the query string. `empty`: an empty value is sent as the name alone."""
    return Parameter(wire, argument, "query", style, explode, reserved, empty)


def header(
    wire: str,
    argument: str = "",
    *,
    style: Style = "simple",
    explode: bool = False,
) -> Parameter:
    """A parameter in a header."""
    return Parameter(wire, argument, "header", style, explode)


def cookie(
    wire: str,
    argument: str = "",
    *,
    style: Literal["form", "cookie", "json"] = "form",
    explode: bool = True,
) -> Parameter:
    """A parameter in a cookie."""
    return Parameter(wire, argument, "cookie", style, explode)


# Values --------------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """`value` as JSON has it: models, formats and enums become what they are on the wire."""
    if value is None or value.__class__ in (str, int, bool):
        return value
    if value.__class__ is float:
        if not isfinite(value):
            raise ValueError(f"{value!r} is not a JSON number")
        return value
    if is_mapping(value):
        entries: Mapping[Any, Any] = value
        return {str(k): plain(v) for k, v in entries.items()}
    if is_collection(value):
        return [plain(v) for v in value]
    from .json import dumps, loads

    return loads(dumps(value))


def _given(parameter: Parameter, value: Any) -> Any:
    """`plain`, whose errors name the argument."""
    try:
        return plain(value)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{parameter.argument}: {error}") from None


def text_of(value: Any) -> str:
    """The text of a scalar: as in JSON, without the quotes of a string."""
    if isinstance(value, str) and value.__class__ is str:
        return value
    if value is True:
        return "true"
    if value is False:
        return "false"
    if value is None:
        return ""
    if value.__class__ is int:
        return str(value)
    value = plain(value)
    if isinstance(value, str):
        return value
    from .json import dumps

    return dumps(value).decode()


def _items(value: Any) -> list[str] | None:
    """The texts of a list, or None if `value` is none; what is None in it is left out."""
    if is_array(value):
        return [text_of(v) for v in value if v is not None]
    return None


def _properties(value: Any) -> Pairs | None:
    """The names and texts of an object, or None if `value` is none."""
    if is_object(value):
        return [(k, text_of(v)) for k, v in value.items() if v is not None]
    return None


def _flat(pairs: Pairs) -> list[str]:
    return [text for pair in pairs for text in pair]


# Path ----------------------------------------------------------------------------------


def path_text(parameter: Parameter, value: Any) -> str:
    """What replaces `{name}` in the path (RFC 6570: simple, label, matrix)."""
    name = parameter.argument
    if (
        value.__class__ is str
        and parameter.style == "simple"
        and not parameter.reserved
    ):
        text = encode(value)
    else:
        text = _path_text(parameter, _given(parameter, value))
    if not text or text in (".", ".."):
        raise ValueError(
            f"{name}: {value!r} would change the route of the request; "
            "expected text that is not empty, '.' or '..'"
        )
    return text


def _path_text(parameter: Parameter, value: Any) -> str:
    code = _path_reserved if parameter.reserved else encode
    style, explode, wire = parameter.style, parameter.explode, encode(parameter.wire)
    if value is None:
        return ""
    pairs = _properties(value)
    items = _items(value)
    if style == "json":
        from .json import dumps

        return encode(dumps(value).decode())
    if style == "matrix":
        if pairs is not None:
            if explode:
                return "".join([f";{code(k)}={code(v)}" for k, v in pairs])
            items = _flat(pairs)
        if items is not None:
            if explode and pairs is None:
                return "".join([f";{wire}={code(v)}" for v in items])
            return f";{wire}={','.join([code(v) for v in items])}" if items else ""
        text = code(text_of(value))
        return f";{wire}={text}" if text else f";{wire}"
    separator = _DELIMITERS.get(style, ",")
    if style == "label" and explode:
        separator = "."
    if pairs is not None:
        if explode:
            body = separator.join([f"{code(k)}={code(v)}" for k, v in pairs])
        else:
            body = separator.join([code(v) for v in _flat(pairs)])
    elif items is not None:
        body = separator.join([code(v) for v in items])
    else:
        body = code(text_of(value))
    return "." + body if style == "label" and body else body


def _path_reserved(text: str) -> str:
    # OpenAPI 3.2, Parameter Object, allowReserved: these three end the segment or the path.
    return encode_reserved(text, b"/?#")


# Query ---------------------------------------------------------------------------------


def query_texts(parameter: Parameter, value: Any) -> list[str]:
    """The encoded `name=value` pieces of a query parameter."""
    style = parameter.style
    if value.__class__ is str and style == "form" and not parameter.reserved:
        if not value and parameter.empty:
            return [encode(parameter.wire)]
        return [f"{encode(parameter.wire)}={encode(value)}"]
    value = _given(parameter, value)
    if value is None:
        return []
    code = _query_reserved if parameter.reserved else encode
    if style == "json":
        from .json import dumps

        return [f"{encode(parameter.wire)}={code(dumps(value).decode())}"]
    if style == "deepObject":
        return [f"{encode(k)}={code(v)}" for k, v in deep_pairs(parameter.wire, value)]
    return _form_texts(parameter, value, encode(parameter.wire), code)


def _form_texts(
    parameter: Parameter, value: Any, wire: str, code: Callable[[str], str]
) -> list[str]:
    pairs = _properties(value)
    items = _items(value)
    delimiter = _DELIMITERS.get(parameter.style, ",")
    if pairs is not None:
        if parameter.explode:
            return [f"{code(k)}={code(v)}" for k, v in pairs]
        items = _flat(pairs)
    elif items is not None and parameter.explode:
        return [f"{wire}={code(v)}" for v in items]
    if items is not None:
        # RFC 6570 section 2.3: a list without members is undefined, so it is not there.
        return [f"{wire}={delimiter.join([code(v) for v in items])}"] if items else []
    text = code(text_of(value))
    return [wire] if parameter.empty and not text else [f"{wire}={text}"]


def _query_reserved(text: str) -> str:
    # `#` would end the query; what else is reserved is the caller's to mean.
    return encode_reserved(text, b"#")


def deep_pairs(name: str, value: Any) -> Pairs:
    """`name[key]=value`, nested as deep as the value; lists count their items from 0."""
    if value is None:
        return []
    items: list[tuple[Any, Any]]
    if is_object(value):
        items = list(value.items())
    elif is_array(value):
        items = list(enumerate(value))
    else:
        return [(name, text_of(value))]
    return [pair for k, v in items for pair in deep_pairs(f"{name}[{k}]", v)]


# Headers and cookies -------------------------------------------------------------------


def header_text(parameter: Parameter, value: Any) -> str:
    """The value of a header (style `simple`); header values are not percent-encoded."""
    name = parameter.argument
    if value.__class__ is str and parameter.style == "simple":
        return check_header(name, value)
    value = _given(parameter, value)
    if parameter.style == "json":
        from .json import dumps

        return check_header(name, dumps(value).decode())
    items = _items(value)
    pairs = _properties(value)
    if pairs is not None:
        items = [f"{k}={v}" for k, v in pairs] if parameter.explode else _flat(pairs)
    if items is None:
        return check_header(name, text_of(value))
    delimiter = _HEADER_DELIMITERS.get(parameter.style, ",")
    return check_header(name, delimiter.join(items))


def cookie_texts(parameter: Parameter, value: Any) -> list[str]:
    """The `name=value` pieces of a cookie parameter (RFC 6265, section 4.2)."""
    value = _given(parameter, value)
    if value is None:
        return []
    if parameter.style == "cookie":
        texts = _form_texts(parameter, value, parameter.wire, _as_it_is)
    elif parameter.style == "json":
        from .json import dumps

        texts = [f"{encode(parameter.wire)}={encode(dumps(value).decode())}"]
    else:
        texts = _form_texts(parameter, value, encode(parameter.wire), encode)
    for text in texts:
        check_header(parameter.argument, text)
        if ";" in text:
            raise ValueError(f"{parameter.argument}: a cookie must not hold ';'")
    return texts


def _as_it_is(text: str) -> str:
    return text
