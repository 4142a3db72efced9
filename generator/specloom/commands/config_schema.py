"""`specloom config-schema`: a JSON Schema of `specloom.toml`, for editors."""

from __future__ import annotations

import argparse
import sys

from specloom.config.toml_schema import config_schema


def print_schema(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Prints the schema; the result is the exit status."""
    sys.stdout.write(config_schema())
    return 0
