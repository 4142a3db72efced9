"""Docstrings: the author's CommonMark kept, long lines wrapped, facts in short sentences."""

from __future__ import annotations

import pytest
from emit.building import NUMBER, STRING, field
from specloom.emit.markdown.facts import bounds
from specloom.emit.python.printing.docstrings import (
    constraint_facts,
    field_text,
    prose,
    wrapped,
)
from specloom.model.declarations import Access, Default
from specloom.model.doc import Constraints, Doc, Example

_LONG = " ".join(["word"] * 40)


def test_short_text_stays() -> None:
    assert wrapped("One line.", 1) == "One line."
    assert wrapped("Two\nlines.", 1) == "Two\nlines."


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_paragraphs_are_wrapped(depth: int) -> None:
    lines = wrapped(f"{_LONG}\n\n{_LONG}", depth).split("\n")
    assert max(map(len, lines)) <= 88 - 4 * depth
    assert len(lines[0]) <= 85 - 4 * depth
    assert " ".join(filter(None, lines)) == f"{_LONG} {_LONG}"


@pytest.mark.parametrize(
    "text",
    [
        f"```python\n{_LONG}\n```",
        f"| a | b |\n| --- | --- |\n| {_LONG} | x |",
        f"# {_LONG}",
        f"Code:\n\n    {_LONG}",
        f"> {_LONG}",
    ],
)
def test_what_is_no_paragraph_is_kept(text: str) -> None:
    assert wrapped(text, 1) == text


def test_list_items_hang() -> None:
    text = wrapped(f"- {_LONG}\n- short\n10. {_LONG}", 0)
    lines = text.split("\n")
    assert lines[0].startswith("- word") and lines[1].startswith("  word")
    assert "- short" in lines and any(line.startswith("    word") for line in lines)


def test_no_line_begins_with_a_mark_by_accident() -> None:
    text = f"{'a' * 40} {'b' * 40} - {'c' * 40} # {'d' * 40} 1. {'e' * 40} + {'f' * 9}"
    for line in wrapped(text, 0).split("\n"):
        assert not line.lstrip().startswith(("- ", "# ", "1. ", "+ "))


def test_prose() -> None:
    assert prose(Doc(title="T")) == "T"
    assert prose(Doc(title="T", description="D")) == "D"
    assert prose(Doc(summary="S", description="D")) == "S\n\nD"
    assert prose(Doc(summary="S", description="S and more")) == "S and more"
    link = Doc(description="D", external_url="https://x", external_description="More.")
    assert prose(link) == "D\n\nMore: https://x"


def test_facts() -> None:
    made = field(
        "x",
        NUMBER,
        constraints=Constraints(
            minimum=0, maximum=2, multiple_of=0.5, notes=("not: 1",), format="int32"
        ),
        default=Default(1),
        examples=(Example([1, None]),),
        deprecated=True,
        access=Access.READ,
        doc=Doc(description="D."),
    )
    assert field_text(made) == (
        "D.\n\nDeprecated. Read-only: set by the API, never sent. From 0 to 2. "
        "A multiple of 0.5. Format: int32. Not: 1. Default of the API: `1`. "
        "Example: `[1, null]`."
    )
    text = field("x", STRING, constraints=Constraints(min_length=2, pattern="`a`"))
    assert field_text(text) == "At least 2 characters. Pattern: `` `a` ``."
    assert field_text(field("x", STRING)) == ""


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (Constraints(min_length=1, max_length=1), "Exactly 1 character."),
        (Constraints(min_length=0, max_length=1), "From 0 to 1 character."),
        (Constraints(max_items=1), "At most 1 item."),
        (Constraints(min_items=2), "At least 2 items."),
        (Constraints(min_properties=1), "At least 1 property."),
        (Constraints(max_properties=3), "At most 3 properties."),
        (Constraints(minimum=1, maximum=1), "Exactly 1."),
        (Constraints(exclusive_minimum=0), "More than 0."),
        (Constraints(exclusive_maximum=1.5), "Less than 1.5."),
        (Constraints(multiple_of=2), "A multiple of 2."),
        (Constraints(unique_items=True), "No item twice."),
        (Constraints(format="int64"), "Format: int64."),
        (Constraints(pattern="^a+$"), "Pattern: `^a+$`."),
    ],
)
def test_pages_say_the_same_rules(rules: Constraints, said: str) -> None:
    assert list(constraint_facts(rules)) == [said]
    assert [line.replace("`", "") for line in bounds(rules)] == [said.replace("`", "")]
