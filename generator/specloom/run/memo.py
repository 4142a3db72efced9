"""What the last run of a configuration said, for when nothing has changed since.

Input: a `Config`, and the digests of all that its outputs were made from. Kept in the user's
cache, outside every output: an output is the same whoever made it. A run that finds its memo
still true repeats what it printed and ends, before anything heavy is imported.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from specloom.config import Config, Sdk
from specloom.config.elsewhere import Elsewhere
from specloom.installation import add_tree, own_digest

_KEPT = 200
"""How many memos are kept; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Memo:
    """What a run printed, and what it depended on."""

    specloom: str
    inputs: Mapping[str, str]
    """File → digest: documents, overlays, locks, manifests; "" for one that was not there."""
    folders: Mapping[str, str]
    """Folder of custom templates → digest of all that is in it."""
    found: str
    """The diagnostics as text."""
    summary: str
    """As JSON: the summary's rows."""
    report: str
    """The JSON report."""


def recall(config: Config) -> Memo | None:
    """The memo of `config` if its inputs and outputs are still exactly those of that run."""
    if _is_unknown(config):
        return None
    try:
        memo = Memo(**json.loads(_place(config).read_bytes()))
        if memo.specloom == own_digest() and _holds(memo, config):
            return memo
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        pass  # no memo, or one that cannot be read: the run goes the whole way
    return None


def remember(
    config: Config, documents: Iterable[str], found: str, summary: str, report: str
) -> None:
    """Keeps what a run that wrote its outputs has printed. Failing to is no failure."""
    if _is_unknown(config):
        return
    files = [*documents]
    for sdk in config.sdks:
        files += [*map(str, sdk.overlays), *_own_files(sdk)]
    if config.lock is not None:
        files.append(str(config.lock))
    folders = {str(sdk.templates) for sdk in config.sdks if sdk.templates is not None}
    with suppress(OSError):
        memo = Memo(
            own_digest(),
            {file: _digest(file) for file in files},
            {folder: _tree_digest(folder) for folder in folders},
            found,
            summary,
            report,
        )
        place = _place(config)
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(asdict(memo)), "utf-8")
        os.replace(draft, place)
        _prune(place.parent)


def _is_unknown(config: Config) -> bool:
    """Whether a document may be another one without anything here telling."""
    return any(isinstance(sdk.spec, Elsewhere) for sdk in config.sdks)


def _holds(memo: Memo, config: Config) -> bool:
    return (
        all(_digest(file) == digest for file, digest in memo.inputs.items())
        and all(
            _tree_digest(folder) == digest for folder, digest in memo.folders.items()
        )
        and all(_is_whole(sdk.output) for sdk in config.sdks)
    )


def _is_whole(output: Path) -> bool:
    """Whether every file of an output is as its manifest says, and no run was interrupted."""
    if (output.parent / f".specloom-{output.name}").exists():
        return False
    files: dict[str, str] = json.loads((output / "manifest.json").read_bytes())["files"]
    root = str(output)
    return all(_digest(f"{root}/{path}") == digest for path, digest in files.items())


def _own_files(sdk: Sdk) -> tuple[str, str]:
    return (str(sdk.output / "manifest.json"), str(sdk.output / "specloom.lock"))


def _digest(path: str) -> str:
    # What was read from a pipe cannot be read again, and waiting for it has no end.
    if os.path.exists(path) and not os.path.isfile(path):
        raise OSError(f"{path} is no file")
    try:
        with open(path, "rb", buffering=0) as file:
            return hashlib.sha256(file.read()).hexdigest()
    except FileNotFoundError:
        return ""


def _tree_digest(folder: str) -> str:
    digest = hashlib.sha256()
    add_tree(digest.update, folder)
    return digest.hexdigest()


def _place(config: Config) -> Path:
    """Where the memo of a configuration is kept: one file for each working directory and
    configuration."""
    folder = os.environ.get("SPECLOOM_CACHE_DIR")
    if not folder:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
        folder = os.path.join(base, "specloom")
    alike = replace(config, report=None, quiet=False)
    key = hashlib.sha256(f"{os.getcwd()}\n{alike!r}".encode("utf-8", "surrogateescape"))
    return Path(folder, key.hexdigest()[:32] + ".json")


def _prune(folder: Path) -> None:
    memos = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
    for path in memos[:-_KEPT]:
        path.unlink(missing_ok=True)
