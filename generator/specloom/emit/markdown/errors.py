"""Stage 4, emit: the exceptions that a call raises, by status."""

from __future__ import annotations

from collections.abc import Mapping

_BY_STATUS: Mapping[str, str] = {
    "400": "BadRequestError",
    "401": "AuthenticationError",
    "403": "PermissionDeniedError",
    "404": "NotFoundError",
    "409": "ConflictError",
    "422": "UnprocessableEntityError",
    "429": "RateLimitError",
}


def error_class(status: str) -> str:
    """The class that a response of this status, or range of statuses, is raised as."""
    if status[:1] == "5":
        return "InternalServerError"
    return _BY_STATUS.get(status, "APIStatusError")
