"""Golden folders (see `cases.py`): what they come to, and that it imports and type-checks."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import REWRITE, Case, find_cases
from checkers import (
    import_all,
    run_basedpyright,
    run_mypy,
    run_pyrefly,
    run_pyright,
    run_ruff,
    run_ty,
    share_runtime,
)
from corpus import examples, round_trip
from corpus.building import Built
from corpus.documents import Sample

CASES = find_cases()
RUNTIME = "**/_runtime"
"""The same in all of them, and checked with the SDK in out/."""
OF_EVERY_KIND = (
    "calls/bodies",
    "calls/credentials",
    "calls/incoming",
    "calls/streams-and-pages",
    "enums/open-and-nullable",
    "null/every-spelling",
    "objects/extras",
    "recursion/direct-and-mutual",
    "unions/discriminator",
    "unions/keys",
)
"""For a checker that takes long, and differs little from one that has seen all."""


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(case: Case, tmp_path: Path) -> None:
    outcome = case.run(tmp_path / "sdk")
    produced = case.produced(outcome)
    if REWRITE:
        case.rewrite(produced)
    assert case.expected() == produced


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Built]:
    """Every case as a whole package, whether or not its text is kept."""
    folder = tmp_path_factory.mktemp("packages")
    made: list[Built] = []
    for case in CASES:
        sample = Sample(case.id.replace("/", "_"), case.folder)
        outcome = case.run(folder / sample.package, "python")
        if not outcome.failed:
            made.append(Built(sample, folder, outcome))
    return made


@pytest.fixture(scope="module")
def packages(built: list[Built]) -> tuple[Path, list[str]]:
    """The folder of the packages, and their names."""
    folder, names = built[0].folder, [one.sample.package for one in built]
    share_runtime(folder, names)
    return folder, names


@pytest.fixture
def frozen() -> Iterator[None]:
    """Garbage is looked for after each case: not among all that other tests have left."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.xdist_group("types")
def test_every_case_imports(packages: tuple[Path, list[str]]) -> None:
    assert import_all(*packages) == ""


@pytest.mark.xdist_group("types")
def test_every_case_passes_mypy(
    packages: tuple[Path, list[str]], mypy_cache: Path
) -> None:
    folder, names = packages
    assert run_mypy([folder / name for name in names], mypy_cache) == ""


@pytest.mark.xdist_group("types")
def test_every_case_passes_pyright(packages: tuple[Path, list[str]]) -> None:
    assert run_pyright(*packages, exclude=RUNTIME) == ""


@pytest.mark.xdist_group("types")
def test_cases_of_every_kind_pass_basedpyright(
    packages: tuple[Path, list[str]],
) -> None:
    names = [Sample(id.replace("/", "_"), Path()).package for id in OF_EVERY_KIND]
    assert set(names) <= set(packages[1])
    assert run_basedpyright(packages[0], names, exclude=RUNTIME) == ""


@pytest.mark.xdist_group("types")
def test_every_case_passes_ty(packages: tuple[Path, list[str]]) -> None:
    assert run_ty(*packages, exclude=RUNTIME) == ""


@pytest.mark.xdist_group("types")
def test_every_case_passes_pyrefly(packages: tuple[Path, list[str]]) -> None:
    said = run_pyrefly(*packages, exclude=f"{RUNTIME}/**")
    # An alias may hold itself in a dict, to pyrefly 1.5, or beside another type, but not in
    # a list alone. If this fails it has learned that.
    cyclic = "made_of_recursion_values/models/nested.py"
    assert [line.partition(":")[0] for line in said.splitlines()] == [f"ERROR {cyclic}"]


@pytest.mark.xdist_group("types")
def test_every_case_passes_ruff(packages: tuple[Path, list[str]]) -> None:
    folder, names = packages
    assert run_ruff([folder / name for name in names]) == ""


@pytest.mark.xdist_group("types")
def test_every_case_gives_back_what_it_was_given(
    built: list[Built], frozen: None
) -> None:
    for one in built:
        with one.imported() as package:
            for failures in (
                round_trip.valid_failures,
                round_trip.variant_failures,
                round_trip.newer_failures,
                round_trip.broken_failures,
                examples.failures,
            ):
                assert round_trip.report(failures(one, package)) == ""
