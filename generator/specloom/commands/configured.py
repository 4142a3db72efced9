"""The arguments of a command → the `Config` of its run."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from specloom.config import CHOICES, Config, Sdk
from specloom.config.elsewhere import Elsewhere, Spec
from specloom.config.paths import import_name
from specloom.diagnostics import Bag
from specloom.report.present import errors_of, present, present_end
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


def configured(
    options: argparse.Namespace, parser: argparse.ArgumentParser
) -> tuple[Config | None, str | None]:
    """The configuration of a command, None where its file has errors; and that file.

    What was found in the file is printed.
    """
    bag = Bag()
    config, source = config_of(options, parser, bag)
    if len(bag):
        format = getattr(options, "format", "text")
        present(bag.sorted(lambda span: None), source=lambda _: source, format=format)
        present_end(errors_of(bag), options.command, format)
    return None if bag.failed else config, source.path if source else None


def config_of(
    options: argparse.Namespace, parser: argparse.ArgumentParser, bag: Bag
) -> tuple[Config, SourceFile | None]:
    """The configuration, and the text of the file it came from if it came from one.

    Wrong usage ends the program with status 2; findings in the file go to `bag`.
    """
    spec = getattr(options, "spec", None)
    config, source = (
        (Config((sdk_of(options, parser, spec),)), None)
        if spec is not None
        else _from_file(options, parser, bag)
    )
    report = getattr(options, "report", None)
    return (
        replace(
            config,
            sdks=tuple(offline(sdk, options) for sdk in config.sdks),
            report=report or config.report,
            strict=config.strict or getattr(options, "strict", False),
            fail_on_loss=config.fail_on_loss
            or getattr(options, "fail_on", None) == "loss",
            quiet=config.quiet or getattr(options, "quiet", False),
            edited=getattr(options, "edited", None) or config.edited,
        ),
        source,
    )


def offline(sdk: Sdk, options: argparse.Namespace) -> Sdk:
    """The SDK without what `--offline` takes away."""
    if not getattr(options, "offline", False):
        return sdk
    return replace(sdk, allow_remote=())


def sdk_of(
    options: argparse.Namespace, parser: argparse.ArgumentParser, spec: Spec
) -> Sdk:
    """The one SDK that the command line describes."""
    if isinstance(spec, Elsewhere) and spec.is_url and options.offline:
        parser.error(f"--offline: {spec} would have to be fetched")
    target: str | None = getattr(options, "target", None)
    if target is not None and target not in CHOICES["target"]:
        from specloom.config.installed_targets import installed

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
        overlays=tuple(getattr(options, "overlay", ())),
        root=getattr(options, "root", None),
        allow_remote=tuple(getattr(options, "allow_remote", ())),
        headers=tuple(getattr(options, "header", None) or ()),
        templates=getattr(options, "templates", None),
        vendored=options.command == "vendor",
    )


def package_name(spec: Spec) -> str:
    """An import name made of a document's file name."""
    return import_name(spec.stem.split(".")[0], "api")


def flag_of_one_sdk(options: argparse.Namespace) -> str:
    """A flag that was given and describes one SDK, as specloom.toml does; else empty."""
    for name in _OF_ONE_SDK:
        if getattr(options, name, None):
            return "-o" if name == "output" else f"--{name.replace('_', '-')}"
    return ""


def _from_file(
    options: argparse.Namespace, parser: argparse.ArgumentParser, bag: Bag
) -> tuple[Config, SourceFile | None]:
    from specloom.config.file import find_config, read_config, read_source

    flag = flag_of_one_sdk(options)
    if flag:
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
