"""An output that the command line takes from one state to the other, for tests that disturb it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from specloom.commands.command_line import main
from specloom.diagnostics import Bag
from specloom.write import apply
from specloom.write.journal import recover

State = dict[str, bytes]


class TwoStates:
    """The documents `a` and `b`, and the output that either of them gives."""

    def __init__(self, folder: Path, way: str, schemas: int = 40) -> None:
        """`way`: whole directories are exchanged, or `journal`: file by file."""
        self.folder = folder
        self.output = folder / "sdk"
        if way == "journal":
            setattr(apply, "exchange", lambda one, other: False)
        for letter in "ab":
            text = json.dumps(_document(letter, schemas))
            (folder / f"{letter}.json").write_text(text)
        for letter in "abab":  # until the lock knows all names
            assert self.generate(letter) == 0
        self.states: dict[str, State] = {}
        for letter in "ab":
            assert self.generate(letter) == 0
            self.states[letter] = self.now()

    def generate(self, letter: str) -> int:
        """The command that makes the output what the document says; its exit status."""
        document, output = self.folder / f"{letter}.json", str(self.output)
        return main(["generate", str(document), "-o", output, "--quiet"])

    def now(self) -> State:
        """All files of the output."""
        files = sorted(p for p in self.output.rglob("*") if p.is_file())
        return {str(p.relative_to(self.output)): p.read_bytes() for p in files}

    def which(self) -> str:
        """The document that the output is of; empty if it is a mixture."""
        now = self.now()
        return next((letter for letter in "ab" if self.states[letter] == now), "")

    def repair(self) -> str:
        """What every command does first; the state after it. Nothing else may be left."""
        recover(self.output, Bag())
        left = set(os.listdir(self.folder)) - {"a.json", "b.json", "sdk", "filler"}
        assert not left, left
        return self.which()


def _document(letter: str, schemas: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        f"Same{i}" if i % 4 else f"Own{letter}{i}": {
            "type": "object",
            "description": f"The text of {letter}.",
            "properties": {f"{letter}{n}": {"type": "string"} for n in range(5)},
        }
        for i in range(schemas)
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": letter, "version": "1"},
        "paths": {},
        "components": {"schemas": made},
    }
