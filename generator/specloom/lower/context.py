"""Stage 3, the state of one lowering: openapi in, model out; the only stage that knows both.

Input: an `openapi.Document`. Output, collected here: the declarations of the model. What a
shape means is decided in the topics beside this file (`flatten`, `records`, `enums`,
`unions`, `hierarchy`); this one tells which topic a schema belongs to.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from difflib import get_close_matches
from typing import NamedTuple

from specloom.config import Limits, Sdk
from specloom.diagnostics import Bag, Loss
from specloom.lower.budget import Budget
from specloom.lower.enums import base_of, enumeration, literal_values
from specloom.lower.flatten import Flat, Flattener
from specloom.lower.hierarchy import children_by_base
from specloom.lower.homes import Homes
from specloom.lower.implied import implied_types
from specloom.lower.merge import build, given, only_null
from specloom.lower.places import Place, component_place
from specloom.lower.records import is_record, map_type, record
from specloom.lower.scalars import scalar
from specloom.lower.schema_docs import (
    asked_type_name,
    constraints_of,
    deprecated,
    doc_of,
    examples_of,
)
