"""Comparing two versions of one small document that differ in a few places."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from specloom.config import Config, Sdk
from specloom.diagnostics import Bag
from specloom.diff import compare_apis
from specloom.diff.change import Change
from specloom.model.api import Api
from specloom.run.pipeline import Pipeline

BASE = Path(__file__).with_name("base.yaml")
GONE = object()
"""As a new value: the key is deleted."""

Edits = Iterable[tuple[str, Any]]
"""Places, their keys divided by ` > `, and what stands there in the new version."""


@cache
def base() -> dict[str, Any]:
    return yaml.safe_load(BASE.read_text("utf-8"))


def edited(edits: Edits) -> dict[str, Any]:
    """The base document with `edits`."""
    data = copy.deepcopy(base())
    for place, value in edits:
        *path, last = place.split(" > ")
        here: Any = data
        for key in path:
            here = here[int(key)] if isinstance(here, list) else here[key]
        if isinstance(here, list):
            if value is GONE:
                del here[int(last)]
            else:
                here.insert(int(last), value)
        elif value is GONE:
            del here[last]
        else:
            here[last] = value
    return data


def api_of(data: dict[str, Any], folder: Path, name: str, **options: Any) -> Api:
    """The model of a document."""
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False), "utf-8")
    sdk = Sdk(path, Path(name), **options)
    return Pipeline(Config((sdk,)), Bag(), lambda stage, what: None).model(sdk)


Differ = Callable[..., tuple[Change, ...]]


def differ(folder: Path) -> Differ:
    """`changes(edits, before)`: from the base document with `before` to that with `edits`."""
    known: dict[str, Api] = {}

    def model(edits: Edits, name: str, enums: str) -> Api:
        key = f"{name} {enums} {list(edits)}"
        if key not in known:
            known[key] = api_of(edited(edits), folder, name, enums=enums)
        return known[key]

    def changes(
        edits: Edits, before: Edits = (), enum_classes: bool = False
    ) -> tuple[Change, ...]:
        enums = "strenum" if enum_classes else "literal"
        apis = (model(before, "old", enums), model(edits, "new", enums))
        return compare_apis(*apis, {}, enum_classes=enum_classes)

    return changes
