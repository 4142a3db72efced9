"""`specloom.toml`: read whole, wrong in every way."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.config_texts import WHOLE, WRONG
from cli.running import Specloom
from specloom.config import Config, Limits, Pagination, Sdk
from specloom.config.file import find_config, read_config, read_source
from specloom.diagnostics import Bag, SpecloomError


def read(text: str, name: str = "specloom.toml") -> tuple[Config, Bag]:
    path, bag = Path(name), Bag()
    path.write_text(text)
    return read_config(path, read_source(path), bag), bag


def test_every_kind_of_option(folder: Path) -> None:
    config, bag = read(WHOLE)
    assert not len(bag)
    assert config.strict
    assert config.limits == Limits(depth=7)
    assert config.lock == Path("specloom.lock")
    assert config.sdks == (
        Sdk(
            Path("specs/api.yaml"),
            Path("out/pets"),
            package="petstore",
            exclude=("tag:Admin",),
            overlays=(Path("a.yaml"),),
            client_class="Pets",
            groups={"pets": "beta.pets"},
            pagination=(Pagination("cursor", "from", where="body", first=1),),
        ),
        Sdk(Path("specs/api.yaml"), Path("docs/pets"), target="markdown"),
    )


def test_paths_are_relative_to_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "specloom.toml").write_text(WHOLE)
    (folder / "deep/er").mkdir(parents=True)
    monkeypatch.chdir(folder / "deep/er")
    path = find_config(Path.cwd())
    assert path == folder / "specloom.toml"
    config = read_config(path, read_source(path), Bag())
    assert config.sdks[0].spec == Path("../../specs/api.yaml")
    assert config.lock == Path("../../specloom.lock")


def test_pyproject(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.other]\n")
    assert find_config(folder) is None
    text = '[tool.specloom]\nspec = "a.yaml"\n[[tool.specloom.sdk]]\noutput = "b"\nfoo = 1\n'
    config, bag = read(text, "pyproject.toml")
    assert find_config(folder) == folder / "pyproject.toml"
    assert config.sdks == (Sdk(Path("a.yaml"), Path("b")),)
    assert [(d.code, d.position and d.position.line) for d in bag] == [("E602", 5)]


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong(text: str, folder: Path) -> None:
    code, line, words = WRONG[text]
    _, bag = read(text)
    assert any(
        d.code == code
        and d.position
        and d.position.line == line
        and words in d.message + d.help
        for d in bag
    ), list(bag)


def test_broken_toml(folder: Path) -> None:
    with pytest.raises(SpecloomError) as caught:
        read("spec = \n")
    assert caught.value.diagnostic.code == "E601"
    assert caught.value.diagnostic.position is not None


def test_not_text(folder: Path) -> None:
    (folder / "specloom.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SpecloomError, match="UTF-8"):
        read_source(Path("specloom.toml"))


def test_findings_are_printed_with_their_place(
    folder: Path, specloom: Specloom
) -> None:
    (folder / "specloom.toml").write_text(
        "[[sdk]]\nspec = 'a'\noutput = 'b'\nincldue = []\n"
    )
    run = specloom("generate")
    assert run.status == 1
    assert run.err.startswith("specloom.toml:4:1: error E602: unknown option 'incldue'")
    assert "help: did you mean 'include'?" in run.err
    assert run.out == ""


def test_two_outputs_in_each_others_way(
    folder: Path, pets: Path, specloom: Specloom
) -> None:
    sdks = "".join(
        f"[[sdk]]\nspec = 'pets.yaml'\noutput = '{o}'\n" for o in ("a", "b/../a/c")
    )
    (folder / "specloom.toml").write_text(sdks)
    run = specloom("generate")
    assert run.status == 1
    assert "error E605" in run.err
    assert not (folder / "a").exists()
