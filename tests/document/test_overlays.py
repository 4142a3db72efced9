"""Overlays 1.0 and 1.1: what each action does, what is refused, and where things come from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from specloom.config import Limits
from specloom.diagnostics import Bag, SpecloomError
from specloom.document import open_documents

from document.reading import Opened, opened, write

BASE = """\
openapi: 3.1.0
info: {title: T, version: '1', x-null: null}
tags: [{name: a}, {name: b}, {name: c}]
paths:
  /a:
    get: &get
      tags: [one]
      responses: {200: {description: OK}}
  /b:
    get: *get
"""


def overlaid(
    folder: Path, actions: str, version: str = "1.1.0", base: str = BASE
) -> Opened:
    head = f"overlay: {version}\ninfo: {{title: o, version: '1'}}\nactions:\n"
    files = {"api.yaml": base, "overlay.yaml": head + actions}
    return opened(folder, files, overlays=("overlay.yaml",))


def data(api: Opened) -> Any:
    return api.documents.value(api.documents.root)


def test_update_merges_objects_at_every_depth(tmp_path: Path) -> None:
    api = overlaid(
        tmp_path,
        "- target: $.paths['/a'].get\n"
        "  update:\n"
        "    summary: new\n"
        "    tags: [two]\n"
        "    responses: {200: {description: Fine}, 404: {description: None}}\n",
    )
    assert api.codes == []
    assert data(api)["paths"]["/a"]["get"] == {
        "tags": ["one", "two"],
        "responses": {"200": {"description": "Fine"}, "404": {"description": "None"}},
        "summary": "new",
    }


def test_what_an_alias_shared_is_changed_in_one_place_only(tmp_path: Path) -> None:
    api = overlaid(
        tmp_path, "- {target: \"$.paths['/a'].get\", update: {tags: [two]}}\n"
    )
    assert data(api)["paths"]["/b"]["get"]["tags"] == ["one"]
    assert data(api)["paths"]["/a"]["get"]["tags"] == ["one", "two"]


def test_lists_grow_by_an_entry_or_by_a_list(tmp_path: Path) -> None:
    entry = "- {target: $.tags, update: {name: d}}\n"
    several = "- {target: $.tags, update: [{name: d}, {name: e}]}\n"
    assert [t["name"] for t in data(overlaid(tmp_path / "1", entry))["tags"]] == list(
        "abcd"
    )
    assert [t["name"] for t in data(overlaid(tmp_path / "2", several))["tags"]] == list(
        "abcde"
    )
    old = data(overlaid(tmp_path / "3", several, "1.0.0"))["tags"]
    assert old[3] == [{"name": "d"}, {"name": "e"}]


def test_single_values_are_replaced(tmp_path: Path) -> None:
    actions = (
        "- {target: $.info.title, update: New}\n- {target: $.info.x-null, update: 1}\n"
    )
    api = overlaid(tmp_path, actions.replace("$.info.x-null", "\"$.info['x-null']\""))
    assert (data(api)["info"]["title"], data(api)["info"]["x-null"]) == ("New", 1)
    assert api.codes == []
    old = "- {target: $.info.title, update: New}\n"
    assert overlaid(tmp_path / "old", old, "1.0.0").codes == ["W129"]


def test_remove_takes_out_all_that_is_selected(tmp_path: Path) -> None:
    api = overlaid(
        tmp_path,
        "- {target: \"$.tags[?@.name != 'b']\", remove: true}\n"
        "- {target: $..responses, remove: true}\n"
        "- {target: \"$.paths.*.get.tags[?@ == 'one']\", remove: true}\n",
    )
    assert api.codes == []
    assert data(api)["tags"] == [{"name": "b"}]
    assert data(api)["paths"] == {
        "/a": {"get": {"tags": []}},
        "/b": {"get": {"tags": []}},
    }


def test_what_is_removed_with_its_parent_is_gone_too(tmp_path: Path) -> None:
    api = overlaid(tmp_path, "- {target: $..*, remove: true}\n")
    assert data(api) == {}


def test_copy_merges_what_stands_elsewhere(tmp_path: Path) -> None:
    api = overlaid(
        tmp_path,
        "- {target: $.paths, update: {/c: {}}}\n"
        "- {target: \"$.paths['/c']\", copy: \"$.paths['/a']\"}\n"
        "- {target: \"$.paths['/c'].get\", update: {tags: [three]}}\n"
        "- {target: \"$.paths['/a']\", remove: true}\n",
    )
    assert api.codes == []
    assert data(api)["paths"].keys() == {"/b", "/c"}
    assert data(api)["paths"]["/c"]["get"]["tags"] == ["one", "three"]
    assert data(api)["paths"]["/b"]["get"]["tags"] == ["one"]


def test_actions_see_what_those_before_them_did(tmp_path: Path) -> None:
    api = overlaid(
        tmp_path,
        "- {target: $, update: {components: {schemas: {A: {type: object}}}}}\n"
        "- {target: $.components.schemas.A, update: {title: A}}\n",
    )
    assert data(api)["components"]["schemas"]["A"] == {"type": "object", "title": "A"}
    found = api.resolve("#/components/schemas/A")
    assert found == api.place("/components/schemas/A")


def test_keys_without_a_value_leave_what_is_there(tmp_path: Path) -> None:
    api = overlaid(tmp_path, "- {target: $, update: {paths: null, tags: null}}\n")
    assert api.codes == []
    assert len(data(api)["tags"]) == 3


@pytest.mark.parametrize(
    ("action", "code", "pointer"),
    [
        ("{target: $.nope, update: 1}", "E112", "/actions/0/target"),
        ("{target: $.nope, remove: true}", "E112", "/actions/0/target"),
        ("{target: $.paths, copy: $.nope}", "E112", "/actions/0/copy"),
        ("{target: $.paths, copy: '$.tags[*]'}", "E112", "/actions/0/copy"),
        ("{target: '$.paths[', update: 1}", "E114", "/actions/0/target"),
        ("{target: paths, update: 1}", "E114", "/actions/0/target"),
        ("{target: $.info, update: [1]}", "E113", "/actions/0/update"),
        ("{target: $.info, update: 1}", "E113", "/actions/0/update"),
        ("{target: $.info.title, update: {a: 1}}", "E113", "/actions/0/update"),
        (
            "{target: $, update: {info: {title: [x]}}}",
            "E113",
            "/actions/0/update/info/title",
        ),
        ("{target: $, update: {info: x}}", "E113", "/actions/0/update/info"),
        ("{target: '$.*', update: {a: 1}}", "E113", "/actions/0/target"),
        ("{target: $, remove: true}", "E113", "/actions/0/target"),
        ("{target: 1, update: 1}", "E111", "/actions/0"),
        ("{target: $.info}", "E111", "/actions/0"),
        ("{target: $.info, remove: 'true'}", "E111", "/actions/0/remove"),
        ("{target: $.info, copy: 1}", "E111", "/actions/0/copy"),
        ("x", "E111", "/actions/0"),
    ],
)
def test_an_action_that_cannot_be_applied(
    tmp_path: Path, action: str, code: str, pointer: str
) -> None:
    api = overlaid(
        tmp_path, f"- {action}\n- {{target: $.info, update: {{title: Still}}}}\n"
    )
    (found,) = api.bag
    assert (found.code, found.span) == (
        code,
        api.place(pointer, f"{tmp_path}/overlay.yaml"),
    )
    assert api.documents.locate(found.span) is not None
    assert data(api)["info"]["title"] == "Still"


def test_unknown_fields_and_another_target_are_warnings(tmp_path: Path) -> None:
    api = overlaid(
        tmp_path, "- {target: $.info, update: {a: 1}, descripton: x, x-y: 1}\n"
    )
    (found,) = api.bag
    assert (found.code, found.help) == ("W129", "is 'description' meant?")
    head = "overlay: 1.1.0\ninfo: {}\nextends: %s\nactions: [{target: $, update: {a: 1}}]\n"
    for extends, codes in (
        ("./api.yaml", []),
        ("other.yaml", ["W129"]),
        ("https://x/y", []),
    ):
        files = {"api.yaml": BASE, "overlay.yaml": head % extends}
        assert opened(tmp_path, files, overlays=("overlay.yaml",)).codes == codes


@pytest.mark.parametrize(
    "text",
    [
        BASE,
        "overlay: 2.0.0\nactions: [{}]\n",
        "overlay: 1.0.0\nactions: []\n",
        "overlay: 1.0.0\n",
        "[]",
    ],
)
def test_what_is_no_overlay_ends_the_run(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"api.yaml": BASE, "overlay.yaml": text})
    with pytest.raises(SpecloomError) as caught:
        overlays = [tmp_path / "overlay.yaml"]
        open_documents(
            tmp_path / "api.yaml", limits=Limits(), overlays=overlays, bag=Bag()
        )
    assert caught.value.diagnostic.code == "E111"


def test_places_are_those_of_the_file_where_something_was_written(
    tmp_path: Path,
) -> None:
    second = (
        "overlay: 1.1.0\ninfo: {}\nactions:\n- target: $.tags[0]\n  update: {name: z}\n"
    )
    write(tmp_path, {"second.yaml": second})
    head = "overlay: 1.1.0\ninfo: {}\nactions:\n"
    actions = (
        "- {target: '$.tags[0]', remove: true}\n"
        "- {target: $.tags, update: [{name: d}]}\n"
        "- {target: $.paths, update: {/c: {get: {summary: s}}}}\n"
        "- {target: \"$.paths['/b']\", copy: \"$.paths['/c']\"}\n"
    )
    api = opened(
        tmp_path,
        {"api.yaml": BASE, "first.yaml": head + actions},
        overlays=("first.yaml", "second.yaml"),
    )
    assert api.codes == []
    file = api.documents.root.file
    first, last = f"{tmp_path}/first.yaml", f"{tmp_path}/second.yaml"
    for pointer, origin, place in (
        ("/tags/1", (file, "/tags/2"), (3, 30)),
        ("/tags/0/name", (last, "/actions/0/update/name"), (5, 12)),
        ("/tags/2/name", (first, "/actions/1/update/0/name"), (5, 30)),
        ("/paths/~1c/get", (first, "/actions/2/update/~1c/get"), (6, 35)),
        (
            "/paths/~1b/get/summary",
            (first, "/actions/2/update/~1c/get/summary"),
            (6, 41),
        ),
        ("/paths/~1b/get/tags/0", (file, "/paths/~1b/get/tags/0"), (7, 14)),
        ("/info/title", (file, "/info/title"), (2, 8)),
    ):
        span = api.place(pointer)
        assert api.documents.origin(span) == origin
        assert api.documents.origin(api.documents.origin(span)) == origin
        assert api.documents.locate(span) == place
        assert api.documents.locate(api.documents.origin(span)) == place
    assert api.documents.source(first) is not None
    assert api.documents.files == (file,)


def test_identifiers_that_an_overlay_brings(tmp_path: Path) -> None:
    action = "- {target: $, update: {components: {schemas: {A: {$id: 'urn:x:a'}}}}}\n"
    api = overlaid(tmp_path, action)
    assert api.resolve("urn:x:a") == api.place("/components/schemas/A")
