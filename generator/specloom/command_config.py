"""The arguments of a command → the `Config` of its run."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from pathlib import Path

from specloom.config import CHOICES, Config, Sdk
from specloom.diagnostics import Bag
from specloom.source import SourceFile

_OF_ONE_SDK = (
    "output",
    "package",
    "target",
    "include",
    "exclude",
    "overlay",
    "header",
    "templates",
    "root",
    "allow_remote",
)


def config_of(
    options: argparse.Namespace, parser: argparse.ArgumentParser, bag: Bag
) -> tuple[Config, SourceFile | None]:
    """The configuration, and the text of the file it came from if it came from one.

    Wrong usage ends the program with status 2; findings in the file go to `bag`.
    """
    config, source = (
        (Config((_sdk(options, parser),)), None)
        if options.spec is not None
        else _from_file(options, parser, bag)
    )
    report = getattr(options, "report", None)
    if getattr(options, "offline", False):
        sdks = tuple(replace(sdk, allow_remote=()) for sdk in config.sdks)
        config = replace(config, sdks=sdks)
    return (
        replace(
            config,
            report=report or config.report,
            strict=config.strict or getattr(options, "strict", False),
            fail_on_loss=config.fail_on_loss
            or getattr(options, "fail_on", None) == "loss",
            quiet=config.quiet or getattr(options, "quiet", False),
            edited=getattr(options, "edited", None) or config.edited,
        ),
        source,
    )


def _sdk(options: argparse.Namespace, parser: argparse.ArgumentParser) -> Sdk:
    spec: Path = options.spec
    target: str | None = getattr(options, "target", None)
    if target is not None and target not in CHOICES["target"]:
        from specloom.emit.targets import installed

        known = (*CHOICES["target"], *installed())
        if target not in known:
            parser.error(f"--target {target}: choose from {', '.join(known)}")
    return Sdk(
        spec=spec,
        output=getattr(options, "output", None) or Path(package_name(spec)),
        package=getattr(options, "package", None) or "",
        target=target or "python",
        include=tuple(getattr(options, "include", ())),
        exclude=tuple(getattr(options, "exclude", ())),
        overlays=tuple(options.overlay),
        root=getattr(options, "root", None),
        allow_remote=tuple(getattr(options, "allow_remote", ())),
        headers=tuple(getattr(options, "header", None) or ()),
        templates=getattr(options, "templates", None),
        vendored=options.command == "vendor",
    )


def package_name(spec: Path) -> str:
    """An import name made of a document's file name."""
    name = re.sub(r"\W+", "_", spec.stem.split(".")[0]).strip("_").lower()
    return name if name.isidentifier() else f"api_{name}".rstrip("_")


def _from_file(
    options: argparse.Namespace, parser: argparse.ArgumentParser, bag: Bag
) -> tuple[Config, SourceFile | None]:
    from specloom.config_file import find_config, read_config, read_source

    given = [name for name in _OF_ONE_SDK if getattr(options, name, None)]
    if given:
        flag = "-o" if given[0] == "output" else f"--{given[0].replace('_', '-')}"
        parser.error(
            f"{flag} goes with SPEC; without SPEC, specloom.toml says what to make"
        )
    path: Path | None = options.config or find_config(Path.cwd())
    if path is None:
        parser.error(
            "no SPEC given, and no specloom.toml or [tool.specloom] found here or above"
            " (`specloom init SPEC` writes one)"
        )
    source = read_source(path)
    return read_config(path, source, bag), source
