"""`UnknownVariant`: what a union becomes when the API sends a variant that it did not have."""

from __future__ import annotations

from .checking import TYPE_CHECKING
from .model import UNSET

if TYPE_CHECKING:
    from typing import Any


class UnknownVariant:
    """A value that none of the documented variants of a union describes.

    `tag` is the value of the property that tells the variants apart, None if there is none;
    `raw` is the value as it came, and what is sent back.
    """

    __slots__ = ("raw", "tag")
    __match_args__ = ("tag", "raw")

    def __init__(self, tag: Any, raw: Any) -> None:
        self.tag = tag
        self.raw = raw

    def __repr__(self) -> str:
        return f"UnknownVariant(tag={self.tag!r}, raw={self.raw!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, UnknownVariant):
            return NotImplemented
        return bool(self.raw == other.raw)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:
        """Lets pydantic build schemas of unions; it makes no unknown variants itself."""
        from importlib import import_module

        return import_module("pydantic_core.core_schema").is_instance_schema(cls)

    def __wire__(self) -> Any:
        """What the encoder writes."""
        return self.raw

    __wire_request__ = __wire__


def unlisted(kind: type[UnknownVariant], value: Any, tag: Any = None) -> Any:
    """`value` as an unknown variant; null and what is absent stay what they are."""
    if value is None or value is UNSET:
        return value
    return kind(tag, value)
