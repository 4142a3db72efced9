"""The packages of this environment that another Python can run too.

What is installed for one Python serves others where it is written in Python: compiled files
carry the name of the one that they were made for, and others do not see them. PyYAML,
MarkupSafe, black and its tokenizer are then read as the Python files that lie beside those.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path

PYTEST = ("pytest", "pluggy", "iniconfig", "packaging", "pygments")
"""What runs tests."""

GENERATOR = (
    "jinja2",
    "markupsafe",
    "pyyaml",
    "markdown-it-py",
    "mdurl",
    "black",
    "click",
    "mypy-extensions",
    "packaging",
    "pathspec",
    "platformdirs",
    "pytokens",
    "rich",
    "pygments",
    "openapi-spec-validator",
)
"""What specloom needs, without what is compiled alone: `jsonschema-rs`, and, for overlays with
JSONPath and for `--validate full`, `regex`, `iregexp-check`, `rpds-py` and `pydantic-core`."""

_COMPILED = (".so", ".pyd", ".pyc")


def copy_packages(names: Iterable[str], folder: Path) -> None:
    """Copies the Python files and the data of installed packages into `folder`."""
    for name in names:
        for file in distribution(name).files or ():
            # Scripts stand outside of the folder of packages.
            if file.suffix not in _COMPILED and ".." not in file.parts:
                place = folder / file
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(file.locate()), place)
