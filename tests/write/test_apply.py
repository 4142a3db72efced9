"""The output changes as a whole, or not at all."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from as_a_user import as_a_user
from specloom.diagnostics import Bag, SpecloomError
from specloom.write import apply as apply_module
from specloom.write import journal
from specloom.write.exclusive import exclusive
from specloom.write.journal import put_all, recover, staging_of
from specloom.write.plan import FileChange
from write.outputs import FILES, paths, tree, write


@pytest.fixture(params=["exchange", "journal"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of changing a directory."""
    if request.param == "journal":
        monkeypatch.setattr(apply_module, "exchange", lambda one, other: False)
    return str(request.param)


def test_a_new_output(tmp_path: Path) -> None:
    output = tmp_path / "deep" / "sdk"
    plan, bag = write(output, FILES)
    assert not len(bag)
    assert plan.files == 4
    assert set(tree(output)) == {*FILES, "manifest.json"}
    assert os.listdir(output.parent) == ["sdk"]


def test_nothing_changed_writes_nothing(tmp_path: Path, way: str) -> None:
    write(tmp_path / "sdk", FILES)
    before = {p: p.stat() for p in (tmp_path / "sdk").rglob("*")}
    plan, _ = write(tmp_path / "sdk", FILES)
    assert plan.changes == ()
    assert {p: p.stat().st_ino for p in before} == {
        p: s.st_ino for p, s in before.items()
    }


def test_only_what_changed_is_new(tmp_path: Path, way: str) -> None:
    output = tmp_path / "sdk"
    write(output, FILES)
    for path in output.rglob("*.py"):
        os.utime(path, (1, 1))
    plan, _ = write(output, {**FILES, "models/b.py": "b = 3\n"})
    assert paths(plan) == ["manifest.json", "models/b.py"]
    assert (output / "models/a.py").stat().st_mtime == 1
    assert (output / "models/b.py").read_text() == "b = 3\n"
    assert os.listdir(tmp_path) == ["sdk"]


def test_stale_files_go_and_the_users_own_stay(tmp_path: Path, way: str) -> None:
    output = tmp_path / "sdk"
    write(output, {**FILES, "old/x.py": ""})
    for name in ("mine.py", "models/__pycache__/a.pyc", "old/__pycache__/x.pyc"):
        path = output / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("kept")
    (output / "link").symlink_to("mine.py")
    (output / "empty").mkdir()
    os.chmod(output / "models/b.py", 0o755)
    write(output, {**FILES, "models/b.py": "b = 3\n"})
    assert not (output / "old").exists()
    assert (output / "mine.py").read_text() == "kept"
    assert (output / "models/__pycache__/a.pyc").exists()
    assert (output / "link").is_symlink()
    assert (output / "empty").is_dir()
    assert (output / "models/b.py").stat().st_mode & 0o777 == 0o755


def test_a_repository_in_the_output_stays_in_place(tmp_path: Path) -> None:
    output = tmp_path / "sdk"
    write(output, FILES)
    (output / ".git").mkdir()
    inode = output.stat().st_ino
    write(output, {"__init__.py": ""})
    assert output.stat().st_ino == inode
    assert set(tree(output)) == {"__init__.py", "manifest.json"}


@pytest.fixture
def mounted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The output is on another file system than the folder that it stands in."""
    replace = os.replace

    def refusing(one: str | Path, other: str | Path) -> None:
        if ("sdk" in Path(one).parts) != ("sdk" in Path(other).parts):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(one))
        replace(one, other)

    monkeypatch.setattr(apply_module, "exchange", lambda one, other: False)
    monkeypatch.setattr(os, "replace", refusing)


@pytest.mark.usefixtures("mounted")
def test_an_output_on_another_file_system(tmp_path: Path) -> None:
    output = tmp_path / "sdk"
    output.mkdir()
    write(output, FILES)
    (output / "__init__.py").chmod(0o640)
    write(output, {**FILES, "__init__.py": "new\n"})
    found = tree(output)
    del found["manifest.json"]
    assert found == {**FILES, "__init__.py": "new\n"}
    assert (output / "__init__.py").stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["sdk"]


@pytest.mark.usefixtures("mounted")
def test_a_run_killed_on_another_file_system_is_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "sdk"
    output.mkdir()
    write(output, FILES)
    after = {path: f"{text}# new\n" for path, text in FILES.items()}
    with monkeypatch.context() as patch:
        left = iter([True, True])
        unlink = Path.unlink

        def killed(path: Path, missing_ok: bool = False) -> None:
            if not next(left, False):
                raise SystemExit
            unlink(path, missing_ok)

        patch.setattr(Path, "unlink", killed)
        with pytest.raises(SystemExit):
            write(output, after)
    bag = Bag()
    recover(output, bag)
    assert [d.code for d in bag] == ["N508"]
    found = tree(output)
    del found["manifest.json"]
    assert found == after
    assert os.listdir(tmp_path) == ["sdk"]


def test_a_full_disk_leaves_everything(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "sdk"
    write(output, FILES)
    before = tree(output)

    def full(changes: Iterable[FileChange], folder: Path, output: Path) -> None:
        put_all(list(changes)[:1], folder, output)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder / "new.py"))

    monkeypatch.setattr(apply_module, "put_all", full)
    monkeypatch.setattr(journal, "put_all", full)
    with pytest.raises(SpecloomError, match="No space left"):
        write(output, {**FILES, "new.py": "x = 1\n"})
    assert tree(output) == before
    assert os.listdir(tmp_path) == ["sdk"]


@pytest.mark.parametrize("folder", [".", "sdk", "sdk/models"])
def test_a_read_only_directory(folder: str, tmp_path: Path, way: str) -> None:
    """Nothing is half done or left behind, and the next run is not in its way."""
    output = tmp_path / "sdk"
    write(output, FILES)
    before = tree(output)
    after = {path: f"{text}# new\n" for path, text in FILES.items()}
    if folder == "sdk/models" and way == "journal":
        after = {**FILES, "models/new/c.py": ""}  # its folder is not there yet
    place = tmp_path / folder
    place.chmod(0o500)
    try:
        with as_a_user():
            if folder == "sdk/models" and way == "exchange":
                write(output, after)  # the folder itself is replaced
                before = tree(output)
            else:
                with pytest.raises(SpecloomError, match="Permission denied"):
                    write(output, after)
    finally:
        place.chmod(0o700)
    assert tree(output) == before
    assert os.listdir(tmp_path) == ["sdk"]
    _, bag = write(output, FILES)
    assert not len(bag)


def test_a_run_killed_before_the_decision_is_undone(tmp_path: Path) -> None:
    output = tmp_path / "sdk"
    write(output, FILES)
    before = tree(output)
    staging = staging_of(output)
    (staging / "tree").mkdir(parents=True)
    (staging / "tree/half.py").write_text("")
    bag = Bag()
    recover(output, bag)
    assert [d.code for d in bag] == ["N508"]
    assert tree(output) == before
    assert not staging.exists()


@pytest.mark.parametrize("steps", range(4))
def test_a_run_killed_after_the_decision_is_completed(
    tmp_path: Path, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "sdk"
    write(output, FILES)
    monkeypatch.setattr(apply_module, "exchange", lambda one, other: False)
    new = {"__init__.py": "import c\n", "models/c.py": "c = 1\n"}
    left = iter(range(steps))

    class Killed(BaseException):
        pass

    replace = os.replace

    def until_killed(source: Path, target: Path) -> None:
        if "journal" not in str(target) and next(left, None) is None:
            raise Killed
        replace(source, target)

    monkeypatch.setattr(os, "replace", until_killed)
    try:
        write(output, new)
    except Killed:
        assert steps < 3
    monkeypatch.undo()
    recover(output, Bag())
    assert set(tree(output)) == {*new, "manifest.json"}
    assert not write(output, new)[0].changes
    assert os.listdir(tmp_path) == ["sdk"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"replace": ["../x"], "delete": []}',
        '{"replace": 1, "delete": []}',
    ],
)
def test_a_damaged_journal_is_not_followed(tmp_path: Path, text: str) -> None:
    staging = staging_of(tmp_path / "sdk")
    staging.mkdir()
    (staging / "journal.json").write_text(text)
    with pytest.raises(SpecloomError, match="damaged"):
        recover(tmp_path / "sdk", Bag())


def test_two_runs_at_once(tmp_path: Path) -> None:
    with exclusive(tmp_path):
        begin = time.monotonic()
        with pytest.raises(SpecloomError, match="another run"):
            with exclusive(tmp_path, patience=0.05):
                pass
        assert time.monotonic() - begin < 5
    with exclusive(tmp_path, patience=0):
        pass
