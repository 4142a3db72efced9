"""Answers as servers really give them: nothing that comes is lost, and nothing is made up."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from wire.packages import Both, make_package
from wire.small_server import Answer, SmallServer

DOCUMENT = Path(__file__).parents[1] / "cases/calls/answers-as-they-come/openapi.yaml"
PNG = bytes(range(256))
JSON = "application/json"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return make_package(DOCUMENT, tmp_path_factory.mktemp("answers"), "wire_answers")


class Told:
    """A server that gives one answer to everything, and a client of either kind."""

    def __init__(self, package: ModuleType, kind: str) -> None:
        self.package = package
        self.kind = kind
        self.next = Answer()
        self.options: dict[str, Any] = {}
        self.server = SmallServer(lambda _: self.next)

    def says(
        self, body: Any, media_type: str = JSON, status: int = 200, **headers: str
    ) -> None:
        self.next = Answer(body, status, {"Content-Type": media_type, **headers})

    def __call__(self, action: Callable[[Any], Any]) -> Any:
        options = {"base_url": self.server.url, **self.options}
        with Both(self.package, self.kind, **options) as both:
            return both(action)

    def read(self, action: Callable[[Any], Any]) -> tuple[bytes, Any]:
        """The bytes of a raw answer, and what `parse` makes of them."""

        async def later(client: Any) -> tuple[bytes, Any]:
            raw = await action(client)
            return await raw.read(), await raw.parse()

        def now(client: Any) -> tuple[bytes, Any]:
            raw = action(client)
            return raw.read(), raw.parse()

        result: tuple[bytes, Any] = self(now if self.kind == "sync" else later)
        return result

    @property
    def accepts(self) -> str:
        return self.server.asked[-1].headers["accept"]


@pytest.fixture
def told(package: ModuleType, kind: str) -> Iterator[Told]:
    made = Told(package, kind)
    with made.server:
        yield made


CALLS: dict[str, Callable[[Any], Any]] = {
    "without content": lambda c: c.things.create(),
    "without responses": lambda c: c.things.list(),
    "a file": lambda c: c.things.file(),
    "a redirect alone": lambda c: c.pages.home(),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_body_of_which_nothing_is_said_is_given(
    told: Told, call: Callable[[Any], Any]
) -> None:
    told.says({"id": 1}, status=201)
    assert told.read(call) == (b'{"id": 1}', {"id": 1})
    told.says(PNG, "image/png")
    assert told.read(call) == (PNG, PNG)
    told.says("é".encode("latin-1"), "text/plain; charset=latin-1")
    assert told.read(call) == (b"\xe9", "é")
    told.says(b"", "")
    assert told.read(call) == (b"", None)
    told.says(b"{oops")
    assert told.read(call) == (b"{oops", b"{oops")
    assert told.accepts == "*/*"


def test_a_status_without_a_body_gives_nothing(told: Told) -> None:
    told.says(b"", status=204)
    assert told(lambda c: c.things.delete()) is None


def test_a_body_of_a_status_that_documents_none(
    package: ModuleType, told: Told
) -> None:
    told.says({"name": "n"}, status=202)
    assert told(lambda c: c.things.replace()) == package.models.Thing(name="n")
    told.says(b"queued", "text/plain", status=202)
    assert told(lambda c: c.things.replace()) is None


@pytest.mark.parametrize("accept", [None, "application/json", "text/plain"])
def test_every_documented_media_type_is_decoded_as_its_own(
    package: ModuleType, told: Told, accept: str | None
) -> None:
    options = {} if accept is None else {"accept": accept}
    told.says({"name": "n"})
    thing = package.models.Thing(name="n")
    assert told(lambda c: c.media.either(**options)) == thing
    told.says(b"plain", "text/plain; charset=utf-8")
    assert told(lambda c: c.media.either(**options)) == "plain"
    told.says(PNG, "image/png")
    assert told(lambda c: c.media.either(**options)) == PNG
    assert told.accepts == (accept or "application/json")


def test_json_by_another_name_is_read_with_a_warning(
    package: ModuleType, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    told.says(b'{"name": "n"}', "text/plain")
    with caplog.at_level(logging.WARNING, "wire_answers"):
        assert told(lambda c: c.media.thing()) == package.models.Thing(name="n")
    assert "expected application/json, got text/plain" in caplog.text


def test_what_is_no_json_names_the_raw_way(package: ModuleType, told: Told) -> None:
    told.says(b"<html>", "text/html")
    with pytest.raises(package.APIResponseError, match="with_raw_response") as caught:
        told(lambda c: c.media.thing())
    assert "expected application/json, got text/html: '<html>'" in str(caught.value)


@pytest.mark.parametrize("body", [b"", b"\n"])
@pytest.mark.parametrize("media_type", [JSON, ""])
def test_an_empty_body_where_a_value_is_promised(
    package: ModuleType, told: Told, body: bytes, media_type: str
) -> None:
    told.says(body, media_type)
    with pytest.raises(package.APIResponseError, match="the body is empty"):
        told(lambda c: c.media.thing())


def test_bytes_stay_bytes(told: Told) -> None:
    for call in (lambda c: c.media.bytes(), lambda c: c.media.binary()):
        for media_type in ("application/octet-stream", "", "image/png"):
            told.says(PNG, media_type)
            assert told.read(call) == (PNG, PNG)


def test_bytes_are_not_made_into_text(package: ModuleType, told: Told) -> None:
    told.says("é".encode(), "application/octet-stream")
    assert told(lambda c: c.media.text()) == "é"
    told.says("é".encode("latin-1"), "text/plain; charset=latin-1")
    assert told(lambda c: c.media.text()) == "é"
    told.says(PNG, "image/png")
    with pytest.raises(package.APIResponseError, match="expected text, got image/png"):
        told(lambda c: c.media.text())


def test_any_media_type_may_be_json(told: Told) -> None:
    told.says(b"7", "text/plain")
    assert told(lambda c: c.media.number()) == 7


def test_the_exact_type_of_bytes_is_not_all_that_is_taken(told: Told) -> None:
    told.says(PNG, "application/pdf")
    assert told.read(lambda c: c.media.pdf())[0] == PNG
    assert told.accepts == "application/pdf, */*;q=0.1"


def test_bytes_are_asked_for_rather_than_a_bare_string(told: Told) -> None:
    told.says(PNG, "video/mp4")
    assert told.read(lambda c: c.media.video())[0] == PNG
    assert told.accepts == "video/mp4, */*;q=0.1"
    told.says(b'"a"')
    assert told(lambda c: c.media.video(accept="application/json")) == "a"


@pytest.mark.parametrize(
    "charset", ["utf-16", "latin-1", "utf-8", "UTF-8", "none-such"]
)
def test_a_charset_is_honoured(package: ModuleType, told: Told, charset: str) -> None:
    encoding = "utf-8" if charset == "none-such" else charset
    body = json.dumps({"name": "é"}, ensure_ascii=False).encode(encoding)
    told.says(body, f"application/json; charset={charset}")
    assert told(lambda c: c.media.thing()) == package.models.Thing(name="é")
    told.says(body, f"application/json; charset={charset}", 422)
    with pytest.raises(package.APIStatusError) as caught:
        told(lambda c: c.media.thing())
    assert caught.value.body == {"name": "é"}


NAN = b'{"name": "n", "sizes": [1, NaN, -Infinity]}'


def test_one_number_that_is_none(package: ModuleType, told: Told) -> None:
    told.says(NAN)
    with pytest.raises(package.APIResponseError, match=r"\$\.sizes\[1\] is NaN"):
        told(lambda c: c.media.thing())
    told.options["nan"] = "null"
    thing = package.models.Thing(name="n", sizes=[1, None, None])
    assert told(lambda c: c.media.thing()) == thing
    told.options["nan"] = "float"
    thing = told(lambda c: c.media.thing())
    assert thing.sizes[1] != thing.sizes[1] and thing.sizes[2] == float("-inf")


def test_the_option_is_one_of_three(package: ModuleType, told: Told) -> None:
    told.options["nan"] = "zero"
    with pytest.raises(ValueError, match="nan: expected one of refuse, null, float"):
        told(lambda c: c.media.thing())


def test_an_error_keeps_its_words_beside_such_a_number(
    package: ModuleType, told: Told
) -> None:
    told.says(b'{"message": "too much", "value": NaN}', status=400)
    with pytest.raises(package.BadRequestError, match="too much"):
        told(lambda c: c.media.thing())
