"""Everything that a document can say of a thing stands on its page, in words that are so chosen."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from making import pages_of
from page_reading import read_page

UNSET = " | Unset"


@cache
def pages() -> dict[str, str]:
    return pages_of(Path(__file__).with_name("says.yaml"), package="says")


def table(path: str, first: str) -> list[list[str]]:
    """The rows of the table on a page whose head begins so."""
    (found,) = [t for t in read_page(pages()[path]).tables if t[0][0] == first]
    return found[1:]


FIELDS = {
    "id": ("str", "required, read-only", "Its name.\n• one\n• two"),
    "kind (on the wire Kind)": (
        "Color",
        "required",
        'One of "red", "blue"; more may come.',
    ),
    "secret": (
        f"str{UNSET}",
        "optional, write-only",
        "Exactly 8 characters.\nPattern: ^a|b$.",
    ),
    "old": (
        f"float | None{UNSET}",
        "optional, nullable, deprecated",
        "Default: 1.5.\nMore than 0.\nA multiple of 0.5.\nExample: 2.5",
    ),
    "many": (f"list[datetime]{UNSET}", "optional", "At most 1 item.\nNo item twice."),
    "long": (f"dict[str, str]{UNSET}", "optional", 'Example: {"a": "b"}'),
    "shape": (f"Shape{UNSET}", "optional", ""),
    "keys": (f"Keys{UNSET}", "optional", ""),
    "kind_of": (f"Kinds{UNSET}", "optional", ""),
    "fits": (f"Fits{UNSET}", "optional", ""),
}


def test_fields() -> None:
    rows = {name: tuple(rest) for name, *rest in table("models/thing.md", "Field")}
    assert rows == FIELDS


def test_where_a_model_is_used() -> None:
    said = [line for line in pages()["models/thing.md"].split("\n") if line[:2] == "- "]
    call = "operations/things"
    assert said == [
        f"- Sent by [`things.create`](../{call}/create.md)",
        f"- Returned by [`things.create`](../{call}/create.md)",
        f"- Item of the pages of [`things.list`](../{call}/list.md)",
        "- Body of `thingMade`",
        "- Part of [`ThingPage`](thing_page.md)`.data`",
    ]
    assert "- Error of [`things.list`]" in pages()["models/problem.md"]
    both = "- Variant of [`Keys`](keys.md), [`Kinds`](kinds.md)\n"
    assert both in pages()["models/by_id.md"]


def test_values_with_their_docs() -> None:
    rows = table("models/color.md", "Value")
    assert rows == [['"red"', "Like a rose."], ['"blue"', "Like the sky."]]
    more = "More may come: any other `str` is taken, and kept as it is.\n"
    assert more in pages()["models/color.md"]


TOLD_APART = {
    "shape": """\
Told apart by the value of `type`. Any other value, or none, gives [`UnknownVariant`](../conventions.md#unknown-variants).
""",
    "keys": """\
Told apart by the properties that are there:

- with `file_id`: [`ById`](by_id.md)
- with `url`: [`ByUrl`](by_url.md)
- with none of them: [`UnknownVariant`](../conventions.md#unknown-variants)
""",
    "kinds": """\
Told apart by the kind of the JSON value:

- an integer: `int`
- a string: `str`
- an array: `list[str]`
- an object: [`ById`](by_id.md)
""",
    "fits": """\
Told apart by the properties that are there:

- with `c` or `d`: [`Wide`](wide.md)
- with none of them: [`Narrow`](narrow.md)
""",
}


@pytest.mark.parametrize("name", TOLD_APART)
def test_how_variants_are_told_apart(name: str) -> None:
    page = pages()[f"models/{name}.md"]
    assert TOLD_APART[name] in page
    samples = [language for language, _ in read_page(page).fences]
    variants = len(table(f"models/{name}.md", "type" if name == "shape" else "Type"))
    assert samples == ["python", "json"] * variants


def test_tags_and_their_variants() -> None:
    rows = table("models/shape.md", "type")
    assert rows == [['"square"', "Square", ""], ['"circle"', "Circle", ""]]


def test_a_call() -> None:
    path = "operations/things/list.md"
    page = pages()[path]
    assert "`GET /things` (`listThings`)\n\nList things.\n" in page
    limit, cursor = table(path, "Argument")
    assert limit == [
        *("limit", "query", f"int{UNSET}", "optional", "Default: 10.\nFrom 1 to 50.")
    ]
    assert cursor == ["cursor", "query", f"str{UNSET}", "optional", ""]
    responses, errors = (t[1:] for t in read_page(page).tables if t[0][0] == "Status")
    header = "Header X-Total (int): How many."
    assert responses == [["200", "ThingPage as application/json", f"A page.\n{header}"]]
    assert errors == [["404", "NotFoundError", "Problem as application/json", "None."]]
    assert "walk all pages, each item a [`Thing`]" in page
    assert "Of pages: `cursor` asks for the next one; `limit` is the size" in page
    scopes = (
        "[`oauth`](../../authentication.md#oauth) with `things.read`, `things.list`"
    )
    assert f"## Authentication\n\n{scopes}, or no credentials.\n" in page
    assert "## Authentication" not in pages()["operations/things/create.md"]


def test_pages_for_all_calls() -> None:
    flow = table("authentication.md", "Flow")
    assert flow == [
        [
            "clientCredentials",
            "https://api.example.com/token",
            "things.read: Read.\nthings.list: List.",
        ]
    ]
    webhook = table("webhooks.md", "Name")
    assert webhook == [["thingMade", "POST", "Thing", "It was made."]]
    assert table("errors.md", "Status") == [["404", "NotFoundError", "Problem"]]
    kinds = {name: kind for name, kind, _ in table("models/index.md", "Model")}
    assert kinds["Thing"] == "object" and kinds["Color"] == "enum"
    assert kinds["Shape"] == "union"
    start = table("index.md", "Group")
    assert start == [["things", "list, create"]]
