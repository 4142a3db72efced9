"""Stage 4, emit: each text of a template is compiled once in a process.

Compiling our templates takes longer than printing a small API. A process that generates several
SDKs, or watches a document, does it once; a template whose text has changed is compiled anew.
"""

from __future__ import annotations

from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """What Jinja has made of templates. For environments that are set up alike, and only those:
    the code of a template depends on the filters and on what may be printed."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Finds the code for the template's place, if its text is still the same."""
        checksum, code = self._codes.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps one code for each place."""
        if bucket.code is not None:
            self._codes[bucket.key] = bucket.checksum, bucket.code
