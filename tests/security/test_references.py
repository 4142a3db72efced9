"""References of a hostile document, through the command line: nothing outside its folder is read."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from forked import Forked

_SECRET = "TheSecretOfTheHouse"


def _generate(
    forked: Forked, folder: Path, reference: str, *options: str
) -> tuple[str, str]:
    """What is said, and all that is written."""
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "a", "version": "1"},
        "paths": {},
        "components": {"schemas": {"A": {"$ref": reference}}},
    }
    (folder / "openapi.json").write_text(json.dumps(tree))
    # A pipe that nobody writes to must not hold it up: then it would be killed.
    done = forked.run("generate", "openapi.json", "-o", "out", *options, folder=folder)
    assert done.status == 0, done.said
    files = sorted(p for p in (folder / "out").rglob("*") if p.is_file())
    return done.said, "".join(p.read_text("utf-8") for p in files)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a secret beside it, and ways there."""
    made = tmp_path / "here"
    made.mkdir()
    secret = {"A": {"type": "object", "properties": {_SECRET: {"type": "string"}}}}
    (tmp_path / "secret.json").write_text(json.dumps(secret))
    (made / "link.json").symlink_to("../secret.json")
    (made / "up").symlink_to("..")
    (made / "round").symlink_to("round")
    os.mkfifo(made / "pipe")
    return made


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("../secret.json#/A", "W122"),
        ("%2e%2e/secret.json#/A", "W122"),
        ("link.json#/A", "W122"),
        ("up/secret.json#/A", "W122"),
        ("up/here/../../secret.json#/A", "W220"),
        ("{outside}#/A", "W122"),
        ("file://{outside}#/A", "W122"),
        ("/etc/passwd#/A", "W122"),
        ("round#/A", "W220"),
        ("pipe#/A", "W121"),
        (".#/A", "W122"),
        ("https://api.test/x#/A", "W123"),
        ("http://api.test/x#/A", "W123"),
        ("//api.test/x#/A", "W123"),
    ],
)
def test_what_is_not_followed(
    reference: str, code: str, folder: Path, forked: Forked
) -> None:
    outside = folder.parent / "secret.json"
    said, written = _generate(forked, folder, reference.format(outside=outside))
    assert code in said and _SECRET not in written


def test_a_wider_folder_can_be_allowed(folder: Path, forked: Forked) -> None:
    _, written = _generate(forked, folder, "../secret.json#/A", "--root", "..")
    assert _SECRET.lower() in written.lower()


@pytest.mark.parametrize(
    ("host", "reference", "said"),
    [
        ("127.0.0.1", "https://127.0.0.1/x#/A", "no public address"),
        ("localhost", "https://localhost/x#/A", "no public address"),
        ("169.254.169.254", "https://169.254.169.254/x#/A", "no public address"),
        ("0x7f.1", "https://0x7f.1/x#/A", "no public address"),
        ("api.test", "http://api.test/x#/A", "W123"),
        ("api.test", "https://api.test.evil.test/x#/A", "W123"),
        ("api.test", "https://api.test@evil.test/x#/A", "W123"),
    ],
)
def test_hosts_that_are_allowed_and_still_refused(
    host: str, reference: str, said: str, folder: Path, forked: Forked
) -> None:
    assert said in _generate(forked, folder, reference, "--allow-remote", host)[0]
