"""specloom reads an OpenAPI document and writes a typed Python SDK and its reference pages.

The public API: `generate(config)`, `check(config)`, and the types they speak in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specloom.config import Config, Limits, Sdk
from specloom.diagnostics import Diagnostic, Severity, SpecloomError

if TYPE_CHECKING:
    from specloom.run.outcome import Outcome

__version__ = "0.1.0"

__all__ = [
    "Config",
    "Diagnostic",
    "Limits",
    "Outcome",
    "Sdk",
    "Severity",
    "SpecloomError",
    "__version__",
    "check",
    "generate",
]


def generate(config: Config) -> Outcome:
    """Builds every SDK of `config` and writes them; nothing is written if there are errors."""
    from specloom.run.outcome import complete

    return complete(config)


def check(config: Config) -> Outcome:
    """What `generate` would find and change; nothing is written."""
    from specloom.run.outcome import complete

    return complete(config, dry=True)


def __getattr__(name: str) -> object:
    if name == "Outcome":
        from specloom.run.outcome import Outcome

        return Outcome
    raise AttributeError(f"module 'specloom' has no attribute {name!r}")
