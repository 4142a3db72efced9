"""Pages, README.md and api.md say what the code of the package does, where that is not printed
by the same template: signatures, ways to call, errors, options, repeats."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from making import ROOT, pages_of
from page_reading import read_page
from specloom.emit.markdown.errors import error_class

FLAGSHIP = ROOT / "specs" / "threads-runs.yaml"

WAYS = """
openapi: 3.1.0
info: {title: "Ways | <b>", version: "2", description: "To *call*. <script>x</script>"}
servers: [{url: https://api.example.com}]
tags: [{name: reports, description: "All about reports | <x>"}]
paths:
  /reports:
    post:
      tags: [reports]
      operationId: make
      summary: Make a | report.
      deprecated: true
      parameters:
        - {name: timeout, in: query, schema: {type: integer}}
        - {name: Api-Version, in: header, required: true, schema: {const: "3"}}
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: "#/components/schemas/Request"}}
          text/csv: {schema: {type: string}}
      responses:
        "200":
          description: It.
          content:
            application/json: {schema: {$ref: "#/components/schemas/Report"}}
            application/pdf: {schema: {type: string, format: binary}}
  /reports/{id}/source:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    put:
      tags: [reports]
      operationId: put_source
      requestBody: {content: {application/octet-stream: {}}}
      security: [{timeout: []}]
      responses: {"204": {description: Done.}}
components:
  securitySchemes: {timeout: {type: apiKey, in: header, name: X-Timeout}}
  schemas:
    Request:
      type: object
      required: [name]
      properties: {name: {type: string}, state: {$ref: "#/components/schemas/State"}}
    Report: {type: object, required: [id], properties: {id: {type: string}}}
    State: {type: string, enum: [new, old]}
"""


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The document, beside a package that is made of it."""
    folder = tmp_path_factory.mktemp("ways")
    spec = folder / "ways.yaml"
    spec.write_text(WAYS, "utf-8")
    files = pages_of(spec, target="python", package="ways_to_call")
    for path, content in files.items():
        file = folder / "ways_to_call" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
    yield spec
    for name in [n for n in sys.modules if n.partition(".")[0] == "ways_to_call"]:
        del sys.modules[name]


@pytest.fixture
def package(ways: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ways.parent))
    return importlib.import_module("ways_to_call")


@pytest.fixture
def flagship(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "out" / "python"))
    return importlib.import_module("threads_runs")


def test_the_signature_has_every_way_to_call(ways: Path, package: ModuleType) -> None:
    text = pages_of(ways, package="ways_to_call")["operations/reports/make.md"]
    scope: dict[str, object] = {"UNSET": package.UNSET}
    shown = read_page(text).fences[0][1]
    exec("from __future__ import annotations\n" + shown, scope)
    ours = inspect.signature(scope["make"])  # type: ignore[arg-type]
    theirs = inspect.signature(package.Client().reports.make)
    assert list(ours.parameters) == list(theirs.parameters)
    assert {"name", "body", "content_type", "accept", "timeout"} < set(ours.parameters)
    for name, parameter in ours.parameters.items():
        real = theirs.parameters[name]
        assert (parameter.annotation, parameter.default) == (
            real.annotation,
            real.default,
        )
    assert ours.return_annotation == theirs.return_annotation
    assert "RawResponse[bytes]" in ours.return_annotation


def test_every_argument_has_a_row(ways: Path, package: ModuleType) -> None:
    """Its presence is what a caller meets: what has a default need not be given."""
    text = pages_of(ways, package="ways_to_call")["operations/reports/make.md"]
    rows = {
        row[0].split(" ")[0]: row
        for table in read_page(text).tables
        if table[0][0] == "Argument"
        for row in table[1:]
    }
    method = inspect.signature(package.Client().reports.make)
    keywords = [p for p in method.parameters.values() if p.kind is p.KEYWORD_ONLY]
    assert list(rows) == [
        *("timeout", "api_version", "accept", "name", "state", "body", "content_type")
    ]
    assert sorted(rows) == sorted(p.name for p in keywords)
    assert rows["name"][-2] == "required"
    assert rows["api_version"][-2:] == ["optional", "Always sent."]
    assert rows["accept"][1] == "header"


def test_each_status_raises_what_the_runtime_raises(flagship: ModuleType) -> None:
    errors = importlib.import_module("threads_runs._runtime.errors")
    for status in range(400, 600):
        assert error_class(str(status)) == errors.status_error(status).__name__


def test_the_tree_of_errors_is_whole(flagship: ModuleType) -> None:
    """Each class stands below its base, and has a heading."""
    page = read_page(pages_of(FLAGSHIP)["errors.md"])
    (tree,) = [text for language, text in page.fences if language == "text"]
    found: list[tuple[str, str]] = []
    above: list[str] = []
    for line in tree.splitlines():
        name = line.lstrip("│├└─ ")
        above[(len(line) - len(name)) // 4 :] = [name]
        found.append((above[-2] if len(above) > 1 else "Exception", name))
    public = [
        kind
        for kind in (getattr(flagship, name) for name in flagship.__all__)
        if isinstance(kind, type) and issubclass(kind, flagship.APIError)
    ]
    assert len(public) == len(found) > 10
    for kind in public:
        base = next(
            b
            for b in kind.__mro__[1:]
            if not b.__name__.startswith("_")  # a base that is not for users
        )
        assert (base.__name__, kind.__name__) in found
        assert kind is flagship.APIError or kind.__name__ in page.headings


def test_the_program_that_explains_errors(flagship: ModuleType) -> None:
    (program,) = [
        text
        for language, text in read_page(pages_of(FLAGSHIP)["errors.md"]).fences
        if language == "python"
    ]
    scope: dict[str, object] = {}
    exec(program, scope)
    explained = scope["explained"]
    assert callable(explained)
    lost = flagship.APIConnectionError("reset", sent=True)
    assert explained(lost) == "no answer; the request may have arrived: True"
    headers = flagship._runtime.headers.Headers([("x-request-id", "r1")])
    for kind, said in (
        (flagship.RateLimitError, "too many requests: wait, then call again"),
        (flagship.NotFoundError, "status 404: gone (r1)"),
    ):
        error = kind("no", status_code=404, headers=headers, content=b"", body="gone")
        assert explained(error) == said


def test_repeats_and_options_are_those_of_the_runtime(flagship: ModuleType) -> None:
    retry = importlib.import_module("threads_runs._runtime.retry")
    options = importlib.import_module("threads_runs._runtime.options")
    said = "408, 429 and 503"
    assert sorted(retry._ALWAYS) == list(map(int, re.findall(r"\d+", said)))
    readme = (ROOT / "out/python/threads_runs/README.md").read_text("utf-8")
    for text in (readme, pages_of(FLAGSHIP)["conventions.md"]):
        assert said in text or said.replace(" and", ",") in text
        for name in options.CallOptions.__annotations__:
            assert f"`{name}`" in text


def test_enums_are_as_the_option_says() -> None:
    plain = pages_of(FLAGSHIP)["conventions.md"]
    classes = pages_of(FLAGSHIP, enums="strenum")["conventions.md"]
    assert "An enum is a `Literal`." in plain
    assert "An enum is a `StrEnum`" in classes


def test_credentials_are_arguments_of_the_client(
    ways: Path, package: ModuleType
) -> None:
    page = read_page(pages_of(ways, package="ways_to_call")["authentication.md"])
    arguments = [row[0] for table in page.tables for row in table[1:]]
    assert arguments == ["api_key"]
    assert set(arguments) < set(inspect.signature(package.Client).parameters)


def test_types_of_the_package_are_explained(ways: Path) -> None:
    pages = pages_of(ways, package="ways_to_call")
    body = pages["operations/reports/put_source.md"]
    assert "[`FileInput`](../../conventions.md#files)" in body
    assert "Without it no body is sent." in body
    made = pages["operations/reports/make.md"]
    assert "[`RawResponse`](../../conventions.md#raw-responses)" in made


# README.md and api.md --------------------------------------------------------------------


def calls_of(resource: object) -> set[str]:
    """The methods of a group of calls."""
    return {
        name
        for name, value in vars(type(resource)).items()
        if inspect.isfunction(value) and not name.startswith("_")
    }


def test_api_md_lists_every_method_and_what_it_gives(flagship: ModuleType) -> None:
    index = (ROOT / "out/python/threads_runs/api.md").read_text("utf-8")
    client = flagship.Client(api_key="sk-test")
    groups = {
        "client.threads": client.threads,
        "client.threads.runs": client.threads.runs,
        "client.threads.runs.steps": client.threads.runs.steps,
    }
    page = read_page(index)
    assert page.headings[1:] == list(groups)
    for table, (path, group) in zip(page.tables, groups.items(), strict=True):
        named: set[str] = set()
        for call, request, returns, about in table[1:]:
            name = call.removeprefix(f"{path}.").partition("(")[0]
            named.add(name)
            real = inspect.signature(getattr(group, name)).return_annotation
            assert returns == real
            assert request.startswith(("GET ", "POST ")) and about.endswith(".")
        assert named == calls_of(group)


def test_every_method_is_on_a_page_of_the_reference(flagship: ModuleType) -> None:
    pages = pages_of(FLAGSHIP)
    client = flagship.Client(api_key="sk-test")
    for path in ("threads", "threads/runs", "threads/runs/steps"):
        group: object = client
        for part in path.split("/"):
            group = getattr(group, part)
        text = "".join(
            t for p, t in pages.items() if p.startswith(f"operations/{path}/")
        )
        for name in calls_of(group):
            assert (
                f"{path.replace('/', '.')}.{name}`" in text or f"# {name}" in text
            ), name


def test_the_documents_own_words_are_in_them_and_break_nothing(ways: Path) -> None:
    files = pages_of(ways, target="python", package="ways_to_call")
    readme, index = read_page(files["README.md"]), read_page(files["api.md"])
    assert r"for Ways \| &lt;b> (version 2)" in files["README.md"]
    assert files["README.md"].endswith(
        "## The API\n\nTo *call*. &lt;script>x&lt;/script>\n"
    )
    assert "<script>" not in files["README.md"] + files["api.md"]
    assert readme.headings[-1] == "The API"
    assert r"All about reports \| &lt;x>" in files["api.md"]
    ((head, row, _),) = index.tables
    assert head == ["call", "request", "returns", "what it does"]
    assert row[-1] == "deprecated Make a | report."
