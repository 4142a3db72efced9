"""Our client of the official document and the vendor's own, on one server.

Both make the same calls and get the same answers. What differs is listed below, with the reason;
an entry that is no longer needed fails.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from e2e.specification import ROOT
from e2e.official import document
from wire.official_answers import Answers
from wire.official_calls import METHODS, TWINS, Twin
from wire.packages import make_package
from wire.recorder import Answer, Recorder

_NAMES = ("openai-streaming.yaml", "openai-wire.yaml")
OVERLAYS = tuple(ROOT / "specs" / "overlays" / name for name in _NAMES)
SENT_OTHERWISE = {
    "beta.threads.create empty": "The body may be left out, so without arguments it is: "
    "the vendor sends an empty object.",
}
"""Call → why our request is another one than the vendor's."""
READ_OTHERWISE: dict[str, str] = {}
"""Call → why our value is another one than the vendor's."""


@pytest.fixture(scope="module")
def answers() -> Answers:
    return Answers(document(), OVERLAYS)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    folder = tmp_path_factory.mktemp("official")
    return make_package(
        document(),
        folder,
        "wire_official",
        include=tuple(METHODS),
        methods=METHODS,
        overlays=OVERLAYS,
    )


@pytest.fixture(scope="module")
def server() -> Iterator[Recorder]:
    with Recorder() as made:
        yield made


@pytest.fixture(scope="module")
def clients(server: Recorder, ours: ModuleType) -> Iterator[tuple[Any, Any]]:
    official = pytest.importorskip("openai")
    settings: dict[str, Any] = {
        "api_key": "sk-test",
        "base_url": server.url,
        "max_retries": 0,
        "timeout": 10,
    }
    with ours.Client(**settings) as client, official.OpenAI(**settings) as vendor:
        yield client, vendor


def test_there_are_sixty() -> None:
    assert len(TWINS) >= 60
    assert len({twin.name for twin in TWINS}) == len(TWINS)
    assert {twin.operation for twin in TWINS} == set(METHODS)


# The vendor's models complain of answers of the document that they do not foresee.
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.name)
def test_the_same_both_ways(
    twin: Twin,
    clients: tuple[Any, Any],
    server: Recorder,
    answers: Answers,
    ours: ModuleType,
) -> None:
    client, vendor = clients
    body = answers.body(twin)
    kind = "text/event-stream" if twin.stream else "application/json"
    server.answer = Answer(body, kind)
    server.sent.clear()
    theirs = _theirs(twin.call(vendor), twin.stream)
    mine = _ours(ours, twin.call(client), twin.stream)
    their_request, my_request = server.sent
    same_request = my_request.essentials() == their_request.essentials()
    same_value = mine == theirs
    if twin.name not in SENT_OTHERWISE:
        assert my_request.essentials() == their_request.essentials()
    assert same_request is (twin.name not in SENT_OTHERWISE), "no longer needed"
    if twin.name not in READ_OTHERWISE:
        assert mine == theirs
    assert same_value is (twin.name not in READ_OTHERWISE), "no longer needed"
    if not twin.stream and mine is not None:
        assert mine == json.loads(body), "everything that came is there"


def _theirs(value: Any, stream: bool) -> Any:
    if stream:
        return [event.to_dict(mode="json") for event in value]
    return None if value is None else value.to_dict(mode="json")


def _ours(package: ModuleType, value: Any, stream: bool) -> Any:
    if stream:
        return [package.encode(event) for event in value]
    if isinstance(value, package.RawResponse):
        return (
            None  # the description says nothing of it, and the vendor's client drops it
        )
    return package.encode(getattr(value, "body", value))
