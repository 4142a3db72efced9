"""The command line: arguments → what to do. `commands` does it.

Only what reading arguments needs is imported here: a run that finds nothing changed should
cost nothing.
"""

from __future__ import annotations

import argparse
import sys
from io import TextIOWrapper
from pathlib import Path

from specloom import __version__
from specloom.commands.mistakes import mistake
from specloom.config import CHOICES
from specloom.config.elsewhere import Elsewhere, elsewhere
from specloom.config.paths import why_no_path

_ROOT = """\
examples:
  specloom generate openapi.yaml -o src/petstore    a Python package from a document
  specloom generate                                 every SDK that specloom.toml lists
  specloom check                                    exit 1 if the output is not up to date
  specloom explain E501                             what a code means and what to do

exit status: 0 clean or warnings, 1 errors (nothing was written), 2 wrong usage"""

_GENERATE = """\
examples:
  specloom generate openapi.yaml -o src/petstore
  specloom generate openapi.yaml -o src/petstore --include '/pets/**' --exclude tag:Admin
  specloom generate openapi.yaml -o src/petstore --include 'POST /pets' --overlay fixes.yaml
  specloom generate openapi.yaml -o docs/petstore --target markdown
  specloom generate        reads specloom.toml, or [tool.specloom] in pyproject.toml

SPEC is a file, a URL (see --allow-remote), or - for standard input. A PATTERN is a path (* stays
within a segment, ** crosses them), 'METHOD path', an operationId, or tag:NAME. The last segment
of DIR is the import name of the package."""

_VENDOR = """\
examples:
  specloom vendor openapi.yaml -o ../shop/src/shop/_vendor/petstore
  specloom vendor openapi.yaml -o ../shop/petstore --header ruff --header mypy

Everything stays inside DIR: the package, its licence, its manifest and its name lock. In
specloom.toml the same is `vendored = true` and `headers = ["ruff", "mypy"]`."""

_WATCH = """\
examples:
  specloom watch openapi.yaml -o src/petstore
  specloom watch           every SDK that specloom.toml lists

Needs the package watchfiles: pip install 'specloom[watch]'. Ctrl-C ends it."""

_CHECK = """\
examples:
  specloom check           in CI: is what was committed what the inputs give?
  specloom check openapi.yaml -o src/petstore --format github"""

_DIFF = """\
examples:
  specloom diff old.yaml new.yaml
  specloom diff old.yaml new.yaml --fail-on breaking
  specloom diff old.yaml new.yaml --format markdown >> CHANGELOG.md

Names are those that regeneration would give: pass --config specloom.toml, or --lock."""

_RENAME = """\
examples:
  specloom rename Pet Animal                  a type
  specloom rename pets.fetch pets.get         a method
  specloom rename pets animals                a group
  specloom rename Pet Animal openapi.yaml -o src/petstore

The new name goes into specloom.lock, the old one stays as a deprecated alias."""

_FIX = """\
examples:
  specloom fix openapi.yaml                   writes openapi.fixes.yaml
  specloom fix openapi.yaml -o repairs.yaml
  specloom generate openapi.yaml --overlay openapi.fixes.yaml"""

_VALIDATE = """\
example:
  specloom validate openapi.yaml --strict"""

_LIST = """\
examples:
  specloom operations openapi.yaml
  specloom operations openapi.yaml --include 'tag:Pets' --exclude 'DELETE *'
  specloom operations http://127.0.0.1:8000/openapi.json

Try here what --include and --exclude select: PATTERNs are those of `specloom generate`."""

_INSPECT = """\
examples:
  specloom inspect openapi.yaml > model.json
  specloom inspect openapi.yaml --include 'POST /pets' | less"""

_EXPLAIN = """\
examples:
  specloom explain E501    what this code means and what to do about it
  specloom explain         every code there is"""

_INIT = """\
examples:
  specloom init openapi.yaml && specloom generate
  specloom init http://127.0.0.1:8000/openapi.json      from an app that runs here
  specloom init https://api.example.com/openapi.json --allow-remote api.example.com
  python -c 'import app; print(app.schema())' | specloom init -

A document that is no file is saved beside specloom.toml, except one from another host."""

_SCHEMA = """\
example:
  specloom config-schema > specloom.schema.json

With `#:schema ./specloom.schema.json` in the first line of specloom.toml, editors that know
taplo complete its options and point out mistakes."""

_COMPLETION = """\
examples:
  specloom completion bash > ~/.local/share/bash-completion/completions/specloom
  specloom completion zsh > "${fpath[1]}/_specloom"
  specloom completion fish > ~/.config/fish/completions/specloom.fish"""


def _print_anything() -> None:
    """Names of files may hold what no text can: a message about one is printed all the same."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _spec(text: str) -> Path | Elsewhere:
    return elsewhere(text) or _path(text)


def _path(text: str) -> Path:
    why = why_no_path(text)
    if why is not None:
        raise argparse.ArgumentTypeError(why)
    return Path(text)


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; the result is its exit status."""
    _print_anything()
    parser = build_parser()
    given = sys.argv[1:] if arguments is None else arguments
    if (wrong := mistake(given, parser)) is not None:
        parser.error(wrong)
    options = parser.parse_args(given)
    if options.command is None:
        parser.print_help()
        return 2
    from specloom.commands.perform import perform

    return perform(options, parser)


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="specloom",
        allow_abbrev=False,
        description="Typed Python SDKs and reference pages from an OpenAPI document.",
        epilog=_ROOT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--version", action="version", version=f"specloom {__version__}"
    )
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", title="commands"
    )

    def command(name: str, summary: str, epilog: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    generate = command(
        "generate", "make SDKs from a document, or from specloom.toml", _GENERATE
    )
    _inputs(generate)
    _outputs(generate)
    _templates(generate)
    _builds(generate)
    _judgement(generate)
    _edits(generate)

    vendor = command(
        "vendor", "make a package that lives in somebody else's repository", _VENDOR
    )
    vendor.add_argument(
        "spec", metavar="SPEC", type=_spec, help="the OpenAPI document, YAML or JSON"
    )
    _selection(vendor)
    _overlays(vendor)
    _outputs(vendor)
    _templates(vendor)
    _builds(vendor)
    vendor.add_argument(
        "--header",
        choices=CHOICES["headers"],
        action="append",
        help="keep this tool away from the files; may be given again",
    )
    _judgement(vendor)
    _edits(vendor)

    watch = command("watch", "generate anew whenever the document changes", _WATCH)
    _inputs(watch)
    _outputs(watch)
    _templates(watch)
    _edits(watch)

    check = command("check", "tell whether the output is what its inputs give", _CHECK)
    _inputs(check)
    _outputs(check)
    _templates(check)
    _builds(check)
    _judgement(check)
    _edits(check)

    diff = command(
        "diff", "tell what a new document changes for users of the package", _DIFF
    )
    diff.add_argument("old", metavar="OLD", type=_spec, help="the document as it was")
    diff.add_argument("new", metavar="NEW", type=_spec, help="the document as it is")
    _selection(diff)
    _overlays(diff)
    diff.add_argument(
        "--config", metavar="FILE", type=_path, help="take options and names from here"
    )
    diff.add_argument(
        "--lock", metavar="FILE", type=_path, help="take the names from this name lock"
    )
    diff.add_argument(
        "--format",
        choices=("text", "markdown", "json"),
        default="text",
        help="how changes are printed (default: text)",
    )
    diff.add_argument(
        "--fail-on",
        choices=("breaking", "additive", "docs"),
        help="exit 1 if there is a change as heavy as this",
    )

    rename = command("rename", "give a type, a group or a method another name", _RENAME)
    rename.add_argument("old", metavar="OLD", help="the name in the package")
    rename.add_argument("new", metavar="NEW", help="the name that it gets")
    _inputs(rename)
    _outputs(rename)

    fix = command("fix", "write an overlay that repairs mistakes of a document", _FIX)
    fix.add_argument("spec", metavar="SPEC", type=_spec, help="the OpenAPI document")
    _overlays(fix)
    fix.add_argument(
        "-o", "--output", metavar="FILE", type=_path, help="write the overlay here"
    )
    fix.add_argument(
        "--force", action="store_true", help="write it anew if it is there"
    )

    validate = command(
        "validate", "tell everything that is worth knowing about a document", _VALIDATE
    )
    validate.add_argument(
        "spec", metavar="SPEC", type=_spec, help="the OpenAPI document"
    )
    _overlays(validate)
    _judgement(validate)

    operations = command(
        "operations", "list the calls of a document, as the package names them", _LIST
    )
    _inputs(operations)

    inspect = command("inspect", "print the model of a document as JSON", _INSPECT)
    _inputs(inspect)
    _judgement(inspect)

    explain = command("explain", "say what the code of a diagnostic means", _EXPLAIN)
    explain.add_argument("code", metavar="CODE", nargs="?", help="for example E501")

    init = command("init", "write a specloom.toml with every option explained", _INIT)
    init.add_argument("spec", metavar="SPEC", type=_spec, help="the OpenAPI document")
    _network(init)

    command("config-schema", "print a JSON Schema of specloom.toml", _SCHEMA)

    shells = command("completion", "print completion rules for a shell", _COMPLETION)
    shells.add_argument("shell", choices=("bash", "zsh", "fish"))
    return parser


def _inputs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "spec",
        metavar="SPEC",
        nargs="?",
        type=_spec,
        help="the OpenAPI document, YAML or JSON; without it specloom.toml says what to do",
    )
    parser.add_argument(
        "--config",
        metavar="FILE",
        type=_path,
        help="read this instead of specloom.toml",
    )
    _selection(parser)
    _overlays(parser)


def _selection(parser: argparse.ArgumentParser) -> None:
    for name, help in (
        ("include", "only these operations; may be given again"),
        ("exclude", "without these operations; may be given again"),
    ):
        parser.add_argument(
            f"--{name}", metavar="PATTERN", action="append", default=[], help=help
        )


def _overlays(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--root",
        metavar="DIR",
        type=_path,
        help="references may lead to any file below DIR (default: the document's folder)",
    )
    _network(parser)
    parser.add_argument(
        "--overlay",
        metavar="FILE",
        action="append",
        default=[],
        type=_path,
        help="an Overlay document to apply first; several apply in order",
    )


def _network(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--allow-remote",
        metavar="HOST",
        action="append",
        default=[],
        help="SPEC and references may be fetched from HOST by https; may be given again",
    )
    parser.add_argument(
        "--offline",
        action="store_true",
        help="use no network, whatever is allowed; without --allow-remote none is used",
    )


def _builds(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-j",
        "--jobs",
        metavar="N",
        type=int,
        default=1,
        help="work on N documents at once; 0: as many as there are processors",
    )
    parser.add_argument(
        "--depfile",
        metavar="FILE",
        type=_path,
        help="write here, for make and ninja, which files were read",
    )
    parser.add_argument(
        "--depfile-target",
        metavar="NAME",
        default="",
        help="what depends on them (default: the manifest of the first SDK)",
    )


def _templates(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--templates",
        metavar="DIR",
        type=_path,
        help="a folder of templates that replace ours, file by file",
    )


def _outputs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o",
        "--output",
        metavar="DIR",
        type=_path,
        help="the package is written to DIR itself (default: named after SPEC)",
    )
    parser.add_argument(
        "--package", metavar="NAME", help="what the SDK is called in docs and headers"
    )
    parser.add_argument(
        "--target",
        metavar="NAME",
        help="what to make: python (default), markdown, model-json, or an installed one",
    )


def _judgement(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--report", metavar="FILE", type=_path, help="write a JSON report here"
    )
    parser.add_argument(
        "--strict", action="store_true", help="warnings are errors; validate everything"
    )
    parser.add_argument(
        "--fail-on",
        choices=("loss",),
        help="fail if anything in the document could not be expressed exactly",
    )
    parser.add_argument("--quiet", action="store_true", help="print diagnostics only")
    parser.add_argument(
        "--format",
        choices=("text", "json", "github", "sarif"),
        default="text",
        help="how diagnostics are printed (default: text, to standard error)",
    )


def _edits(parser: argparse.ArgumentParser) -> None:
    edited = parser.add_mutually_exclusive_group()
    for name, help in (
        ("force", "overwrite files that were edited by hand"),
        ("keep", "leave files that were edited by hand as they are"),
        ("merge", "merge the edits of such files with their new text"),
    ):
        edited.add_argument(
            f"--{name}", dest="edited", action="store_const", const=name, help=help
        )
