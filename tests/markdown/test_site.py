"""The site of the flagship's pages in a real browser: what a visitor meets.

Needs the extra `docs` and Chromium (Debian's package `chromium`, or CHROMIUM=/path); skips
without them. `SCREENSHOTS=docs/images` keeps what the browser showed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from making import ROOT

pytest.importorskip("material", reason="the extra `docs` is not installed")
playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium"),
    pytest.mark.xdist_group("site"),
]

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, built with `--strict` and served on loopback."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(
        [*command, str(folder)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    handler = partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Tests stay quiet."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page in a window of its own; what the console complains of fails the test."""
    size = getattr(request, "param", (1280, 900))
    window = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = window.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: m.type == "error" and complaints.append(m.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # A request is aborted where the visitor goes on before it is answered.
    page.on(
        "requestfailed",
        lambda r: "ABORTED" in r.failure or complaints.append(f"{r.url} {r.failure}"),
    )
    yield page
    window.close()
    assert complaints == []


def keep(page: Any, name: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder, f"{name}.png")))


def test_the_start_page_leads_to_a_call(site: str, page: Any) -> None:
    page.goto(site)
    assert page.title() == "Threads and Runs"
    page.locator("article").get_by_role("link", name="create_and_run").first.click()
    page.wait_for_url("**/operations/threads/create_and_run/")
    assert page.locator("article h1").inner_text().startswith("threads.create_and_run")


def test_the_search_finds_a_model(site: str, page: Any) -> None:
    page.goto(site)
    page.locator("[data-md-component=search-query]").click()
    page.keyboard.type("CreateThreadAndRunRequest", delay=10)
    found = page.locator(".md-search-result__link").first
    found.wait_for()
    keep(page, "site-search")
    found.click()
    page.wait_for_url("**/models/create_thread_and_run_request/**")
    assert "CreateThreadAndRunRequest" in page.locator("article h1").inner_text()


def test_a_type_leads_to_its_page(site: str, page: Any) -> None:
    page.goto(f"{site}models/create_thread_and_run_request/")
    row = page.locator("tr", has=page.locator("td:first-child", has_text="truncation_"))
    row.first.get_by_role("link", name="TruncationObject").click()
    page.wait_for_url("**/models/truncation_object/")
    keep(page, "site-model")
    page.locator("tr", has_text="How to shorten").get_by_role("link").first.click()
    page.wait_for_url("**/models/truncation_object/#truncationobjecttype")
    heading = page.locator("#truncationobjecttype")
    assert heading.is_visible()


@pytest.mark.parametrize("page", [(375, 812)], indirect=True)
def test_it_is_readable_on_a_phone(site: str, page: Any) -> None:
    """Nothing has to be scrolled sideways but code, and text is not tiny."""
    for path in ("", "models/create_thread_and_run_request/", "models/run_object/"):
        page.goto(site + path)
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0
        cut = page.evaluate(
            "[...document.querySelectorAll('article td, article p, article li')].filter("
            "e => e.getBoundingClientRect().right > innerWidth + 1).length"
        )
        assert cut == 0
        size = page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector("
            "'article p, article td')).fontSize)"
        )
        assert size >= 11
    page.goto(f"{site}models/create_thread_and_run_request/")
    keep(page, "site-phone")
