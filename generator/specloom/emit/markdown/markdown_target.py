"""Stage 4, emit: the target `markdown`, reference pages of the generated Python package.

Names and types are exactly those of the `python` target, made by the same code. Input: the API.
Output: a page for each module of models, each operation and each group, the pages that lead to
them, and `llms.txt` with all of them in one plain file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from specloom.diagnostics import Bag
from specloom.emit.custom import folders
from specloom.emit.markdown.credentials import scheme_sections
from specloom.emit.markdown.errors import error_bodies
from specloom.emit.markdown.model_pages import model_pages
from specloom.emit.markdown.operation_pages import operation_pages
from specloom.emit.markdown.overview import Overview
from specloom.emit.markdown.page_context import Pages
from specloom.emit.markdown.site import (
    AUTHENTICATION,
    CONVENTIONS,
    ERRORS,
    INDEX,
    MODELS,
    WEBHOOKS,
)
from specloom.emit.markdown.text import environment, name, placed, plain
from specloom.emit.python.names.naming import allocate
from specloom.emit.target import Emission, Emitted, OutputFile
from specloom.model.api import Api


def emit(api: Api, emission: Emission, bag: Bag) -> Emitted:
    """The pages of what is selected of `api`."""
    names = allocate(api, emission.lock)
    pages = Pages(api, names, emission)
    printed = list(_print(pages, folders(emission, "markdown")))
    files = [OutputFile(p, placed(text, p), template) for p, template, text in printed]
    files.append(OutputFile("llms.txt", plain((p, text) for p, _, text in printed)))
    return Emitted(tuple(files), lock=names.lock)


def _print(pages: Pages, templates: list[Path]) -> Iterator[tuple[str, str, str]]:
    """Path, template and text of every page, the way a reader goes: from the start page to
    the calls, then to the models. Links still begin at the root."""
    get = environment(*templates).get_template
    overview = Overview(pages)

    def one(path: str, template: str, **view: object) -> tuple[str, str, str]:
        return path, template, get(template).render(**view)

    package, client = name(pages.package), name(pages.client)
    yield one(INDEX, "index.md.jinja", page=overview.index())
    sections = list(scheme_sections(pages))
    yield one(AUTHENTICATION, "authentication.md.jinja", sections=sections)
    yield one(
        CONVENTIONS,
        "conventions.md.jinja",
        package=package,
        client=client,
        strenum=pages.sdk.enums == "strenum",
        polls=bool(pages.pollers),
    )
    bodies = error_bodies(pages)
    yield one(ERRORS, "errors.md.jinja", package=package, client=client, bodies=bodies)
    for group in overview.groups():
        yield one(group.path, "group.md.jinja", page=group)
    for operation in operation_pages(pages):
        yield one(operation.path, "operation.md.jinja", page=operation)
    if pages.api.selection.incoming:
        yield one(WEBHOOKS, "webhooks.md.jinja", page=overview.webhooks())
    yield one(MODELS, "models.md.jinja", page=overview.models())
    for model in model_pages(pages):
        yield one(model.path, "model.md.jinja", page=model)
