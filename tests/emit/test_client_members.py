"""What a client has of its own cannot be the name of a group or of a call."""

from __future__ import annotations

import sys
from pathlib import Path

from specloom.emit.python.names.naming import CLIENT_MEMBERS

ROOT = Path(__file__).parents[2]


def test_the_table_is_what_the_runtime_has() -> None:
    sys.path.insert(0, str(ROOT / "templates" / "python"))
    from runtime.clients import BaseAsyncClient, BaseClient

    for client in (BaseClient, BaseAsyncClient):
        public = {name for name in vars(client) if not name.startswith("_")}
        assert public == CLIENT_MEMBERS
