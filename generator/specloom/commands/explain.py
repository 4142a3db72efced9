"""`specloom explain`: what the code of a diagnostic means, and what to do about it."""

from __future__ import annotations

import argparse
import sys
from difflib import get_close_matches
from textwrap import fill

from specloom.diagnostics import CODES


def explain(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Prints what a code means, or all codes; the result is the exit status."""
    if options.code is None:
        for known, row in sorted(CODES.items(), key=lambda item: item[0][1:]):
            sys.stdout.write(f"{known}  {row.title}\n")
        return 0
    code: str = options.code.upper()
    if code not in CODES:
        hint = "".join(
            f"; did you mean {c}?" for c in get_close_matches(code, CODES, 1)
        )
        parser.error(
            f"unknown code '{options.code}'{hint} (`specloom explain` lists them all)"
        )
    row = CODES[code]
    sys.stdout.write(f"{code} ({row.severity.value}): {row.title}\n\n")
    sys.stdout.write(fill(row.explanation, 88) + "\n")
    if row.help:
        sys.stdout.write("\n" + fill(f"What to do: {row.help}", 88) + "\n")
    return 0
