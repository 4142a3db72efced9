"""`Markdown`: only its makers make it, and what they make is read as what it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_reading import read_page
from specloom.emit.markdown.table import row, table
from specloom.emit.markdown.text import (
    Markdown,
    at_start,
    code,
    environment,
    fence,
    join,
    markdown,
    page,
    page_link,
    placed,
    row_of,
    text,
    web_address,
    web_link,
)
from specloom.emit.prose.letters import safe_text

HOSTILE = [
    "a | b",
    "| --- |",
    "`unclosed",
    "``` \nfence",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt; &#60; &amp;",
    "# heading",
    "1. one",
    "1) one",
    "- item",
    "+ item",
    "> quote",
    "===",
    "---",
    "***bold***",
    "__init__ snake_case _em_",
    "[label](javascript:alert(1))",
    "![image](https://example.com/x.png)",
    "wow!",
    "\\",
    "\\\\|",
    "~~gone~~ ~~~",
    "{: .class #id }",
    '!!! note "admonition"',
    "??? note",
    "/// note",
    "[^1]: footnote",
    "*[HTML]: abbreviation",
    "    indented",
    "\u202egnp.exe",
    "line\u2028separator",
    "nul\x00 \x1b[31m",
    "{{ macro }} {% raw %}",
    "\ue000private",
]


def shown_of(source: str) -> str:
    read = read_page(source)
    assert not read.html and not read.tables and not read.fences and not read.headings
    return "\n".join(read.text)


def squeezed(words: str) -> str:
    return " ".join(words.split())


@pytest.mark.parametrize("words", HOSTILE)
def test_words_stay_words(words: str) -> None:
    source = at_start(text(words.strip()))
    assert "\n" not in source
    assert squeezed(shown_of(source)) == squeezed(safe_text(words))


@pytest.mark.parametrize("words", HOSTILE)
def test_a_cell_holds_anything(words: str) -> None:
    head = (markdown("A"), markdown("B"))
    source = table(head, [(text(words), code(words)), (code(words), text(words))])
    read = read_page(source)
    assert not read.html and len(read.tables) == 1
    expected = squeezed(safe_text(words))
    for line in read.tables[0][1:]:
        assert [squeezed(cell) for cell in line] == [expected, expected]


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("ab1 `*_[](){}<>#+-.!|~&;:/\\=\n\u202e"), max_size=30
    )
)
def test_any_words(words: str) -> None:
    source = at_start(text(words.strip()))
    if source:
        assert squeezed(shown_of(source)) == squeezed(safe_text(words))
    shown = read_page(table((markdown("A"),), [(code(words),), (text(words),)]))
    cells = [squeezed(cell) for line in shown.tables[0][1:] for cell in line]
    assert cells == [squeezed(safe_text(words))] * 2


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.sampled_from("a `~\n"), max_size=40))
def test_a_fence_holds_any_code(source: str) -> None:
    read = read_page(fence(source, "python") + "\n\nafter")
    assert read.text == ["after"]
    assert [c.rstrip("\n") for _, c in read.fences] == [source.rstrip("\n")]


def test_a_language_is_a_word() -> None:
    assert fence("x", 'js" onload="x').startswith("```\n")


def test_a_bang_before_a_link_is_no_image() -> None:
    source = join("", [text("wow!"), web_link(text("here"), "https://example.com")])
    assert read_page(source).html == []


def test_links_are_safe_or_refused() -> None:
    for target in ("javascript:alert(1)", "data:text/html,x", "//example.com", "/docs"):
        with pytest.raises(ValueError):
            web_link(text("x"), target)
    odd = 'https://example.com/a b"<>(|)\\`*_[]'
    read = read_page(web_address(odd))
    assert len(read.links) == 1 and read.text == [odd]


def test_nothing_else_is_markdown() -> None:
    with pytest.raises(TypeError):
        Markdown("text")
    with pytest.raises(TypeError):
        markdown("{}", "text")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        join(", ", ["text"])  # type: ignore[list-item]
    with pytest.raises(ValueError):
        row([fence("two\nlines")])


def test_a_template_prints_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("{{ value }}")
    template = environment(tmp_path).get_template("t")
    assert template.render(value=text("*")) == "\\*"
    for value in ("text", 1, None):
        with pytest.raises(TypeError):
            template.render(value=value)


def test_a_link_knows_where_its_page_stands() -> None:
    link = page_link(code("X"), page("models/x.md", "y"))
    assert placed(link, "index.md") == "[`X`](models/x.md#y)"
    assert placed(link, "models/z.md") == "[`X`](x.md#y)"
    assert placed(link, "models/x.md") == "[`X`](#y)"
    assert placed(link, "operations/a/b.md") == "[`X`](../../models/x.md#y)"


def test_every_place_of_a_template_has_its_part() -> None:
    assert markdown("{} and {}", text("a|b"), code("c")) == r"a\|b and `c`"
    assert markdown("{}", code("{}")) == "`{}`"
    for parts in ((), (text("a"), text("b"))):
        with pytest.raises(ValueError, match="parts for"):
            markdown("only {}", *parts)
    with pytest.raises(TypeError, match="not Markdown"):
        row_of(["a"])  # type: ignore[list-item]
