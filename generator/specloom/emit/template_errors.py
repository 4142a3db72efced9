"""Stage 4, emit: mistakes in the user's own templates, said with their place."""

from __future__ import annotations

import traceback
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from specloom.diagnostics import fail
from specloom.source import Position, Span


@contextmanager
def template_errors(custom: Path | None) -> Generator[None]:
    """Turns errors of templates below `custom` into diagnostics; ours would be our fault."""
    if custom is None:
        yield
        return
    from jinja2 import TemplateError, TemplateSyntaxError

    try:
        yield
    except TemplateSyntaxError as error:
        span = Span(str(error.filename or custom), "")
        what = str(error.message)
        raise fail("E613", what, span, position=Position(error.lineno, 1)) from None
    except (TemplateError, TypeError) as error:
        frames = traceback.extract_tb(error.__traceback__)
        inside = [f for f in frames if Path(f.filename).is_relative_to(custom)]
        if not inside:
            raise
        place = inside[-1]
        position = Position(place.lineno or 1, 1)
        raise fail(
            "E613", str(error), Span(place.filename, ""), position=position
        ) from None
