"""What fuzzing has found once stays mended, and a few hundred damaged documents on each run."""

from __future__ import annotations

from pathlib import Path

import pytest

from security.fuzz import Fuzzer, watched
from security.shrink import shrink

FOUND = sorted((Path(__file__).parent / "found").iterdir())


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_found_before(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "surrogatepass")
    for turn in (0, 1):
        end, trace = watched(text, turn)
        assert not trace, f"{end}\n{trace}"


@pytest.mark.parametrize("first", [0, 50, 100, 150])
def test_damaged_documents(first: int) -> None:
    fuzzer = Fuzzer(public=False)
    for number in range(first, first + 50):
        end, trace = watched(fuzzer.document(number), number)
        assert not trace, f"{number}: {end}\n{trace}"


def test_a_fault_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """And its document is made small."""

    def fail(text: str, turn: int) -> str:
        assert "fatal" not in text
        return "made"

    monkeypatch.setattr("security.fuzz.attempt", fail)
    assert watched("{}", 0) == ("made", "")
    assert watched("fatal", 0)[0] == "AssertionError in test_fuzz.fail"
    assert shrink('{"a": [1, {"b": "fatal"}], "c": 2}', 0).split() == [
        *("{", '"a":', "[", "{", '"b":', '"fatal"', "}", "]", "}")
    ]
    assert shrink("[x, y, fatal, z", 0) == "fatal"
