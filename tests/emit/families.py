"""Families of records with a discriminator, in every shape that a document can write them in.

Output: documents, and the truth about them: which class each variant is and which values lead to
it. Nothing here is read from what the generator makes of them, so that the two can be compared.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from specloom.model.types import JsonScalar, JsonValue

Node = dict[str, Any]


class Shape(Enum):
    """How the records and the union stand to each other."""

    FLAT = "a union of components"
    NESTED = "a union of unions"
    DISTRIBUTED = "properties beside a union"
    ALL_OF = "a union inside allOf"
    ELSEWHERE = "a union in a second file"
    BASE = "a base, by reference"
    DESCENDANTS = "a union of descendants that says nothing of the tag"
    MIDDLE = "a base with a class between it and the others"
    CIRCLE = "a base whose union lists its children"


class Tagging(Enum):
    """What says which value is whose."""

    CONST = "a required constant"
    OPTIONAL = "an optional constant with a default"
    ENUM = "an enum of one value"
    SEVERAL = "an enum of two values"
    MAPPING = "a mapping alone, of a plain property"
    UNDECLARED = "a mapping alone, of a property that no variant declares"
    NAMES = "the names of components"


HIERARCHIES = (Shape.BASE, Shape.DESCENDANTS, Shape.MIDDLE, Shape.CIRCLE)

_TEXTS = ("cat", "Dog", "a b", "x/y", "~", "ünï", "1", "true", "class", "C-3")
_NUMBERS = (1.5, -0.25, 2.75, 1e-3, 1e300)
_TYPES: dict[type, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
}
_PROPERTIES = ("alpha", "beta", "gamma", "delta")
_KINDS = ("string", "integer", "boolean")


@dataclass(frozen=True)
class Variant:
    """One record: the component it is, the values that lead to it, what it requires beside."""

    component: str
    values: tuple[JsonScalar, ...]
    required: dict[str, str]


@dataclass(frozen=True)
class Family:
    """Some records that a discriminator tells apart."""

    name: str
    shape: Shape
    tagging: Tagging
    tag: str
    variants: tuple[Variant, ...]
    base: str = ""
    """The component that is a variant without a tag, if there is one."""

    @property
    def is_asked(self) -> bool:
        """Whether a caller has to say which of several values it is."""
        return self.tagging is Tagging.SEVERAL


def families(seed: int) -> Iterator[Family]:
    """One family for each way that there is, the rest of it by chance."""
    chance = random.Random(seed)
    number = 0
    for shape in Shape:
        for tagging in Tagging:
            for kind in (str, int, float, bool):
                if not _is_possible(shape, tagging, kind):
                    continue
                number += 1
                yield _family(f"F{number}", shape, tagging, kind, chance)


def _is_possible(shape: Shape, tagging: Tagging, kind: type) -> bool:
    if tagging is Tagging.NAMES:
        return kind is str
    if tagging is Tagging.UNDECLARED:
        # A base and what is beside a union declare the property.
        return kind is str and shape in (Shape.FLAT, Shape.NESTED, Shape.ELSEWHERE)
    if tagging in (Tagging.ENUM, Tagging.SEVERAL, Tagging.CONST, Tagging.OPTIONAL):
        # An enum of fractions is no set of literals.
        return kind is not float and not (tagging is Tagging.SEVERAL and kind is bool)
    return True


def _family(
    name: str, shape: Shape, tagging: Tagging, kind: type, chance: random.Random
) -> Family:
    count = 2 if kind is bool else chance.randint(2, 4)
    values: list[JsonScalar]
    if kind is bool:
        values = [True, False]
    elif kind is int:
        values = list(chance.sample(range(-3, 12), 2 * count))
    elif kind is float:
        values = list(_NUMBERS[:count])
    else:
        values = list(chance.sample(_TEXTS, 2 * count))
    variants: list[Variant] = []
    for at in range(count):
        component = f"{name}V{at}"
        own: tuple[JsonScalar, ...] = (values[at],)
        if tagging is Tagging.SEVERAL:
            own = (values[2 * at], values[2 * at + 1])
        elif tagging is Tagging.NAMES:
            own = (component,)
        required = {
            property: chance.choice(_KINDS)
            for property in chance.sample(_PROPERTIES, chance.randint(0, 3))
        }
        variants.append(Variant(component, own, required))
    tag = chance.choice(("kind", "type", "v", "@type", "x-tag", "class"))
    return Family(
        name, shape, tagging, tag, tuple(variants), _base(name, shape, tagging)
    )


def _base(name: str, shape: Shape, tagging: Tagging) -> str:
    return name if shape in (Shape.BASE, Shape.MIDDLE) else ""


# Documents -------------------------------------------------------------------------------------


class Documents:
    """The files that describe some families."""

    def __init__(self, made: list[Family], version: str) -> None:
        self._version = version
        self._schemas: dict[str, Node] = {}
        self._elsewhere: dict[str, Node] = {}
        for family in made:
            self._add(family)

    def write(self, folder: Path) -> Path:
        """Writes the files; the root document."""
        root: Node = {
            "openapi": self._version,
            "info": {"title": "Families", "version": "1"},
            "servers": [{"url": "https://api.example"}],
            "paths": {},
            "components": {"schemas": self._schemas},
        }
        folder.mkdir(exist_ok=True)
        (folder / "openapi.json").write_text(json.dumps(root))
        (folder / "more.json").write_text(json.dumps(self._elsewhere))
        return folder / "openapi.json"

    def _add(self, family: Family) -> None:
        name = family.name
        at = "#/" if family.shape is Shape.ELSEWHERE else "#/components/schemas/"
        refs = [{"$ref": f"{at}{v.component}"} for v in family.variants]
        discriminator: Node = {"propertyName": family.tag}
        if family.tagging not in (Tagging.NAMES, Tagging.CONST, Tagging.OPTIONAL):
            discriminator["mapping"] = {
                _text(value): ref["$ref"]
                for ref, variant in zip(refs, family.variants)
                for value in variant.values
            }
        own = {v.component: self._record(family, v) for v in family.variants}
        plain: Node = {"type": _TYPES[type(family.variants[0].values[0])]}
        union: Node = {"oneOf": refs, "discriminator": discriminator}
        base: Node = {
            "type": "object",
            "required": [family.tag],
            "properties": {family.tag: plain, "common": {"type": "string"}},
        }
        match family.shape:
            case Shape.FLAT:
                self._schemas |= own
            case Shape.NESTED:
                self._schemas |= own
                union["oneOf"] = [{"oneOf": refs[:1]}, {"oneOf": refs[1:]}]
            case Shape.ELSEWHERE:
                self._elsewhere |= {**own, name: union}
                union = {"$ref": f"./more.json#/{name}"}
            case Shape.DISTRIBUTED:
                self._schemas |= own
                union = {**base, **union}
            case Shape.ALL_OF:
                self._schemas |= own
                union = {"allOf": [base, union]}
            case Shape.BASE | Shape.DESCENDANTS | Shape.MIDDLE | Shape.CIRCLE:
                parent = f"{name}Parent" if family.shape is Shape.DESCENDANTS else name
                below = parent
                self._schemas[parent] = {**base, "discriminator": discriminator}
                if family.shape is Shape.CIRCLE:
                    self._schemas[parent] |= union
                if family.shape is Shape.MIDDLE:
                    below = f"{name}Middle"
                    self._schemas[below] = _child(parent, {"type": "object"})
                for variant in family.variants:
                    up = parent if variant is family.variants[0] else below
                    self._schemas[variant.component] = _child(
                        up, own[variant.component]
                    )
                union = {"oneOf": refs}
        if family.shape not in (Shape.BASE, Shape.MIDDLE, Shape.CIRCLE):
            self._schemas[name] = union
        ref = {"$ref": f"#/components/schemas/{name}"}
        self._schemas[f"{name}Wrap"] = {
            "type": "object",
            "required": ["one"],
            "properties": {
                "one": ref,
                "many": {"type": "array", "items": ref},
                "named": {"type": "object", "additionalProperties": ref},
                "either": {"oneOf": [ref, {"type": "string"}]},
                "pairs": {"type": "array", "items": {"type": "array", "items": ref}},
            },
        }

    def _record(self, family: Family, variant: Variant) -> Node:
        node: Node = {
            "type": "object",
            "properties": {n: {"type": k} for n, k in variant.required.items()},
            "required": list(variant.required),
        }
        values = list(variant.values)
        type_ = {"type": _TYPES[type(values[0])]}
        match family.tagging:
            case Tagging.CONST if self._version != "3.0.3":
                node["properties"][family.tag] = {"const": values[0]}
                node["required"].append(family.tag)
            case Tagging.OPTIONAL:
                node["properties"][family.tag] = {
                    **type_,
                    "enum": values,
                    "default": values[0],
                }
            case Tagging.ENUM | Tagging.SEVERAL | Tagging.CONST:
                node["properties"][family.tag] = {**type_, "enum": values}
                node["required"].append(family.tag)
            case Tagging.MAPPING | Tagging.NAMES:
                if family.shape not in HIERARCHIES:
                    node["properties"][family.tag] = type_
                    node["required"].append(family.tag)
            case Tagging.UNDECLARED:
                pass
        return node


def _child(parent: str, own: Node) -> Node:
    return {"allOf": [{"$ref": f"#/components/schemas/{parent}"}, own]}


def _text(value: JsonScalar) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def sample(kind: str, chance: random.Random) -> JsonValue:
    """A value of a property."""
    match kind:
        case "string":
            return chance.choice(("", "text", "☃"))
        case "integer":
            return chance.randint(-5, 5)
        case _:
            return chance.random() < 0.5
