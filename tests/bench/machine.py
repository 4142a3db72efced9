"""What was measured on, and which versions of what."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

from timing import run

_PACKAGES = {
    "datamodel-code-generator": "datamodel-code-generator",
    "openapi-python-client": "openapi-python-client",
    "openapi-generator": "openapi-generator-cli",
    "pyopenapi-gen": "pyopenapi-gen",
}
_RUNTIME = ("msgspec", "pydantic", "pydantic_core", "orjson", "openai")


def describe(specloom: Path, peers: Path) -> dict[str, Any]:
    """The machine and the versions, for the head of the report."""
    from importlib.metadata import version

    versions = {name: version(name) for name in _RUNTIME}
    for folder, package in _PACKAGES.items():
        python = peers / folder / "bin" / "python"
        code = f"from importlib.metadata import version; print(version({package!r}))"
        versions[folder] = run([str(python), "-c", code]).output.strip()
    code = "import specloom; print(specloom.__version__)"
    versions["specloom"] = run([str(specloom), "-c", code]).output.strip()
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "load": round(os.getloadavg()[1], 1),
        "versions": versions,
    }


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or "unknown"
