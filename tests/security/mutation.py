"""Damages documents: as trees, where most of it still makes sense, and as text, where it may not."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from random import Random
from typing import Any

from security.payloads import PAYLOADS

_KEYS = (
    *("$ref", "$id", "$anchor", "$defs", "$dynamicRef", "type", "nullable", "format"),
    *("properties", "required", "items", "prefixItems", "additionalProperties", "enum"),
    *(
        "const",
        "default",
        "example",
        "examples",
        "allOf",
        "oneOf",
        "anyOf",
        "not",
        "if",
    ),
    *("then", "else", "discriminator", "propertyName", "mapping", "patternProperties"),
    *(
        "minimum",
        "maximum",
        "multipleOf",
        "minLength",
        "pattern",
        "title",
        "deprecated",
    ),
    *("readOnly", "writeOnly", "description", "summary", "operationId", "parameters"),
    *("requestBody", "responses", "content", "schema", "schemas", "headers", "links"),
    *("in", "name", "style", "explode", "allowReserved", "encoding", "contentType"),
    *(
        "security",
        "securitySchemes",
        "servers",
        "variables",
        "url",
        "callbacks",
        "tags",
    ),
    *("get", "put", "post", "delete", "query", "additionalOperations", "paths", "200"),
    *("2XX", "default", "application/json", "text/event-stream", "multipart/form-data"),
    *("itemSchema", "x-nullable", "x-specloom-group", "x-specloom-pagination", "x-a"),
    *("unevaluatedProperties", "contains", "dependentSchemas", "contentEncoding", ""),
)
_SCALARS: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 200, 2**63, 10**400, 0.1, 1e308, -0.0),
    *("", "string", "integer", "number", "object", "array", "null", "boolean", "file"),
    *("path", "query", "header", "cookie", "body", "formData", "deepObject", "simple"),
    *("matrix", "label", "form", "pipeDelimited", "date-time", "date", "uuid", "byte"),
    *("binary", "int64", "decimal", "duration", "#", "#/", "#/components/schemas/A"),
    *("#/components/schemas", "other.yaml", "#x", "apiKey", "http", "oauth2", "bearer"),
    *("/{id}", "/a/{b}/{c}", "{", "3.0.3", "3.1.0", "2.0", "https://x.test/{y}", "%zz"),
)
_WRAPPERS = ("allOf", "oneOf", "anyOf", "prefixItems")
_TOKENS = (
    *("&a ", "*a", "<<: *a\n", "!!binary ", "!x ", "? ", "- ", ": ", "|\n", ">-\n  "),
    *("---\n", "...\n", "%YAML 1.1\n", "#", "{", "}", "[", "]", '"', "'", "\t", "\n"),
    *(
        "  ",
        "\\u0000",
        "\ufeff",
        "\x00",
        "\x85",
        "\u2028",
        ",",
        "@",
        "`",
        "0x1F",
        ".inf",
    ),
    *(
        ".nan",
        "1e999",
        "0o17",
        "12:30:45",
        "2001-01-01",
        "~",
        "null",
        "\\ud800",
        "\xff",
    ),
)

Path = tuple[str | int, ...]


def mutate(seed: Any, others: Sequence[Any], random: Random) -> Any:
    """A damaged copy of a tree; parts of `others` may come into it."""
    tree = copy.deepcopy(seed)
    for _ in range(random.choice((1, 1, 2, 3, 5, 12))):
        places = list(mutation_places(tree))
        if len(places) > 1:
            _strike(tree, places, others, random)
    return tree


def mutate_text(text: str, random: Random) -> str:
    """A damaged text."""
    for _ in range(random.choice((1, 2, 4, 9))):
        begin = random.randrange(len(text) + 1)
        end = min(len(text), begin + random.choice((0, 0, 1, 3, 30, 300)))
        match random.randrange(4):
            case 0:
                text = text[:begin] + text[end:]
            case 1:
                text = text[:begin] + random.choice(_TOKENS) + text[end:]
            case 2:
                text = text[:begin] + text[begin:end] * 2 + text[end:]
            case _:
                to = random.randrange(len(text) + 1)
                text = text[:to] + text[begin:end] + text[to:]
    return text


def mutation_places(tree: Any) -> list[Path]:
    """The path of everything in a tree but the tree itself."""
    found: list[Path] = []
    pending: list[tuple[Any, Path]] = [(tree, ())]
    while pending:
        value, path = pending.pop()
        children: Any = ()
        if isinstance(value, dict):
            children = value.items()
        elif isinstance(value, list):
            children = enumerate(value)
        for key, child in children:
            found.append((*path, key))
            pending.append((child, (*path, key)))
    return found


def _strike(
    tree: Any, places: list[Path], others: Sequence[Any], random: Random
) -> None:
    path = random.choice(places)
    owner = _at(tree, path[:-1])
    key, value = path[-1], _at(tree, path)
    match random.randrange(11):
        case 0:
            del owner[key]
        case 1:
            owner[key] = random.choice(_SCALARS)
        case 2:
            owner[key] = random.choice([{}, [], [value], {"a": value}, [value, value]])
        case 3:
            owner[key] = {random.choice(_WRAPPERS): [value, _any(tree, places, random)]}
        case 4:
            owner[key] = copy.deepcopy(_any(tree, places, random))
        case 5:
            other = random.choice(others)
            owner[key] = copy.deepcopy(
                _any(other, list(mutation_places(other)), random)
            )
        case 6:
            owner[key] = {"$ref": "#" + _pointer(random.choice(places))}
        case 7 if isinstance(owner, dict):
            owner[random.choice(_KEYS)] = owner.pop(key)
        case 8 if isinstance(value, dict):
            value[random.choice(_KEYS)] = _any(tree, places, random)
        case 9 if isinstance(value, dict):
            value[random.choice(_KEYS)] = random.choice(_SCALARS)
        case _ if isinstance(owner, dict):
            payload = random.choice(tuple(PAYLOADS.values()))[:300]
            if random.random() < 0.5:
                owner[payload] = owner.pop(key)
            else:
                owner[key] = payload
        case _:
            owner[key] = random.choice(tuple(PAYLOADS.values()))[:300]


def _any(tree: Any, places: list[Path], random: Random) -> Any:
    value = _at(tree, random.choice(places)) if places else None
    # A tree must not come to hold itself; small parts are what documents are made of anyway.
    return copy.deepcopy(value) if len(json.dumps(value)) < 3_000 else {}


def _at(tree: Any, path: Path) -> Any:
    try:
        for key in path:
            tree = tree[key]
    except (LookupError, TypeError):
        return None
    return tree


def _pointer(path: Path) -> str:
    return "".join(f"/{str(k).replace('~', '~0').replace('/', '~1')}" for k in path)
