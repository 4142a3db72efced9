"""Completion rules for shells, made from the command line's own parser."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Flag:
    names: tuple[str, ...]
    help: str
    takes_value: bool
    choices: tuple[str, ...]


def completion(shell: str, parser: argparse.ArgumentParser) -> str:
    """The rules for `bash`, `zsh` or `fish`, to be sourced or installed."""
    commands = {name: list(_flags(sub)) for name, sub in _commands(parser).items()}
    helps = _helps(parser)
    if shell == "fish":
        return "".join(_fish(commands, helps))
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


# argparse shows its parts only under private names; they have been stable since Python 3.2.


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    return dict(_subparsers(parser).choices)


def _helps(parser: argparse.ArgumentParser) -> dict[str, str]:
    actions = _subparsers(
        parser
    )._choices_actions  # pyright: ignore[reportPrivateUsage]
    return {action.dest: action.help or "" for action in actions}


def _subparsers(
    parser: argparse.ArgumentParser,
) -> argparse._SubParsersAction[
    argparse.ArgumentParser
]:  # pyright: ignore[reportPrivateUsage]
    for action in parser._actions:  # pyright: ignore[reportPrivateUsage]
        if isinstance(
            action, argparse._SubParsersAction  # pyright: ignore[reportPrivateUsage]
        ):
            return action
    raise ValueError("the parser has no commands")


def _flags(parser: argparse.ArgumentParser) -> Iterator[_Flag]:
    for action in parser._actions:  # pyright: ignore[reportPrivateUsage]
        yield _Flag(
            tuple(action.option_strings),
            action.help or "",
            action.nargs != 0,
            tuple(str(choice) for choice in action.choices or ()),
        )
