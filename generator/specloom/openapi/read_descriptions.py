"""Readers of what describes the API as a whole: info and tags.

Input: the root mapping. Output: `Info` and `Tag`s (OpenAPI 3.2 "Info Object", "Tag Object").
"""

from __future__ import annotations

from dataclasses import replace

from specloom.openapi.document import InfoObject, TagObject
from specloom.openapi.node import Node

_INFO = frozenset(
    (
        *("title", "summary", "description", "termsOfService", "contact", "license"),
        "version",
    )
)
_TAG = frozenset(("name", "summary", "description", "externalDocs", "parent", "kind"))


def read_info(root: Node) -> InfoObject:
    """The field `info`."""
    node = root.node("info") if "info" in root.value else None
    if node is None:
        if "info" not in root.value:
            root.missing("info", "the API has no title and no version")
        return InfoObject("", "", "", "", {}, root.span)
    node.expect(_INFO, "an Info Object")
    for key in ("title", "version"):
        if key not in node.value:
            node.missing(key, "read as empty")
    return InfoObject(
        title=node.text("title"),
        version=node.text("version"),
        summary=node.text("summary"),
        description=node.text("description"),
        extensions=node.extensions(),
        span=node.span,
    )


def read_tags(root: Node) -> tuple[TagObject, ...]:
    """The field `tags`, each name once, parents that exist and do not go in circles."""
    found: dict[str, TagObject] = {}
    for node in root.items("tags"):
        tag = _read_tag(node)
        if not tag.name:
            node.missing("name", "the tag is left out")
        elif tag.name in found:
            node.reading.bag.report(
                "N242",
                f"tag {tag.name!r} is declared twice; the first one is kept",
                node.span,
            )
        else:
            found[tag.name] = tag
    return tuple(_with_sound_parent(tag, found, root) for tag in found.values())


def read_external_docs(owner: Node) -> tuple[str, str]:
    """The field `externalDocs`: URL and description."""
    node = owner.node("externalDocs") if owner.has("externalDocs") else None
    return (node.text("url"), node.text("description")) if node else ("", "")


def _read_tag(node: Node) -> TagObject:
    node.expect(_TAG, "a Tag Object")
    url, description = read_external_docs(node)
    return TagObject(
        name=node.text("name"),
        summary=node.text("summary"),
        description=node.text("description"),
        parent=node.text("parent"),
        external_url=url,
        external_description=description,
        extensions=node.extensions(),
        span=node.span,
    )


def _with_sound_parent(
    tag: TagObject, tags: dict[str, TagObject], root: Node
) -> TagObject:
    if not tag.parent:
        return tag
    if tag.parent not in tags:
        problem = "is not declared"
    elif tag.name in _line(tag.parent, tags):
        problem = "leads back to it"
    else:
        return tag
    root.reading.bag.report(
        "N242",
        f"the parent {tag.parent!r} of tag {tag.name!r} {problem}; ignored",
        tag.span.child("parent"),
    )
    return replace(tag, parent="")


def _line(name: str, tags: dict[str, TagObject]) -> set[str]:
    """A tag and all above it."""
    line: set[str] = set()
    while name in tags and name not in line:
        line.add(name)
        name = tags[name].parent
    return line
