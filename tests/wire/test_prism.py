"""SDKs of our own and of five real documents against Prism, which checks each request against the document.

Every operation is called twice: with what it requires, and with all that it takes. Then each
status that it documents is asked for, and what comes has to decode. Prism's own limits are
listed below with their reason; an entry that is no longer needed fails.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from e2e.specification import DOCUMENT

from wire.operations import Operations
from wire.packages import make
from wire.prism import PRISM, Prism

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


Case = tuple[str, ModuleType, Operations]


@pytest.fixture(scope="module", params=DOCUMENTS)
def case(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Case]:
    name = str(request.param)
    document = DOCUMENT if name == DOCUMENT.name else CORPUS / name
    if not document.exists():
        pytest.skip("the document is not here")
    folder = tmp_path_factory.mktemp("prism")
    package, made = make(document, folder, f"prism_{document.stem.replace('-', '_')}")
    with Prism(document, folder / "prism.log") as server:
        secrets = Operations.secrets(package)
        with package.Client(base_url=server.url, max_retries=0, **secrets) as client:
            yield name, package, Operations(client, made)


def test_every_operation(case: Case) -> None:
    name, package, made = case
    problems: dict[str, str] = {}
    for key in made.calls:
        for full in (False, True):
            try:
                made.call(key, full=full)
            except package.APIStatusError as error:
                problems[f"{name} {key}"] = _violation(error)
            except Exception as error:
                problems[f"{name} {key}"] = repr(error)
    print(
        f"\n{name}: {len(made.calls) - len(problems)} of {len(made.calls)} operations"
    )
    _compare({f"{name} {key}" for key in made.calls}, problems)


def test_every_documented_response(case: Case) -> None:
    name, package, made = case
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
            except package.APIStatusError as error:
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
