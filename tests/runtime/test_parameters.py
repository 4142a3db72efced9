"""Parameters against the standard's own table (OpenAPI 3.2, "Style Examples")."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from runtime.parameters import (
    Parameter,
    cookie,
    cookie_texts,
    header,
    header_text,
    path,
    path_text,
    query,
    query_texts,
)

ARRAY = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}


@pytest.mark.parametrize(
    ("style", "explode", "string", "array", "object"),
    [
        (
            "matrix",
            False,
            ";color=blue",
            ";color=blue,black,brown",
            ";color=R,100,G,200,B,150",
        ),
        (
            "matrix",
            True,
            ";color=blue",
            ";color=blue;color=black;color=brown",
            ";R=100;G=200;B=150",
        ),
        ("label", False, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
        ("label", True, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
        ("simple", False, "blue", "blue,black,brown", "R,100,G,200,B,150"),
        ("simple", True, "blue", "blue,black,brown", "R=100,G=200,B=150"),
    ],
)
def test_path(style: Any, explode: bool, string: str, array: str, object: str) -> None:
    parameter = path("color", style=style, explode=explode)
    assert path_text(parameter, "blue") == string
    assert path_text(parameter, ARRAY) == array
    assert path_text(parameter, OBJECT) == object


@pytest.mark.parametrize(
    ("style", "explode", "string", "array", "object"),
    [
        (
            "form",
            False,
            "color=blue",
            "color=blue,black,brown",
            "color=R,100,G,200,B,150",
        ),
        (
            "form",
            True,
            "color=blue",
            "color=blue&color=black&color=brown",
            "R=100&G=200&B=150",
        ),
        (
            "spaceDelimited",
            False,
            "color=blue",
            "color=blue%20black%20brown",
            "color=R%20100%20G%20200%20B%20150",
        ),
        (
            "pipeDelimited",
            False,
            "color=blue",
            "color=blue%7Cblack%7Cbrown",
            "color=R%7C100%7CG%7C200%7CB%7C150",
        ),
        (
            "tabDelimited",
            False,
            "color=blue",
            "color=blue%09black%09brown",
            "color=R%09100%09G%09200%09B%09150",
        ),
        (
            "deepObject",
            True,
            "color=blue",
            "color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown",
            "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
        ),
    ],
)
def test_query(style: Any, explode: bool, string: str, array: str, object: str) -> None:
    parameter = query("color", style=style, explode=explode)
    assert "&".join(query_texts(parameter, "blue")) == string
    assert "&".join(query_texts(parameter, ARRAY)) == array
    assert "&".join(query_texts(parameter, OBJECT)) == object


@pytest.mark.parametrize(
    ("explode", "array", "object"),
    [
        (False, ["color=blue,black,brown"], ["color=R,100,G,200,B,150"]),
        (
            True,
            ["color=blue", "color=black", "color=brown"],
            ["R=100", "G=200", "B=150"],
        ),
    ],
)
@pytest.mark.parametrize("style", ["form", "cookie"])
def test_cookie(style: Any, explode: bool, array: list[str], object: list[str]) -> None:
    parameter = cookie("color", style=style, explode=explode)
    assert cookie_texts(parameter, "blue") == ["color=blue"]
    assert cookie_texts(parameter, ARRAY) == array
    assert cookie_texts(parameter, OBJECT) == object


def test_header() -> None:
    assert header_text(header("X"), ARRAY) == "blue,black,brown"
    assert header_text(header("X"), OBJECT) == "R,100,G,200,B,150"
    assert header_text(header("X", explode=True), OBJECT) == "R=100,G=200,B=150"
    assert header_text(header("X", style="json"), OBJECT) == '{"R":100,"G":200,"B":150}'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (2.5, "2.5"),
        (10**20, "100000000000000000000"),
        (date(2026, 1, 2), "2026-01-02"),
        ("ä b/c?d&e=f+g", "%C3%A4%20b%2Fc%3Fd%26e%3Df%2Bg"),
        ("-._~", "-._~"),
    ],
)
def test_scalars(value: object, text: str) -> None:
    assert query_texts(query("q"), value) == [f"q={text}"]
    assert path_text(path("q"), value) == text


def test_absent_null_and_empty_are_three_things() -> None:
    assert query_texts(query("q"), None) == []
    assert query_texts(query("q"), "") == ["q="]
    assert query_texts(query("q", empty=True), "") == ["q"]
    assert query_texts(query("q"), []) == []
    assert query_texts(query("q"), ["a", None, "b"]) == ["q=a", "q=b"]
    assert query_texts(query("q"), {"a": None, "b": 1}) == ["b=1"]


def test_names_are_encoded_too() -> None:
    assert query_texts(query("include[]"), ["a b"]) == ["include%5B%5D=a%20b"]


def test_reserved_characters_may_stand_as_they_are() -> None:
    value = "/a:b?c=d&e%20f#g%"
    assert query_texts(query("q", reserved=True), value) == ["q=/a:b?c=d&e%20f%23g%25"]
    assert path_text(path("q", reserved=True), value) == "%2Fa:b%3Fc=d&e%20f%23g%25"


def test_deep_objects_nest() -> None:
    value = {"price": {"gt": 5, "in": [1, 2]}, "none": None}
    assert query_texts(query("f", style="deepObject"), value) == [
        "f%5Bprice%5D%5Bgt%5D=5",
        "f%5Bprice%5D%5Bin%5D%5B0%5D=1",
        "f%5Bprice%5D%5Bin%5D%5B1%5D=2",
    ]


def test_json_in_a_query() -> None:
    value = {"numbers": [1, 2], "flag": None}
    # The standard's own example (Parameter Object Examples).
    expected = "%7B%22numbers%22%3A%5B1%2C2%5D%2C%22flag%22%3Anull%7D"
    assert query_texts(query("q", style="json"), value) == [f"q={expected}"]


@pytest.mark.parametrize("value", ["", ".", "..", None, []])
@pytest.mark.parametrize("style", ["simple", "label"])
def test_what_would_change_the_route_is_refused(value: object, style: Any) -> None:
    if (style, value) == ("label", ".."):
        return  # "..." is a name like any other
    with pytest.raises(ValueError, match="run_id"):
        path_text(path("run-id", "run_id", style=style), value)


def test_a_slash_stays_in_its_segment() -> None:
    assert path_text(path("q"), "../a") == "..%2Fa"


@pytest.mark.parametrize("value", ["a\r\nX: y", "a\nb", "a\0", "\x7f"])
def test_nothing_can_be_injected_into_headers(value: str) -> None:
    with pytest.raises(ValueError, match="api_version"):
        header_text(header("X-Api-Version", "api_version"), value)
    with pytest.raises(ValueError, match="session"):
        cookie_texts(cookie("session", style="cookie"), value)


def test_a_cookie_cannot_bring_another() -> None:
    with pytest.raises(ValueError, match="session"):
        cookie_texts(cookie("session", style="cookie"), "a; admin=1")
    assert cookie_texts(cookie("session"), "a; b") == ["session=a%3B%20b"]


def test_header_text_beyond_ascii_travels_as_utf8() -> None:
    value = header_text(header("X"), "café")
    assert value.encode("latin-1").decode() == "café"


def test_argument_names_default_to_the_wire() -> None:
    assert Parameter("a", "", "query", "form", True).argument == "a"
