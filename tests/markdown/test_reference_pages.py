"""Our pages say all that published pages of other systems say of the same revision.

Runs where the pages and the revisions are at hand. A sentence that is missing on ours must be
in the list of those that the revision itself does not have, which is checked too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from making import SHARED, pages_of
from page_reading import read_page
from reference_facts import Fact, cells, facts, plain, sentences, squeezed, text_of

REFERENCE, HISTORY = SHARED / "reference", SHARED / "history"
pytestmark = pytest.mark.skipif(
    not (REFERENCE.is_dir() and HISTORY.is_dir()), reason="the pages are not at hand"
)

RUN = "operations/beta/threads/create_and_run.md"
WHOLE, ONE = "models/create_thread_and_run_request.md", "models/create_run_request.md"
CASES = {
    "000_3e8e2b80078df7b5": ("openai-2024-03-04", WHOLE),
    "001_134f9f990d9ed7c5": ("openai-2024-11", WHOLE),
    "002_3bf21c6bda02460c": ("openai-2024-04-15", WHOLE),
    "003_6ac553610c6d9b58": ("openai-2024-03-04", ONE),
    "004_79c63d1cb5796187": ("openai-2024-06-24", RUN),
}
NOT_IN_THE_REVISION: dict[str, tuple[str, str, str]] = {
    "002_3bf21c6bda02460c": (
        "CreateThreadAndRunRequest",
        "max_completion_tokens",
        "If the run exceeds the number of completion tokens specified, the run will end"
        " with status `incomplete`.",
    ),
    "003_6ac553610c6d9b58": (
        "CreateRunRequest",
        "instructions",
        "Override the default system message of the assistant.",
    ),
}
"""Page → schema, property and sentence: made from a neighbouring revision of the document."""

_KINDS = {
    "text": r"`str`",
    "number": r"`float`",
    "integer": r"`int`",
    "boolean": r"`bool`",
    "list": r"`(list|Sequence)\[",
    "map": r"`(dict|Mapping)\[|\]\(",
    "type": r"\]\(|`(dict|Mapping)\[",
}


@cache
def our_pages(revision: str) -> dict[str, str]:
    return pages_of(
        HISTORY / f"{revision}.yaml",
        "POST /threads/runs",
        "POST /threads/{thread_id}/runs",
        client_class="OpenAI",
        methods={"POST /threads/runs": "beta.threads.create_and_run"},
        package="openai",
    )


def our_rows(page: str) -> dict[str, list[str]]:
    """Plain name → the cells of a field's row, the last three: type, presence, description."""
    rows: dict[str, list[str]] = {}
    for line in page.split("\n"):
        if line.startswith("| `"):
            row = cells(line)
            if len(row) >= 4:
                name = row[0].split("on the wire `")[-1].strip("`)")
                rows.setdefault(plain(name), row[-3:])
    return rows


def missing(fact: Fact, row: list[str], pages: dict[str, str]) -> Iterator[str]:
    """What the page says of a field and ours does not."""
    type, presence, description = row
    if not re.search(_KINDS[fact.kind], _followed(type, pages)):
        yield f"type {fact.kind}, ours {type}"
    if fact.linked and not _leads_to(fact.linked, type, pages):
        yield f"a link to {fact.linked}, ours {type}"
    if ("required" if fact.required else "optional") not in presence:
        yield f"required={fact.required}, ours {presence}"
    if fact.nullable and "nullable" not in presence:
        yield f"nullable, ours {presence}"
    if fact.default and f"Default: `{fact.default}`" not in description:
        yield f"default {fact.default}"
    if fact.example and not re.search(
        f'Example: `"?{re.escape(fact.example)}"?`', description
    ):
        yield f"example {fact.example}"
    said = "".join(sentences(text_of(description)))
    for sentence in fact.sentences:
        if sentence not in said:
            yield sentence


def _leads_to(name: str, type: str, pages: dict[str, str]) -> bool:
    """Whether our type links to the component of that name, or where there is none, to what
    is declared inside; a mapping of anything has no name to link to."""
    labels = [plain(label) for label in re.findall(r"\[`(\w+)`\]\(", type)]
    components = {
        plain(Path(path).stem) for path in pages if path.startswith("models/")
    }
    if name in components:
        return name in labels
    return any(label != "unset" for label in labels) or type.startswith(
        "`dict[str, Any]`"
    )


def _followed(type: str, pages: dict[str, str]) -> str:
    """The type, and what the pages it links to say they hold."""
    targets = re.findall(r"\]\((?:\.\./)*(?:models/)?(\w+\.md)", type)
    return type + "".join(pages.get(f"models/{name}", "") for name in targets)


@pytest.mark.parametrize("name", CASES)
def test_every_fact_is_on_our_page(name: str) -> None:
    revision, path = CASES[name]
    pages = our_pages(revision)
    rows = our_rows(pages[path])
    found = facts(REFERENCE / f"{name}.txt")
    assert len(found) >= 5
    absent: list[str] = []
    for fact in found:
        if fact.name not in rows:
            absent.append(f"{fact.name}: no such field")
            continue
        absent += [f"{fact.name}: {m}" for m in missing(fact, rows[fact.name], pages)]
    known: list[str] = []
    if name in NOT_IN_THE_REVISION:
        _, field, sentence = NOT_IN_THE_REVISION[name]
        known = [f"{plain(field)}: {squeezed(sentence)}"]
    assert absent == known


@pytest.mark.parametrize("name", NOT_IN_THE_REVISION)
def test_listed_sentences_are_not_in_the_revision(name: str) -> None:
    schema, field, sentence = NOT_IN_THE_REVISION[name]
    revision = (HISTORY / f"{CASES[name][0]}.yaml").read_text("utf-8")
    begin = re.search(rf"^( +){schema}:\n", revision, re.MULTILINE)
    assert begin is not None
    body = re.split(rf"\n {{1,{len(begin[1])}}}\w", revision[begin.end() :])[0]
    at = re.search(rf"^( +){field}:\n((?:\1 .*\n|\s*\n)+)", body, re.MULTILINE)
    assert at is not None and "description" in at[2]
    assert squeezed(sentence) not in squeezed(at[2])


def test_the_page_of_the_api_itself() -> None:
    """Its request line, what it returns, the request in Python and the response."""
    source = (REFERENCE / "004_79c63d1cb5796187.txt").read_text("utf-8")
    page = our_pages("openai-2024-06-24")[RUN]
    ours = read_page(page)
    assert "`POST /threads/runs`" in page and "[`RunObject`](" in page
    _, request, _, response = re.split(r"```(?:python)?\n", source)[:4]
    given = re.search(r"create_and_run\((.*)\)\n\s*print", request, re.DOTALL)
    assert given is not None
    programs = [text for info, text in ours.fences if "create_and_run(" in text]
    for argument in (
        'assistant_id="asst_abc123"',
        squeezed(given[1]).partition(",")[2],
    ):
        assert squeezed(argument) in squeezed(programs[1]).replace(",]", "]").replace(
            ",}", "}"
        )
    (shown,) = [json.loads(text) for info, text in ours.fences if info == "json"]
    assert shown == json.loads(response)
