"""Golden folders: finds the cases under `tests/cases`, and runs one.

A case is a folder with `openapi.yaml` (or `.json`), and any of:

* `case.toml`: options of the SDK as in `specloom.toml`, `strict`, and `[golden] files`, the
  globs of the generated files that are kept (default: all but the runtime and the manifest);
* `model.json`: the model, for cases about meaning;
* `python/`: the generated files, where the text is the point;
* `diagnostics.txt`: everything that is reported; without it nothing may be.

`make golden` rewrites what is there. For a new case, make an empty `model.json` or an empty
folder `python` first, to say what it is about.
"""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Any

from specloom.config import Config
from specloom.config.file import config_of_tables
from specloom.diagnostics import Bag
from specloom.emit.model_json.dump import dump
from specloom.emit.model_json.json_text import layout
from specloom.report.present import present_text
from specloom.run.outcome import Outcome, complete
from specloom.source import SourceFile

ROOT = Path(__file__).parent / "cases"
REWRITE = bool(os.environ.get("GOLDEN"))

_NOT_KEPT = ("_runtime/*", "manifest.json", "specloom.lock")


@dataclass(frozen=True)
class Case:
    """One golden folder."""

    folder: Path

    @property
    def id(self) -> str:
        """`area/case`."""
        return self.folder.relative_to(ROOT).as_posix()

    @cached_property
    def options(self) -> dict[str, Any]:
        path = self.folder / "case.toml"
        return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}

    @property
    def has_model(self) -> bool:
        return (self.folder / "model.json").exists()

    @property
    def has_python(self) -> bool:
        return (self.folder / "python").is_dir()

    def run(self, output: Path, target: str = "") -> Outcome:
        """Generates into `output`, with the case's folder as working directory."""
        options = {k: v for k, v in self.options.items() if k != "golden"}
        spec = next(
            n for n in ("openapi.yaml", "openapi.json") if (self.folder / n).exists()
        )
        target = target or ("python" if self.has_python else "model-json")
        sdk = {"spec": spec, "output": str(output), "target": target}
        bag = Bag()
        config = config_of_tables(
            {**options, "sdk": [sdk]}, SourceFile("case.toml", ""), bag
        )
        assert not len(bag), list(bag)
        before = os.getcwd()
        os.chdir(self.folder)
        try:
            return complete(Config(config.sdks, strict=config.strict))
        finally:
            os.chdir(before)

    def produced(self, outcome: Outcome) -> Mapping[str, str]:
        """Path in the folder → text, of everything that this case keeps."""
        files: dict[str, str] = {}
        before = os.getcwd()
        os.chdir(self.folder)
        try:
            found = present_text(outcome.diagnostics, outcome.locate, outcome.source)
        finally:
            os.chdir(before)
        if found:
            files["diagnostics.txt"] = found
        for made in outcome.result.made if not outcome.failed else ():
            if self.has_model:
                files["model.json"] = layout(dump(made.api))
            for file in made.emitted.files if self.has_python else ():
                if self._keeps(file.path):
                    files[f"python/{file.path}"] = file.content
        return files

    def expected(self) -> Mapping[str, str]:
        """The same, as it is kept."""
        names = ["diagnostics.txt", "model.json"]
        paths = [self.folder / name for name in names if (self.folder / name).exists()]
        paths += [p for p in (self.folder / "python").rglob("*") if p.is_file()]
        return {
            path.relative_to(self.folder).as_posix(): path.read_text("utf-8")
            for path in paths
            if "__pycache__" not in path.parts
        }

    def rewrite(self, files: Mapping[str, str]) -> None:
        """Makes the folder keep `files`."""
        had_python = self.has_python
        for name in self.expected():
            (self.folder / name).unlink()
        if had_python:
            shutil.rmtree(self.folder / "python")
            (self.folder / "python").mkdir()
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def _keeps(self, path: str) -> bool:
        globs: list[str] = self.options.get("golden", {}).get("files", ["*"])
        return not any(fnmatchcase(path, no) for no in _NOT_KEPT) and any(
            fnmatchcase(path, glob) for glob in globs
        )


def find_cases() -> list[Case]:
    """Every golden folder, in a fixed order."""
    folders = {path.parent for path in ROOT.rglob("openapi.*")}
    return [Case(folder) for folder in sorted(folders)]
