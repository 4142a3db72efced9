"""The pages of real documents: every link and anchor leads somewhere, every table is one.

Runs where the documents are at hand.
"""

from __future__ import annotations

import ast
import gc
import os
import re
import time
from pathlib import Path

import pytest
from making import ROOT, SHARED, pages_of
from page_reading import problems
from specloom.config import Config, Sdk
from specloom.diagnostics import Bag
from specloom.emit.markdown.markdown_target import emit
from specloom.emit.target import Emission
from specloom.run.pipeline import Pipeline

CORPUS = SHARED / "corpus"
pytestmark = pytest.mark.skipif(
    not (CORPUS.is_dir() and os.environ.get("CORPUS")),
    reason="run by make corpus, where the documents are",
)


@pytest.mark.parametrize("name", ["openai.yaml", "stripe.yaml", "github.json"])
def test_every_page_is_whole(name: str) -> None:
    pages = pages_of(CORPUS / name)
    assert len(pages) > 1_000
    assert len({path.casefold() for path in pages}) == len(pages)
    assert list(problems(pages)) == []
    for path, text in pages.items():
        programs = re.findall(r"(?ms)^```python\n(.*?)^```$", text)
        for program in programs if path.endswith(".md") else ():
            ast.parse(program)
        if path.startswith("operations/") and not path.endswith("/index.md"):
            assert len(programs) >= 2, path


def test_it_is_fast() -> None:
    """Less than 1.5 s alone on a machine; the bound is for one that has more to do."""
    sdk = Sdk(CORPUS / "openai.yaml", Path("out", "openai"), target="markdown")
    bag = Bag()
    api = Pipeline(Config((sdk,)), bag, lambda stage, what: None).model(sdk)
    gc.disable()  # as in a run
    begin = time.process_time()
    emit(api, Emission(sdk, {}, ROOT / "templates"), bag)
    taken = time.process_time() - begin
    gc.enable()
    assert taken < 3
