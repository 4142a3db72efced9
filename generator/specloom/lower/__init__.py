"""Stage 3: openapi → model. Input: `openapi.Document`. Output: `model.Api`.

The only stage that knows both. The whole document is lowered; what a run generates is marked
by the selection, so that leaving operations out changes no name.
"""

from specloom.lower.lower_document import lower

__all__ = ["lower"]
