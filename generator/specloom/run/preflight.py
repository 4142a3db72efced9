"""What can be said about a configuration before anything is read or written."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from specloom.config import Config, Sdk
from specloom.config.paths import import_name, is_importable, why_no_path
from specloom.diagnostics import Bag
from specloom.emit.custom import check_custom
from specloom.emit.targets import check_target
from specloom.installation import templates_root
from specloom.source import Span


def preflight(config: Config, bag: Bag) -> None:
    """Reports outputs that cannot be what they have to be: importable, and apart; and targets
    and templates that nothing can be made with."""
    for place in _places(config):
        if (why := why_no_path(str(place))) is not None:
            bag.report("E616", why)
    if bag.failed:
        return
    for sdk in config.sdks:
        if sdk.target == "python":
            _importable(sdk, bag)
        if not is_importable(sdk.client_class):
            what = f"no class can be called {sdk.client_class!r}"
            bag.report("E610", what, help="`client_class` names the class of clients")
        if sdk.templates is not None:
            check_custom(sdk.templates, templates_root(), bag)
        check_target(sdk.target, bag)
    outputs = [(Path(os.path.realpath(sdk.output)), sdk) for sdk in config.sdks]
    for index, (path, sdk) in enumerate(outputs):
        for other_path, other in outputs[:index]:
            if (
                path == other_path
                or path in other_path.parents
                or other_path in path.parents
            ):
                what = f"the outputs {other.output} and {sdk.output} are not apart"
                bag.report("E605", what, Span(str(sdk.output), ""))


def _places(config: Config) -> Iterator[Path]:
    for sdk in config.sdks:
        if isinstance(sdk.spec, Path):
            yield sdk.spec
        yield from (sdk.output, *sdk.overlays)
        yield from (one for one in (sdk.root, sdk.templates) if one is not None)
    if config.lock is not None:
        yield config.lock


def _importable(sdk: Sdk, bag: Bag) -> None:
    name = Path(os.path.abspath(sdk.output)).name
    if is_importable(name):
        if name in sys.stdlib_module_names:
            what = f"a package called '{name}' hides the module of the standard library"
            bag.report("W617", what, Span(str(sdk.output), ""))
        return
    better = import_name(name)
    bag.report(
        "E604",
        f"Python cannot import a package called '{name}'",
        Span(str(sdk.output), ""),
        help=f"use {sdk.output.parent / better}; --package sets the name that people read",
    )
