"""Stage 2, "what does OpenAPI say": plain data in, a `Document` in the terms of 3.2 out.

Input: the opened documents of stage 1. Output: `document.Document` and `schema.Schema`, whatever
version the description was written in. Nothing is interpreted here beyond the standards and the
evident meaning of a mistake; what a shape means for a client is decided in `lower`.
"""

from specloom.openapi.read_document import read_document

__all__ = ["read_document"]
