"""The program `specloom`, also as `python -m specloom`."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

from specloom.commands.command_line import main


def run() -> NoReturn:
    """Runs the command line as a process of its own, which nothing outlives.

    A model of a large API is a million objects: to look for garbage among them, and to take
    them apart one by one at the end, would be a tenth of all time.
    """
    gc.disable()
    status = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(status)  # the interpreter says what it says when nobody reads
    os._exit(status)


if __name__ == "__main__":
    run()
