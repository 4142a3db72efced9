"""Models, JSON and formats behave on later interpreters as they do on this one.

The tests of this folder that need nothing but pytest run again under every other Python that
is here; one that is not is skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

HERE = Path(__file__).parent
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
TESTS = ("test_model.py", "test_json.py", "test_formats.py", "test_sse.py")
# All in Python, so what is installed for this interpreter serves the others too.
PYTEST = ("pytest", "_pytest", "py", "pluggy", "iniconfig", "packaging", "pygments")


def _interpreter(version: str) -> str:
    """A Python of this version, from the PATH or from pyenv; "" where there is none."""
    own = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    known = sorted(own.glob(f"{version}.*/bin/python{version}"))
    for found in (shutil.which(f"python{version}"), *map(str, known)):
        code = "import sys; print('%d.%d' % sys.version_info[:2])"
        if found is not None:
            run = subprocess.run([found, "-c", code], capture_output=True, text=True)
            if run.stdout.strip() == version:
                return found
    return ""


@pytest.mark.parametrize("version", VERSIONS)
def test_models_behave_alike(version: str, tmp_path: Path) -> None:
    if version == "%d.%d" % sys.version_info[:2]:
        pytest.skip("the interpreter of all other tests")
    python = _interpreter(version)
    if not python:
        pytest.skip(f"no Python {version} here")
    for name in PYTEST:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            place = Path(spec.origin)
            place = place.parent if place.name == "__init__.py" else place
            (tmp_path / place.name).symlink_to(place)
    run = subprocess.run(
        [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS],
        cwd=HERE,
        env={
            **os.environ,
            "PYTHONPATH": str(tmp_path),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTEST_ADDOPTS": "",
        },
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert " passed" in run.stdout
