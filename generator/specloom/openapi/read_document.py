"""`read_document`: the whole of stage 2, in the order of the OpenAPI Object.

Input: the opened documents. Output: `Document` (OpenAPI 3.2 "OpenAPI Object"; 2.0 "Swagger
Object").
"""

from __future__ import annotations

import re

from specloom.diagnostics import Bag
from specloom.document.documents import Documents
from specloom.openapi.document import Document, OperationObject
from specloom.openapi.node import Node
from specloom.openapi.read_components import Components
from specloom.openapi.read_descriptions import read_external_docs, read_info, read_tags
from specloom.openapi.read_paths import Defaults, PathReader
from specloom.openapi.read_schemas import Schemas
from specloom.openapi.read_security import read_requirements, read_security_schemes
from specloom.openapi.read_servers import read_root_servers
from specloom.openapi.reading import Reading
from specloom.openapi.ref_targets import References
from specloom.openapi.shared import check_shared
from specloom.openapi.version import VERSIONS, Version, read_version

_VARIABLE = re.compile(r"\{[^{}]*\}")

_ALL: tuple[Version, ...] = VERSIONS
_FIELDS: dict[str, tuple[Version, ...]] = {
    **dict.fromkeys(("openapi", "swagger", "info", "paths", "security"), _ALL),
    **dict.fromkeys(("tags", "externalDocs"), _ALL),
    **dict.fromkeys(("host", "basePath", "schemes", "consumes", "produces"), ("2.0",)),
    **dict.fromkeys(("definitions", "parameters", "responses"), ("2.0",)),
    "securityDefinitions": ("2.0",),
    **dict.fromkeys(("servers", "components"), ("3.0", "3.1", "3.2")),
    **dict.fromkeys(("webhooks", "jsonSchemaDialect"), ("3.1", "3.2")),
    "$self": ("3.2",),
}
"""The fields of the root and the versions that have them; all are read in every version."""


def read_document(documents: Documents, bag: Bag) -> Document:
    """The description in `documents`; what is wrong with it goes into `bag`."""
    value = documents.value(documents.root)
    version = read_version(value, documents.root, bag)
    reading = Reading(documents, bag, version, References(documents, bag))
    reading.schemas = Schemas(reading)
    root = Node(value if isinstance(value, dict) else {}, documents.root, reading)
    root.expect(frozenset(_FIELDS), "an OpenAPI Object")
    for field in root.value:
        if version not in _FIELDS.get(field, _ALL):
            known_in = ", ".join(_FIELDS[field])
            reading.foreign(root.at(field), f"`{field}` (of {known_in})")
    schemes = read_security_schemes(root)
    known = frozenset(scheme.name for scheme in schemes)
    servers = read_root_servers(root)
    paths = PathReader(
        reading,
        Defaults(
            security=read_requirements(root, known),
            schemes=known,
            servers=servers,
            consumes=root.texts("consumes"),
            produces=root.texts("produces"),
        ),
    )
    operations = paths.read_paths(root)
    webhooks = paths.read_webhooks(root)
    check_shared(root, paths)
    _note_rivals(operations, bag)
    components = Components(reading.schemas, reading.references)
    if reading.schemas.far or len(documents.files) > 1:
        components.add_far_ones()
    external_url, external_description = read_external_docs(root)
    return Document(
        dialect=version,
        info=read_info(root),
        servers=servers,
        tags=read_tags(root),
        security_schemes=schemes,
        schemas=components,
        paths=_count_paths(root),
        operations=operations,
        webhooks=webhooks,
        extensions=root.extensions(),
        span=documents.root,
        schema_at=reading.schemas.at,
        component_at=components.name_at,
        external_url=external_url,
        external_description=external_description,
    )


def _count_paths(root: Node) -> int:
    paths = root.value.get("paths")
    return sum(key.startswith("/") for key in paths) if isinstance(paths, dict) else 0


def _note_rivals(operations: tuple[OperationObject, ...], bag: Bag) -> None:
    """Notes operationIds that are used twice and paths that differ in variables' names only."""
    by_id: dict[str, OperationObject] = {}
    by_shape: dict[tuple[str, str], OperationObject] = {}
    for operation in operations:
        name = operation.operation_id
        shape = (operation.method, _VARIABLE.sub("{}", operation.path))
        first = by_id.setdefault(name, operation)
        if name and first is not operation:
            bag.report(
                "W235",
                f"operationId {name!r} is used twice",
                operation.span.child("operationId"),
                notes=(("the first one", first.span),),
            )
        first = by_shape.setdefault(shape, operation)
        if first is not operation:
            bag.report(
                "N236",
                f"path {operation.path!r} is the same as {first.path!r}",
                operation.span,
                notes=(("the first one", first.span),),
            )
