"""Stage 4, emit: the Python package, put together from its pages.

Input: the whole API. Output: `Emitted`: models, calls, client, errors, the runtime, and the two
pages for people. Everything is named first, so that a selection changes no name.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from specloom.diagnostics import Bag
from specloom.emit.custom import folders
from specloom.emit.markdown import text
from specloom.emit.markdown.doc_text import Docs
from specloom.emit.python.calls.grouping import group_tags, plan_groups
from specloom.emit.python.calls.resources import (
    Surroundings,
    plan_resource,
)
from specloom.emit.python.models.annotations import Annotator
from specloom.emit.python.models.model_files import emit_models
from specloom.emit.python.models.traits import Traits
from specloom.emit.python.names import spelling
from specloom.emit.python.names.naming import Names, allocate
from specloom.emit.python.package.client import TRANSPORTS, ClientWriter
from specloom.emit.python.package.exports import plan_errors, plan_init
from specloom.emit.python.package.readme import plan_api_index, plan_readme
from specloom.emit.python.package.surface import ShownCall, plan_surface
from specloom.emit.python.package.testing import TestingPage, plan_testing
from specloom.emit.python.package.vendoring import vendored
from specloom.emit.python.printing.code import environment
from specloom.emit.python.printing.docstrings import prose, wrapped
from specloom.emit.python.printing.formatting import formatted
from specloom.emit.python.printing.imports import Imports
from specloom.emit.target import Emission, Emitted, OutputFile
from specloom.model.api import Api
from specloom.model.types import Type


def emit(api: Api, emission: Emission, bag: Bag) -> Emitted:
    """All files of the package."""
    names = allocate(api, emission.lock)
    for entry, name in names.refused.items():
        place = " ".join(entry.split())
        bag.report(
            "W401",
            f"{name!r} cannot be the name of {place}: it is {names.lock[entry]!r}",
        )
    for entry, (name, now) in names.lost.items():
        bag.report(
            "W402",
            f"{name!r}, a name that was chosen, names nothing: the document has no"
            f" {' '.join(entry.split())} any more",
            help=(
                f"what is called {now!r} now may be the same: `specloom rename`"
                if now
                else None
            ),
        )
    return PackageWriter(api, emission, bag, names).write()


class PackageWriter:
    """Writes one package."""

    def __init__(self, api: Api, emission: Emission, bag: Bag, names: Names) -> None:
        self._api = api
        self._sdk = emission.sdk
        self._folder = emission.templates / "python"
        self._names = names
        self._bag = bag
        self._folders = folders(emission, "python")
        self._custom = emission.custom
        self._environment = environment(*self._folders)
        selected = api.selection.operations
        operations = [o for o in api.operations if o.id in selected]
        self._root = plan_groups(operations, names, self._sdk.client_class)
        self._tags = group_tags(api.tags, self._root)
        declarations = {d.id: d for d in api.declarations}
        self._around = Surroundings(
            names,
            declarations,
            Traits(declarations, self._sdk.enums == "strenum"),
            {s.id: s.id.rpartition("/")[2] for s in api.security_schemes},
            {path: wrapped(prose(tag.doc), 1) for path, tag in self._tags.items()},
            frozenset({*names.types.values(), *names.params.values()}),
            {operation.id: operation for operation in operations},
        )

    def write(self) -> Emitted:
        """All of it."""
        surface = plan_surface(self._root, self._around)
        client = spelling.safe(self._sdk.client_class)
        package = self._sdk.name
        files = [
            self._print("__init__.py", page=plan_init(package, client)),
            self._print("errors.py", page=plan_errors()),
            self._print("testing.py", page=self._testing()),
            OutputFile("py.typed", ""),
            *self._reading(package, client, surface),
            *emit_models(
                self._api, self._names, self._around.traits, self._environment
            ),
            *self._calls(package, client),
            *self._runtime(),
        ]
        calls = tuple(shown.call for shown in surface)
        if self._custom is not None:
            folder = self._custom / "python"
            files = list(formatted(files, folder, self._environment))
        dressed = vendored(files, self._sdk, self._folder)
        return Emitted(tuple(dressed), calls, self._names.lock)

    def _reading(
        self, package: str, client: str, surface: tuple[ShownCall, ...]
    ) -> Iterator[OutputFile]:
        """The pages for people."""
        pages = text.environment(*self._folders)
        transport = self._sdk.transport
        docs = Docs(self._api.doc.external_url)
        readme = plan_readme(
            package,
            client,
            transport,
            self._api,
            self._around.names,
            docs,
            surface,
        )
        about = {".".join(path): tag.doc for path, tag in self._tags.items()}
        index = plan_api_index(package, self._api, docs, about, surface, self._received)
        for path, page in (("README.md", readme), ("api.md", index)):
            name = f"{path}.jinja"
            yield OutputFile(path, pages.get_template(name).render(page=page), name)

    def _received(self, type: Type) -> str:
        """What comes in, as code would annotate it."""
        around = self._around
        imports = Imports(("api",), frozenset())
        annotator = Annotator(around.names, around.declarations, around.traits, imports)
        return str(annotator.output(type))

    def _testing(self) -> TestingPage:
        operations = list(self._around.operations.values())
        return plan_testing(operations, self._around.declarations)

    def _calls(self, package: str, client: str) -> Iterator[OutputFile]:
        writer = ClientWriter(
            self._api,
            self._root,
            package,
            client,
            self._sdk.transport,
            self._around,
        )
        page = writer.write()
        yield self._print("client.py", page=page, calls=page.calls)
        yield self._print("resources/__init__.py")
        for group in self._root.walk():
            if group.path:
                resource = plan_resource(group, self._around)
                path = f"resources/{group.module}.py"
                yield self._print(
                    path, "resource.py", page=resource, calls=resource.calls
                )

    def _runtime(self) -> Iterator[OutputFile]:
        """The runtime, copied; of the transports the chosen one alone."""
        chosen = TRANSPORTS[self._sdk.transport].modules
        others = frozenset[str]().union(*(t.modules for t in TRANSPORTS.values()))
        for file in sorted((self._folder / "runtime").glob("*.py")):
            if file.stem not in others:
                yield OutputFile(f"_runtime/{file.name}", file.read_text("utf-8"))
        library = self._sdk.transport
        for module in sorted(chosen):
            text = _transport(self._folder, module, library)
            yield OutputFile(f"_runtime/{module}.py", text)

    def _print(self, path: str, template: str = "", **parts: object) -> OutputFile:
        name = f"{template or path}.jinja"
        found = self._environment.get_template(name)
        return OutputFile(path, found.render(parts), name)


def _transport(folder: Path, module: str, library: str) -> str:
    """A file of a transport. httpx is what httpx2 continues: only the names differ."""
    name = "transport_httpx2" if module == "transport_httpx" else module
    text = (folder / "runtime" / f"{name}.py").read_text("utf-8")
    if library == "httpx":
        for word in ("httpx2", "Httpx2", "httpcore2"):
            text = text.replace(word, word.removesuffix("2"))
    return text
