"""What a target is: a pure function from the model to files. Targets never touch the disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from specloom.config import Sdk
from specloom.diagnostics import Bag
from specloom.model.api import Api


@dataclass(frozen=True, slots=True)
class OutputFile:
    """One file to write: a relative path with `/`, and its text.

    `template` names the template that printed it; empty for a file copied byte for byte.
    """

    path: str
    content: str
    template: str = ""


@dataclass(frozen=True, slots=True)
class SurfaceArgument:
    """One argument of a generated call, for the report's surface."""

    wire: str
    location: str
    """`path`, `query`, `header`, `cookie` or `body`."""
    name: str
    required: bool
    type: str


@dataclass(frozen=True, slots=True)
class SurfaceCall:
    """One operation as the user of the SDK sees it."""

    operation: str
    """`POST /threads/runs`."""
    call: str
    """`threads.create_and_run`."""
    returns: str
    arguments: tuple[SurfaceArgument, ...]
    operation_id: str = ""
    """The document's own name for it."""


@dataclass(frozen=True, slots=True)
class Emitted:
    """All that a target makes of an API."""

    files: tuple[OutputFile, ...]
    surface: tuple[SurfaceCall, ...] = ()
    lock: Mapping[str, str] = field(default_factory=dict[str, str])
    """Stable path → name, of everything that was named; to be kept in `specloom.lock`."""


@dataclass(frozen=True, slots=True)
class Emission:
    """What a target may read beside the model."""

    sdk: Sdk
    lock: Mapping[str, str]
    templates: Path
    """The root folder of the templates (`templates/`)."""
    custom: Path | None = None
    """A folder of the user's whose templates take the place of ours."""


Target = Callable[[Api, Emission, Bag], Emitted]
