"""Names that somebody asked for, through the edits that real documents go through."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

Document = dict[str, Any]
Edit = Callable[[Document], None]

BASE: Document = {
    "openapi": "3.1.0",
    "info": {"title": "Zoo", "version": "1"},
    "paths": {
        "/keepers/{id}/rounds": {
            "post": {
                "operationId": "startRound",
                "tags": ["keepers"],
                "parameters": [
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string"},
                    }
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "properties": {
                                    "route": {
                                        "type": "object",
                                        "properties": {"gate": {"type": "integer"}},
                                    }
                                },
                            }
                        }
                    },
                },
                "responses": {"200": {"$ref": "#/components/responses/Keeper"}},
            }
        }
    },
    "components": {
        "responses": {
            "Keeper": {
                "description": "ok",
                "content": {
                    "application/json": {
                        "schema": {"$ref": "#/components/schemas/Keeper"}
                    }
                },
            }
        },
        "schemas": {
            "Keeper": {
                "type": "object",
                "properties": {
                    "shift": {
                        "oneOf": [
                            {"type": "string", "enum": ["day", "night"]},
                            {
                                "type": "object",
                                "required": ["from"],
                                "properties": {"from": {"type": "string"}},
                            },
                        ]
                    },
                    "badge": {
                        "type": "object",
                        "properties": {"number": {"type": "integer"}},
                    },
                },
            }
        },
    },
}
PATH = "/keepers/{id}/rounds"


def _shift_gains_a_value(document: Document) -> None:
    keeper = document["components"]["schemas"]["Keeper"]
    keeper["properties"]["shift"]["oneOf"][0]["enum"].append("twilight")


def _variable_is_renamed(document: Document) -> None:
    item = document["paths"].pop(PATH)
    item["post"]["parameters"][0]["name"] = "keeperId"
    document["paths"]["/keepers/{keeperId}/rounds"] = item


def _path_changes(document: Document) -> None:
    document["paths"]["/staff/{id}/tours"] = document["paths"].pop(PATH)


EDITS = {
    "enum": _shift_gains_a_value,
    "variable": _variable_is_renamed,
    "path": _path_changes,
}


@pytest.fixture
def zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _write(document: Document) -> None:
    Path("zoo.yaml").write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")


def _generate(specloom: Any) -> Any:
    run = specloom("generate", "zoo.yaml", "-o", "zoo")
    assert run.status == 0, run.err
    return run


def _rename_all(specloom: Any) -> None:
    for old, new in (
        ("KeeperShiftChoice", "Shift"),
        ("KeeperBadge", "Badge"),
        ("StartRoundBodyRoute", "Route"),
        ("keepers.start_round", "keepers.begin"),
    ):
        run = specloom("rename", old, new, "zoo.yaml", "-o", "zoo")
        assert run.status == 0, run.err


def _text(*parts: str) -> str:
    return "".join(
        path.read_text("utf-8")
        for part in parts
        for path in sorted(Path("zoo", part).rglob("*.py"))
    )


def _is_as_asked() -> None:
    models, calls = _text("models"), _text("resources")
    for name in ("Shift", "Badge", "Route"):
        assert f'"{name}"' in models, name
    for alias in ("KeeperShiftChoice", "KeeperBadge", "StartRoundBodyRoute"):
        assert f'"{alias}"' in models, alias
    assert "def begin(" in calls and "def start_round(" in calls


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_a_chosen_name_survives(zoo: Path, specloom: Any, edit: Edit) -> None:
    _write(BASE)
    _generate(specloom)
    _rename_all(specloom)
    _generate(specloom)
    _is_as_asked()
    document = copy.deepcopy(BASE)
    edit(document)
    _write(document)
    _generate(specloom)
    _is_as_asked()


@pytest.mark.parametrize("revisions", [1, 5])
def test_what_is_absent_for_a_while_has_its_names_again(
    zoo: Path, specloom: Any, revisions: int
) -> None:
    _write(BASE)
    _generate(specloom)
    _rename_all(specloom)
    _generate(specloom)
    without = copy.deepcopy(BASE)
    without["paths"] = {"/ping": {"get": {"responses": {"204": {"description": ""}}}}}
    del without["components"]["schemas"]["Keeper"]["properties"]["badge"]
    for number in range(revisions):
        without["info"]["version"] = str(number + 2)
        _write(without)
        run = specloom("generate", "zoo.yaml", "-o", "zoo")
        assert run.status == 0, run.err
        # Said once, when it goes; an entry that is marked already is no news.
        assert ("W402" in run.err) is (number == 0)
        assert '"absent:' in Path("zoo/specloom.lock").read_text("utf-8")
    _write(BASE)
    run = _generate(specloom)
    assert "W402" not in run.err
    _is_as_asked()
    assert '"absent:type:' not in Path("zoo/specloom.lock").read_text("utf-8")


def test_an_operation_that_is_new_at_an_old_place_takes_nothing(
    zoo: Path, specloom: Any
) -> None:
    _write(BASE)
    _generate(specloom)
    _rename_all(specloom)
    _generate(specloom)
    document = copy.deepcopy(BASE)
    moved = document["paths"].pop(PATH)
    document["paths"]["/staff/{id}/tours"] = moved
    other = copy.deepcopy(moved)
    other["post"]["operationId"] = "endRound"
    document["paths"][PATH] = other
    _write(document)
    _generate(specloom)
    calls = _text("resources")
    begin = calls.partition('"/staff/{id}/tours"')[0].rpartition("\n_")[2]
    assert begin.startswith("BEGIN"), begin
    assert "def end_round(" in calls
