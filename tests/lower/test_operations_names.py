"""Groups and methods: the rules of `lower.groups`, and that nothing unrelated moves a name."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from operations_of import lower_document, operation
from specloom.config import Sdk
from specloom.lower.phrases import fold, pieces_of, without, words_from
from specloom.model.names import words_of


def named(
    folder: Path, *operations: tuple[str, str, str, str | None], **fields: Any
) -> dict[str, str]:
    """Names of operations given as (METHOD, path, operationId, tag)."""
    paths: dict[str, Any] = {}
    for method, path, id_, tag in operations:
        tags = {"tags": [tag]} if tag else {}
        paths.setdefault(path, {})[method.lower()] = operation(id_, **tags)
    return lower_document(folder, paths, **fields).names()


@pytest.mark.parametrize(
    ("operation_id", "group", "left"),
    [
        ("createRun", "runs", "create"),
        ("createRun", "Runs", "create"),
        ("listRunSteps", "runs", "list_steps"),
        ("createThreadAndRun", "threads", "create_and_run"),
        ("createThreadAndRun", "runs", "create_thread_and_run"),
        ("issues/list-for-repo", "issues", "list_for_repo"),
        ("removeItemForPortfolio", "Portfolios", "remove_item"),
        ("removeUserFromGroup", "groups", "remove_user"),
        ("createVectorStoreFile", "Vector stores", "create_file"),
        ("listVectorStores", "Vector stores", "list"),
        ("getPetById", "pet", "get_by_id"),
        ("create-a-list", "Lists", "create"),
        (
            "ArchivedWorkflowService_ListLabels",
            "ArchivedWorkflowService",
            "list_labels",
        ),
        ("updateSiteAsset", "asset", "update_site_asset"),
        ("search_points", "Search", "search_points"),
        ("inviteUser", "Invites", "invite_user"),
        ("listAPIKeys", "API keys", "list"),
        ("listIPs", "IPs", "list"),
    ],
)
def test_what_the_group_says_is_left_out(
    operation_id: str, group: str, left: str
) -> None:
    assert "_".join(fold(without(words_of(operation_id), words_of(group)))) == left


def test_words_keep_the_spelling_of_the_document() -> None:
    assert without(("createThreadAndRun",), ("thread",)) == ("createAndRun",)
    assert words_from(pieces_of(("getOAuth2Token", "x"))) == ("getOAuth2Token", "x")


def test_nothing_left_is_the_verb(tmp_path: Path) -> None:
    names = named(
        tmp_path,
        ("GET", "/v1/pets", "pets", "pets"),
        ("POST", "/v1/pets", "", "pets"),
        ("GET", "/v1/pets/{id}", "", "pets"),
        ("PUT", "/v1/pets/{id}", "", "pets"),
        ("DELETE", "/v1/pets/{id}", "", "pets"),
        ("GET", "/v1/pets/{id}/toys/{toy}", "", "pets"),
        ("POST", "/v1/pets/{id}/feed", "", "pets"),
    )
    assert list(names.values()) == [
        "pets.list",
        "pets.create",
        "pets.get",
        "pets.update",
        "pets.delete",
        "pets.get_toy",
        "pets.feed",
    ]


def test_an_operation_id_that_repeats_the_path_says_nothing(tmp_path: Path) -> None:
    names = named(
        tmp_path,
        ("GET", "/v1/accounts", "GetAccounts", None),
        ("POST", "/v1/accounts/{account}", "PostAccountsAccount", None),
        ("POST", "/v1/accounts/{a}/reject", "PostAccountsAReject", None),
        ("GET", "/files/{file_id}/comments", "get_files_id_comments", "Comments"),
        ("PUT", "/files/{file_id}#add_link", "put_files_id#add_link", "Files"),
    )
    assert list(names.values()) == [
        "accounts.list",
        "accounts.update",
        "accounts.reject",
        "comments.list_for_file",
        "files.add_link",
    ]


def test_a_path_and_method_at_the_end_are_cut_off(tmp_path: Path) -> None:
    id_ = "read_item_items__item_id__get"
    names = named(tmp_path, ("GET", "/items/{item_id}", id_, "items"))
    assert list(names.values()) == ["items.read"]


def test_without_a_tag_the_first_segment_that_is_no_version(tmp_path: Path) -> None:
    names = named(
        tmp_path,
        ("GET", "/api/v2.1/{tenant}/users/{id}", "loadUser", None),
        ("GET", "/", "root", None),
    )
    assert list(names.values()) == ["users.load", "root"]


def test_extensions_and_configuration_come_first(tmp_path: Path) -> None:
    paths = {
        "/a": {
            "get": operation(
                "a", **{"x-specloom-group": "x.y", "x-fern-sdk-group-name": "f"}
            ),
            "put": operation("b", **{"x-fern-sdk-group-name": ["f", "g"]}),
            "post": operation("c", **{"x-speakeasy-group": "s", "tags": ["t"]}),
            "patch": operation(
                "d", **{"x-speakeasy-name-override": "do it", "tags": ["t"]}
            ),
        },
        "/b": {"get": operation("e", tags=["t"]), "put": operation("f", tags=["t"])},
    }
    sdk = Sdk(
        tmp_path,
        tmp_path,
        groups={"t": "beta.t", "x": "z", "nothing": "n"},
        methods={"GET /b": "deep.down.look", "f": "top", "gone": "a.b"},
    )
    lowered = lower_document(tmp_path, paths, sdk)
    assert list(lowered.names().values()) == [
        "z.y.a",
        "f.g.b",
        "s.c",
        "beta.t.do_it",
        "deep.down.look",
        "top",
    ]
    assert lowered.codes == ["W330", "W330"]


def test_tags_nest_below_their_parents(tmp_path: Path) -> None:
    tags = [{"name": "threads"}, {"name": "runs", "parent": "threads"}]
    names = named(tmp_path, ("GET", "/r", "listThreadRuns", "runs"), tags=tags)
    assert list(names.values()) == ["threads.runs.list"]


def test_what_coincides_keeps_the_whole_operation_id(tmp_path: Path) -> None:
    names = named(
        tmp_path,
        ("GET", "/pets", "pets/list", "pets"),
        ("GET", "/v2/pets", "listPets", "pets"),
        ("GET", "/other", "listOthers", "pets"),
    )
    assert list(names.values()) == [
        "pets.pets_list",
        "pets.list_pets",
        "pets.list_others",
    ]


def test_one_operation_id_twice_is_told_apart_by_the_path(tmp_path: Path) -> None:
    names = named(
        tmp_path,
        ("GET", "/jobs/{id}", "GetJob", "Service"),
        ("GET", "/api/v1/jobs/{id}", "GetJob", "Service"),
        ("PUT", "/a-b", "Same", "x"),
        ("PUT", "/a_b", "Same", "x"),
    )
    assert list(names.values())[:2] == ["service.get_job", "service.get_job_api_v1"]
    last = list(names.values())[2:]
    assert len(set(last)) == 2
    assert not any(c.isdigit() for name in last for c in name)


def test_a_method_never_hides_a_group(tmp_path: Path) -> None:
    paths = {
        "/a": {"get": operation("runs", **{"x-specloom-group": "threads"})},
        "/b": {"get": operation("listAll", **{"x-specloom-group": "threads.runs"})},
    }
    assert list(lower_document(tmp_path, paths).names().values()) == [
        "threads.get_a",
        "threads.runs.list_all",
    ]


def test_equal_explicit_names_are_reported(tmp_path: Path) -> None:
    asked = {"tags": ["t"], "x-specloom-method": "go"}
    paths = {
        "/a": {"get": operation("first", **asked), "put": operation("second", **asked)}
    }
    lowered = lower_document(tmp_path, paths)
    assert list(lowered.names().values()) == ["t.first", "t.second"]
    assert lowered.codes == ["W331", "W331"]


def test_order_changes_no_name(tmp_path: Path) -> None:
    given = [
        ("GET", f"/{a}/{{id}}/{b}", f"{verb}{b.title()}", tag)
        for a in ("teams", "users")
        for b in ("keys", "roles")
        for verb in ("list", "get")
        for tag in ("Teams",)
    ]
    unique = [(m, f"{p}/{i}", o, t) for i, (m, p, o, t) in enumerate(given)]
    before = named(tmp_path, *unique)
    random.Random(1).shuffle(unique)
    assert named(tmp_path, *unique) == before


def test_types_are_named_after_a_unique_operation(tmp_path: Path) -> None:
    paths = {
        "/jobs": {"get": operation("GetJob")},
        "/v1/jobs": {"get": operation("GetJob")},
        "/other": {"get": operation()},
    }
    lowered = lower_document(tmp_path, paths)
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    content = {"application/json": {"schema": schema}}
    for item in paths.values():
        item["get"]["responses"] = {"200": {"description": "", "content": content}}
    lowered = lower_document(tmp_path, paths)
    assert [page.hint.words for page in lowered.pages] == [
        ("GetJob",),
        ("GetJob", "v1"),
        ("get", "other"),
    ]
