"""Stage 1, the slow part of validation: openapi-spec-validator's own rules.

Its errors carry no place in the document, only one in the schema at hand, so each of its
validators gets a wrapper that notes the path it was called with, and that turns an exception
over a broken corner into one finding. By itself it reads other files, over the network too;
here it is given the files of the description, or nothing.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from specloom.document.documents import Documents
from specloom.document.pointer import pointer_of
from specloom.document.validator_findings import Finding, shorten
from specloom.source import Span

_PARTS = "specloom_parts"


def full_findings(documents: Documents, family: str) -> list[Finding]:
    """What openapi-spec-validator has to say about the whole description."""
    import openapi_spec_validator
    from jsonschema_path import SchemaPath
    from referencing import Specification
    from referencing.jsonschema import DRAFT202012

    digits = "2" if family == "2.0" else family.replace(".", "")
    name = f"OpenAPIV{digits}SpecValidator"
    original: Any = getattr(openapi_spec_validator, name)
    validators = {k: _placed(v) for k, v in original.keyword_validators.items()}
    validator: Any = type(name, (original,), {"keyword_validators": validators})
    root: Any = documents.value(documents.root)
    # `$id` came with 3.1; before it, a file that holds a text is as good as any.
    specification: Any = (
        Specification.OPAQUE if family in ("2.0", "3.0") else DRAFT202012
    )
    path = SchemaPath.from_dict(
        root,
        base_uri=_uri(documents),
        handlers=_Files(documents),
        specification=specification,
    )
    return [
        _finding(error, documents) for error in validator(path).root_validator(path)
    ]


def _placed(validator: Any) -> Any:
    """A subclass of a keyword validator whose errors know where they were found."""

    def call(self: Any, *arguments: Any, **options: Any) -> Iterator[Any]:
        from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
        from referencing.exceptions import Unresolvable

        parts = next(a.parts for a in arguments if hasattr(a, "parts"))
        try:
            for error in validator.__call__(self, *arguments, **options):
                if not hasattr(error, _PARTS):
                    setattr(
                        error, _PARTS, (*parts, *_inside(self), *error.absolute_path)
                    )
                yield error
        except (Unresolvable, RecursionError):
            return  # a reference to nothing or in a circle, which reading the document tells
        except Exception as problem:  # what a library makes of an invalid corner
            error = OpenAPIValidationError(f"cannot be validated: {_told(problem)}")
            setattr(error, _PARTS, parts)
            yield error

    return type(validator.__name__, (validator,), {"__call__": call})


def _inside(validator: Any) -> tuple[str, ...]:
    """What stands between the path a validator gets and the value it checks."""
    return ("default",) if hasattr(validator, "value_validator_cls") else ()


def _told(problem: Exception) -> str:
    text = str(problem)
    return f"{type(problem).__name__}: {text}" if text else type(problem).__name__


def _finding(error: Any, documents: Documents) -> Finding:
    from openapi_spec_validator.validation.exceptions import DuplicateOperationIDError

    pointer = pointer_of(*getattr(error, _PARTS, ()))
    if isinstance(error, DuplicateOperationIDError):  # where whoever reads it tells it
        pointer += "/operationId"
    span = documents.resolve(f"#{pointer.replace('%', '%25')}", documents.root)
    return Finding("W131", shorten(str(error.message), 160), span or documents.root)


def _uri(documents: Documents) -> str:
    """A URI for the root document in which its folder is the root of all files."""
    return "file:///" + quote(posixpath.basename(documents.root.file))


class _Files(dict[str, Callable[[str], Any]]):
    """The reader of other files for every scheme of URIs: ours, which stays in the folder."""

    def __init__(self, documents: Documents) -> None:
        super().__init__()
        self._documents = documents

    def __contains__(self, scheme: object) -> bool:
        return True

    def __getitem__(self, scheme: str) -> Callable[[str], Any]:
        return self._read

    def _read(self, uri: str) -> Any:
        # Any other scheme was refused, with a diagnostic, where the document was read.
        parts = urlsplit(uri)
        local = parts.scheme == "file"
        root = self._documents.root
        span = self._documents.resolve("." + parts.path, root) if local else None
        if span is None:
            raise LookupError(uri)
        return self._documents.value(Span(span.file, ""))
