"""Nothing is installed but what requirements/ names: each package with version and hashes."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from setup.installing import ROOT, installs, is_pinned, recipe, targets

FILES = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
HASHED = sorted(p for p in FILES.rglob("*.txt") if p.name != "constraints.txt")
_UNPINNED = {"latest"}
"""The one target whose purpose it is."""
needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="no make")


@dataclass(frozen=True)
class Pin:
    """One package of a file of requirements."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        (one,) = self.requirement.specifier
        assert one.operator == "==" and "*" not in one.version, self.requirement
        return one.version


def pins(path: Path) -> Iterator[Pin]:
    text = re.sub(r"^ *#.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
    for line in text.replace("\\\n", " ").splitlines():
        given, *hashes = re.split(r" +--hash=", line.strip())
        yield Pin(Requirement(given), tuple(hashes))


@needs_make
@pytest.mark.parametrize("target", sorted({*targets()} - _UNPINNED))
def test_no_target_installs_what_is_not_pinned(target: str) -> None:
    assert [c for c in installs(recipe(target)) if not is_pinned(c)] == []


@needs_make
def test_what_the_targets_install_is_seen() -> None:
    assert len(list(installs(recipe("test")))) == 2
    assert any(not is_pinned(c) for c in installs(recipe("latest")))
    assert any("npm ci" in c for c in installs(recipe("e2e")))
    assert any("npm install" in c for c in installs(recipe("lock")))


def test_the_script_of_ci_installs_by_make_alone() -> None:
    assert list(installs((ROOT / ".ci" / "run").read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "command",
    [
        "pip install requests",
        "pip install -e .",
        "pip install --quiet -e '.[dev]'",
        "pip install -r requirements/dev.txt",
        "pip install --require-hashes -r requirements/dev.txt",
        "pip install --only-binary :all: --require-hashes -r requirements/none.txt",
        "pip install --only-binary :all: --require-hashes -r requirements/dev.txt six",
        "pip install --only-binary :all: --require-hashes -r requirements/dev.txt -U",
        "npm install left-pad",
        "npm ci",
        "npx prism",
        "pipx run black",
        "uvx black",
        "uv pip install black",
        "apt-get install -y chromium",
    ],
)
def test_what_is_not_pinned_is_found(command: str) -> None:
    (found,) = installs(f"# {command}\n\ttrue && .venv/bin/python -m {command}; true")
    assert found == command
    assert not is_pinned(found)


@pytest.mark.parametrize("path", HASHED, ids=lambda p: str(p.relative_to(FILES)))
def test_every_package_has_a_version_and_hashes(path: Path) -> None:
    found = list(pins(path))
    assert found
    for pin in found:
        assert pin.version
        assert pin.hashes, pin.requirement
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", h) for h in pin.hashes)


def test_the_files_for_one_environment_agree() -> None:
    agreed = {(p.name, p.version) for p in pins(FILES / "constraints.txt")}
    for name in ("tool", "dev", "docs", "openai", "packaging"):
        found = {(p.name, p.version) for p in pins(FILES / f"{name}.txt")}
        assert found <= agreed, name


def _declared() -> Iterator[tuple[str, str]]:
    project = PROJECT["project"]
    for given in project["dependencies"]:
        for name in ("tool", "dev", "docs", "openai", "packaging", "e2e"):
            yield f"{name}.txt", given
    for given in PROJECT["build-system"]["requires"]:
        for name in ("tool", "dev", "docs", "openai", "packaging", "e2e"):
            yield f"{name}.txt", given
    for extra, group in project["optional-dependencies"].items():
        for given in group:
            yield f"{extra}.txt" if extra != "watch" else "packaging.txt", given
    for source in FILES.rglob("*.in"):
        file = "tool.txt" if source.name == "build.in" else source.stem + ".txt"
        for line in source.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                yield str(source.with_name(file).relative_to(FILES)), line


def test_what_is_declared_is_pinned_within_its_range() -> None:
    for file, given in _declared():
        wanted = Requirement(given)
        found = [
            pin
            for pin in pins(FILES / file)
            if pin.name == canonicalize_name(wanted.name) and _applies(pin.requirement)
        ]
        assert len(found) == 1, f"make lock: {given} is not in {file}"
        assert wanted.specifier.contains(found[0].version), f"make lock: {given}"


def _applies(requirement: Requirement) -> bool:
    marker: Marker | None = requirement.marker
    return marker is None or marker.evaluate()


LOCKS = sorted((FILES / "npm").glob("*/package.json"))


@pytest.mark.parametrize("path", LOCKS, ids=lambda p: p.parent.name)
def test_the_packages_of_npm_have_versions_and_digests(path: Path) -> None:
    given: dict[str, Any] = json.loads(path.read_text("utf-8"))
    text = path.with_name("package-lock.json").read_text("utf-8")
    lock: dict[str, Any] = json.loads(text)
    root, packages = lock["packages"].pop(""), lock["packages"]
    assert root["dependencies"] == given["dependencies"], "make lock"
    assert {f"node_modules/{name}" for name in given["dependencies"]} <= set(packages)
    for name, package in packages.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+.*", package["version"]), name
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


def test_no_file_names_a_registry() -> None:
    for path in FILES.rglob("*"):
        if path.is_file() and path.name != "package-lock.json":
            assert "://" not in path.read_text("utf-8"), path
            assert "index-url" not in path.read_text("utf-8"), path


def test_contributing_lists_every_target() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    listed = re.findall(r"^\| `make ([a-z0-9-]+)` \|", page, re.MULTILINE)
    assert sorted(listed) == sorted(targets())
