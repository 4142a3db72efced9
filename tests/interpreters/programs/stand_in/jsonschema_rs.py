"""Stands for `jsonschema-rs` where it cannot be had, for it is compiled: it finds no mistakes.

What it would find are warnings about the structure of a document (W130); what is made of the
document does not depend on them.
"""

from __future__ import annotations

from typing import Any


class _Satisfied:
    def iter_errors(self, _document: Any) -> tuple[()]:
        return ()


def validator_for(_schema: Any, *, offline: bool) -> _Satisfied:
    """A validator that every document satisfies."""
    return _Satisfied()
