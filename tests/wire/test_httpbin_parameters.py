"""What the table of styles leaves out: escaping, absence, emptiness, JSON, 2.0's formats."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from wire.forms_api import formats_document, forms_document
from wire.httpbin import Httpbin
from wire.packages import Both, make_package

HARD = "a b/c?d=e&f+g#h%i;é€😀"
HARD_SENT = "a%20b%2Fc%3Fd%3De%26f%2Bg%23h%25i%3B%C3%A9%E2%82%AC%F0%9F%98%80"


@pytest.fixture(scope="module")
def forms(httpbin: Httpbin, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    folder: Path = tmp_path_factory.mktemp("forms")
    return make_package(forms_document(httpbin.url), folder, "wire_forms")


@pytest.fixture
def run(forms: ModuleType, kind: str) -> Iterator[Both]:
    with Both(forms, kind) as made:
        yield made


def target(run: Both, name: str, *args: Any, **kwargs: Any) -> str:
    """The request line's target after `/anything/<name>`."""
    raw = run.raw(lambda client: getattr(client.echo, name), *args, **kwargs)
    return str(raw.headers["x-raw-target"]).removeprefix(f"/anything/{name}")


def test_everything_that_is_not_unreserved_is_escaped(run: Both) -> None:
    assert target(run, "query_list", color=[HARD]) == f"?color={HARD_SENT}"
    assert target(run, "path_two", HARD, "~b._-") == f"/{HARD_SENT}/~b._-"
    echo = run(lambda client: client.echo.query_list(color=[HARD, ""]))
    assert echo.args == {"color": [HARD, ""]}


def test_allow_reserved_leaves_the_delimiters_of_urls(run: Both) -> None:
    text = "a/b?c:d@e!f$g&h'i(j)k*l,m;n=o[p]%20q r#s"
    kept = "a/b?c:d@e!f$g&h'i(j)k*l,m;n=o[p]%20q%20r%23s"
    assert target(run, "query_reserved", color=text) == f"?color={kept}"
    assert target(run, "path_reserved", "a:b@c/d") == "/a:b@c%2Fd"


def test_absent_null_and_empty_are_three_things(run: Both) -> None:
    assert target(run, "query_optional") == ""
    assert target(run, "query_optional", color=None) == "", "RFC 6570: undefined"
    assert target(run, "query_optional", color="") == "?color="
    assert target(run, "query_empty", color="") == "?color"
    assert target(run, "query_list", color=[]) == ""
    assert target(run, "query_list", color=["a", None, "b"]) == "?color=a&color=b"


def test_nested_objects_and_names_with_brackets(run: Both) -> None:
    value = {"a": {"b": [1, {"c": True}]}, "d": "x y", "e": None}
    assert target(run, "query_nested", color=value) == (
        "?color%5Ba%5D%5Bb%5D%5B0%5D=1&color%5Ba%5D%5Bb%5D%5B1%5D%5Bc%5D=true"
        "&color%5Bd%5D=x%20y"
    )
    sent = target(run, "query_brackets", color=["x", "y"], filter_a_b="z")
    assert sent == "?color%5B%5D=x&color%5B%5D=y&filter%5Ba.b%5D=z"


def test_headers(run: Both) -> None:
    echo = run(lambda client: client.echo.header_many(color=["a", "b c"], x_count=3))
    assert echo.headers["Color"] == "a,b c"
    assert echo.headers["X-Count"] == "3"
    for bad in ("a\r\nX-Evil: 1", "a\nb", "a\0b"):
        with pytest.raises(ValueError, match="color"):
            run(lambda client: client.echo.header_many(color=[bad]))


@pytest.mark.parametrize("place", ["query", "header", "cookie", "path"])
def test_json_as_a_parameter(run: Both, place: str) -> None:
    value = {"a": ["é", 1.5, None, True], "b": {"c": "x;y"}}
    name = f"{place}_json"
    written = (
        "%7B%22a%22%3A%5B%22%C3%A9%22%2C1.5%2Cnull%2Ctrue%5D%2C%22b%22%3A%7B%22c%22"
        "%3A%22x%3By%22%7D%7D"
    )
    if place == "path":
        assert target(run, name, value) == f"/{written}"
        return
    raw = run.raw(lambda client: getattr(client.echo, name), color=value)
    match place:
        case "query":
            assert raw.headers["x-raw-target"].endswith(f"?color={written}")
        case "cookie":
            assert raw.headers["x-raw-cookie"] == f"color={written}"
        case _:
            sent = raw.headers["x-raw-color"].encode("latin-1").decode()
            assert sent == '{"a":["é",1.5,null,true],"b":{"c":"x;y"}}'


@pytest.mark.parametrize("value", ["", ".", "..", None])
def test_a_path_that_would_lead_elsewhere_is_refused(run: Both, value: Any) -> None:
    with pytest.raises(ValueError, match="b: .* would change the route"):
        run(lambda client: client.echo.path_two("a", value))


def test_dots_and_slashes_stay_inside_their_segment(run: Both) -> None:
    assert target(run, "path_two", "../..", "..a") == "/..%2F../..a"


# 2.0 -----------------------------------------------------------------------------------

PERCENT = {"ssv": "%20", "tsv": "%09", "pipes": "%7C"}


@pytest.fixture(scope="module")
def formats(httpbin: Httpbin, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    folder: Path = tmp_path_factory.mktemp("formats")
    host = httpbin.url.removeprefix("http://")
    return make_package(formats_document(host), folder, "wire_formats")


@pytest.mark.parametrize("how", ["csv", "ssv", "tsv", "pipes", "multi"])
@pytest.mark.parametrize("place", ["query", "path", "header", "formdata"])
def test_collection_formats(
    formats: ModuleType, kind: str, place: str, how: str
) -> None:
    if how == "multi" and place in ("path", "header"):
        pytest.skip("there is no such thing")
    plain = {"csv": "a,b", "ssv": "a b", "tsv": "a\tb", "pipes": "a|b"}.get(how, "")
    escaped = f"a{PERCENT.get(how, ',')}b"
    name = f"{place}_{how}"
    with Both(formats, kind) as run:
        args = [["a", "b"]] if place == "path" else []
        kwargs = {} if place == "path" else {"color": ["a", "b"]}
        raw = run.raw(lambda client: getattr(client.echo, name), *args, **kwargs)
        body = run(lambda _: raw.parse())
    sent = str(raw.headers["x-raw-target"]).removeprefix(f"/anything/{name}")
    match place:
        case "query":
            expected = "?color=a&color=b" if how == "multi" else f"?color={escaped}"
            assert sent == expected
        case "path":
            assert sent == f"/{escaped}"
        case "header":
            assert raw.headers["x-raw-color"] == plain
        case _:
            assert body["form"] == {"color": ["a", "b"] if how == "multi" else plain}
