"""Documents that are no files: from a URL, and through standard input."""

from __future__ import annotations

import io
import json
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cli.running import PETS, Specloom
from specloom.commands.init import starter
from specloom.config import Limits
from specloom.config.elsewhere import STANDARD_INPUT, Elsewhere
from specloom.config.file import read_config, read_source
from specloom.diagnostics import Bag, SpecloomError
from specloom.document import bytes_of, open_documents

PART = PETS.replace("{type: integer}", '{$ref: "parts/age.yaml#/Age"}')


class App:
    """An app that runs on this machine and says what it is at `/v1/openapi.yaml`."""

    def __init__(self) -> None:
        pages = self.pages = {"/v1/openapi.yaml": PETS}
        asked = self.asked = list[str]()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                path = self.path.partition("?")[0]
                self.send_response(200 if path in pages else 404)
                self.end_headers()
                self.wfile.write(pages.get(path, "").encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.url = f"http://{self.host}/v1/openapi.yaml"


@pytest.fixture
def app() -> Iterator[App]:
    made = App()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.02,))
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> None:
    """The document at standard input."""
    give(monkeypatch, PETS)


def give(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_package_wherever_the_document_is(
    app: App, pets: Path, specloom: Specloom, monkeypatch: pytest.MonkeyPatch
) -> None:
    for where, folder in (("pets.yaml", "a"), (app.url, "b"), ("-", "c")):
        give(monkeypatch, PETS)
        run = specloom("generate", where, "-o", f"{folder}/sdk")
        assert (run.status, run.err) == (0, "")
    made = [files(Path(folder)) for folder in "abc"]
    manifests = [json.loads(one.pop("sdk/manifest.json")) for one in made]
    assert made[0] == made[1] == made[2]
    assert [list(m["document"]) for m in manifests] == [
        ["pets.yaml"],
        ["openapi.yaml"],
        ["-"],
    ]
    assert len({*(d for m in manifests for d in m["document"].values())}) == 1
    assert app.host not in str((made, manifests))


def test_every_command_that_reads_a_document_takes_a_url(
    app: App, pets: Path, specloom: Specloom
) -> None:
    assert specloom("validate", app.url).status == 0
    assert '"Pet"' in specloom("inspect", app.url).out
    assert "pets.list" in specloom("operations", app.url).out
    for one, other in ((app.url, "pets.yaml"), ("pets.yaml", app.url)):
        assert specloom("diff", one, other).out == (
            "nothing changes for users of the package\n"
        )
    assert specloom("generate", app.url).status == 0
    assert specloom("check", app.url).status == 0
    app.pages["/v1/openapi.yaml"] = PETS.replace("age: {type: integer}", "{}")
    assert specloom("check", app.url).status == 1
    assert specloom("watch", app.url).status == 2


def test_every_command_takes_standard_input(
    pets: Path, specloom: Specloom, monkeypatch: pytest.MonkeyPatch
) -> None:
    for arguments in (
        ("validate", "-"),
        ("inspect", "-"),
        ("operations", "-"),
        ("diff", "-", "pets.yaml"),
        ("diff", "pets.yaml", "-"),
        ("generate", "-", "-o", "sdk"),
        ("check", "-", "-o", "sdk"),
    ):
        give(monkeypatch, PETS)
        run = specloom(*arguments)
        assert (run.status, run.err) == (0, ""), arguments
    assert specloom("diff", "-", "-").status == 2


def test_repairs_of_what_comes_but_once(
    folder: Path, specloom: Specloom, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, PETS.replace("age: {type: integer}", "age: {type: int}"))
    run = specloom("fix", "-")
    assert run.status == 0, run.err
    assert "1 finding becomes 0" in run.out
    assert "Repairs of api" in (folder / "api.fixes.yaml").read_text()


def test_mistakes_are_shown_where_they_stand(
    folder: Path, specloom: Specloom, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, PETS.replace("info: {", "info: {{"))
    run = specloom("validate", "-")
    assert run.status == 1
    assert run.err.startswith("-:2:") and "2 | info: {{" in run.err


def test_every_run_asks_again(app: App, folder: Path, specloom: Specloom) -> None:
    (folder / "specloom.toml").write_text(
        f'spec = "{app.url}"\n[[sdk]]\noutput = "sdk"\n'
    )
    for _ in range(2):
        assert specloom("generate").status == 0
    assert len(app.asked) == 2
    assert app.host not in str(files(folder / "sdk"))
    assert app.host not in (folder / "specloom.lock").read_text()


def test_what_a_document_refers_to_on_its_own_server(
    app: App, folder: Path, specloom: Specloom
) -> None:
    """Is fetched with it, under the name that it has there; what is here stays here."""
    (folder / "parts").mkdir()
    (folder / "parts/age.yaml").write_text("Age: {type: boolean}\n")
    app.pages["/v1/openapi.yaml"] = PART
    app.pages["/v1/parts/age.yaml"] = "Age: {type: integer}\n"
    run = specloom("generate", f"{app.url}?key=secret", "-o", "sdk")
    assert (run.status, run.err) == (0, "")
    assert "age: Age | Unset" in (folder / "sdk/models/pet.py").read_text() or (
        "int | Unset" in (folder / "sdk/models/pet.py").read_text()
    )
    manifest = json.loads((folder / "sdk/manifest.json").read_text())
    assert list(manifest["document"]) == ["openapi.yaml", "parts/age.yaml"]
    assert app.host not in str(files(folder / "sdk"))
    assert "key=secret" not in str(files(folder / "sdk"))
    assert app.asked == ["/v1/openapi.yaml?key=secret", "/v1/parts/age.yaml"]


def test_relative_references_of_standard_input_start_here(
    folder: Path, specloom: Specloom, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "parts").mkdir()
    (folder / "parts/age.yaml").write_text("Age: {type: integer}\n")
    give(monkeypatch, PART)
    assert specloom("generate", "-", "-o", "sdk").err == ""
    assert (folder / "sdk/models").exists()


@pytest.mark.parametrize("command", ["generate", "validate", "inspect", "init"])
def test_what_has_to_be_allowed_is_said(
    command: str, folder: Path, specloom: Specloom
) -> None:
    run = specloom(command, "https://api.test:8443/openapi.json")
    assert run.status == 1
    assert run.err.startswith("https://api.test:8443/openapi.json: error E116: ")
    assert "add --allow-remote api.test:8443, or in specloom.toml: " in run.err
    assert 'allow-remote = ["api.test:8443"]' in run.err
    assert list(folder.iterdir()) == []


def test_what_cannot_be_had(app: App, folder: Path, specloom: Specloom) -> None:
    for url, words in (
        (app.url.replace("openapi", "open"), "status 404"),
        ("http://api.test/openapi.json", "only https"),
        ("ftp://127.0.0.1/openapi.json", "no URL of http or https"),
    ):
        run = specloom("validate", url)
        assert run.status == 1 and "error E116" in run.err and words in run.err
    run = specloom("validate", app.url, "--offline")
    assert run.status == 2 and "would have to be fetched" in run.err
    assert not [path for path in app.asked if path != "/v1/open.yaml"]


def test_limits_hold_for_both(
    app: App, folder: Path, specloom: Specloom, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "specloom.toml").write_text(
        f'spec = "{app.url}"\n[limits]\nbytes = 20\n[[sdk]]\noutput = "sdk"\n'
    )
    run = specloom("generate")
    assert run.status == 1 and "limit `bytes`" in run.err
    give(monkeypatch, PETS)
    limits = Limits(bytes=20)
    data = bytes_of(STANDARD_INPUT, limits, None)
    with pytest.raises(SpecloomError, match="limit `bytes`"):
        open_documents(STANDARD_INPUT, limits=limits, bag=Bag(), data=data)


# A first configuration --------------------------------------------------------------------


def test_from_an_app_that_runs_here(app: App, folder: Path, specloom: Specloom) -> None:
    run = specloom("init", app.url)
    assert (run.status, run.err) == (0, "")
    assert run.out.splitlines()[:2] == [f"{app.url}:", "  calls        2 in pets (2)"]
    assert "wrote openapi.yaml, the document" in run.out
    assert (folder / "openapi.yaml").read_text() == PETS
    options = tomllib.loads((folder / "specloom.toml").read_text())
    assert options["sdk"] == [{"spec": "openapi.yaml", "output": "openapi"}]
    assert specloom("generate").status == 0
    assert app.asked == ["/v1/openapi.yaml"]


def test_a_configuration_for_a_document_of_another_host(folder: Path) -> None:
    spec = Elsewhere("https://api.test/v1/openapi.json")
    (folder / "specloom.toml").write_text(starter(spec, ("api.test",)))
    path, bag = Path("specloom.toml"), Bag()
    (sdk,) = read_config(path, read_source(path), bag).sdks
    assert not len(bag)
    assert (sdk.spec, sdk.allow_remote) == (spec, ("api.test",))
    assert isinstance(sdk.spec, Elsewhere) and sdk.output == Path("openapi")


@pytest.mark.usefixtures("given")
def test_from_standard_input(folder: Path, specloom: Specloom) -> None:
    (folder / "api.yaml").write_text("another: document\n")
    run = specloom("init", "-")
    assert run.status == 1 and "api.yaml exists, and is another document" in run.err
    assert not (folder / "specloom.toml").exists()
    assert (folder / "api.yaml").read_text() == "another: document\n"


def test_a_configuration_that_is_there(
    pets: Path, folder: Path, specloom: Specloom
) -> None:
    (folder / "pyproject.toml").write_text("[project]\nname = 'a'\n")
    assert specloom("init", "pets.yaml").status == 0
    (folder / "specloom.toml").unlink()
    (folder / "pyproject.toml").write_text("[tool.specloom]\n")
    run = specloom("init", "pets.yaml")
    assert run.status == 1 and "pyproject.toml has [tool.specloom]" in run.err
    assert not (folder / "specloom.toml").exists()


def test_a_document_with_mistakes_is_no_start(folder: Path, specloom: Specloom) -> None:
    (folder / "pets.yaml").write_text("openapi: [\n")
    run = specloom("init", "pets.yaml")
    assert run.status == 1 and "E105" in run.err
    assert not (folder / "specloom.toml").exists()
