"""What may be written where, by the manifest."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from specloom.diagnostics import Bag, SpecloomError
from specloom.write.plan import Edited
from write.outputs import FILES, paths, tree, write


def codes(bag: Bag) -> list[str]:
    return [d.code for d in bag]


@pytest.mark.parametrize("name", ["notes.txt", "manifest.json", "sub/notes.txt"])
def test_somebody_elses_directory_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text('{"name": "a web app"}')
    before = tree(tmp_path)
    for edited in Edited:
        _, bag = write(tmp_path, FILES, edited)
        assert codes(bag) == ["E501"]
        assert tree(tmp_path) == before


def test_a_file_in_place_of_the_directory(tmp_path: Path) -> None:
    (tmp_path / "sdk").write_text("x")
    _, bag = write(tmp_path / "sdk", FILES)
    assert codes(bag) == ["E501"]


def test_a_directory_with_nothing_in_it_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "sdk/__pycache__").mkdir(parents=True)
    (tmp_path / "sdk/__pycache__/x.pyc").write_text("")
    (tmp_path / "sdk/specloom.lock").write_text("")
    _, bag = write(tmp_path / "sdk", FILES)
    assert not len(bag)


def test_a_users_file_where_a_new_one_would_go(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    (tmp_path / "new.py").write_text("mine")
    plan, bag = write(tmp_path, {**FILES, "new.py": "ours"}, Edited.FORCE)
    assert codes(bag) == ["E501"]
    assert (tmp_path / "new.py").read_text() == "mine"


def test_a_link_in_the_output_is_not_followed(tmp_path: Path) -> None:
    output, elsewhere = tmp_path / "sdk", tmp_path / "elsewhere"
    write(output, {"__init__.py": ""})
    elsewhere.mkdir()
    (output / "models").symlink_to(elsewhere)
    _, bag = write(output, FILES, Edited.FORCE)
    assert codes(bag) == ["E501"]
    assert list(elsewhere.iterdir()) == []


def test_edits_by_hand(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "gone.py": "x\n"})
    (tmp_path / "models/a.py").write_text("a = 'mine'\n")
    (tmp_path / "gone.py").write_text("mine\n")
    before = tree(tmp_path)

    _, bag = write(tmp_path, FILES)
    assert codes(bag) == ["E502"]
    (found,) = bag
    assert [note.rpartition("/")[2] for note, _ in found.notes] == ["gone.py", "a.py"]
    assert tree(tmp_path) == before

    new = {**FILES, "models/a.py": "a = 2\n"}
    _, bag = write(tmp_path, new, Edited.KEEP)
    assert not len(bag)
    assert (tmp_path / "models/a.py").read_text() == "a = 'mine'\n"
    assert (tmp_path / "gone.py").read_text() == "mine\n"

    _, bag = write(tmp_path, new)
    assert codes(bag) == ["E502"]
    _, bag = write(tmp_path, new, Edited.FORCE)
    assert (tmp_path / "models/a.py").read_text() == "a = 2\n"


def test_a_deleted_file_comes_back(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    (tmp_path / "models/a.py").unlink()
    plan, _ = write(tmp_path, FILES)
    assert paths(plan) == ["models/a.py"]


def test_an_edit_that_is_what_the_inputs_give_is_none(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    (tmp_path / "models/a.py").write_text("a = 2\n")
    _, bag = write(tmp_path, {**FILES, "models/a.py": "a = 2\n"})
    assert not len(bag)


def test_merge_takes_its_base_from_git_and_then_from_the_manifest(
    tmp_path: Path,
) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        subprocess.run(
            ["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True
        )

    lines = [f"{n} = {n}\n" for n in "abcdefghij"]
    output = tmp_path / "sdk"
    write(output, {"m.py": "".join(lines)})
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "generated")

    (output / "m.py").write_text("".join(["mine = 1\n", *lines]))
    new = "".join([*lines[:-1], "j = 'new'\n"])
    _, bag = write(output, {"m.py": new}, Edited.MERGE)
    assert not len(bag)
    assert (output / "m.py").read_text() == "mine = 1\n" + new

    newer = "".join([*lines[:5], "f = 'newer'\n", *lines[6:-1], "j = 'new'\n"])
    _, bag = write(output, {"m.py": newer}, Edited.MERGE)
    assert not len(bag)
    assert (output / "m.py").read_text() == "mine = 1\n" + newer
    before = tree(output)

    clash = {"m.py": newer.replace("a = a", "a = 'clash'")}
    _, bag = write(output, clash, Edited.MERGE)
    assert codes(bag) == ["E506"]
    assert tree(output) == before


def test_merge_without_a_base(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    (tmp_path / "models/a.py").write_text("a = 'mine'\n")
    before = tree(tmp_path)
    _, bag = write(tmp_path, {**FILES, "models/a.py": "a = 2\n"}, Edited.MERGE)
    assert codes(bag) == ["E506"]
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('<<<<<<< HEAD\n"generator": "specloom 1"', "not JSON"),
        ('{"generator": "specloom 1"}', "not a manifest"),
        (
            '{"generator": "specloom 1", "target": "x", "document": {}, "overlays": [],'
            ' "options": "", "files": {"../x": "0"}}',
            "outside the output",
        ),
        ('{"generator": "specloom 1", "target": 1}', "not a manifest"),
    ],
)
def test_a_damaged_manifest(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(SpecloomError, match=message):
        write(tmp_path, FILES)


def test_the_manifest_says_what_it_was_made_from(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    data = json.loads((tmp_path / "manifest.json").read_text())
    assert data["generator"] == "specloom 0.0.0"
    assert list(data["files"]) == sorted(FILES)


def test_a_manifest_that_git_could_not_merge(tmp_path: Path) -> None:
    """It lists what both sides wrote; what is as neither wrote it counts as edited."""
    output = tmp_path / "sdk"
    manifests: list[list[str]] = []
    for text in ("x = 1\n", "x = 2\n"):
        write(output, {**FILES, "x.py": text, f"only_{text[4]}.py": ""})
        manifests.append((output / "manifest.json").read_text().splitlines())
    (output / "only_1.py").write_text("")
    ours, theirs = manifests
    first = next(i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b)
    marks = ["<<<<<<< HEAD", *ours[first:], "||||||| base", "no JSON", "======="]
    merged = [*ours[:first], *marks, *theirs[first:], ">>>>>>> theirs"]
    (output / "manifest.json").write_text("\n".join(merged) + "\n")
    (output / "x.py").write_text("<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> b\n")
    after = {**FILES, "x.py": "x = 3\n", "only_2.py": "new"}
    _, bag = write(output, after)
    (edited,) = bag
    assert edited.code == "E502"
    assert [text for text, _ in edited.notes] == [str(output / "x.py")]
    _, bag = write(output, after, Edited.FORCE)
    assert not len(bag)
    found = tree(output)
    del found["manifest.json"]
    assert found == after


def test_marks_of_a_merge_that_leave_no_manifest(tmp_path: Path) -> None:
    write(tmp_path / "sdk", FILES)
    manifest = tmp_path / "sdk/manifest.json"
    text = manifest.read_text()
    manifest.write_text(
        f"<<<<<<< HEAD\n=======\n>>>>>>> theirs\n{text}".replace("}", "")
    )
    with pytest.raises(SpecloomError, match="not JSON"):
        write(tmp_path / "sdk", FILES)
