"""Stage 1, validation: does a description keep to the standard? No gate, only diagnostics.

Input: `Documents`. Output: findings in the bag. The structure of the root document is checked
against the official JSON Schema of its version, which the openapi-spec-validator package
ships; `full` adds that package's own rules, and defaults against their schemas.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from specloom.diagnostics import Bag
from specloom.document.documents import Documents
from specloom.document.validator_findings import Finding, findings

_FAMILIES = ("3.0", "3.1", "3.2")


def validate(documents: Documents, bag: Bag, full: bool) -> None:
    """Reports what breaks the standard; the bag keeps that only where nothing else stands."""
    family = family_of(documents)
    if family is None:
        return
    found = _structural(documents, family)
    if full:
        from specloom.document.validate_full import full_findings

        found += full_findings(documents, family)
    for finding in found:
        bag.report(finding.code, finding.message, finding.span, help=finding.help)


def family_of(documents: Documents) -> str | None:
    """Which schema the root document is to fit; None if it says no version that has one."""
    root = documents.value(documents.root)
    if not isinstance(root, dict):
        return None
    version = root.get("openapi", root.get("swagger"))
    text = str(version).removeprefix("v")
    if text == "2" or text.startswith("2."):
        return "2.0"
    return next((f for f in _FAMILIES if text == f or text.startswith(f + ".")), None)


def _structural(documents: Documents, family: str) -> list[Finding]:
    errors = _validator(family).iter_errors(documents.value(documents.root))
    return list(findings(errors, documents.root))


@cache
def _validator(family: str) -> Any:
    import jsonschema_rs

    # Importing the package that ships the schemas would cost more than all of this check.
    package = find_spec("openapi_spec_validator")
    assert package is not None and package.submodule_search_locations
    folder = Path(package.submodule_search_locations[0], "resources", "schemas")
    schema = json.loads((folder / f"v{family}" / "schema.json").read_bytes())
    return jsonschema_rs.validator_for(schema, offline=True)
