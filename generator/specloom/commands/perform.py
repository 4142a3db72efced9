"""What the command line asks for → the command that does it, and an exit status.

Each command stands in the file of its name and is imported when it is asked for. No command
ends in a traceback: what goes wrong is printed as a diagnostic.
"""

from __future__ import annotations

import argparse
import os
import sys

from specloom.diagnostics import SpecloomError, make
from specloom.report.present import present, present_end


def perform(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Does what the command line says; the result is the exit status."""
    try:
        return _command(options, parser)
    except SpecloomError as error:
        present([error.diagnostic])
        present_end(1, options.command, getattr(options, "format", "text"))
        return 1
    except BrokenPipeError:  # whoever reads our output has seen enough
        _print_no_more()
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return 1
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None:
            # Every file that is read or written has a name: this is where we print to.
            present([make("E504", f"cannot write the result: {error.strerror}")])
            _print_no_more()
            return 1
        if os.environ.get("SPECLOOM_TRACEBACK"):
            raise
        present([make("E699", f"{type(error).__name__}: {error}")])
        return 1


def _command(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    match options.command:
        case "generate" | "vendor":
            from specloom.commands.generate import generate as command
        case "check":
            from specloom.commands.check import check as command
        case "diff":
            from specloom.commands.diff import diff as command
        case "rename":
            from specloom.commands.rename import rename as command
        case "fix":
            from specloom.commands.fix import fix as command
        case "watch":
            from specloom.commands.watch import watch as command
        case "validate":
            from specloom.commands.validate import validate as command
        case "inspect":
            from specloom.commands.inspect import inspect as command
        case "operations":
            from specloom.commands.list_calls import list_calls as command
        case "explain":
            from specloom.commands.explain import explain as command
        case "init":
            from specloom.commands.init import init as command
        case "config-schema":
            from specloom.commands.config_schema import print_schema as command
        case _:
            from specloom.commands.completion import complete as command
    return command(options, parser)


def _print_no_more() -> None:
    """What is still to be printed has nowhere to go: it must not fail again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
