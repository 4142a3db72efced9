"""The configuration of a run: frozen, one field per option.

Made by the command line from flags, or read from `specloom.toml` / `[tool.specloom]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from specloom.config.elsewhere import Elsewhere


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may cost before reading it stops with a diagnostic that names the limit."""

    bytes: int = 64 * 1024 * 1024
    """The size of one file."""
    depth: int = 200
    """How deep mappings and sequences may nest."""
    nodes: int = 2_000_000
    """How many values a document may hold, aliases expanded."""
    aliases: int = 1_000_000
    """How many of these values aliases may repeat."""
    steps: int = 500_000
    """How many steps `allOf`, `oneOf` and `anyOf` may take to be put together: one for each property inherited, n²/8 for a union of n members."""
    files: int = 20_000
    """How many files a document may be made of."""
    seconds: int = 30
    """How long fetching one file from another host may take."""


@dataclass(frozen=True, slots=True)
class Pagination:
    """How the lists of a whole document are paged through: the keys of `x-specloom-pagination`.

    It holds for every call that has the parameter, and whose answer has the fields, that are
    named; what an extension of an operation says comes before it.
    """

    style: str
    """`cursor`, `last-item`, `offset`, `page`, `next-url` or `link-header`."""
    parameter: str = ""
    """The parameter that takes the cursor, the offset or the page's number."""
    where: str = "query"
    """`query` or `body`."""
    items: str = ""
    """The array in the body, dotted; empty: detected."""
    cursor: str = ""
    """What leads to the next page, dotted; for `last-item` inside an item."""
    more: str = ""
    """A boolean that says whether there is more, dotted."""
    pages: str = ""
    """The number of pages, dotted."""
    size: str = ""
    """The parameter that holds the page's size."""
    first: int | None = None
    """Where counting starts."""


@dataclass(frozen=True, slots=True)
class Sdk:
    """One output: which document, which part of it, where to, and how it looks."""

    spec: Path | Elsewhere
    output: Path
    package: str = ""
    """The name for docs, snippets, the User-Agent and environment variables; empty: the last segment of `output`."""
    target: str = "python"
    """`python`, `markdown` or `model-json`."""
    include: tuple[str, ...] = ()
    """Patterns of the operations to generate; none means all."""
    exclude: tuple[str, ...] = ()
    """Patterns of the operations to leave out."""
    overlays: tuple[Path, ...] = ()
    """Overlay documents, applied in this order."""
    root: Path | None = None
    """The folder that references between files may not leave; none: the document's own."""
    client_class: str = "Client"
    """The name of the client class; the asynchronous one is `Async` + this."""
    groups: Mapping[str, str] = field(default_factory=dict[str, str])
    """Group → group, dotted: `{"threads": "beta.threads"}` moves a group and all below it."""
    methods: Mapping[str, str] = field(default_factory=dict[str, str])
    """Operation (`POST /path` or operationId) → `group.method`, dotted."""
    pagination: tuple[Pagination, ...] = ()
    """How lists are paged through where the document does not say it: a table, or several."""
    types: Mapping[str, str] = field(default_factory=dict[str, str])
    """Component schema → the name of its class: `{"payment_intent": "Payment"}`."""
    strip_prefix: str = ""
    """A prefix that is taken off every component's name."""
    transport: str = "httpx2"
    """`httpx2`, `httpx` or `stdlib`."""
    formats: tuple[str, ...] = ()
    """Further formats that get a type of their own: `time`, `duration`, `decimal`."""
    enums: str = "literal"
    """`literal` or `strenum`."""
    numbers: str = "plain"
    """The type of a number that may also come as text: `plain` (`int`), or `pair` (`int | str`)."""
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    """Security scheme → the environment variable its secret is read from."""
    credentials: Mapping[str, str] = field(default_factory=dict[str, str])
    """Security scheme, or `scheme.role` → the argument of the client that takes its secret: `{"OAuth2.token": "access_token"}`."""
    allow_remote: tuple[str, ...] = ()
    """Hosts (`api.example.com`) that references may be fetched from, by https alone."""
    templates: Path | None = None
    """A folder of templates that replace ours, file by file."""
    vendored: bool = False
    """The package goes into another repository: it carries the licence of what specloom brings along."""
    headers: tuple[str, ...] = ()
    """Tools that a comment at the top of every file keeps away: `ruff`, `mypy`, `black`, `flake8`, `isort`, `pylint`, `pyright`."""

    @property
    def name(self) -> str:
        """What the SDK is called where people read it."""
        return self.package or self.output.name


@dataclass(frozen=True, slots=True)
class Config:
    """A whole run."""

    sdks: tuple[Sdk, ...]
    limits: Limits = Limits()
    report: Path | None = None
    """Where the JSON report goes."""
    strict: bool = False
    """Warnings are errors, and the whole specification is validated."""
    fail_on_loss: bool = False
    """Whatever could not be expressed exactly is an error."""
    quiet: bool = False
    """Print diagnostics only."""
    edited: str = "refuse"
    """What to do with generated files that were edited by hand: `refuse`, `force`, `keep` or `merge`."""
    lock: Path | None = None
    """The name lock that all SDKs of the file share."""
    diagnostics: Mapping[str, str] = field(default_factory=dict[str, str])
    """Code of a warning or a note → how grave it is in this project: `off`, `note`, `warning` or `error`."""


CHOICES: Mapping[str, tuple[str, ...]] = {
    "target": ("python", "markdown", "model-json"),
    "transport": ("httpx2", "httpx", "stdlib"),
    "enums": ("literal", "strenum"),
    "numbers": ("plain", "pair"),
    "formats": ("time", "duration", "decimal"),
    "headers": ("black", "flake8", "isort", "mypy", "pylint", "pyright", "ruff"),
    "edited": ("refuse", "force", "keep", "merge"),
    "diagnostics": ("off", "note", "warning", "error"),
}
"""The values of the options that have a fixed set of them."""

PAGINATION_CHOICES: Mapping[str, tuple[str, ...]] = {
    "style": ("cursor", "last-item", "offset", "page", "next-url", "link-header"),
    "in": ("query", "body"),
}
"""The values of the keys of `pagination` that have a fixed set of them."""
