"""Request bodies: what the bytes of each kind are, and when they can be sent twice."""

from __future__ import annotations

import io
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from runtime.bodies import Binary, Body, Encoding, Form, Json, Multipart, Text, choose
from runtime.files import Upload
from runtime.model import UNSET


def parts(body: Body, value: Any) -> list[tuple[str, bytes, Message]]:
    """The parts of a multipart body, read by the standard library."""
    payload, media_type = body.encode(value)
    data = b"".join(payload) if not isinstance(payload, bytes) else payload
    assert not isinstance(payload, bytes)
    assert payload.length is None or payload.length == len(data)
    message = message_from_bytes(f"Content-Type: {media_type}\r\n\r\n".encode() + data)
    found: list[tuple[str, bytes, Message]] = []
    for part in message.walk():
        if part is not message:
            name = part.get_param("name", header="content-disposition")
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            found.append((str(name), content, part))
    return found


def test_json() -> None:
    assert Json().encode({"a": None}) == (b'{"a":null}', "application/json")
    assert Json("application/vnd.a+json").encode([1])[1] == "application/vnd.a+json"


def test_text_and_binary(tmp_path: Path) -> None:
    assert Text().encode("a") == (b"a", "text/plain")
    assert Text().encode("é") == ("é".encode(), "text/plain; charset=utf-8")
    assert Text("application/xml").encode("<a/>") == (b"<a/>", "application/xml")
    assert Binary().encode(b"\0") == (b"\0", "application/octet-stream")
    assert Binary("image/*").encode(b"\0") == (b"\0", "application/octet-stream")
    file = tmp_path / "a.png"
    file.write_bytes(b"png")
    payload, media_type = Binary("image/*").encode(file)
    assert isinstance(payload, Upload)
    assert (b"".join(payload), payload.length) == (b"png", 3)
    assert media_type == "image/png"
    with pytest.raises(TypeError, match="body: expected bytes"):
        Binary().encode({"a": 1})


def test_forms() -> None:
    form = Form(
        encodings={
            "list": Encoding(style="form", explode=False),
            "deep": Encoding(style="deepObject"),
            "json": Encoding("application/json"),
        }
    )
    value = {
        "a": "1 &=é",
        "b": True,
        "many": [1, 2],
        "list": [1, 2],
        "deep": {"x": {"y": 1}},
        "json": {"z": [1]},
        "object": {"k": "v"},
        "none": None,
        "unset": UNSET,
    }
    payload, media_type = form.encode(value)
    assert media_type == "application/x-www-form-urlencoded"
    assert isinstance(payload, bytes)
    assert parse_qsl(payload.decode()) == [
        ("a", "1 &=é"),
        ("b", "true"),
        ("many", "1"),
        ("many", "2"),
        ("list", "1,2"),
        ("deep[x][y]", "1"),
        ("json", '{"z":[1]}'),
        ("object[k]", "v"),
    ]


def test_multipart(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(b"from a path")
    value = {
        "path": file,
        "bytes": b"\0\1",
        "open": io.BytesIO(b"from an object"),
        "named": ("x.csv", b"1,2", "text/csv"),
        "two": [("1.txt", b"1"), ("2.txt", b"2")],
        "text": "é",
        "number": 3,
        "object": {"a": 1},
        "none": None,
    }
    found = parts(Multipart(), value)
    assert [(name, content) for name, content, _ in found] == [
        ("path", b"from a path"),
        ("bytes", b"\0\1"),
        ("open", b"from an object"),
        ("named", b"1,2"),
        ("two", b"1"),
        ("two", b"2"),
        ("text", "é".encode()),
        ("number", b"3"),
        ("object", b'{"a":1}'),
    ]
    names = [part.get_filename() for _, _, part in found]
    assert names[:6] == ["notes.txt", "upload", "upload", "x.csv", "1.txt", "2.txt"]
    types = [part.get_content_type() for _, _, part in found]
    assert types[:4] == ["text/plain", *["application/octet-stream"] * 2, "text/csv"]
    assert types[8] == "application/json"


def test_multipart_encodings() -> None:
    body = Multipart(
        encodings={
            "meta": Encoding("application/json", headers={"X-Part": "1"}),
            "image": Encoding("image/png, image/jpeg"),
        }
    )
    meta, image = parts(body, {"meta": "text", "image": b"png"})
    assert meta[1] == b'"text"'
    assert meta[2]["x-part"] == "1"
    assert image[2].get_content_type() == "image/png"


def test_a_file_name_cannot_end_its_header() -> None:
    ((_, content, part),) = parts(Multipart(), {"f": ('a"\r\nX: y.txt', b"1", None)})
    assert content == b"1"
    assert part.keys() == ["Content-Disposition", "Content-Type"]


def test_what_can_be_sent_again(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"abc")
    opened = io.BytesIO(b"xabc")
    opened.read(1)
    for source in (b"abc", file, opened, [b"a", b"bc"]):
        upload = Upload(source)
        assert b"".join(upload) == b"".join(upload) == b"abc"
        assert upload.replayable and upload.repeatable
    once = Upload(iter([b"a", b"bc"]))
    assert once.repeatable and not once.replayable
    assert b"".join(once) == b"abc"
    assert not once.repeatable
    assert once.length is None


def test_a_file_in_text_mode_is_refused() -> None:
    with pytest.raises(TypeError, match="binary mode"):
        list(Upload(io.StringIO("a")))  # type: ignore[arg-type]


def test_which_media_type() -> None:
    bodies = (Json(), Multipart(), Binary("image/png"), Text())
    assert choose(bodies, {"a": 1}, None) is bodies[0]
    assert choose(bodies, {"a": b"1"}, None) is bodies[1]
    assert choose(bodies, b"1", None) is bodies[2]
    assert choose(bodies[1:], "text", None) is bodies[3]
    assert choose(bodies, {"a": 1}, "multipart/form-data") is bodies[1]
    with pytest.raises(ValueError, match="content_type: expected one of"):
        choose(bodies, {}, "image/gif")
