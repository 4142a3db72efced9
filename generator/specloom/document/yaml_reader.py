"""Stage 1, YAML text → plain data: a builder over the events of PyYAML's C parser.

Input: decoded text. Output: a `Tree` with YAML 1.2 core scalars, keys always text, aliases
shared and `<<` merged. Nesting is kept on an explicit stack, so depth costs no recursion.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol, TypeAlias, cast

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from specloom.config import Limits
from specloom.diagnostics import Bag, SpecloomError, fail
from specloom.document import yaml_characters, yaml_errors
from specloom.document.limits import too_much
from specloom.document.pointer import pointer_of
from specloom.document.tree import Container, Tree
from specloom.document.yaml_places import Mark, Marks, YamlPlaces, position_of
from specloom.document.yaml_scalars import (
    CONSTANTS,
    STARTERS,
    is_no_json_number,
    read_plain,
)
from specloom.document.yaml_tags import is_known, read_tagged
from specloom.model.types import JsonScalar, JsonValue
from specloom.source import Span


class _Source(Protocol):
    def get_event(self) -> Any: ...


# Both are used for their events alone; the slow one where PyYAML was built without libyaml.
_Events: Callable[[str], _Source] = (
    yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
)


def read_yaml(text: str, file: str, limits: Limits, bag: Bag) -> Tree | None:
    """Reads the first document of a YAML stream; None if there is nothing in it."""
    shifted, original = yaml_characters.shift(text)

    def build(events: Callable[[str], _Source], text: str) -> Tree | None:
        return _Builder(file, limits, bag, original).build(events(text).get_event)

    try:
        try:
            return build(_Events, shifted)
        except yaml.MarkedYAMLError as error:
            place = yaml_errors.place_of_depth(error)
            if place is None:
                raise
        # In brackets libyaml looks ahead, and meets its own limit before it has told of the
        # levels that are beyond ours. Of the text up to there it tells them all.
        with suppress(yaml.YAMLError):
            build(_Events, shifted[:place])
        # Ours allows more, which the slow parser can do: nobody has that unless they ask for it.
        return build(yaml.BaseLoader, shifted)
    except yaml.YAMLError as error:
        raise yaml_errors.explain(error, text, file) from None


class _MergeKey(str):
    """The type of `_MERGE`, which tells a plain `<<` from a quoted one."""


_MERGE = _MergeKey("<<")


class _Anchor:
    """What an alias stands for; `done` is false while its own content is still being read."""

    __slots__ = ("value", "text", "size", "done")

    def __init__(self, size: int) -> None:
        self.value: JsonValue = None
        self.text: str | None = None
        self.size = size
        self.done = False


_Frame: TypeAlias = "tuple[Container, Any, str | None, Mark | None, _Anchor | None]"
"""A container that is being read: itself, the marks of its entries, the key that waits for its
value, its own mark, the anchor before it."""


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
        self._inherited: dict[int, set[str]] = {}
        """The identity of a mapping → the keys that it has from a `<<`."""
        self._dropped: list[JsonValue] = []
        """What was read and is in no place of the tree, so that its identity stays its own."""
        self._stack: list[_Frame] = []
        self._plain: dict[str, JsonScalar] = dict(CONSTANTS)
        self._nodes = 1
        self._aliased = 0

    def build(self, get: Callable[[], Any]) -> Tree | None:
        """Reads events to the end of the first document, the one item of the outermost list.

        This loop is what reading a document costs. So the innermost container is kept in
        local names: `mapping` or else `items`, and the rest as in a `_Frame`.
        """
        stack, plain, original = self._stack, self._plain, self._original
        deepest = self._limits.depth
        mapping: dict[str, JsonValue] | None = None
        items: list[JsonValue] = []
        container: Container = items
        marks: Any = []
        key: str | None = None
        start: Mark | None = None
        anchor: _Anchor | None = None
        value: JsonValue
        # A value costs three events at most: its key, and the two ends of a container.
        for _ in range(3 * self._limits.nodes + 10):
            event = get()
            kind = event.__class__
            mark: Mark
            if kind is ScalarEvent:
                text: str = event.value
                mark = event.start_mark
                if original:
                    text = text.translate(original)
                if key is None and mapping is not None:
                    key = _MERGE if text == "<<" and event.implicit[0] else text
                    if text in marks:
                        self._repeated(text, mark, container, marks)
                    marks[text] = mark
                    if event.anchor is not None:
                        self._anchor_scalar(event.anchor, text, text)
                    continue
                if event.tag is not None:
                    value = self._tagged(
                        event, text, (container, marks, key, start, anchor)
                    )
                elif not event.implicit[0]:
                    value = text
                elif text in plain:
                    value = plain[text]
                elif text[0] not in STARTERS:
                    value = text
                else:
                    value = self._number(
                        text, mark, (container, marks, key, start, anchor)
                    )
                if event.anchor is not None:
                    self._anchor_scalar(event.anchor, text, value)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                mark = event.start_mark
                if key is None and mapping is not None:
                    raise self._no_text_key(mark)
                stack.append((container, marks, key, start, anchor))
                if len(stack) > deepest:
                    raise too_much("depth", deepest, self._file, position_of(mark))
                if kind is MappingStartEvent:
                    container = mapping = {}
                    marks = {}
                else:
                    container = items = []
                    mapping = None
                    marks = []
                key, start, anchor = None, mark, None
                if event.anchor is not None:
                    anchor = self._anchors[event.anchor] = _Anchor(-self._nodes)
                if event.tag is not None and not is_known(event.tag, container):
                    self._unknown_tag(event, stack[-1])
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._marks[id(container)] = marks
                self._nodes += len(container)
                if anchor is not None:
                    self._end_anchor(anchor, container)
                value, mark = container, cast(Mark, start)
                container, marks, key, start, anchor = stack.pop()
                if isinstance(container, dict):
                    mapping = container
                else:
                    items, mapping = container, None
            elif kind is AliasEvent:
                mark = event.start_mark
                found = self._look_up(event.anchor, mark)
                if key is None and mapping is not None:
                    if found.text is None:
                        raise self._no_text_key(mark)
                    key = found.text
                    if key in marks:
                        self._repeated(key, mark, container, marks)
                    marks[key] = mark
                    continue
                self._repeat(found, mark)
                value = found.value
            elif kind is DocumentEndEvent:
                return self._finish(items[0], marks[0], get())
            elif kind is StreamEndEvent or event is None:
                return None
            else:
                continue
            if mapping is None:
                items.append(value)
                marks.append(mark)
            else:
                if key is not _MERGE or not self._merge(mapping, marks, value):
                    mapping[cast(str, key)] = value
                key = None
        raise too_much("nodes", self._limits.nodes, self._file)

    def _finish(self, value: JsonValue, mark: Mark, following: Any) -> Tree:
        self._check_nodes(mark)
        if following is not None and following.__class__ is not StreamEndEvent:
            self._bag.report(
                "W125",
                "a second document begins here; only the first one is read",
                Span(self._file, ""),
                position=position_of(following.start_mark),
            )
        return Tree(value, YamlPlaces(value, mark, self._marks), self._nodes)

    # Anchors --------------------------------------------------------------------------------

    def _anchor_scalar(self, name: str, text: str, value: JsonValue) -> None:
        anchor = self._anchors[name] = _Anchor(0)
        anchor.value, anchor.text, anchor.done = value, text, True

    def _end_anchor(self, anchor: _Anchor, container: Container) -> None:
        anchor.value, anchor.done = container, True
        anchor.size += self._nodes

    def _look_up(self, name: str, mark: Mark) -> _Anchor:
        anchor = self._anchors.get(name)
        if anchor is None:
            raise self._wrong(
                "E109", f"there is no anchor '&{name}' before this alias", mark
            )
        if not anchor.done:
            raise self._wrong("E108", f"'*{name}' stands inside what it repeats", mark)
        return anchor

    def _repeat(self, anchor: _Anchor, mark: Mark) -> None:
        self._nodes += anchor.size
        self._aliased += anchor.size
        if self._aliased > self._limits.aliases:
            place = position_of(mark)
            raise too_much("aliases", self._limits.aliases, self._file, place)
        self._check_nodes(mark)

    def _check_nodes(self, mark: Mark) -> None:
        if self._nodes > self._limits.nodes:
            raise too_much("nodes", self._limits.nodes, self._file, position_of(mark))

    # Keys -----------------------------------------------------------------------------------

    def _repeated(
        self, key: str, mark: Mark, container: Container, marks: dict[str, Mark]
    ) -> None:
        """A key that is there already: from a `<<`, which it overrides, or a mistake."""
        assert isinstance(container, dict)
        self._dropped.append(container.get(key))
        inherited = self._inherited.get(id(container), set())
        if key in inherited:
            inherited.remove(key)
        elif key != _MERGE:
            self._bag.report(
                "W120",
                f"the key {key!r} stands twice in this mapping; the last one counts",
                self._here((container, marks, key, None, None)),
                position=position_of(mark),
                notes=((f"the first one is in line {marks[key].line + 1}", None),),
            )

    def _merge(
        self, mapping: dict[str, JsonValue], marks: dict[str, Mark], value: JsonValue
    ) -> bool:
        """Puts in the entries of a `<<`; false if it is an ordinary key after all.

        What the mapping says itself goes first, then the sources in their order
        (https://yaml.org/type/merge.html).
        """
        sources = value if isinstance(value, list) else [value]
        if not all(isinstance(source, dict) for source in sources):
            return False
        self._dropped.append(value)
        inherited = self._inherited.setdefault(id(mapping), set())
        for source in cast("list[dict[str, JsonValue]]", sources):
            places = cast("dict[str, Mark]", self._marks[id(source)])
            for key, item in source.items():
                if key not in mapping:
                    mapping[key] = item
                    marks[key] = places[key]
                    inherited.add(key)
        return True

    # Scalars --------------------------------------------------------------------------------

    def _number(self, text: str, mark: Mark, frame: _Frame) -> JsonScalar:
        """A plain scalar that may be no text and was not met before."""
        value = read_plain(text)
        if value == text and is_no_json_number(text):
            self._bag.report(
                "W126",
                f"JSON has no number for {text!r}; it is read as text",
                self._here(frame),
                position=position_of(mark),
            )
        else:
            self._plain[text] = value
        return value

    def _tagged(self, event: Any, text: str, frame: _Frame) -> JsonScalar:
        value = read_tagged(event.tag, text)
        if not is_known(event.tag, value):
            self._unknown_tag(event, frame)
        return value

    def _unknown_tag(self, event: Any, frame: _Frame) -> None:
        self._bag.report(
            "W128",
            f"the tag {event.tag!r} does not fit here; the value is read without it",
            self._here(frame),
            position=position_of(event.start_mark),
        )

    # Mistakes -------------------------------------------------------------------------------

    def _no_text_key(self, mark: Mark) -> SpecloomError:
        return self._wrong(
            "E110", "a list or mapping stands where a key is expected", mark
        )

    def _wrong(self, code: str, message: str, mark: Mark) -> SpecloomError:
        return fail(code, message, Span(self._file, ""), position=position_of(mark))

    def _here(self, frame: _Frame) -> Span:
        """The place that the next value of `frame` gets."""
        tokens = [
            key if key is not None else str(len(container))
            for container, _, key, _, _ in (*self._stack[1:], frame)
        ]
        return Span(self._file, pointer_of(*tokens) if self._stack else "")
