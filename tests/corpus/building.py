"""Builds the package of a real document once, and knows the names in it."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType

from specloom.config import Config, Sdk
from specloom.emit.python.names.naming import Names, allocate
from specloom.model.api import Api
from specloom.openapi.document import Document
from specloom.run.outcome import Outcome, complete

from corpus.documents import Sample


@dataclass(frozen=True)
class Built:
    """What became of a document."""

    sample: Sample
    folder: Path
    outcome: Outcome

    @property
    def output(self) -> Path:
        """The package's own folder."""
        return self.folder / self.sample.package

    @property
    def api(self) -> Api:
        """The model of the document."""
        return self.outcome.result.made[0].api

    @property
    def document(self) -> Document:
        """The document as stage 2 reads it."""
        return self.outcome.result.made[0].read.document

    @cached_property
    def names(self) -> Names:
        """What everything is called."""
        return allocate(self.api, {})

    @contextmanager
    def imported(self) -> Iterator[ModuleType]:
        """The package, imported for as long as it is looked at."""
        sys.path.insert(0, str(self.folder))
        try:
            yield importlib.import_module(self.sample.package)
        finally:
            sys.path.remove(str(self.folder))
            prefix = self.sample.package
            for name in [m for m in sys.modules if m.split(".")[0] == prefix]:
                del sys.modules[name]
            gc.collect()


def build(sample: Sample, folder: Path) -> Built:
    """Generates the package of `sample` into `folder`."""
    sdk = Sdk(spec=sample.path, output=folder / sample.package)
    return Built(sample, folder, complete(Config((sdk,))))
