"""The pipeline: the only file that knows the order of the stages.

Input: a `Config`. Output: the directories that it asks for, and a `Result` that says what was
made of what. Nothing is written unless every SDK of the run can be.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from specloom.config import Config, Sdk
from specloom.config.elsewhere import Elsewhere, Spec
from specloom.diagnostics import Bag, Diagnostic, Loss, Severity
from specloom.document import Documents, bytes_of, open_documents
from specloom.document.validate_root import validate
from specloom.emit.target import Emission, Emitted
from specloom.emit.targets import load_target
from specloom.emit.template_errors import template_errors
from specloom.installation import templates_root
from specloom.lower import lower
from specloom.model.api import Api
from specloom.openapi import read_document
from specloom.openapi.document import Document
from specloom.write.apply import apply
from specloom.write.exclusive import exclusive
from specloom.write.inputs import inputs_of
from specloom.write.journal import recover
from specloom.write.locks import Locks
from specloom.write.plan import Edited, Plan, plan_write

if TYPE_CHECKING:
    from specloom.document.fetching import Fetcher

OnStage = Callable[[str, str], None]
"""Told when a stage begins: its name, and what it works on."""


@dataclass(frozen=True, slots=True)
class Read:
    """A document as stages 1 and 2 leave it."""

    documents: Documents
    document: Document
    remote: Fetcher | None = None
    """What has fetched files from other hosts, where that is allowed."""


@dataclass(frozen=True, slots=True)
class Made:
    """One SDK: what it was made of, and what has to change on the disk."""

    sdk: Sdk
    read: Read
    api: Api
    emitted: Emitted
    plan: Plan


@dataclass(slots=True)
class Result:
    """All that a run made, as far as it came."""

    documents: list[Documents] = field(default_factory=list[Documents])
    """Every document that was read, for the places of diagnostics."""
    made: list[Made] = field(default_factory=list[Made])
    given: dict[str, bytes] = field(default_factory=dict[str, bytes])
    """Documents that are no files, as they came."""
    outdated_lock: bool = False
    """Whether the shared name lock has to change too."""
    written: bool = False
    """False where errors or the caller forbade it."""
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    """Stage → how long it took, over all SDKs."""


class Pipeline:
    """One run. Documents and models that several SDKs share are made once."""

    def __init__(self, config: Config, bag: Bag, progress: OnStage) -> None:
        self.result = Result()
        self._config = config
        self._bag = bag
        self._progress = progress
        self._locks: Locks | None = None
        self._reads: dict[object, Read] = {}
        self._apis: dict[str, Api] = {}
        self._emitted: list[Emitted] = []

    def run(self, *, dry: bool = False) -> None:
        """Builds every SDK, and writes them all unless there are errors or the run is `dry`."""
        with _no_collection():
            self.prepare()
            self.write(dry=dry)

    def prepare(self) -> None:
        """Stages 1 to 4, of every SDK."""
        for sdk in self._config.sdks:
            recover(_place(sdk), self._bag)
        locks = self._names()
        self._emitted = [self._emit(sdk, locks) for sdk in self._config.sdks]

    def write(self, *, dry: bool = False) -> None:
        """Stage 5, of what was prepared; may come again after a `dry` one."""
        locks = self._names()
        self.result.made.clear()
        with (
            self._stage("write", ""),
            _alone([*map(_place, self._config.sdks), *locks.files], dry=dry),
        ):
            self._write(self._emitted, locks, dry)

    @property
    def failed(self) -> bool:
        """Whether what was found so far forbids the output."""
        return failed(self._config, self._bag)

    def read(self, sdk: Sdk, *, full: bool = False) -> Read:
        """Stages 1 and 2: the document of one SDK; `full` checks it against all the standard."""
        key = (sdk.spec, sdk.overlays, sdk.root, sdk.allow_remote)
        if key not in self._reads:
            remote = self._remote(sdk)
            with self._stage("document", str(sdk.spec)):
                data = self._given(sdk.spec, remote)
                documents = open_documents(
                    sdk.spec,
                    limits=self._config.limits,
                    overlays=sdk.overlays,
                    bag=self._bag,
                    folder=sdk.root,
                    remote=remote,
                    data=data,
                )
                self.result.documents.append(documents)
            with self._stage("openapi", str(sdk.spec)):
                document = read_document(documents, self._bag)
                # After reading, which explains better: the validator skips what is reported.
                validate(documents, self._bag, full=full or self._config.strict)
                self._reads[key] = Read(documents, document, remote)
        return self._reads[key]

    def _given(self, spec: Spec, remote: Fetcher | None) -> bytes:
        """A document that is no file; it comes once in a run."""
        if not isinstance(spec, Elsewhere):
            return b""
        if spec not in self.result.given:
            data = bytes_of(spec, self._config.limits, remote)
            self.result.given[spec] = data
        return self.result.given[spec]

    def _remote(self, sdk: Sdk) -> Fetcher | None:
        """What may fetch files from other hosts; imported only where there are some."""
        is_url = isinstance(sdk.spec, Elsewhere) and sdk.spec.is_url
        if not sdk.allow_remote and not is_url:
            return None
        from specloom.document.fetching import Fetcher

        known = self._names().digests(_place(sdk))
        return Fetcher(sdk.allow_remote, self._config.limits, known)

    def _names(self) -> Locks:
        if self._locks is None:
            self._locks = Locks(self._config.lock)
        return self._locks

    def model(self, sdk: Sdk) -> Api:
        """Stages 1 to 3: the model of one SDK."""
        key = repr(replace(sdk, output=Path(), target="", package="", templates=None))
        if key not in self._apis:
            document = self.read(sdk).document
            with self._stage("lower", sdk.name):
                self._apis[key] = lower(document, sdk, self._bag, self._config.limits)
        return self._apis[key]

    def _emit(self, sdk: Sdk, locks: Locks) -> Emitted:
        api = self.model(sdk)
        with self._stage("emit", sdk.name):
            target = load_target(sdk.target)
            emission = Emission(
                sdk, locks.of(_place(sdk)), templates_root(), sdk.templates
            )
            with template_errors(sdk.templates):
                return target(api, emission, self._bag)

    def _write(self, emitted: list[Emitted], locks: Locks, dry: bool) -> None:
        named: dict[Path, Mapping[str, str]] = {}
        for sdk, made in zip(self._config.sdks, emitted, strict=True):
            read, output = self.read(sdk), _place(sdk)
            named[output] = made.lock
            if read.remote is not None:
                locks.fetched(read.remote.digests)
            plan = plan_write(
                {file.path: file.content for file in made.files},
                output,
                inputs_of(sdk, read.documents.digests),
                Edited(self._config.edited),
                self._bag,
                locks.inside(made.lock),
            )
            self.result.made.append(Made(sdk, read, self.model(sdk), made, plan))
        self.result.outdated_lock = locks.outdated(named) is not None
        if dry or failed(self._config, self._bag):
            return
        for one in self.result.made:
            apply(one.plan)
        locks.save(named)
        self.result.written = True

    @contextmanager
    def _stage(self, name: str, what: str) -> Generator[None]:
        self._progress(name, what)
        begin = time.perf_counter()
        try:
            yield
        finally:
            seconds = self.result.seconds
            seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - begin


def failed(config: Config, bag: Bag) -> bool:
    """Whether what was found forbids the output, as strictly as `config` asks."""
    return any(
        severity_of(config, d) is Severity.ERROR
        or (config.fail_on_loss and d.loss is not Loss.NONE)
        for d in bag
    )


def severity_of(config: Config, diagnostic: Diagnostic) -> Severity | None:
    """How grave a finding is in this project; None: nobody wants to know."""
    asked = config.diagnostics.get(diagnostic.code)
    if asked == "off":
        return None
    severity = Severity(asked) if asked else diagnostic.severity
    if config.strict and severity is Severity.WARNING:
        return Severity.ERROR
    return severity


def _place(sdk: Sdk) -> Path:
    """The output directory itself, where the user gave a link to it."""
    return Path(os.path.realpath(sdk.output)) if sdk.output.is_symlink() else sdk.output


@contextmanager
def _alone(outputs: Sequence[Path], *, dry: bool) -> Generator[None]:
    """Holds every folder that something will be written to, in an order that all runs share.

    A dry run makes no folder, so it holds those that are there.
    """
    folders = {os.path.realpath(output.parent): output.parent for output in outputs}
    with ExitStack() as held:
        for _, folder in sorted(folders.items()):
            if not dry or folder.is_dir():
                held.enter_context(exclusive(folder))
        yield


@contextmanager
def _no_collection() -> Generator[None]:
    """Stages build large trees that all stay alive: looking for garbage in them costs 15 %."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
