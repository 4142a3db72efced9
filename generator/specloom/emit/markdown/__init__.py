"""Target `markdown`: reference pages of the generated Python package.

Names and types are exactly those of the `python` target, made by the same code.
"""

from __future__ import annotations

from specloom.diagnostics import Bag
from specloom.emit.markdown.models import model_pages
from specloom.emit.markdown.operations import operation_pages
from specloom.emit.markdown.pages import Pages
from specloom.emit.markdown.text import environment, placed
from specloom.emit.python.names import allocate
from specloom.emit.target import Emission, Emitted, OutputFile
from specloom.model.api import Api


def emit(api: Api, emission: Emission, bag: Bag) -> Emitted:
    """The pages of what is selected of `api`."""
    names = allocate(api, emission.lock)
    pages = Pages(api, names, emission)
    templates = environment(emission.templates / "markdown")
    files: list[OutputFile] = []
    template = templates.get_template("model.md.jinja")
    for page in model_pages(pages):
        text = template.render(page=page)
        files.append(OutputFile(page.path, placed(text, page.path), "model.md.jinja"))
    template = templates.get_template("operation.md.jinja")
    for page in operation_pages(pages):
        text = template.render(page=page)
        files.append(OutputFile(page.path, placed(text, page.path), "operation.md.jinja"))
    return Emitted(tuple(files), lock=names.lock)
