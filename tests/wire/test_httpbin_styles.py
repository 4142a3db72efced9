"""Every parameter style × explode × shape, sent to httpbin and compared with the table."""

from __future__ import annotations

from itertools import groupby
from types import ModuleType
from typing import Any

import pytest

from wire.httpbin import Httpbin
from wire.packages import Both, make_package
from wire.styles_api import Case, cases, styles_document

COMBINATIONS = {
    f"{location}-{style}-{'exploded' if explode else 'joined'}": list(group)
    for (location, style, explode), group in groupby(
        cases(), lambda case: (case.location, case.style, case.explode)
    )
}


@pytest.fixture(scope="module")
def package(httpbin: Httpbin, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The SDK with an operation for each case."""
    folder = tmp_path_factory.mktemp("styles")
    return make_package(styles_document(httpbin.url), folder, "wire_styles")


@pytest.mark.parametrize("combination", COMBINATIONS)
def test_as_the_table_says(combination: str, package: ModuleType, kind: str) -> None:
    with Both(package, kind) as run:
        for case in COMBINATIONS[combination]:
            values = [case.shape.value]
            if case.shape.name == "record":
                values.append(package.models.Color(r=100, g=200, b=150))
            for value in values:
                assert _sent(run, case, value) == case.expected, (case, value)


def _sent(run: Both, case: Case, value: object) -> str:
    """What arrived of the parameter, as it was written."""

    def method(client: Any) -> Any:
        return getattr(client.echo, case.name)

    if case.location == "path":
        raw = run.raw(method, value)
    else:
        raw = run.raw(method, color=value)
    assert raw.status_code == 200
    path, _, query = raw.headers["x-raw-target"].partition("?")
    match case.location:
        case "path":
            before, after = f"/anything/{case.name}/", "/after"
            assert path.startswith(before) and path.endswith(after)
            return str(path[len(before) : -len(after)])
        case "query":
            return str(query)
        case "cookie":
            return str(raw.headers["x-raw-cookie"])
        case _:
            return str(raw.headers["x-raw-color"])
