"""Stage 4, emit: what a package offers at its top, and `__init__.py`.

Input: the names of the client classes. Output: `InitPage`. Type checkers see every name; at run
time each is imported when it is first used (PEP 562).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from specloom.emit.python.printing.code import (
    Code,
    code,
    docstring,
    dotted,
    identifier,
    join,
    statement,
    string,
)

_RUNTIME: Mapping[str, tuple[str, ...]] = {
    "codec": ("decode", "encode", "from_json", "to_json"),
    "model": ("UNSET", "Unset", "extras", "replace"),
    "oauth": ("ClientCredentials", "PasswordCredentials"),
    "options": ("CallOptions", "ClientOptions", "Hooks"),
    "paging": ("AsyncPage", "AsyncPager", "Page"),
    "raw": ("AsyncRawResponse", "RawResponse"),
    "stream": ("AsyncStream", "Stream"),
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
    submodules = [code("from . import {}", _again(name)) for name in _SUBMODULES]
    imports = [
        statement(code("from .{} import {}", dotted(module), _again(name)), 1)
        for module in sorted(modules)
        for name in sorted(modules[module])
    ]
    pairs = [code("{}: {}", string(n), string(f".{homes[n]}")) for n in sorted(homes)]
    return InitPage(
        docstring(f"The API as a Python package: `from {package} import {client}`.", 0),
        (*submodules, *imports),
        tuple(string(name) for name in sorted({*homes, *_SUBMODULES})),
        tuple(pairs),
        join(", ", map(string, _SUBMODULES)),
    )


def plan_errors() -> ErrorsPage:
    """`errors.py`."""
    imports = [
        statement(code("from ._runtime.{} import {}", dotted(module), _again(name)))
        for module, names in ERRORS.items()
        for name in names
    ]
    names = sorted(name for names in ERRORS.values() for name in names)
    return ErrorsPage(tuple(imports), tuple(string(name) for name in names))


def _again(name: str) -> Code:
    """An import that exports the name too."""
    return code("{} as {}", identifier(name), identifier(name))
