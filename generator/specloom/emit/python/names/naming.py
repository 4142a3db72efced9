"""Stage 4, emit: the names of a Python package, allocated last of all (rules of the names).

Input: the whole API and the name lock. Output: `Names`. The whole document is named before any
selection, so that generating less never changes a name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from specloom.emit.python.names import spelling
from specloom.emit.python.names.allocation import Wish, settle
from specloom.emit.python.names.ledger import Aliases, Ledger
from specloom.emit.python.names.lock_keys import (
    absent_entries,
    lost_names,
    operation_entries,
    recalled,
)
from specloom.emit.python.names.spreading import spread_properties
from specloom.emit.python.printing.code import Code, identifier
from specloom.model.api import Api
from specloom.model.declarations import Declaration, Enumeration, Field, Record
from specloom.model.names import Hint, Strength, words_of
from specloom.model.operations import Location, Operation

GENERIC = frozenset({"UnknownVariant", "Unset"})
"""Names of the package itself that pages of models use."""
CLIENT_MEMBERS = frozenset(
    {
        "base_url",
        "close",
        "with_options",
        "with_raw_response",
        "with_streaming_response",
    }
)
"""What a client has beside its groups and calls (`BaseClient` of the runtime)."""
CLIENT_OPTIONS = frozenset("base_url timeout max_retries http_client options".split())
"""What making a client takes beside credentials."""
_MODULES = frozenset({"__init__"})


@dataclass(frozen=True, slots=True)
class Names:
    """What everything is called. Ids are the model's; the makers return `Code`."""

    types: Mapping[str, str]
    params: Mapping[str, str]
    modules: Mapping[str, str]
    stems: Mapping[str, str]
    attributes: Mapping[str, str]
    extras: Mapping[str, str]
    members: Mapping[str, str]
    groups: Mapping[tuple[str, ...], tuple[str, ...]]
    methods: Mapping[str, str]
    arguments: Mapping[tuple[str, str], str]
    owners: Mapping[str, str]
    lock: Mapping[str, str] = field(default_factory=dict[str, str])
    """Stable path → name, to be kept."""
    old_types: Aliases = field(default_factory=dict[str, tuple[str, ...]])
    """Declaration → the names it had before it was renamed."""
    old_methods: Aliases = field(default_factory=dict[str, tuple[str, ...]])
    """Operation → the names its method had."""
    old_groups: Aliases = field(default_factory=dict[str, tuple[str, ...]])
    """Final path of a group, dotted → the names that its last part had."""
    refused: Mapping[str, str] = field(default_factory=dict[str, str])
    """Entries of the lock whose names could not be kept."""
    credentials: Mapping[str, str] = field(default_factory=dict[str, str])
    """Id of a secret → the argument of the client that takes it."""
    entries: Mapping[tuple[str, str], str] = field(
        default_factory=dict[tuple[str, str], str]
    )
    """Kind and id of a thing → its place in the lock."""
    lost: Mapping[str, tuple[str, str]] = field(
        default_factory=dict[str, tuple[str, str]]
    )
    """Entries that somebody chose a name for and that name nothing now → that name, and what
    it might be called now."""

    def class_name(self, declaration: str) -> Code:
        """The class or alias of a declaration."""
        return identifier(self.types[declaration])

    def params_name(self, declaration: str) -> Code:
        """The `TypedDict`, or the alias of its input form, of a declaration."""
        return identifier(self.params[declaration])

    def module(self, declaration: str) -> Code:
        """The module under `models` that a declaration stands in."""
        return identifier(self.modules[self.owners[declaration]])

    def decoder(self, declaration: str) -> Code:
        """The function that decodes a declaration."""
        return identifier(f"decode_{self.stems[declaration]}")

    def encoder(self, declaration: str) -> Code:
        """The function that gives a record's wire form."""
        return identifier(f"wire_{self.stems[declaration]}")

    def attribute(self, field: str) -> Code:
        """The attribute of a record's field."""
        return identifier(self.attributes[field])

    def extra(self, record: str) -> Code:
        """The attribute of a record's typed extra properties."""
        return identifier(self.extras[record])

    def member(self, enumeration: str, number: int) -> Code:
        """The name of an enum's member."""
        return identifier(self.members[f"{enumeration}\n{number}"])

    def group(self, operation: Operation) -> tuple[Code, ...]:
        """The groups that an operation stands in, from the outside in."""
        return tuple(map(identifier, self.groups[_group_key(operation)]))

    def method(self, operation: str) -> Code:
        """The method of an operation."""
        return identifier(self.methods[operation])

    def argument(self, operation: str, part: str) -> Code:
        """The argument of a parameter, or of a field of a spread body, by its id."""
        return identifier(self.arguments[operation, part])

    def credential(self, secret: str) -> Code:
        """The argument of the client that takes a secret."""
        return identifier(self.credentials[secret])


def allocate(api: Api, lock: Mapping[str, str]) -> Names:
    """Names everything of `api`; what `lock` says is kept."""
    before = recalled(lock, api.operations)
    ledger = Ledger(before)
    types = ledger.settle("type", _type_wishes(api), GENERIC)
    stems = settle((Wish(id, _stem_ladder(name, id)) for id, name in types.items()), {})
    old_types = ledger.aliases("type")
    others = {name for old in old_types.values() for name in old}
    params = settle(
        (Wish(id, _params_ladder(name)) for id, name in types.items()),
        {},
        {*types.values(), *GENERIC, *others},
    )
    attributes: dict[str, str] = {}
    extras: dict[str, str] = {}
    members: dict[str, str] = {}
    records: dict[str, Record] = {}
    for declaration in api.declarations:
        if isinstance(declaration, Record):
            records[declaration.id] = declaration
            _name_fields(declaration, attributes, extras)
        elif isinstance(declaration, Enumeration):
            members.update(settle(_member_wishes(declaration), {}))
    groups, old_groups = _name_groups(api, ledger)
    arguments: dict[tuple[str, str], str] = {}
    for operation in api.operations:
        _name_arguments(operation, records, ledger, arguments)
    methods = _name_methods(api, groups, ledger)
    modules = ledger.settle("module", _module_wishes(api), _MODULES)
    credentials = _name_credentials(api, ledger)
    kept = {**ledger.kept, **operation_entries(api.operations)}
    return Names(
        types,
        params,
        modules,
        stems,
        attributes,
        extras,
        members,
        groups,
        methods,
        arguments,
        {d.id: d.owner for d in api.declarations},
        {**kept, **absent_entries(before, kept)},
        old_types,
        ledger.aliases("method"),
        old_groups,
        ledger.refused,
        credentials,
        ledger.entries,
        lost_names(lock, kept, before),
    )


def _name_credentials(api: Api, ledger: Ledger) -> dict[str, str]:
    """Secrets that are asked for by one name in the configuration are one argument."""
    shared: dict[str, str] = {}
    wishes: list[Wish] = []
    for scheme in api.security_schemes:
        for secret in scheme.secrets:
            ladder = [
                spelling.safe(spelling.snake(words, "secret"))
                for words in (secret.hint.words, *secret.hint.context)
            ]
            asked = secret.hint.strength is Strength.EXPLICIT
            if asked and ladder[0] in shared:
                continue
            if asked:
                shared[ladder[0]] = secret.id
            wishes.append(Wish(secret.id, ladder, int(asked), asked))
    names = ledger.settle("credential", wishes, CLIENT_OPTIONS)
    for scheme in api.security_schemes:
        for secret in scheme.secrets:
            if secret.id not in names:
                asked_name = spelling.safe(spelling.snake(secret.hint.words, "secret"))
                names[secret.id] = names[shared[asked_name]]
    return names


# Types and modules ---------------------------------------------------------------------


def _type_wishes(api: Api) -> Iterable[Wish]:
    for declaration in api.declarations:
        strength = declaration.hint.strength
        asked = strength is Strength.EXPLICIT
        yield Wish(declaration.id, _type_ladder(declaration), strength, asked)


def _type_ladder(declaration: Declaration) -> Sequence[str]:
    hint = declaration.hint
    plain = spelling.safe(spelling.pascal(hint.words))

    def others() -> list[str]:
        ladder = [spelling.safe(spelling.pascal(words)) for words in hint.context]
        if hint.strength >= Strength.REQUIRED:
            # Components that fold together keep their underscores, or else are told apart
            # by how they are written.
            written = declaration.id.rpartition("/")[2]
            case = spelling.case_word(written)
            ladder.insert(
                0, spelling.joined(map(spelling.pascal_of, written.split("_")))
            )
            ladder.insert(1, spelling.joined(hint.words))
            ladder.insert(2, f"{plain}{case.title()}")
        return ladder

    return spelling.Ladder(plain, others)


def _stem_ladder(name: str, id: str) -> list[str]:
    stem = spelling.snake([name], "schema")
    return [stem, f"{stem}_{spelling.digest(id)}"]


def _params_ladder(name: str) -> list[str]:
    return [f"{name}Params", f"{name}ParamsDict", f"{name}InputParams"]


def _module_wishes(api: Api) -> Iterable[Wish]:
    hints: dict[str, Hint] = {page.id: page.hint for page in api.pages}
    for declaration in api.declarations:
        if declaration.id == declaration.owner:
            hints[declaration.owner] = declaration.hint
        elif declaration.owner not in hints:
            hints[declaration.owner] = Hint(
                words_of(declaration.owner.rpartition("/")[2]) or ("schema",),
                Strength.DERIVED,
                (words_of(declaration.owner),),
            )
    for id, hint in hints.items():
        ladder = [spelling.module(words) for words in (hint.words, *hint.context)]
        if hint.strength >= Strength.REQUIRED:
            case = spelling.case_word(id.rpartition("/")[2])
            ladder.insert(1, f"{ladder[0]}_{case}")
        yield Wish(id, ladder, hint.strength)


# Inside a declaration ------------------------------------------------------------------


def _name_fields(
    record: Record, attributes: dict[str, str], extras: dict[str, str]
) -> None:
    names = settle(map(_field_wish, record.fields), {}, key=str)
    attributes.update(names)
    if record.extra is not None:
        taken = names.values()
        extra = settle(
            [Wish(record.id, ["extra", "extra_properties"])], {}, taken, key=str
        )
        extras.update(extra)


def _field_wish(field: Field) -> Wish:
    """A field whose wire name is already the plain name keeps it."""
    if field.hint.strength is Strength.EXPLICIT:
        return Wish(
            field.id, [spelling.safe(spelling.snake(field.hint.words, "field"))], 2
        )
    ladder = spelling.wire_ladder(field.wire, "field")
    return Wish(field.id, ladder, int(ladder.plain == field.wire))


def _member_wishes(enumeration: Enumeration) -> Iterable[Wish]:
    for number, member in enumerate(enumeration.members):
        text = str(member.value)
        explicit = member.hint.strength is Strength.EXPLICIT
        words = member.hint.words if explicit else spelling.wire_words(text)
        plain = spelling.constant(words)
        id = f"{enumeration.id}\n{number}"
        others = partial(_other_members, plain, text)
        yield Wish(id, spelling.Ladder(plain, others), int(explicit))


def _other_members(plain: str, text: str) -> Sequence[str]:
    said = spelling.constant(spelling.every_symbol(text))
    return said, f"{plain}_{spelling.case_word(text).upper()}"


# Operations ----------------------------------------------------------------------------


def _group_key(operation: Operation) -> tuple[str, ...]:
    return tuple("\n".join(hint.words) for hint in operation.group)


def _name_groups(
    api: Api, ledger: Ledger
) -> tuple[dict[tuple[str, ...], tuple[str, ...]], Aliases]:
    """Groups of one level that fold to one name are one group."""
    groups: dict[tuple[str, ...], tuple[str, ...]] = {}
    wishes: dict[str, Wish] = {}
    for operation in api.operations:
        path: list[str] = []
        for hint in operation.group:
            path.append(spelling.safe(spelling.snake(hint.words, "group")))
        groups[_group_key(operation)] = tuple(path)
        for depth in range(1, len(path) + 1):
            id = ".".join(path[:depth])
            name = path[depth - 1]
            wishes.setdefault(id, Wish(id, [name, f"{name.rstrip('_')}_calls"]))
    final: dict[str, str] = {}
    by_parent: defaultdict[str, list[Wish]] = defaultdict(list)
    for wish in wishes.values():
        by_parent[wish.id.rpartition(".")[0]].append(wish)
    for parent, siblings in by_parent.items():
        taken = () if parent else CLIENT_MEMBERS
        final.update(ledger.settle("group", siblings, taken))
    named = {
        key: tuple(final[".".join(path[: d + 1])] for d in range(len(path)))
        for key, path in groups.items()
    }
    old: dict[str, tuple[str, ...]] = {}
    for id, names in ledger.aliases("group").items():
        parts = id.split(".")
        whole = (final[".".join(parts[: d + 1])] for d in range(len(parts)))
        old[".".join(whole)] = names
    return named, old


def _name_methods(
    api: Api,
    groups: Mapping[tuple[str, ...], tuple[str, ...]],
    ledger: Ledger,
) -> dict[str, str]:
    """Methods of one group; a group inside it keeps its name."""
    inner: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for path in groups.values():
        for depth in range(len(path)):
            inner[path[:depth]].add(path[depth])
    by_group: defaultdict[tuple[str, ...], list[Wish]] = defaultdict(list)
    for operation in api.operations:
        hint = operation.hint
        ladder = [
            spelling.safe(spelling.snake(words, "call"))
            for words in (hint.words, *hint.context)
        ]
        ladder.append(
            spelling.safe(
                spelling.snake((operation.method, *words_of(operation.path)), "call")
            )
        )
        by_group[groups[_group_key(operation)]].append(
            Wish(
                operation.id, ladder, hint.strength, hint.strength is Strength.EXPLICIT
            )
        )
    methods: dict[str, str] = {}
    for path, wishes in by_group.items():
        taken = inner[path] if path else inner[path] | CLIENT_MEMBERS
        methods.update(ledger.settle("method", wishes, taken))
    return methods


_LOCATIONS: Sequence[Location] = (
    Location.PATH,
    Location.QUERY,
    Location.HEADER,
    Location.COOKIE,
)


def _name_arguments(
    operation: Operation,
    records: Mapping[str, Record],
    ledger: Ledger,
    arguments: dict[tuple[str, str], str],
) -> None:
    """Parameters and the fields of a spread body; a later place is said by a suffix."""
    wishes: list[Wish] = []
    for parameter in operation.parameters:
        place = parameter.location
        rank = 10 - 2 * _LOCATIONS.index(place)
        wishes.append(
            _argument_wish(
                parameter.id, parameter.wire, parameter.hint, rank, place.value
            )
        )
    if operation.body is not None:
        for prop in spread_properties(operation.body, records):
            field = prop.field
            wishes.append(_argument_wish(field.id, field.wire, field.hint, 0, "body"))
    whole = [replace(w, id=f"{operation.id}\n{w.id}") for w in wishes]
    names = ledger.settle("argument", whole, key=str)
    for wish, full in zip(wishes, whole, strict=True):
        arguments[operation.id, wish.id] = names[full.id]


def _argument_wish(id: str, wire: str, hint: Hint, rank: int, place: str) -> Wish:
    if hint.strength is Strength.EXPLICIT:
        asked = spelling.safe(spelling.snake(hint.words, "arg"))
        return Wish(id, [asked, f"{asked.rstrip('_')}_{place}"], rank + 1, True)
    ladder = spelling.wire_ladder(wire, "arg", place)
    return Wish(id, ladder, rank + (ladder.plain == wire))
