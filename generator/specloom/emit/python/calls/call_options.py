"""Stage 4, emit: the options of a call in its signature.

Input: the arguments of a call. Output: the name of the `TypedDict` of its options. An argument
of the API keeps its name; the option of that name then leaves the signature and is reached by
`client.with_options(...)`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import NamedTuple

from specloom.emit.python.calls.call_imports import CallImports
from specloom.emit.python.printing.code import Code, code, identifier, statement


class ReducedOptions(NamedTuple):
    """A `TypedDict` of the options that are left to a call."""

    head: Code
    lines: tuple[Code, ...]


def _timeout(imports: CallImports) -> Code:
    timeout = imports.own_checked("timeouts", "Timeout")
    return code("timeout: {} | float | None", timeout)


def _retries(_: CallImports) -> Code:
    return code("max_retries: int")


def _headers(imports: CallImports) -> Code:
    mapping = imports.typing("collections.abc", "Mapping")
    return code("extra_headers: {}[str, str | None]", mapping)


def _query(imports: CallImports) -> Code:
    mapping = imports.typing("collections.abc", "Mapping")
    return code("extra_query: {}[str, object]", mapping)


def _body(imports: CallImports) -> Code:
    mapping = imports.typing("collections.abc", "Mapping")
    return code("extra_body: {}[str, object]", mapping)


def _key(_: CallImports) -> Code:
    return code("idempotency_key: str")


OPTIONS: Mapping[str, Callable[[CallImports], Code]] = {
    "timeout": _timeout,
    "max_retries": _retries,
    "extra_headers": _headers,
    "extra_query": _query,
    "extra_body": _body,
    "idempotency_key": _key,
}
"""The options that every call takes (`CallOptions` of the runtime), and how they are typed."""


def call_options(taken: Set[str], imports: CallImports) -> Code:
    """The options of a call whose arguments have the names `taken`."""
    clashing = sorted(taken & OPTIONS.keys())
    if not clashing:
        return imports.own_checked("options", "CallOptions")
    words = [word for name in clashing for word in name.split("_")]
    name = f"_OptionsWithout{''.join(word.title() for word in words)}"
    left = [line(imports) for option, line in OPTIONS.items() if option not in clashing]
    imports.reduced.setdefault(name, tuple(left))
    return identifier(name)


def reduced_options(imports: CallImports) -> tuple[ReducedOptions, ...]:
    """The classes that `call_options` has named in one file."""
    if not imports.reduced:
        return ()
    base = imports.typing("typing_extensions", "TypedDict")
    return tuple(
        ReducedOptions(_head(name, base), lines)
        for name, lines in sorted(imports.reduced.items())
    )


def _head(name: str, base: Code) -> Code:
    """Closed (PEP 728): an overload with other arguments takes nothing beside its own."""
    line = code("class {}({}, total=False, closed=True):", identifier(name), base)
    return code("{}  # type: ignore[call-arg, unused-ignore]", statement(line, 1))
