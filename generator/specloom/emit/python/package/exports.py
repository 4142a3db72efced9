"""Stage 4, emit: what a package offers at its top, and `__init__.py`.

Input: the names of the client classes. Output: `InitPage`. Type checkers see every name; at run
time each is imported when it is first used (PEP 562).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from specloom.emit.python.printing.code import Code, code, docstring, join, string
from specloom.emit.python.printing.import_order import (
    Name,
    import_statements,
    sorted_names,
)

_RUNTIME: Mapping[str, tuple[str, ...]] = {
    "codec": ("decode", "encode", "from_json", "to_json"),
    "model": ("UNSET", "Unset", "extras", "replace"),
    "oauth": ("ClientCredentials", "PasswordCredentials"),
    "options": ("CallOptions", "ClientOptions", "Hooks"),
    "paging": ("AsyncPage", "AsyncPager", "Page"),
    "raw": ("AsyncRawResponse", "RawResponse"),
    "stream": ("AsyncStream", "AsyncStreaming", "Stream"),
    "timeouts": ("Timeout",),
    "transport": (
        "AsyncResponse",
        "AsyncTransport",
        "Request",
        "Response",
        "Transport",
    ),
}
"""Module of the runtime → what of it belongs to everybody."""

ERRORS: Mapping[str, tuple[str, ...]] = {
    "codec": ("DecodeError",),
    "errors": (
        "APIConnectionError",
        "APIError",
        "APIResponseError",
        "APIStatusError",
        "APITimeoutError",
        "AuthenticationError",
        "BadRequestError",
        "ConflictError",
        "InternalServerError",
        "MissingCredentialsError",
        "NotFoundError",
        "PermissionDeniedError",
        "PollTimeoutError",
        "RateLimitError",
        "StreamError",
        "UnprocessableEntityError",
    ),
}
"""Module of the runtime → the errors it defines."""

_SUBMODULES = ("errors", "models")


class InitPage(NamedTuple):
    """All that `__init__.py.jinja` prints."""

    doc: Code
    imports: tuple[Code, ...]
    exported: tuple[Code, ...]
    homes: tuple[Code, ...]
    submodules: Code


class ErrorsPage(NamedTuple):
    """All that `errors.py.jinja` prints."""

    imports: tuple[Code, ...]
    exported: tuple[Code, ...]


def plan_init(package: str, client: str) -> InitPage:
    """`__init__.py`."""
    homes: dict[str, str] = {name: "client" for name in (client, f"Async{client}")}
    for names in ERRORS.values():
        homes.update(dict.fromkeys(names, "errors"))
    for module, names in _RUNTIME.items():
        homes.update(dict.fromkeys(names, f"_runtime.{module}"))
    modules: dict[str, list[str]] = {}
    for name, module in homes.items():
        modules.setdefault(module, []).append(name)
    imported = {".": _SUBMODULES} | {f".{m}": names for m, names in modules.items()}
    pairs = [code("{}: {}", string(n), string(f".{homes[n]}")) for n in sorted(homes)]
    return InitPage(
        docstring(f"The API as a Python package: `from {package} import {client}`.", 0),
        tuple(import_statements(_plainly(imported), 1)),
        tuple(string(name) for name in sorted_names({*homes, *_SUBMODULES})),
        tuple(pairs),
        join(", ", map(string, _SUBMODULES)),
    )


def plan_errors() -> ErrorsPage:
    """`errors.py`."""
    imported = {f"._runtime.{module}": names for module, names in ERRORS.items()}
    names = sorted_names(name for names in ERRORS.values() for name in names)
    return ErrorsPage(
        tuple(import_statements(_plainly(imported))),
        tuple(string(name) for name in names),
    )


def _plainly(modules: Mapping[str, Sequence[str]]) -> dict[str, list[Name]]:
    """Imports under the names that things have."""
    return {
        module: [(name, name) for name in names] for module, names in modules.items()
    }
