"""What is written to a pipe or a device goes through it: it is still one afterwards."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from specloom.diagnostics import SpecloomError
from specloom.write.apply import replace_file


def test_a_pipe_stays_a_pipe(tmp_path: Path) -> None:
    pipe, came = tmp_path / "pipe", list[str]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: came.append(pipe.read_text()), daemon=True)
    reader.start()
    replace_file(pipe, "written\n")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    reader.join(10)
    assert came == ["written\n"]
    assert os.listdir(tmp_path) == ["pipe"]


def test_a_folder_stays_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SpecloomError) as caught:
        replace_file(tmp_path, "written\n")
    assert caught.value.diagnostic.code == "E504"
    assert tmp_path.is_dir()


def test_a_link_to_a_file_is_replaced(tmp_path: Path) -> None:
    link, other = tmp_path / "link", tmp_path / "other"
    other.write_text("kept\n")
    link.symlink_to(other)
    replace_file(link, "written\n")
    assert (link.read_text(), other.read_text()) == ("written\n", "kept\n")
