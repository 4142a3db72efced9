"""Every option of the configuration has an effect, and editors know all of them."""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from cli.running import PETS, Specloom
from cli.config_texts import WHOLE, WRONG
from specloom.config import Config, Sdk

ROOT = Path(__file__).parents[2]

RICH = PETS.replace(
    "        age: {type: integer}\n",
    """\
        age: {type: integer}
        kind: {type: string, enum: [cat, dog]}
        price: {type: string, format: decimal}
        naps: {type: string, format: duration}
        legs: {type: [integer, string], pattern: '^-?(?:0|[1-9][0-9]*)$'}
""",
).replace(
    "components:\n",
    """\
security: [{key: []}]
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
""",
)

EFFECTS: dict[str, tuple[str, str, str]] = {
    "package": ('"petstore"', "README.md", "petstore"),
    "include": ('["GET /pets"]', "api.md", "`GET /pets`"),
    "exclude": ('["GET /pets/{id}"]', "api.md", "`GET /pets`"),
    "overlays": ('["over.yaml"]', "models/pet.py", "An animal of ours."),
    "client-class": ('"Shop"', "client.py", "class AsyncShop("),
    "groups": (
        '{pets = "beta.animals"}',
        "resources/beta_animals.py",
        "class Animals(",
    ),
    "methods": ('{"GET /pets" = "pets.all"}', "resources/pets.py", "def all("),
    "types": ('{Pet = "Animal"}', "models/__init__.py", '"Animal"'),
    "strip-prefix": ('"P"', "models/__init__.py", '"Et"'),
    "pagination": (
        '{style = "link-header"}',
        "resources/pets.py",
        "-> Page[Pet, _list[Pet]]:",
    ),
    "transport": ('"stdlib"', "_runtime/transport_stdlib.py", "class StdlibTransport"),
    "formats": ('["decimal", "duration"]', "models/pet.py", "price: Decimal | Unset"),
    "enums": ('"strenum"', "models/pet.py", "class PetKind(StrEnum):"),
    "numbers": ('"pair"', "models/pet.py", "legs: PetLegs | Unset"),
    "environment": ('{key = "SHOP_KEY"}', "client.py", '"SHOP_KEY"'),
    "credentials": ('{key = "shop_key"}', "client.py", "shop_key: str"),
    "templates": ('"mine"', "errors.py", "# ours"),
    "vendored": ("true", "LICENSE", "MIT License"),
    "headers": ('["ruff"]', "client.py", "# ruff: noqa"),
}
"""Option of an SDK → a value, and the file of the output that shows it."""


def test_every_option_is_here() -> None:
    options = {f.name.replace("_", "-") for f in fields(Sdk)}
    assert options - EFFECTS.keys() == {
        "spec",
        "output",
        "target",
        "root",
        "allow-remote",
    }


@pytest.mark.parametrize("option", EFFECTS)
def test_has_an_effect(option: str, folder: Path, specloom: Specloom) -> None:
    value, file, text = EFFECTS[option]
    (folder / "pets.yaml").write_text(RICH)
    (folder / "over.yaml").write_text("""\
overlay: 1.0.0
info: {title: Ours, version: "1"}
actions:
  - target: $.components.schemas.Pet
    update: {description: An animal of ours.}
""")
    errors = ROOT / "templates" / "python" / "errors.py.jinja"
    (folder / "mine/python").mkdir(parents=True)
    (folder / "mine/views.toml").write_text("version = 1\n")
    changed = errors.read_text("utf-8") + "\n\n# ours\n"
    (folder / "mine/python/errors.py.jinja").write_text(changed)
    sdks = f"""\
spec = "pets.yaml"
[[sdk]]
output = "plain"
[[sdk]]
output = "told"
{option} = {value}
"""
    (folder / "specloom.toml").write_text(sdks)
    run = specloom("generate")
    assert run.status == 0, run.err
    assert text in (folder / "told" / file).read_text()
    plain = folder / "plain" / file
    if option in ("include", "exclude"):
        assert "`GET /pets/{id}`" in plain.read_text()
        assert "`GET /pets/{id}`" not in (folder / "told" / file).read_text()
    else:
        assert not plain.exists() or text not in plain.read_text()


def test_types_that_the_document_does_not_have(
    pets: Path, folder: Path, specloom: Specloom
) -> None:
    (folder / "specloom.toml").write_text(
        'spec = "pets.yaml"\n[[sdk]]\noutput = "a"\ntypes = {Pett = "Animal"}\n'
    )
    run = specloom("generate")
    assert run.status == 0
    assert "W330" in run.err and "did you mean 'Pet'?" in run.err


# For editors ------------------------------------------------------------------------------


@pytest.fixture
def schema(specloom: Specloom) -> Any:
    return json.loads(specloom("config-schema").out)


def test_the_shipped_schema_is_current(specloom: Specloom) -> None:
    shipped = ROOT / "docs" / "specloom.schema.json"
    if os.environ.get("GOLDEN"):
        shipped.write_text(specloom("config-schema").out, "utf-8")
    assert shipped.read_text("utf-8") == specloom("config-schema").out


def test_editors_know_every_option(schema: Any) -> None:
    known = (
        schema["properties"].keys()
        | schema["properties"]["sdk"]["items"]["properties"].keys()
    )
    options = {f.name.replace("_", "-") for f in (*fields(Sdk), *fields(Config))}
    assert known == (options - {"sdks"}) | {"sdk"}
    for name, option in schema["properties"]["sdk"]["items"]["properties"].items():
        assert option.get("description") or name in ("spec", "output"), name


def test_editors_judge_as_we_do(schema: Any) -> None:
    check = jsonschema_rs.validator_for(schema)
    assert check.is_valid(tomllib.loads(WHOLE))
    ours = tomllib.loads((ROOT / "specloom.toml").read_text("utf-8"))
    assert check.is_valid(ours)
    not_for_editors = {"target = 'pyton'", "[[sdk]]\nspec = 'a'"}
    for text, (_, _, _) in WRONG.items():
        if text not in not_for_editors:
            whole = text if "[[sdk]]" in text else f"{text}\n[[sdk]]\noutput = 'a'"
            if text in ("", "sdk = 1"):
                whole = text
            assert not check.is_valid(tomllib.loads(whole)), text


def test_references_may_leave_the_folder_where_that_is_allowed(
    folder: Path, specloom: Specloom
) -> None:
    (folder / "api").mkdir()
    (folder / "shared.yaml").write_text("Tag: {type: object, properties: {a: {}}}\n")
    (folder / "api/pets.yaml").write_text(
        PETS.replace("{type: integer}", '{$ref: "../shared.yaml#/Tag"}')
    )
    refused = specloom("generate", "api/pets.yaml", "-o", "a")
    assert "W122" in refused.err
    allowed = specloom(
        "generate", "api/pets.yaml", "-o", "b", "--root", ".", "--offline"
    )
    assert (allowed.status, allowed.err) == (0, "")
    (folder / "specloom.toml").write_text(
        'spec = "api/pets.yaml"\nroot = "."\n[[sdk]]\noutput = "c"\n'
    )
    assert specloom("generate").err == ""
    assert "age: PetAge | Unset" in (folder / "c/models/pet.py").read_text() or (
        "Tag" in (folder / "c/models/pet.py").read_text()
    )
