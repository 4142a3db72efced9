"""Stage 4, emit: the files of `resources/`, one per group of calls.

Input: a group. Output: `ResourcePage`, which `resource.py.jinja` prints: the descriptions of the
calls, then a synchronous and an asynchronous class.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from specloom.emit.python.calls.call_imports import CallImports
from specloom.emit.python.calls.call_options import (
    ReducedOptions,
    reduced_options,
)
from specloom.emit.python.calls.descriptions import CallWriter
from specloom.emit.python.calls.grouping import Group
from specloom.emit.python.calls.loaders import Loader, Loaders
from specloom.emit.python.calls.methods import (
    Flavour,
    Method,
    MethodWriter,
)
from specloom.emit.python.calls.pollers import PollWriter, poller_names
from specloom.emit.python.calls.replies import plan_outcome
from specloom.emit.python.models.annotations import Annotator
from specloom.emit.python.models.traits import Traits
from specloom.emit.python.names.naming import Names
from specloom.emit.python.printing.code import (
    Code,
    code,
    docstring,
    dotted,
    identifier,
    statement,
    string,
)
from specloom.model.declarations import Declaration
from specloom.model.operations import Operation


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the files of calls share: names, declarations, security schemes."""

    names: Names
    declarations: Mapping[str, Declaration]
    traits: Traits
    schemes: Mapping[str, str]
    """The id of a security scheme → its name in the document."""
    docs: Mapping[tuple[str, ...], str]
    """The path of a group → what the document says about it."""
    reserved: Set[str]
    """Names of the API that no other symbol of a file may have."""
    operations: Mapping[str, Operation] = field(default_factory=dict[str, Operation])
    """What is generated, by id."""

    def reading(self, operation: Operation) -> Operation | None:
        """The call that reads the work which `operation` starts, if it is generated."""
        return self.operations.get(operation.poll.operation) if operation.poll else None


class Inner(NamedTuple):
    """An inner group, as an attribute: a property that loads its class."""

    head: Code
    doc: Code
    load: Code
    result: Code
    decorators: tuple[Code, ...] = ()


class ResourceClass(NamedTuple):
    """One class of a file."""

    head: Code
    doc: Code
    groups: tuple[Inner, ...]
    methods: tuple[Method, ...]


class CallStatements(NamedTuple):
    """The descriptions of a file's calls, and what loads their decoders."""

    statements: tuple[Code, ...]
    loaders: tuple[Loader, ...]


class ResourcePage(NamedTuple):
    """All that `resource.py.jinja` prints."""

    doc: Code
    imports: tuple[Code, ...]
    overload: Code
    checking: tuple[Code, ...]
    options: tuple[ReducedOptions, ...]
    calls: CallStatements
    classes: tuple[ResourceClass, ...]


def plan_resource(group: Group, around: Surroundings) -> ResourcePage:
    """The file of one group."""
    classes = group_classes([group, *group.groups])
    imports = CallImports(("resources", group.module), around.reserved, classes)
    path = ".".join(group.path)
    loaders, statements = write_calls(group, imports, around)
    made = tuple(
        _class(group, flavour, imports, loaders, around) for flavour in Flavour
    )
    options = reduced_options(imports)
    return ResourcePage(
        docstring(f"The calls of `client.{path}`.", 0),
        imports.block(),
        imports.overload,
        imports.checking_block(),
        options,
        CallStatements(statements, loaders.all()),
        made,
    )


def group_classes(groups: Iterable[Group]) -> Set[str]:
    """The names of the classes of some groups."""
    return {f"{flavour.value}{g.class_name}" for g in groups for flavour in Flavour}


def write_calls(
    group: Group, imports: CallImports, around: Surroundings
) -> tuple[Loaders, tuple[Code, ...]]:
    """The descriptions of a file's calls."""
    annotator = Annotator(around.names, around.declarations, around.traits, imports)
    loaders = Loaders(around.names, around.declarations, around.traits, imports)
    writer = CallWriter(annotator, loaders, around.schemes)
    polls = PollWriter(writer, {operation.id for operation in group.operations})
    statements: list[Code] = []
    for operation in group.operations:
        outcome = plan_outcome(operation, annotator, loaders)
        statements.append(writer.statement(operation, outcome))
    for operation in group.operations:
        reading = around.reading(operation)
        if reading is not None:
            outcome = plan_outcome(reading, annotator, loaders)
            statements += polls.statements(operation, reading, outcome)
    return loaders, tuple(statements)


def write_methods(
    group: Group,
    flavour: Flavour,
    imports: CallImports,
    loaders: Loaders,
    around: Surroundings,
) -> tuple[Method, ...]:
    """The methods of one class."""
    names = around.names
    members = {names.methods[operation.id] for operation in group.operations}
    for operation in group.operations:
        members |= set(names.old_methods.get(operation.id, ()))
    for inner in group.groups:
        members |= {inner.name, *names.old_groups.get(".".join(inner.path), ())}
    annotator = Annotator(
        names, around.declarations, around.traits, imports, frozenset(members)
    )
    writer = MethodWriter(flavour, annotator, loaders)
    waiting = poller_names(group, names, around.operations)
    methods: list[Method] = []
    for operation in group.operations:
        outcome = plan_outcome(operation, annotator, loaders)
        for old in ("", *names.old_methods.get(operation.id, ())):
            methods.append(writer.write(operation, outcome, old))
        reading = around.reading(operation)
        if reading is not None:
            last = plan_outcome(reading, annotator, loaders)
            name = waiting[operation.id]
            methods.append(writer.write_poller(operation, outcome, last, name))
    return tuple(methods)


def inner_groups(
    group: Group, flavour: Flavour, imports: CallImports, around: Surroundings
) -> tuple[Inner, ...]:
    """The attributes that lead to inner groups."""
    found: list[Inner] = []
    for inner in group.groups:
        name = identifier(f"{flavour.value}{inner.class_name}")
        imports.group(inner.module, name)
        text = around.docs.get(inner.path, "") or f"The calls of `{inner.name}`."
        module = dotted(
            f".resources.{inner.module}" if not group.path else f".{inner.module}"
        )
        olds = around.names.old_groups.get(".".join(inner.path), ())
        for shown in (inner.name, *olds):
            is_old = shown != inner.name
            own = identifier(shown)
            found.append(
                Inner(
                    statement(code("def {}(self) -> {}:", own, name), 1),
                    docstring(
                        f"The old name of `{inner.name}`." if is_old else text, 2
                    ),
                    statement(code("from {} import {}", module, name), 2),
                    statement(code("return {}(self._sender)", name), 2),
                    (_renamed(shown, inner.name, imports),) if is_old else (),
                )
            )
    return tuple(found)


def _renamed(old: str, new: str, imports: CallImports) -> Code:
    """The decorator of what is there under an old name (PEP 702)."""
    deprecated = imports.own("typed", "deprecated")
    text = string(f"`{old}` is called `{new}` now.")
    return statement(code("@{}({})", deprecated, text), 1)


def _class(
    group: Group,
    flavour: Flavour,
    imports: CallImports,
    loaders: Loaders,
    around: Surroundings,
) -> ResourceClass:
    path = ".".join(group.path)
    text = around.docs.get(group.path, "") or f"The calls of `client.{path}`."
    base = imports.own("clients", f"{flavour.value}Resource")
    name = identifier(f"{flavour.value}{group.class_name}")
    return ResourceClass(
        statement(code("class {}({}):", name, base)),
        docstring(text, 1),
        inner_groups(group, flavour, imports, around),
        write_methods(group, flavour, imports, loaders, around),
    )
