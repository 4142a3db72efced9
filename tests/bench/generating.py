"""The cost of generating: ours and the peers', cold; ours again with little or nothing new.

Input: the documents, the folder to work in, where the programs are. Output: figures per tool.
Every run is a process of its own; a peer's is what its manual says, with its defaults.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from timing import Child, compare_runs, run


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are."""

    specloom: Path
    """The Python that specloom is installed for."""
    peers: Path
    """The folder of the peers' environments, one for each tool."""
    work: Path


class Ours:
    """Runs of specloom in the work folder."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._number = 0

    def cold(self, spec: Path, target: str = "") -> Child:
        """A first run: no output, nothing remembered."""
        self._number += 1
        folder = self._places.work / f"cold{self._number}"
        try:
            return self.generate(spec, folder / "sdk", folder / "cache", target)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def generate(
        self, spec: Path, output: Path, cache: Path, target: str = ""
    ) -> Child:
        """One run."""
        command = [str(self._places.specloom), "-m", "specloom", "generate", str(spec)]
        command += ["-o", str(output), "--quiet"]
        command += ["--target", target] if target else []
        child = run(command, {"SPECLOOM_CACHE_DIR": str(cache)})
        assert child.status == 0, child.output
        return child


def again(ours: Ours, places: Places, spec: Path) -> dict[str, Any]:
    """Runs over an output that is there: with nothing new, and with one schema changed."""
    folder = places.work / "again"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    copy = folder / spec.name
    shutil.copy(spec, copy)
    output, cache = folder / "sdk", folder / "cache"
    ours.generate(copy, output, cache)
    before = _stamps(output)
    same = min(
        (ours.generate(copy, output, cache) for _ in range(5)), key=lambda c: c.seconds
    )
    touched = sum(before[k] != v for k, v in _stamps(output).items())
    text = copy.read_text("utf-8")
    changed = text.replace(
        "The identifier, which can be", "The identifier; it can be", 1
    )
    assert changed != text
    results: list[tuple[Child, int]] = []
    for number in range(3):
        copy.write_text(changed if number % 2 == 0 else text, "utf-8")
        before = _stamps(output)
        child = ours.generate(copy, output, cache)
        results.append(
            (child, sum(before.get(k) != v for k, v in _stamps(output).items()))
        )
    child, written = min(results, key=lambda r: r[0].seconds)
    return {
        "unchanged": same.seconds,
        "touched": touched,
        "changed": child.seconds,
        "written": written,
        "files": len(before),
    }


def _stamps(folder: Path) -> dict[str, int]:
    return {str(p): os.stat(p).st_mtime_ns for p in folder.rglob("*") if p.is_file()}


def growth(ours: Ours, places: Places, rounds: int) -> dict[int, float]:
    """Size → CPU seconds for a document that is one part, copied so often."""
    files: dict[int, Path] = {}
    for size in (1, 4, 16):
        files[size] = places.work / f"synthetic{size}.json"
        files[size].write_text(json.dumps(synthetic(size)), "utf-8")
    commands = {str(s): _cold(ours, f) for s, f in files.items()}
    found = compare_runs(commands, rounds)
    return {size: found[str(size)].seconds for size in files}


def _cold(ours: Ours, spec: Path) -> Callable[[], Child]:
    return lambda: ours.cold(spec)


def synthetic(size: int) -> dict[str, Any]:
    """`size` parts, each of 60 schemas and 20 operations that mention one another."""
    schemas: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for part in range(size):
        for number in range(60):
            schemas[f"Part{part}Thing{number}"] = _schema(part, number)
        for number in range(10):
            path = f"/part{part}/things{number}"
            paths[path] = _operations(part, number)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Synthetic", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _schema(part: int, number: int) -> dict[str, Any]:
    near = f"#/components/schemas/Part{part}Thing{(number + 1) % 60}"
    far = f"#/components/schemas/Part{part}Thing{(number + 7) % 60}"
    words = "What this property is for, in a sentence that is as long as most of them."
    plain = {
        f"text_{n}": {"type": "string", "description": words} for n in range(number % 8)
    }
    return {
        "type": "object",
        "description": f"Thing {number}. {words}",
        "required": ["kind", "id"],
        "properties": {
            "kind": {"type": "string", "enum": [f"thing_{number}"]},
            "id": {"type": "string", "description": words},
            "state": {"type": "string", "enum": ["new", "running", "done"]},
            "next": {"$ref": near},
            "others": {
                "type": "array",
                "items": {"anyOf": [{"$ref": near}, {"$ref": far}]},
            },
            "inner": {
                "type": "object",
                "properties": {"count": {"type": "integer", "minimum": 0}, **plain},
            },
        },
    }


def _operations(part: int, number: int) -> dict[str, Any]:
    body = {"schema": {"$ref": f"#/components/schemas/Part{part}Thing{number}"}}
    answer = {"200": {"description": "OK", "content": {"application/json": body}}}
    query = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    tags = [f"part{part}"]
    return {
        "get": {
            "operationId": f"listPart{part}Things{number}",
            "tags": tags,
            "parameters": [query],
            "responses": answer,
        },
        "post": {
            "operationId": f"createPart{part}Things{number}",
            "tags": tags,
            "requestBody": {"content": {"application/json": body}},
            "responses": answer,
        },
    }


# Peers ---------------------------------------------------------------------------------


def peers(places: Places, spec: Path) -> Mapping[str, Callable[[], Child]]:
    """Tool → a run of it on `spec`."""
    out = places.work / "peers"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)

    def add(tool: str, program: str, *arguments: str) -> None:
        own = places.peers / tool / "bin"
        path = f"{own}{os.pathsep}{os.environ.get('PATH', '')}"
        command = [str(own / program), *arguments]
        commands[tool] = lambda: run(command, {"PATH": path})

    commands: dict[str, Callable[[], Child]] = {}
    add(
        "datamodel-code-generator",
        "datamodel-codegen",
        *("--input", str(spec), "--input-file-type", "openapi"),
        *("--output-model-type", "pydantic_v2.BaseModel"),
        *("--output", str(out / "models.py")),
    )
    add(
        "openapi-python-client",
        "openapi-python-client",
        *("generate", "--path", str(spec), "--overwrite"),
        *("--output-path", str(out / "client")),
    )
    add(
        "openapi-generator",
        "openapi-generator-cli",
        *("generate", "-g", "python", "-i", str(spec), "--skip-validate-spec"),
        *("-o", str(out / "generator")),
    )
    add(
        "pyopenapi-gen",
        "pyopenapi-gen",
        *("gen", str(spec), "--project-root", str(out)),
        *("--output-package", "generated", "--force", "--no-postprocess"),
    )
    return commands
