"""What tools add to an operationId is taken off where the document proves it, and only there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from operations_of import lower_document, operation

Call = tuple[str, str, str, str]
"""METHOD, path, operationId, tag."""


def named(folder: Path, *calls: Call) -> list[str]:
    paths: dict[str, Any] = {}
    for method, path, id_, tag in calls:
        fields = {"tags": [tag]} if tag else {}
        paths.setdefault(path, {})[method.lower()] = operation(id_, **fields)
    return list(lower_document(folder, paths).names().values())


@pytest.mark.parametrize(
    ("calls", "names"),
    [
        pytest.param(
            [
                ("POST", "/login", "login_login_post", ""),
                ("POST", "/convert/", "convert_convert__post", ""),
                ("GET", "/users/me", "read_users_me_users_me_get", ""),
                (
                    "POST",
                    "/users/{id}/activate",
                    "activate_users__id__activate_post",
                    "",
                ),
                ("POST", "/token", "login_for_access_token_token_post", "auth"),
                ("POST", "/tree", "", "things"),
            ],
            [
                "login.login",
                "convert.convert",
                "users.read_me",
                "users.activate",
                "auth.login_for_access_token",
                "things.tree",
            ],
            id="path and method behind",
        ),
        pytest.param(
            [
                ("GET", "/pets", "PetsPets", ""),
                ("POST", "/pet", "PetAddPet", ""),
                ("GET", "/q/{item_id}/{day}", "QItemIdDayFind", ""),
            ],
            ["pets.list", "pet.add", "q.find"],
            id="path in front",
        ),
        pytest.param(
            [
                ("GET", "/a", "list", "a"),
                ("GET", "/b", "list_1", "b"),
                ("GET", "/c", "list_2", "c"),
                ("GET", "/d", "find_7", "d"),
            ],
            ["a.list", "b.list", "c.list", "d.find_7"],
            id="number behind",
        ),
        pytest.param(
            [
                ("GET", "/x", "shop_api_list_items", "items"),
                ("POST", "/x", "shop_api_create_item", "items"),
                ("GET", "/y", "shop_api_close", "till"),
            ],
            ["items.list", "items.create", "till.close"],
            id="words that all begin with",
        ),
        pytest.param(
            [
                ("GET", "/x", "get_a", "t"),
                ("GET", "/y", "get_b", "t"),
                ("GET", "/z", "get_c", "t"),
            ],
            ["t.get_a", "t.get_b", "t.get_c"],
            id="a verb is no namespace",
        ),
        pytest.param(
            [
                ("GET", "/cats", "CatsController_findAll", "Cats"),
                ("POST", "/cats", "CatsController_create", "Cats"),
                ("GET", "/dogs", "DogsController_findAll", "Dogs"),
            ],
            ["cats.find_all", "cats.create", "dogs.find_all"],
            id="class in front",
        ),
        pytest.param(
            [
                ("GET", "/food", "catFood_list", "cat"),
                ("GET", "/cats", "cat_list", "cat"),
            ],
            ["cat.food_list", "cat.list"],
            id="no class: another of the group begins otherwise",
        ),
        pytest.param(
            [
                ("GET", "/v1/Users/GetAll", "", "Users"),
                ("POST", "/v1/Users/Create", "", "Users"),
                ("GET", "/v1/Users/{id}/FindFriends", "", "Users"),
            ],
            ["users.get_all", "users.create", "users.find_friends"],
            id="the path is a phrase",
        ),
        pytest.param(
            [
                ("DELETE", "/me/albums", "remove-albums-user", "Albums"),
                ("GET", "/recursive-types", "getRecursiveTypes", "Schema"),
                ("GET", "/no-auth", "noAuth", "Auth"),
                ("GET", "/runs/{id}/steps", "listRunSteps", "Runs"),
            ],
            [
                "albums.remove_albums_user",
                "schema.get_recursive_types",
                "auth.no_auth",
                "runs.list_steps",
            ],
            id="what is never cut",
        ),
        pytest.param(
            [
                ("GET", "/shop/items", "", ""),
                ("POST", "/shop/orders/{id}/close", "", ""),
            ],
            ["items.list", "orders.close"],
            id="what stands before all paths is no group",
        ),
        pytest.param(
            [("GET", "/pets", "", ""), ("GET", "/pets/{id}/toys", "", "")],
            ["pets.list", "pets.list_toys"],
            id="a resource that all paths are about is one",
        ),
    ],
)
def test_names(tmp_path: Path, calls: list[Call], names: list[str]) -> None:
    assert named(tmp_path, *calls) == names


def test_a_post_to_a_word_is_never_an_update(tmp_path: Path) -> None:
    words = ("login", "predict", "search", "upload", "convert", "chat", "embed")
    plain = [("POST", f"/{word}", "", "") for word in words]
    assert named(tmp_path, *plain) == [f"{word}.{word}" for word in words]
