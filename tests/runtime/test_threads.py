"""Work that blocks is done in a thread where asyncio runs, and at once elsewhere."""

from __future__ import annotations

import asyncio
import builtins
import threading
from pathlib import Path
from typing import Any

import pytest
from calling import KINDS, Caller
from loopback import Loopback, answer
from runtime.call import Call, binary_reply
from runtime.threads import in_thread


def test_it_is_done_in_another_thread() -> None:
    found = asyncio.run(in_thread(threading.current_thread))
    assert found is not threading.current_thread()


def test_it_is_done_at_once_where_no_loop_runs() -> None:
    work = in_thread(threading.current_thread)
    with pytest.raises(StopIteration) as ended:
        work.send(None)
    assert ended.value.value is threading.current_thread()


@pytest.mark.parametrize("kind", KINDS)
def test_a_download_is_written_there(
    kind: str, server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    get: Call[bytes] = Call("GET", "/f", returns=(binary_reply("200"),))
    server.plan(answer(body=b"abc", headers={"Content-Type": "application/x"}))
    openers: list[threading.Thread] = []
    standard = builtins.open

    def watched(path: Any, mode: str = "r", **options: Any) -> Any:
        if path == tmp_path / "file":
            openers.append(threading.current_thread())
        return standard(path, mode, **options)

    async def later(sender: Any) -> None:
        response = await sender.download(get, {})
        monkeypatch.setattr(builtins, "open", watched)
        await response.save(tmp_path / "file")

    def now(sender: Any) -> None:
        response = sender.download(get, {})
        monkeypatch.setattr(builtins, "open", watched)
        response.save(tmp_path / "file")

    Caller(kind, server.url).run(now, later)
    assert (tmp_path / "file").read_bytes() == b"abc"
    is_own = [one is threading.current_thread() for one in openers]
    assert is_own == [kind.startswith("sync")]
