"""What is wrong with a command line, said better than by the parser that refuses it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import cast

_DOCUMENTS = (".yaml", ".yml", ".json")


def mistake(arguments: Sequence[str], parser: argparse.ArgumentParser) -> str | None:
    """The first mistake that can be explained; None: there is none, or the parser says it."""
    if not arguments:
        return None
    commands = commands_of(parser)
    first = arguments[0]
    if first.startswith("-") and first != "-":
        return _option_before(first, arguments, commands)
    if first not in commands:
        return _no_command(first, commands)
    return _no_option(first, arguments[1:], commands[first])


def commands_of(
    parser: argparse.ArgumentParser,
) -> Mapping[str, argparse.ArgumentParser]:
    """The parser of each command."""
    for action in actions_of(parser):
        choices: object = action.choices
        if isinstance(choices, dict):
            return cast("dict[str, argparse.ArgumentParser]", choices)
    raise ValueError("the parser has no commands")


def actions_of(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """The arguments that a parser takes."""
    # argparse tells its parts only under this name, which it has had since Python 2.7.
    return cast("list[argparse.Action]", vars(parser)["_actions"])


def _option_before(
    first: str,
    arguments: Sequence[str],
    commands: Mapping[str, argparse.ArgumentParser],
) -> str | None:
    option = first.partition("=")[0]
    takers = [name for name, command in commands.items() if option in _options(command)]
    if not takers or option in ("-h", "--help"):
        return None
    given = next((a for a in arguments if a in commands), "")
    name = given if given in takers or not takers else takers[0]
    if given and given not in takers:
        return f"{option} is an option of {_either(takers)}, not of {given}"
    return f"{option} comes after the command: specloom {name} {option} ..."


def _no_command(
    first: str, commands: Mapping[str, argparse.ArgumentParser]
) -> str | None:
    what = f"there is no command {first!r}"
    if first.lower().endswith(_DOCUMENTS) or "://" in first:
        return f"{what}; did you mean: specloom generate {first}"
    near = get_close_matches(first.lower(), commands, 2)
    if near:
        return f"{what}; did you mean {_either(near)}?"
    return f"{what}; there are: {', '.join(commands)}"


def _no_option(
    name: str, rest: Sequence[str], command: argparse.ArgumentParser
) -> str | None:
    known = _options(command)
    for argument in rest:
        option = argument.partition("=")[0]
        if argument == "--":
            return None
        if option.startswith("--") and option not in known:
            near = [k for k in known if k.startswith(option)]
            near = near or get_close_matches(option, known, 2)
            hint = f"; did you mean {_either(near)}?" if near else ""
            return f"{name} has no option {option}{hint}"
    return None


def _options(command: argparse.ArgumentParser) -> list[str]:
    return [name for action in actions_of(command) for name in action.option_strings]


def _either(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last
