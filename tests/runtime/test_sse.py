"""The event parser against the HTML standard, section 9.2.6, cut at every byte."""

from __future__ import annotations

import pytest
from runtime.sse import EventParser, EventTooLarge

Event = tuple[str, str, str]


def events(data: bytes, *cuts: int) -> list[Event]:
    """Name, data and id of each event, the stream cut at these places."""
    parser, found = EventParser(), list[Event]()
    for begin, end in zip((0, *cuts), (*cuts, len(data)), strict=True):
        for block in parser.feed(data[begin:end]):
            event = parser.read(block)
            if event is not None:
                found.append((event.event, event.data, event.id))
    return found


CASES: list[tuple[str, list[Event]]] = [
    # The examples of the standard.
    ("data: YHOO\ndata: +2\ndata: 10\n\n", [("message", "YHOO\n+2\n10", "")]),
    (
        ": test stream\n\ndata: first event\nid: 1\n\n"
        "data:second event\nid\n\ndata:  third event\n\n",
        [
            ("message", "first event", "1"),
            ("message", "second event", ""),
            ("message", " third event", ""),
        ],
    ),
    ("data\n\ndata\ndata\n\ndata:", [("message", "", ""), ("message", "\n", "")]),
    ("data:test\n\ndata: test\n\n", [("message", "test", "")] * 2),
    # What else it says.
    ("event: add\ndata: 1\n\n", [("add", "1", "")]),
    ("event: add\n\ndata: 1\n\n", [("message", "1", "")]),
    ("id: 1\n\ndata: a\n\n", [("message", "a", "1")]),
    ("id: 1\0\ndata: a\n\n", [("message", "a", "")]),
    ("unknown: x\n:\ndata: a\n\n", [("message", "a", "")]),
    ("\ufeffdata: a\n\n", [("message", "a", "")]),
    (
        "\n\n\n\ndata: a\n\n\n\n\ndata: b\n\n",
        [("message", "a", ""), ("message", "b", "")],
    ),
    ("data: a:b: c\n\n", [("message", "a:b: c", "")]),
    ("data: é🐑\n\n", [("message", "é🐑", "")]),
    ("data: lost", []),
    ("data: lost\n", []),
]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize(("text", "expected"), CASES)
def test_every_cut(text: str, expected: list[Event], end: str) -> None:
    data = text.replace("\n", end).encode()
    assert events(data) == expected
    for cut in range(len(data) + 1):
        assert events(data, cut) == expected
    assert events(data, *range(1, len(data))) == expected


def test_mixed_line_ends() -> None:
    assert events(b"data: a\r\ndata: b\rdata: c\n\r\ndata: d\r\r") == [
        ("message", "a\nb\nc", ""),
        ("message", "d", ""),
    ]


def test_a_second_bom_is_text() -> None:
    assert events("\ufeff\ufeffdata: a\n\ndata: b\n\n".encode()) == [
        ("message", "b", "")
    ]


def test_bad_utf8_is_replaced() -> None:
    assert events(b"data: a\xff\xfeb\n\n") == [("message", "a\ufffd\ufffdb", "")]


def test_retry_and_pending() -> None:
    parser = EventParser()
    for text in ("retry: 10\n\n", "retry: 5x\n\n", "retry:\n\n"):
        for block in parser.feed(text.encode()):
            assert parser.read(block) is None
    assert parser.retry == 10
    parser.feed(b"data: half")
    assert parser.pending == b"data: half"


def test_an_event_has_a_limit() -> None:
    parser = EventParser(limit=100)
    with pytest.raises(EventTooLarge):
        for _ in range(30):
            parser.feed(b"data: a\n"[:5])
