"""The same inputs give the same bytes, whatever the interpreter's hash seed and the locale."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SPEC = ROOT / "specs" / "threads-runs.yaml"


def generate(spec: Path, output: Path, **environment: str) -> dict[str, bytes]:
    """Every file of an SDK made in a fresh interpreter."""
    command = [
        sys.executable,
        "-m",
        "specloom",
        "generate",
        str(spec),
        "-o",
        str(output),
    ]
    path = os.pathsep.join([str(ROOT / "generator"), os.environ.get("PYTHONPATH", "")])
    subprocess.run(
        [*command, "--quiet"],
        check=True,
        env={**os.environ, "PYTHONPATH": path, **environment},
    )
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("reference")
    return generate(
        SPEC, folder / "sdk", PYTHONHASHSEED="0", SPECLOOM_CACHE_DIR=str(folder)
    )


@pytest.mark.parametrize("seed", ["1", "2", "4294967295"])
def test_hash_seeds_and_locales(
    seed: str, reference: dict[str, bytes], tmp_path: Path
) -> None:
    files = generate(
        SPEC,
        tmp_path / "sdk",
        PYTHONHASHSEED=seed,
        LC_ALL="C",
        TZ="Asia/Kathmandu",
        SPECLOOM_CACHE_DIR=str(tmp_path),
    )
    assert files == reference


def test_the_order_of_keywords_means_nothing(
    reference: dict[str, bytes], tmp_path: Path
) -> None:
    spec = tmp_path / SPEC.name
    shuffled = _reversed(yaml.safe_load(SPEC.read_text("utf-8")), named=False)
    spec.write_text(
        yaml.safe_dump(shuffled, sort_keys=False, allow_unicode=True), "utf-8"
    )
    files = generate(spec, tmp_path / "sdk", SPECLOOM_CACHE_DIR=str(tmp_path))
    assert _without_manifest(files) == _without_manifest(reference)


_NAMED = {
    "paths", "schemas", "properties", "responses", "content", "examples", "parameters",
    "headers", "mapping", "securitySchemes", "variables", "scopes", "callbacks", "webhooks",
    "requestBodies", "links", "pathItems", "patternProperties",
}  # fmt: skip
"""Keywords whose mappings have names as keys: their order is the author's."""


_METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


def _reversed(value: Any, named: bool) -> Any:
    if isinstance(value, dict):
        # So is the order of the operations of a path.
        kept = named or not _METHODS.isdisjoint(value)
        return {
            key: (
                item
                if key in ("example", "value", "default") and not named
                else _reversed(item, not named and key in _NAMED)
            )
            for key, item in (value.items() if kept else reversed(value.items()))
        }
    if isinstance(value, list):
        return [_reversed(item, False) for item in value]
    return value


def _without_manifest(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path != "manifest.json"}
