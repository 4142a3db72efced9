"""Stage 1: what the bytes say. Files → plain data, references, places, validation."""

from specloom.document.documents import Documents
from specloom.document.start import bytes_of, open_documents

__all__ = ["Documents", "bytes_of", "open_documents"]
