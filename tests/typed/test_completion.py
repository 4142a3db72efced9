"""Jedi, the completion of IPython, Spyder and python-lsp-server, sees what checkers see.

It looks at values where checkers go by the name `TYPE_CHECKING`: behind a plain False it would
find nothing. The import must stay as light as it is with one.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import jedi
import pytest

PYTHON = Path(__file__).parents[2] / "out" / "python"

CLIENT = "from threads_runs import Client\nclient = Client()\n"
ASYNC = "from threads_runs import AsyncClient\nasync def ask(client: AsyncClient):\n"
RUN = "run = client.threads.create_and_run(assistant_id='a')\n"


@pytest.fixture(autouse=True, scope="module")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    jedi.settings.cache_directory = str(tmp_path_factory.mktemp("jedi"))


def completed(source: str) -> set[str]:
    """The public names that Jedi offers at the end of `source`."""
    project = jedi.Project(PYTHON, sys_path=[str(PYTHON)], smart_sys_path=False)
    lines = source.splitlines()
    script = jedi.Script(source, path=PYTHON / "user.py", project=project)
    found = script.complete(len(lines), len(lines[-1]))
    return {one.name for one in found if not one.name.startswith("_")}


@pytest.mark.parametrize(
    ("source", "some", "none"),
    [
        ("import threads_runs\nthreads_runs.", {"Client", "UNSET", "models"}, set()),
        ("from threads_runs import models\nmodels.", {"RunObject"}, set()),
        (CLIENT + "client.", {"threads", "with_options", "close"}, {"runs"}),
        (CLIENT + "client.threads.", {"create_and_run", "runs"}, {"create"}),
        (CLIENT + "client.threads.runs.", {"create", "list", "steps"}, set()),
        (CLIENT + "client.threads.create_and_run(", {"thread=", "stream="}, set()),
        (CLIENT + RUN + "run.", {"id", "status", "tools"}, {"headers", "event"}),
        (CLIENT + RUN + "run.usage.", {"total_tokens"}, {"status"}),
        (CLIENT + RUN + "for t in run.tools:\n    t.", {"type", "function"}, {"id"}),
        (CLIENT + "for r in client.threads.runs.list(''):\n    r.", {"status"}, set()),
        (
            CLIENT
            + "with client.threads.create_and_run(assistant_id='', stream=True) as s:\n"
            + "    for event in s:\n        event.",
            {"event", "data"},
            {"status"},
        ),
        (ASYNC + "    client.threads.", {"create_and_run", "runs"}, {"create"}),
        (
            ASYNC + "    run = await client.threads.runs.retrieve('', '')\n    run.",
            {"id"},
            set(),
        ),
        ("from threads_runs.models import RunObject\nRunObject(", {"status="}, set()),
    ],
)
def test_it_completes(source: str, some: set[str], none: set[str]) -> None:
    names = completed(source)
    assert some <= names
    assert not none & names


def test_the_import_loads_nothing_for_it() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(PYTHON)!r}); before = set(sys.modules); "
        "import threads_runs; print(*sorted(set(sys.modules) - before))"
    )
    command = [sys.executable, "-I", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    own = ["threads_runs", "threads_runs._runtime", "threads_runs._runtime.checking"]
    assert done.stdout.split() == ["__future__", *own]
