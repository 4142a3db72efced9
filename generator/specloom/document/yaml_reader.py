"""Stage 1, YAML text → plain data: a builder over the events of PyYAML's C parser.

Input: decoded text. Output: a `Tree` with YAML 1.2 core scalars, keys always text, aliases
shared and `<<` merged. Nesting is kept on an explicit stack, so depth costs no recursion.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    StreamEndEvent,
)

from specloom.config import Limits
from specloom.diagnostics import Bag, SpecloomError, fail
from specloom.document import yaml_characters, yaml_errors
from specloom.document.limits import too_much
from specloom.document.pointer import pointer_of
from specloom.document.scalars import CONSTANTS, STARTERS, is_no_json_number, read_plain
from specloom.document.tree import Container, Tree
from specloom.document.yaml_places import Marks, OptionalMark, YamlPlaces, position_of
from specloom.document.yaml_tags import is_known, read_tagged
from specloom.model.types import JsonScalar, JsonValue
from specloom.source import Span


class _Source(Protocol):
    def get_event(self) -> Event | None: ...


# Both are used for their events alone; the slow one where PyYAML was built without libyaml.
_Events: Callable[[str], _Source] = (
    yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
)


def read_yaml(text: str, file: str, limits: Limits, bag: Bag) -> Tree | None:
    """Reads the first document of a YAML stream; None if there is nothing in it."""
    shifted, original = yaml_characters.shift(text)
    try:
        return _Builder(file, limits, bag, original).build(_Events(shifted).get_event)
    except yaml.YAMLError as error:
        raise yaml_errors.explain(error, text, file) from None


class _Anchor:
    """What an alias stands for; `done` is false while its own content is still being read."""

    __slots__ = ("value", "text", "size", "done")

    def __init__(self) -> None:
        self.value: JsonValue = None
        self.text: str | None = None
        self.size = 0
        self.done = False


class _Frame:
    """A container that is being read. `key` waits for its value; `merge`: it is a plain `<<`."""

    __slots__ = (
        "mapping",
        "items",
        "marks",
        "key",
        "merge",
        "inherited",
        "anchor",
        "start",
    )

    def __init__(
        self, is_mapping: bool, anchor: _Anchor | None, start: OptionalMark
    ) -> None:
        self.mapping: dict[str, JsonValue] | None = {} if is_mapping else None
        self.items: list[JsonValue] = []
        self.marks: dict[str, OptionalMark] | list[OptionalMark] = (
            {} if is_mapping else []
        )
        self.key: str | None = None
        self.merge = False
        self.inherited: set[str] = set()
        self.anchor = anchor
        self.start = start

    @property
    def container(self) -> Container:
        return self.items if self.mapping is None else self.mapping


class _Builder:
    """Builds one tree. `nodes` counts values as if every alias were written out."""

    def __init__(
        self, file: str, limits: Limits, bag: Bag, original: dict[int, int]
    ) -> None:
        self._file = file
        self._limits = limits
        self._bag = bag
        self._original = original
        self._anchors: dict[str, _Anchor] = {}
        self._marks: dict[int, Marks] = {}
        self._stack: list[_Frame] = []
        self._plain: dict[str, JsonScalar] = dict(CONSTANTS)
        self._nodes = 1
        self._aliased = 0

    def build(self, get: Callable[[], Event | None]) -> Tree | None:
        """Reads events to the end of the first document, which is the one item of `outer`."""
        outer = frame = _Frame(False, None, None)
        plain, original = self._plain, self._original
        while True:
            event = get()
            mark: OptionalMark
            if isinstance(event, ScalarEvent):
                text: str = event.value
                if original:
                    text = text.translate(original)
                mark = event.start_mark
                if frame.mapping is not None and frame.key is None:
                    self._begin_entry(frame, text, mark)
                    frame.merge = text == "<<" and event.implicit[0]
                    if event.anchor is not None:
                        self._anchor_scalar(event.anchor, text, text)
                    continue
                value: JsonValue
                if not event.implicit[0] and event.tag is None:
                    value = text
                elif text in plain and event.tag is None:
                    value = plain[text]
                else:
                    value = self._scalar(frame, event, text)
                if event.anchor is not None:
                    self._anchor_scalar(event.anchor, text, value)
            elif isinstance(event, CollectionStartEvent):
                self._stack.append(frame)
                frame = self._open(frame, event)
                continue
            elif isinstance(event, CollectionEndEvent):
                mark = frame.start
                value = self._close(frame)
                frame = self._stack.pop()
            elif isinstance(event, AliasEvent):
                mark = event.start_mark
                anchor = self._look_up(event.anchor or "", mark)
                if frame.mapping is not None and frame.key is None:
                    if anchor.text is None:
                        raise self._no_text_key(mark)
                    self._begin_entry(frame, anchor.text, mark)
                    continue
                self._repeat(anchor, mark)
                value = anchor.value
            elif isinstance(event, DocumentEndEvent):
                break
            elif isinstance(event, StreamEndEvent) or event is None:
                return None
            else:
                continue
            if frame.mapping is None:
                frame.items.append(value)
                cast("list[OptionalMark]", frame.marks).append(mark)
            else:
                key = cast(str, frame.key)
                frame.key = None
                if not (frame.merge and self._merge(frame, value)):
                    frame.mapping[key] = value
        self._expect_end(get())
        start = cast("list[OptionalMark]", outer.marks)[0]
        return Tree(
            outer.items[0], YamlPlaces(outer.items[0], start, self._marks), self._nodes
        )

    # Containers -----------------------------------------------------------------------------

    def _open(self, parent: _Frame, event: CollectionStartEvent) -> _Frame:
        mark = event.start_mark
        if parent.mapping is not None and parent.key is None:
            raise self._no_text_key(mark)
        if len(self._stack) > self._limits.depth:
            raise too_much("depth", self._limits.depth, self._file, position_of(mark))
        anchor = None
        if event.anchor is not None:
            anchor = self._anchors[event.anchor] = _Anchor()
            anchor.size = -self._nodes
        frame = _Frame(isinstance(event, MappingStartEvent), anchor, mark)
        if event.tag is not None and not is_known(event.tag, frame.container):
            self._unknown_tag(parent, event)
        return frame

    def _close(self, frame: _Frame) -> Container:
        container = frame.container
        self._marks[id(container)] = frame.marks
        self._nodes += len(container)
        if self._nodes > self._limits.nodes:
            place = position_of(frame.start)
            raise too_much("nodes", self._limits.nodes, self._file, place)
        anchor = frame.anchor
        if anchor is not None:
            anchor.value, anchor.done = container, True
            anchor.size += self._nodes
        return container

    def _begin_entry(self, frame: _Frame, key: str, mark: OptionalMark) -> None:
        frame.key = key
        marks = cast("dict[str, OptionalMark]", frame.marks)
        if key in marks and key not in frame.inherited and key != "<<":
            self._bag.report(
                "W120",
                f"the key {key!r} stands twice in this mapping; the last one counts",
                self._here(frame),
                position=position_of(mark),
                notes=(
                    (f"the first one is in line {position_of(marks[key]).line}", None),
                ),
            )
        frame.inherited.discard(key)
        marks[key] = mark

    def _merge(self, frame: _Frame, value: JsonValue) -> bool:
        """Puts in the entries of a `<<`; false if it is an ordinary key after all.

        What the mapping says itself goes first, then the sources in their order
        (https://yaml.org/type/merge.html).
        """
        frame.merge = False
        sources = value if isinstance(value, list) else [value]
        if not all(isinstance(source, dict) for source in sources):
            return False
        mapping = cast("dict[str, JsonValue]", frame.mapping)
        marks = cast("dict[str, OptionalMark]", frame.marks)
        for source in cast("list[dict[str, JsonValue]]", sources):
            inherited = cast("dict[str, OptionalMark]", self._marks[id(source)])
            for key, item in source.items():
                if key not in mapping:
                    mapping[key] = item
                    marks[key] = inherited[key]
                    frame.inherited.add(key)
        return True

    # Anchors --------------------------------------------------------------------------------

    def _anchor_scalar(self, name: str, text: str, value: JsonValue) -> None:
        anchor = self._anchors[name] = _Anchor()
        anchor.value, anchor.text, anchor.done = value, text, True

    def _look_up(self, name: str, mark: OptionalMark) -> _Anchor:
        anchor = self._anchors.get(name)
        if anchor is None:
            raise self._wrong(
                "E109", f"there is no anchor '&{name}' before this alias", mark
            )
        if not anchor.done:
            raise self._wrong("E108", f"'*{name}' stands inside what it repeats", mark)
        return anchor

    def _repeat(self, anchor: _Anchor, mark: OptionalMark) -> None:
        self._nodes += anchor.size
        self._aliased += anchor.size
        for limit, count in (("aliases", self._aliased), ("nodes", self._nodes)):
            most: int = getattr(self._limits, limit)
            if count > most:
                raise too_much(limit, most, self._file, position_of(mark))

    # Scalars --------------------------------------------------------------------------------

    def _scalar(self, frame: _Frame, event: ScalarEvent, text: str) -> JsonScalar:
        """A plain scalar that was not met before, or one with a tag."""
        if event.tag is not None:
            tagged = read_tagged(event.tag, text)
            if not is_known(event.tag, tagged):
                self._unknown_tag(frame, event)
            return tagged
        if text[0] not in STARTERS:
            return text
        value = read_plain(text)
        if value == text and is_no_json_number(text):
            self._bag.report(
                "W126",
                f"JSON has no number for {text!r}; it is read as text",
                self._here(frame),
                position=position_of(event.start_mark),
            )
        else:
            self._plain[text] = value
        return value

    def _unknown_tag(
        self, frame: _Frame, event: ScalarEvent | CollectionStartEvent
    ) -> None:
        tag = event.tag
        self._bag.report(
            "W128",
            f"the tag {tag!r} does not fit here; the value is read without it",
            self._here(frame),
            position=position_of(event.start_mark),
        )

    # Mistakes -------------------------------------------------------------------------------

    def _expect_end(self, event: Event | None) -> None:
        if event is not None and not isinstance(event, StreamEndEvent):
            self._bag.report(
                "W125",
                "a second document begins here; only the first one is read",
                Span(self._file, ""),
                position=position_of(event.start_mark),
            )

    def _no_text_key(self, mark: OptionalMark) -> SpecloomError:
        return self._wrong(
            "E110", "a list or mapping stands where a key is expected", mark
        )

    def _wrong(self, code: str, message: str, mark: OptionalMark) -> SpecloomError:
        return fail(code, message, Span(self._file, ""), position=position_of(mark))

    def _here(self, frame: _Frame) -> Span:
        """The place that the next value of `frame` gets."""
        tokens = [
            f.key if f.key is not None else str(len(f.items))
            for f in (*self._stack[1:], frame)
        ]
        return Span(self._file, pointer_of(*tokens))
