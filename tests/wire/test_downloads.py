"""Downloads: to a file or in pieces, and on from where they broke off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from wire.fault_server import End, FaultServer, Script, answer
from wire.packages import Both, make_package

CONTENT = bytes(range(256)) * 8
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Files", "version": "1"},
    "servers": [{"url": "https://files.example"}],
    "paths": {
        "/files/{id}": {
            "get": {
                "operationId": "fetch",
                "tags": ["files"],
                "parameters": [
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string"},
                    }
                ],
                "responses": {
                    "200": {
                        "description": "",
                        "content": {"application/octet-stream": {}},
                    }
                },
            }
        }
    },
}
BINARY = "Content-Type: application/octet-stream"
TAG = 'ETag: "v1"'


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return make_package(DOCUMENT, tmp_path_factory.mktemp("files"), "wire_files")


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as made:
        yield made
        assert made.all_closed(), "a connection is left open"


@pytest.fixture
def run(package: ModuleType, server: FaultServer, kind: str) -> Iterator[Both]:
    with Both(package, kind, base_url=server.url, max_retries=2) as made:
        yield made


def first(cut: int, *fields: str) -> Script:
    """The whole content, of which `cut` bytes arrive."""
    whole = answer(CONTENT, BINARY, *fields)
    return Script((whole[: len(whole) - len(CONTENT) + cut],), End.CLOSE)


def rest(start: int, end: int = len(CONTENT), status: str = "206 Partial") -> Script:
    """The bytes from `start`, of which those up to `end` arrive."""
    said = f"Content-Range: bytes {start}-{len(CONTENT) - 1}/{len(CONTENT)}"
    whole = answer(CONTENT[start:], BINARY, TAG, said, status=status)
    return Script((whole[: len(whole) - len(CONTENT) + end],), End.CLOSE)


def fetched(run: Both, path: Path) -> bytes:
    """The content, saved to a file."""

    def save(client: Any) -> Any:
        answer = client.files.fetch("1")
        if run.kind == "sync":
            return answer.save(path)

        async def wait() -> None:
            await (await answer).save(path)

        return wait()

    run(save)
    return path.read_bytes()


def test_it_goes_on_where_it_broke_off(
    run: Both, server: FaultServer, tmp_path: Path
) -> None:
    server.plan(first(500, TAG), rest(500, 900), rest(900))
    assert fetched(run, tmp_path / "file") == CONTENT
    second, third = [head.lower() for head in server.heads[1:]]
    assert "range: bytes=500-" in second and 'if-range: "v1"' in second
    assert "range: bytes=900-" in third


def test_a_date_names_the_version_too(
    run: Both, server: FaultServer, tmp_path: Path
) -> None:
    date = "Last-Modified: Fri, 21 Aug 2026 10:00:00 GMT"
    server.plan(first(1, date), rest(1))
    assert fetched(run, tmp_path / "file") == CONTENT
    assert "if-range: fri, 21 aug 2026 10:00:00 gmt" in server.heads[1].lower()


@pytest.mark.parametrize(
    "fields",
    [(), ('ETag: W/"weak"',), (TAG, "Accept-Ranges: none")],
    ids=["no version", "a weak one", "no ranges"],
)
def test_without_a_version_it_is_an_error(
    run: Both,
    server: FaultServer,
    package: ModuleType,
    tmp_path: Path,
    fields: tuple[str, ...],
) -> None:
    server.plan(first(500, *fields))
    with pytest.raises(package.APIConnectionError):
        fetched(run, tmp_path / "file")
    assert len(server.heads) == 1


@pytest.mark.parametrize(
    "again",
    [Script((answer(CONTENT, BINARY, TAG),)), rest(400)],
    ids=["all of it", "other bytes"],
)
def test_what_does_not_follow_is_an_error(
    run: Both,
    server: FaultServer,
    package: ModuleType,
    tmp_path: Path,
    again: Script,
) -> None:
    server.plan(first(500, TAG), again)
    with pytest.raises(package.APIConnectionError):
        fetched(run, tmp_path / "file")
    assert len(server.heads) == 2


def test_it_gives_up_when_nothing_more_comes(
    run: Both, server: FaultServer, package: ModuleType, tmp_path: Path
) -> None:
    server.plan(first(500, TAG), rest(500, 500))
    with pytest.raises(package.APIConnectionError):
        fetched(run, tmp_path / "file")
    assert len(server.heads) == 3, "two more tries"
