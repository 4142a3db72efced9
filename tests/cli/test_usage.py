"""Mistakes on the command line and in the configuration are explained, with what may be meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.running import PETS, Specloom

MISTAKES = {
    "genrate pets.yaml": "no command 'genrate'; did you mean generate",
    "Generate pets.yaml": "no command 'Generate'; did you mean generate",
    "nothing-like-it": "there are: generate, vendor, watch,",
    "pets.yaml": "did you mean: specloom generate pets.yaml",
    "https://x.test/a -o b": "did you mean: specloom generate https://x.test/a",
    "--strict generate pets.yaml": (
        "--strict comes after the command: specloom generate --strict ..."
    ),
    "-o sdk": "-o comes after the command: specloom generate -o ...",
    "--lock=a diff pets.yaml pets.yaml": "--lock comes after the command: specloom diff",
    "--jobs 2 diff pets.yaml pets.yaml": (
        "--jobs is an option of generate, vendor or check, not of diff"
    ),
    "generate pets.yaml --forc": "generate has no option --forc; did you mean --force?",
    "generate pets.yaml --out sdk": "no option --out; did you mean --output?",
    "generate pets.yaml --incldue=x": "--incldue; did you mean --include or --exclude?",
    "validate pets.yaml --lock x": "validate has no option --lock",
}


@pytest.mark.parametrize("line", MISTAKES)
def test_what_is_meant(line: str, pets: Path, folder: Path, specloom: Specloom) -> None:
    run = specloom(*line.split())
    assert run.status == 2
    assert MISTAKES[line] in run.err, run.err
    assert [path.name for path in folder.iterdir()] == ["pets.yaml"]


def test_what_is_no_mistake(pets: Path, specloom: Specloom) -> None:
    for line in ("--version", "--help", "generate --help", "explain"):
        assert specloom(*line.split()).status == 0, line
    # A value may look like anything, and nothing after `--` is an option.
    assert specloom("inspect", "pets.yaml", "--include=tag:--x").status == 1
    assert "there is no such file" in specloom("inspect", "--", "--x").err


def test_a_run_that_fails_says_that_nothing_was_written(
    pets: Path, folder: Path, specloom: Specloom
) -> None:
    last = "1 error: nothing was written"
    for arguments in (
        ("generate", "pets.yaml", "-o", "1st"),
        ("generate", "gone.yaml", "-o", "sdk"),
        ("vendor", "pets.yaml", "-o", "sdk", "--include", "tag:Petz"),
        ("generate", "--config", "gone.toml"),
    ):
        run = specloom(*arguments)
        assert run.status == 1 and run.err.splitlines()[-1] == last, run.err
    pets.write_text(PETS.replace("{type: integer}", '{$ref: "#/x"}'))
    wrong = ("generate", "pets.yaml", "-o", "1st", "--include", "a", "--include", "b")
    assert specloom(*wrong).err.splitlines()[-1] == last  # the rest is not looked at
    wrong = ("generate", "pets.yaml", "-o", "sdk", "--include", "a", "--include", "b")
    assert specloom(*wrong).err.splitlines()[-1] == "2 errors: nothing was written"
    strict = specloom("generate", "pets.yaml", "-o", "sdk", "--strict")
    assert strict.err.splitlines()[-1] == last
    assert specloom("generate", "pets.yaml", "-o", "sdk").err.count("nothing") == 1
    for command in ("check", "validate"):
        assert last not in specloom(command, "gone.yaml").err
    as_json = specloom("generate", "gone.yaml", "-o", "new", "--format", "json")
    assert json.loads(as_json.out) and as_json.err == ""


def test_in_several_processes_too(folder: Path, specloom: Specloom) -> None:
    sdks = [
        f'[[sdk]]\nspec = "{name}.yaml"\noutput = "{name}"\n' for name in ("a", "b")
    ]
    (folder / "specloom.toml").write_text("".join(sdks))
    (folder / "a.yaml").write_text(PETS)
    (folder / "b.yaml").write_text("openapi: [\n")
    run = specloom("generate", "-j", "2")
    assert run.err.splitlines()[-1] == "1 error: nothing was written"
    assert not (folder / "a").exists()


# What the document says ----------------------------------------------------------------------


def test_a_tag_or_a_method_that_is_nearly_right(pets: Path, specloom: Specloom) -> None:
    for pattern, meant in (
        ("tag:pets", "'tag:Pets'"),
        ("tag:Pet", "'tag:Pets'"),
        ("GTE /pets", "'GET /pets'"),
        ("getPets", "'getPet'"),
    ):
        run = specloom("inspect", "pets.yaml", "--include", pattern)
        assert run.status == 1 and f"did you mean {meant}" in run.err, run.err


def test_paths_without_an_operation(folder: Path, specloom: Specloom) -> None:
    spec = folder / "api.yaml"
    spec.write_text(PETS.replace("get:", "gte:"))
    run = specloom("generate", "api.yaml", "-o", "sdk")
    assert run.status == 1 and not (folder / "sdk").exists()
    assert "error E353: the document has 2 paths, and no operation in them" in run.err
    assert "is 'get' meant?" in run.err
    for paths in ("{}", "{x-y: 1}"):
        schemas = PETS.partition("components:")[2]
        head = PETS.partition("paths:")[0]
        spec.write_text(f"{head}paths: {paths}\ncomponents:{schemas}")
        assert specloom("generate", "api.yaml", "-o", "sdk", "--force").status == 0


def test_a_package_called_like_a_module_of_everybody(
    pets: Path, specloom: Specloom
) -> None:
    run = specloom("generate", "pets.yaml", "-o", "out/json")
    assert run.status == 0
    assert "warning W617: a package called 'json' hides the module" in run.err
    assert (
        specloom("generate", "pets.yaml", "-o", "j", "--target", "markdown").err == ""
    )


# The configuration -----------------------------------------------------------------------------

KEYED = PETS.replace(
    "components:\n",
    """\
security: [{ApiKey: []}]
components:
  securitySchemes:
    ApiKey: {type: apiKey, in: header, name: X-Key}
    Login: {type: http, scheme: basic}
""",
)


def test_a_security_scheme_that_there_is_not(folder: Path, specloom: Specloom) -> None:
    (folder / "pets.yaml").write_text(KEYED)
    (folder / "specloom.toml").write_text("""\
spec = "pets.yaml"
environment = {ApiKey = "A", "Login.username" = "B", "ApiKey.key" = "C", apikey = "D", "Login.name" = "E"}
[[sdk]]
output = "sdk"
""")
    run = specloom("generate")
    assert run.err.count("W330") == 2
    assert "names 'apikey', which no security scheme of the document" in run.err
    assert "did you mean 'ApiKey'?" in run.err
    assert "names 'Login.name', which no" in run.err


def configure(folder: Path, levels: str) -> None:
    (folder / "specloom.toml").write_text(
        f'spec = "pets.yaml"\n[diagnostics]\n{levels}\n[[sdk]]\noutput = "sdk"\n'
    )


def test_how_grave_a_finding_is(folder: Path, specloom: Specloom) -> None:
    (folder / "pets.yaml").write_text(PETS.replace("{type: integer}", "{type: int}"))
    for level, status, said in (
        ("warning", 0, "warning W213"),
        ("error", 1, "error W213"),
        ("note", 0, "1 note about the document"),
        ("off", 0, ""),
    ):
        configure(folder, f'W213 = "{level}"')
        run = specloom("generate", "--force")
        assert run.status == status and said in run.err, (level, run.err)
        assert said or run.err == ""
        assert status == 0 or run.err.endswith("1 error: nothing was written\n")
    # What a project calls a note is no error where warnings are.
    configure(folder, 'W213 = "note"')
    assert specloom("generate", "--strict").status == 0
    configure(folder, 'W220 = "note"')
    assert specloom("generate", "--strict").status == 1


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ('W999 = "off"', "there is no W999"),
        ('W21 = "off"', "there is no W21 (did you mean W2"),
        ('E107 = "off"', "E107 is an error that stays one"),
        ('W213 = "quiet"', "each one of off, note, warning, error, not 'quiet'"),
        ("W213 = 1", "a table of strings"),
    ],
)
def test_what_cannot_be_said_of_findings(
    levels: str, words: str, pets: Path, folder: Path, specloom: Specloom
) -> None:
    configure(folder, levels)
    run = specloom("generate")
    assert run.status == 1 and "specloom.toml:2:" in run.err
    assert "E603: 'diagnostics' has to be" in run.err and words in run.err, run.err


# The list of calls ------------------------------------------------------------------------------


def test_operations(pets: Path, folder: Path, specloom: Specloom) -> None:
    assert specloom("operations", "pets.yaml").out == """\
GET  /pets       pets.list
GET  /pets/{id}  pets.get
2 operations in 1 group
"""
    chosen = specloom("operations", "pets.yaml", "--include", "GET /pets")
    assert chosen.out == "GET  /pets  pets.list\n1 operation of 2 in 1 group\n"
    specloom("generate", "pets.yaml", "-o", "sdk")
    specloom("rename", "pets.list", "all", "pets.yaml", "-o", "sdk")
    named = specloom("operations", "pets.yaml")
    assert "pets.list" in named.out
    (folder / "specloom.toml").write_text(
        'spec = "pets.yaml"\nmethods = {getPet = "pets.one"}\n[[sdk]]\noutput = "sdk"\n'
        '[[sdk]]\noutput = "docs"\ntarget = "markdown"\n'
    )
    configured = specloom("operations").out
    assert configured.count("pets.one") == 1 and configured.count("\n") == 3
    (folder / "none.yaml").write_text(PETS.partition("paths:")[0] + "paths: {}\n")
    assert specloom("operations", "none.yaml").out == "0 operations in 0 groups\n"
