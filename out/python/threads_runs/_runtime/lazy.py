"""Packages whose names are imported when they are first used (PEP 562)."""

from __future__ import annotations

from _thread import get_ident

from .checking import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


def lazy(
    package: dict[str, Any],
    homes: Mapping[str, str],
    renamed: Mapping[str, str] | None = None,
) -> Callable[[str], Any]:
    """The `__getattr__` of a package whose globals are `package`.

    `homes` says in which module below it each name is, `renamed` what is there under an old
    name too, with a DeprecationWarning. Aliases come with the names in them resolved, so that
    whatever reads types at run time understands them.
    """
    name_of_package: str = package["__name__"]
    # What a thread resolves just now: a recursive alias stays as it is inside of itself, but
    # not for another thread that asks at the same time.
    pending: set[tuple[int, str]] = set()

    def load(name: str) -> Any:
        from importlib import import_module

        if renamed and name in renamed:
            from warnings import warn

            new = renamed[name]
            text = f"`{name}` is called `{new}` now."
            warn(text, DeprecationWarning, stacklevel=2)
            return package[new] if new in package else load(new)
        home = homes.get(name)
        if home is None:
            text = f"module {name_of_package!r} has no attribute {name!r}"
            raise AttributeError(text, name=name, obj=package)
        module = f"{name_of_package}.{home}"
        request = (get_ident(), name)
        value = getattr(import_module(module), name)
        if not isinstance(value, type) and request not in pending:
            from .reflect import resolve
            from .wiring import known_decoders

            pending.add(request)
            try:
                resolved = resolve(value, module)
            finally:
                pending.discard(request)
            try:
                if value in known_decoders:
                    known_decoders.setdefault(resolved, known_decoders[value])
            except TypeError:
                pass  # a type that cannot be a key has no decoder of its own
            value = resolved
        if request not in pending:
            package[name] = value
        return value

    return load
