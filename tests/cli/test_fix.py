"""`specloom fix`: each mistake that it repairs, and that the repair is one."""

from __future__ import annotations

import re
from pathlib import Path

import jsonpath_rfc9535
import pytest
import yaml

from cli.running import PETS, Specloom
from specloom.model.types import JsonValue
from specloom.repair.repairs import REPAIRS, json_path

LIST = "      operationId: listPets\n"
AGE = "age: {type: integer}"

MISTAKES = {
    "W213": PETS.replace(AGE, "age: {type: int}"),
    "N214": PETS.replace(AGE, "age: {type: integer, nullable: true}"),
    "W220": PETS.replace(AGE, 'age: {$ref: "#/components/schemas/Pett"}'),
    "W230": PETS.replace(
        "    parameters:\n      - {name: id, in: path, required: true, schema: {type: string}}\n",
        "",
    ),
    "W231": PETS.replace(
        LIST,
        f"{LIST}      parameters: [{{name: x, in: path, required: true, schema: {{}}}}]\n",
    ),
    "W232": PETS.replace(
        LIST,
        LIST
        + "      parameters:\n"
        + "        - {name: x, in: query, schema: {type: string}}\n" * 3,
    ),
    "W235": PETS.replace("operationId: getPet", "operationId: listPets"),
    "W241": PETS.replace(
        "servers: [{url: https://pets.example}]",
        "servers: [{url: 'https://{at}.example', variables: {at: {enum: [eu, us]}}}]",
    ),
    "N250": PETS.replace(AGE, "age: {type: string, enum: [a, b, a, c, b]}"),
    "N304": PETS.replace("required: [name]", "required: [name, it's]"),
    "N306": PETS.replace(AGE, "age: {type: integer, default: many}"),
}
"""Code → a document with a mistake that has this code."""

FORMS = {
    "nullable enum": "{type: string, nullable: true, enum: [a, b]}",
    "nullable reference": "{$ref: '#/components/schemas/Pet', nullable: true}",
    "not nullable": "{type: string, nullable: false}",
    "exclusive bound": "{type: integer, minimum: 1, exclusiveMinimum: true}",
    "inclusive bound": "{type: integer, maximum: 1, exclusiveMaximum: false}",
}


def test_every_repair_has_its_mistake() -> None:
    assert set(MISTAKES) == set(REPAIRS)


@pytest.mark.parametrize("code", MISTAKES)
def test_is_repaired(code: str, folder: Path, specloom: Specloom) -> None:
    Path("api.yaml").write_text(MISTAKES[code])
    before = specloom("validate", "api.yaml")
    assert code in before.err
    assert "note: `specloom fix` writes {" in before.err
    run = specloom("fix", "api.yaml")
    assert (run.status, run.err) == (0, "")
    assert run.out.startswith("wrote api.fixes.yaml: ")
    assert re.search(r" findings? becomes? 0\n", run.out)
    text = Path("api.fixes.yaml").read_text()
    for action in yaml.safe_load(text)["actions"]:
        assert action["description"]
    after = specloom("validate", "api.yaml", "--overlay", "api.fixes.yaml")
    assert (after.status, after.err) == (0, ""), text


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_other_versions(form: str, folder: Path, specloom: Specloom) -> None:
    Path("api.yaml").write_text(PETS.replace("{type: integer}", FORMS[form]))
    assert re.search(r" findings? becomes? 0\n", specloom("fix", "api.yaml").out)
    one = ("inspect", "api.yaml")
    model = specloom(*one, "--overlay", "api.fixes.yaml").out
    assert model.split('"fields"')[1] == specloom(*one).out.split('"fields"')[1]


def test_several_at_once_and_beside_an_overlay(
    folder: Path, specloom: Specloom
) -> None:
    text = PETS.replace(AGE, "age: {type: int}").replace("[name]", "[name, nick]")
    Path("api.yaml").write_text(text.replace(LIST, f"{LIST}      x: 1\n"))
    Path("own.yaml").write_text("""\
overlay: 1.0.0
info: {title: Ours, version: "1"}
actions:
  - target: $.components.schemas.Pet.properties
    update: {size: {type: int}}
""")
    run = specloom("fix", "api.yaml", "--overlay", "own.yaml", "-o", "all.yaml")
    assert "wrote all.yaml: 3 repairs, 4 findings become 1\n" in run.out
    overlays = ("--overlay", "own.yaml", "--overlay", "all.yaml")
    left = specloom("validate", "api.yaml", *overlays)
    assert "N212" in left.err and "W213" not in left.err and "N304" not in left.err


@pytest.mark.parametrize(
    ("written", "meant"), [("strng", "string"), ("Interger", "integer"), ("any", "")]
)
def test_a_type_that_is_misspelt(
    written: str, meant: str, folder: Path, specloom: Specloom
) -> None:
    Path("api.yaml").write_text(PETS.replace(AGE, f"age: {{type: {written}}}"))
    found = specloom("validate", "api.yaml").err
    assert (f"is '{meant}' meant?" in found) == bool(meant)
    run = specloom("fix", "api.yaml")
    if not meant:
        assert "nothing that can be repaired" in run.out
        return
    assert ": 1 repair, 1 finding becomes 0\n" in run.out
    (action,) = yaml.safe_load(Path("api.fixes.yaml").read_text())["actions"]
    assert action["update"] == {"type": meant}


def test_nothing_is_lost(pets: Path, specloom: Specloom) -> None:
    assert (
        specloom("fix", "pets.yaml").out == "pets.yaml: nothing that can be repaired\n"
    )
    assert not Path("pets.fixes.yaml").exists()
    pets.write_text(MISTAKES["W213"])
    Path("pets.fixes.yaml").write_text("mine")
    refused = specloom("fix", "pets.yaml")
    assert refused.status == 1 and "E608" in refused.err
    assert Path("pets.fixes.yaml").read_text() == "mine"
    assert specloom("fix", "pets.yaml", "--force").status == 0
    pets.write_text("openapi: [")
    broken = specloom("fix", "pets.yaml", "-o", "b.yaml")
    assert broken.status == 1 and "E105" in broken.err
    assert not Path("b.yaml").exists()


def test_paths_of_places() -> None:
    root: JsonValue = {"/pets/{id}": [{"200": {"it's": {}}}]}
    path = json_path("/~1pets~1{id}/0/200/it's", root)
    assert path == "$['/pets/{id}'][0]['200']['it\\'s']"
    assert jsonpath_rfc9535.find(path, root).values() == [{}]


def test_no_repair_where_the_meaning_is_not_plain(
    folder: Path, specloom: Specloom
) -> None:
    text = PETS.replace(AGE, "age: {type: integer, enum: []}")
    Path("a.yaml").write_text(text)
    assert "nothing that can be repaired" in specloom("fix", "a.yaml").out
    old = PETS.replace("3.1.0", "3.0.0").replace(AGE, "age: {exclusiveMinimum: 5}")
    Path("b.yaml").write_text(old)
    assert "nothing that can be repaired" in specloom("fix", "b.yaml").out
