"""Every kind of body, sent to httpbin, which says what it understood."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from wire.forms_api import forms_document
from wire.httpbin import Httpbin
from wire.packages import Both, make_package

PERSON: dict[str, Any] = {
    "name": "Zoë & co",
    "age": 7,
    "born": date(2020, 2, 29),
    "tags": ["a b", "c"],
    "address": {"city": "Ulm", "lines": ["1", "2"]},
    "note": None,
}
SENT = PERSON | {"born": "2020-02-29"}


@pytest.fixture(scope="module")
def forms(httpbin: Httpbin, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    folder: Path = tmp_path_factory.mktemp("bodies")
    return make_package(forms_document(httpbin.url), folder, "wire_bodies")


@pytest.fixture
def run(forms: ModuleType, kind: str) -> Iterator[Both]:
    with Both(forms, kind) as made:
        yield made


def echo(run: Both, name: str, /, **kwargs: Any) -> Any:
    return run(lambda client: getattr(client.echo, name)(**kwargs))


def kind_of(answer: Any) -> str:
    """The media type that arrived, without the boundary."""
    return str(answer.headers.get("Content-Type", "")).partition(";")[0]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("json", "application/json"), ("json_suffix", "application/vnd.test+json")],
)
def test_json(run: Both, name: str, media_type: str) -> None:
    answer = echo(run, name, **PERSON)
    assert (answer.json, kind_of(answer)) == (SENT, media_type)
    assert echo(run, name, name="x").json == {"name": "x"}, "nothing else is sent"
    assert echo(run, name, note=None).json == {"note": None}, "null is a value"


def test_json_that_is_no_object(run: Both) -> None:
    assert echo(run, "json_list", body=["a", "b"]).json == ["a", "b"]
    assert echo(run, "json_list", body=[]).json == []
    assert echo(run, "json_scalar", body="text").json == "text"


def test_forms(run: Both) -> None:
    answer = echo(run, "form", **PERSON)
    assert kind_of(answer) == "application/x-www-form-urlencoded"
    assert answer.form == {
        "name": "Zoë & co",
        "age": "7",
        "born": "2020-02-29",
        "tags": ["a b", "c"],
        "address[city]": "Ulm",
        "address[lines][0]": "1",
        "address[lines][1]": "2",
    }
    answer = echo(run, "form_encoded", **PERSON)
    assert answer.form["tags"] == "a b,c"
    assert answer.form["address"] == '{"city":"Ulm","lines":["1","2"]}'
    answer = echo(run, "form_deep", address={"city": "Ulm"})
    assert answer.form == {"address[city]": "Ulm"}


def chunks() -> Iterator[bytes]:
    yield b"one,"
    yield b"two"


@pytest.mark.parametrize("how", ["bytes", "path", "file", "pieces", "named", "typed"])
def test_multipart(run: Both, how: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"one,two")
    given: dict[str, Any] = {
        "bytes": b"one,two",
        "path": path,
        "file": io.BytesIO(b"one,two"),
        "pieces": chunks(),
        "named": ("other.csv", b"one,two"),
        "typed": ("other.csv", path, "text/x-table"),
    }
    raw = run.raw(
        lambda client: client.echo.multipart,
        title="Zoë",
        count=3,
        tags=["a", "b"],
        meta={"name": "x", "tags": ["y"]},
        file=given[how],
        files=[b"1", ("two.txt", b"2")],
    )
    answer = run(lambda _: raw.parse())
    assert kind_of(answer) == "multipart/form-data"
    assert answer.form == {
        "title": "Zoë",
        "count": "3",
        "tags": ["a", "b"],
        "meta": '{"name":"x","tags":["y"]}',
    }
    name, media_type = {
        "path": ("table.csv", "text/csv"),
        "named": ("other.csv", "text/csv"),
        "typed": ("other.csv", "text/x-table"),
    }.get(how, ("upload", "text/csv"))
    assert json.loads(raw.headers["x-raw-parts"])[-3:] == [
        ["file", name, media_type, "one,two"],
        ["files", "upload", "application/octet-stream", "1"],
        ["files", "two.txt", "text/plain", "2"],
    ]


def test_binary_is_streamed_from_whatever_holds_it(run: Both, tmp_path: Path) -> None:
    path = tmp_path / "data.bin"
    path.write_bytes(b"x" * 300_000)
    with path.open("rb") as file:
        for body in (b"x" * 300_000, path, file, iter([b"x" * 150_000] * 2)):
            answer = echo(run, "binary", body=body)
            assert len(answer.data) == 300_000
            assert kind_of(answer) == "application/octet-stream"
            streamed = not isinstance(body, (bytes, Path)) and body is not file
            assert ("Content-Length" in answer.headers) is not streamed
    assert kind_of(echo(run, "image", body=b"\x89PNG")) == "image/png"


def test_text_and_xml(run: Both) -> None:
    answer = echo(run, "text", body="Zoë")
    assert answer.data == "Zoë"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    answer = echo(run, "xml", body="<a>1</a>")
    assert (answer.data, kind_of(answer)) == ("<a>1</a>", "application/xml")


def test_an_optional_body(run: Both) -> None:
    for name in ("optional", "body_on_get", "body_on_delete"):
        answer = echo(run, name)
        assert (answer.data, kind_of(answer)) == ("", "")
        assert echo(run, name, name="x").json == {"name": "x"}
    assert kind_of(echo(run, "optional_list")) == ""
    assert echo(run, "optional_list", body=[]).data == "[]", "empty is not absent"


def test_one_of_several_media_types(run: Both) -> None:
    assert kind_of(echo(run, "several", name="x")) == "application/json"
    form = "application/x-www-form-urlencoded"
    answer = echo(run, "several", name="x", content_type=form)
    assert (answer.form, kind_of(answer)) == ({"name": "x"}, form)
    answer = echo(run, "several", body="Zoë", content_type="text/plain")
    assert (answer.data, kind_of(answer)) == ("Zoë", "text/plain")
    binary = "application/octet-stream"
    answer = echo(run, "several", body=iter([b"a", b"b"]), content_type=binary)
    assert (answer.data, kind_of(answer)) == ("ab", binary)


def test_one_of_several_media_types_of_the_answer(run: Both) -> None:
    assert run(lambda client: client.media.image()).lstrip().startswith("<")
    for name, start in (("image/png", b"\x89PNG"), ("image/jpeg", b"\xff\xd8\xff")):
        raw = run(lambda client: client.media.image(accept=name))
        assert raw.headers["content-type"] == name
        assert run(lambda _: raw.read()).startswith(start)
    with pytest.raises(ValueError, match="accept: expected one of image/svg"):
        run(lambda client: client.media.image(accept="image/gif"))


def test_what_is_no_file_is_refused_before_anything_is_sent(run: Both) -> None:
    for body in (3, object(), {"a": 1}):
        with pytest.raises(TypeError, match="body: expected bytes"):
            echo(run, "binary", body=body)
    with pytest.raises(TypeError, match="rb"):
        echo(run, "binary", body=io.StringIO("text"))
