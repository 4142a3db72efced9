"""Stage 4, emit: the groups of calls of a client, as a tree of classes and modules.

Input: the selected operations and their names. Output: `Group`s. A group that holds nothing but
other groups is there too: `client.beta.threads` needs `beta`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from specloom.emit.python.names import spelling
from specloom.emit.python.names.naming import Names
from specloom.model.api import Tag
from specloom.model.operations import Operation

Path = tuple[str, ...]


@dataclass(slots=True)
class Group:
    """One group: its class, its module under `resources`, its calls and inner groups.

    The outermost one is the client itself.
    """

    path: Path
    class_name: str
    module: str
    operations: list[Operation] = field(default_factory=list[Operation])
    groups: list[Group] = field(default_factory=list["Group"])

    @property
    def name(self) -> str:
        """The attribute that leads to it."""
        return self.path[-1]

    def walk(self) -> Iterator[Group]:
        """This group and all below it."""
        yield self
        for group in self.groups:
            yield from group.walk()


def plan_groups(operations: Iterable[Operation], names: Names, client: str) -> Group:
    """The tree of groups; children and operations in the document's order.

    `client`: the class of the client, whose name no group's class may have.
    """
    operations = list(operations)
    modules = _modules(names)
    classes = {
        _class_name(part) for o in operations for part in map(str, names.group(o))
    }
    taken = {client, *classes}
    root = Group((), "", "")
    known: dict[Path, Group] = {(): root}
    for operation in operations:
        path = tuple(map(str, names.group(operation)))
        for depth in range(1, len(path) + 1):
            here = path[:depth]
            if here not in known:
                name = _class_name(here[-1])
                if name == client:
                    name += "Group"
                while name.startswith("Async") and name[5:] in taken:
                    name += "Calls"  # it would be called like another one's twin
                known[here] = Group(here, name, modules[here])
                known[here[:-1]].groups.append(known[here])
        known[path].operations.append(operation)
    return root


def _class_name(group: str) -> str:
    return spelling.safe(spelling.pascal(group.split("_"), "Group"))


def group_tags(tags: Iterable[Tag], root: Group) -> dict[Path, Tag]:
    """The path of a group → the tag of the document that is about it: of the same name as
    the whole path, else as its last part."""
    named = {
        spelling.snake(spelling.wire_words(tag.name), "group"): tag for tag in tags
    }
    found: dict[Path, Tag] = {}
    for group in root.walk():
        tag = named.get("_".join(group.path)) or named.get("".join(group.path[-1:]))
        if group.path and tag is not None:
            found[group.path] = tag
    return found


def _modules(names: Names) -> dict[Path, str]:
    """A file per group. Two paths that would share a name are told apart by `__`."""
    paths = {
        path[:d] for path in names.groups.values() for d in range(1, len(path) + 1)
    }
    plain: dict[str, list[Path]] = {}
    for path in paths:
        plain.setdefault("_".join(path).casefold(), []).append(path)
    return {
        path: "__".join(path) if len(same) > 1 else spelling.module(path)
        for same in plain.values()
        for path in same
    }
