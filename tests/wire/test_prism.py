"""SDKs of our own and of five real documents against Prism, which checks each request against the document.

Every operation is called twice: with what it requires, and with all that it takes. Then each
status that it documents is asked for, and what comes has to decode. Prism's own limits are
listed below with their reason; an entry that is no longer needed fails.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from e2e.specification import DOCUMENT
from specloom.emit.target import SurfaceCall
from specloom.model.api import Api
from specloom.model.operations import ContentKind, Location, Operation
from specloom.pipeline import Made
from wire.packages import make
from wire.prism import PRISM, Prism
from wire.values import Values

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
DOCUMENTS = (
    "threads-runs.yaml",
    "petstore3.yaml",
    "museum.yaml",
    "scalar-galaxy.json",
    "qdrant.json",
    "netlify.yaml",
)
_EXAMPLE = (
    "Prism's own example of a planet lacks what the document requires of planets."
)
_READ_ONLY = "Prism wants a read-only property in a request where it stands in a oneOf."
_GALAXY = "scalar-galaxy.json"
EXPECTED = {
    f"{_GALAXY} POST /planets": _EXAMPLE,
    f"{_GALAXY} POST /planets 201": _EXAMPLE,
    f"{_GALAXY} GET /planets/{{planetId}}": _EXAMPLE,
    f"{_GALAXY} GET /planets/{{planetId}} 200": _EXAMPLE,
    f"{_GALAXY} PUT /planets/{{planetId}}": _EXAMPLE,
    f"{_GALAXY} PUT /planets/{{planetId}} 200": _EXAMPLE,
    f"{_GALAXY} POST /celestial-bodies": _READ_ONLY,
    f"{_GALAXY} POST /celestial-bodies 201": _READ_ONLY,
}
"""`document METHOD /path` and perhaps a status → why it cannot succeed."""

pytestmark = pytest.mark.skipif(not PRISM, reason="Prism is not installed")


class Caller:
    """Calls the operations of one SDK with arguments made from its model."""

    def __init__(self, package: ModuleType, made: Made, url: str) -> None:
        self.package = package
        self.api: Api = made.api
        self.calls = {call.operation: call for call in made.emitted.surface}
        self.operations = {f"{o.method} {o.path}": o for o in made.api.operations}
        self.client = package.Client(base_url=url, max_retries=0, **_secrets(package))

    def call(self, key: str, *, full: bool, **options: Any) -> Any:
        """The answer of an operation, read."""
        call, operation = self.calls[key], self.operations[key]
        method: Any = self.client
        for part in call.call.split("."):
            method = getattr(method, part)
        answer = method(**self._arguments(call, operation, full), **options)
        read = getattr(answer, "read", None)
        return read() if read is not None else getattr(answer, "body", answer)

    def _arguments(
        self, call: SurfaceCall, operation: Operation, full: bool
    ) -> dict[str, Any]:
        values = Values(self.api, full=full)
        made: dict[str, Any] = {}
        parameters = {(p.location.value, p.wire): p for p in operation.parameters}
        body: Any = None
        if operation.body is not None:
            content = operation.body.contents[0]
            body = values.of(content.type)
            if content.kind is ContentKind.BINARY:
                body = b"content"
        flag = operation.streaming.flag if operation.streaming is not None else ""
        for argument in call.arguments:
            parameter = parameters.get((argument.location, argument.wire))
            if parameter is not None:
                if argument.required or full or parameter.location is Location.PATH:
                    made[argument.name] = values.of(
                        parameter.type, parameter.constraints, parameter.examples
                    )
            elif not argument.wire:
                made[argument.name] = body
            elif argument.wire in body and argument.wire != flag:
                made[argument.name] = body[argument.wire]
        return made


def _secrets(package: ModuleType) -> dict[str, str]:
    """Something for each of the client's credentials."""
    usual = {"self", "base_url", "timeout", "max_retries", "http_client", "options"}
    names = inspect.signature(package.Client.__init__).parameters
    return {name: "secret" for name in names if name not in usual}


@pytest.fixture(scope="module", params=DOCUMENTS)
def caller(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Caller]]:
    name = str(request.param)
    document = DOCUMENT if name == DOCUMENT.name else CORPUS / name
    if not document.exists():
        pytest.skip("the document is not here")
    folder = tmp_path_factory.mktemp("prism")
    package, made = make(document, folder, f"prism_{document.stem.replace('-', '_')}")
    with Prism(document, folder / "prism.log") as server:
        caller = Caller(package, made, server.url)
        with caller.client:
            yield name, caller


def test_every_operation(caller: tuple[str, Caller]) -> None:
    name, made = caller
    problems: dict[str, str] = {}
    for key in made.calls:
        for full in (False, True):
            try:
                made.call(key, full=full)
            except made.package.APIStatusError as error:
                problems[f"{name} {key}"] = _violation(error)
            except Exception as error:
                problems[f"{name} {key}"] = repr(error)
    print(
        f"\n{name}: {len(made.calls) - len(problems)} of {len(made.calls)} operations"
    )
    _compare({f"{name} {key}" for key in made.calls}, problems)


def test_every_documented_response(caller: tuple[str, Caller]) -> None:
    name, made = caller
    problems: dict[str, str] = {}
    asked: set[str] = set()
    for key, operation in made.operations.items():
        for response in (*operation.responses, *operation.errors):
            if not response.status.isdecimal() or key not in made.calls:
                continue
            place = f"{name} {key} {response.status}"
            asked.add(place)
            prefer = {"prefer": f"code={response.status}"}
            try:
                made.call(key, full=False, extra_headers=prefer)
            except made.package.APIStatusError as error:
                if error.status_code != int(response.status):
                    problems[place] = _violation(error)
            except Exception as error:
                problems[place] = repr(error)
    print(f"\n{name}: {len(asked) - len(problems)} of {len(asked)} responses")
    _compare(asked, problems)


def _violation(error: Any) -> str:
    try:
        told = json.loads(error.content)
        return json.dumps(told.get("validation") or told.get("detail") or told)
    except ValueError:
        return str(error)


def _compare(asked: set[str], problems: dict[str, str]) -> None:
    new = [f"{k}: {v[:300]}" for k, v in problems.items() if k not in EXPECTED]
    assert not new, "\n".join(new)
    assert not (asked & EXPECTED.keys()) - problems.keys(), "no longer needed"
