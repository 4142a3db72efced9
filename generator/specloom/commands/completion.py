"""Completion rules for shells, made from the command line's own parser."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from specloom.commands.mistakes import actions_of, commands_of


@dataclass(frozen=True, slots=True)
class _Flag:
    names: tuple[str, ...]
    help: str
    takes_value: bool
    choices: tuple[str, ...]


def complete(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Prints the rules for a shell; the result is the exit status."""
    sys.stdout.write(completion(options.shell, parser))
    return 0


def completion(shell: str, parser: argparse.ArgumentParser) -> str:
    """The rules for `bash`, `zsh` or `fish`, to be sourced or installed."""
    parsers = commands_of(parser)
    commands = {name: list(_flags(sub)) for name, sub in parsers.items()}
    if shell == "fish":
        return "".join(
            _fish(commands, {n: p.description or "" for n, p in parsers.items()})
        )
    text = "".join(_bash(commands))
    if shell == "zsh":
        return f"#compdef specloom\nautoload -U +X bashcompinit && bashcompinit\n{text}"
    return text


def _bash(commands: dict[str, list[_Flag]]) -> Iterator[str]:
    yield "_specloom() {\n"
    yield '    local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"\n'
    yield '    if [ "$COMP_CWORD" -eq 1 ]; then\n'
    yield f'        COMPREPLY=($(compgen -W "{" ".join(commands)} --help --version" -- "$word"))\n'
    yield "        return\n    fi\n"
    yield '    case "${COMP_WORDS[1]} $before" in\n'
    for command, flags in commands.items():
        for flag in flags:
            if flag.choices and flag.names:
                case = " | ".join(f'"{command} {name}"' for name in flag.names)
                words = " ".join(flag.choices)
                yield f'    {case}) COMPREPLY=($(compgen -W "{words}" -- "$word")); return;;\n'
    yield "    esac\n"
    yield '    case "${COMP_WORDS[1]}" in\n'
    for command, flags in commands.items():
        words = " ".join(n for flag in flags for n in (flag.names or flag.choices))
        yield f'    {command}) COMPREPLY=($(compgen -f -W "{words}" -- "$word"));;\n'
    yield "    esac\n}\ncomplete -o filenames -F _specloom specloom\n"


def _fish(commands: dict[str, list[_Flag]], helps: dict[str, str]) -> Iterator[str]:
    for command, flags in commands.items():
        help = _quoted(helps.get(command, ""))
        yield f"complete -c specloom -n __fish_use_subcommand -f -a {command} -d {help}\n"
        for flag in flags:
            parts = [f"complete -c specloom -n '__fish_seen_subcommand_from {command}'"]
            for name in flag.names:
                parts.append(
                    f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}"
                )
            if flag.choices:
                parts.append(f"-x -a {_quoted(' '.join(flag.choices))}")
            elif flag.takes_value:
                parts.append("-r")
            if flag.names or flag.choices:
                yield " ".join([*parts, "-d", _quoted(flag.help)]) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _flags(parser: argparse.ArgumentParser) -> Iterator[_Flag]:
    for action in actions_of(parser):
        choices = cast("Iterable[object]", action.choices or ())
        yield _Flag(
            tuple(action.option_strings),
            action.help or "",
            action.nargs != 0,
            tuple(map(str, choices)),
        )
