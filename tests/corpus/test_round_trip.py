"""What a server may send comes back unchanged: payloads of every schema that is reached."""

from __future__ import annotations

from corpus.building import Built
from corpus.round_trip import (
    broken_failures,
    newer_failures,
    report,
    valid_failures,
    variant_failures,
)


def test_valid_payloads_decode_strictly_and_come_back(built: Built) -> None:
    with built.imported() as package:
        assert report(valid_failures(built, package)) == ""


def test_every_variant_is_recognised(built: Built) -> None:
    with built.imported() as package:
        assert report(variant_failures(built, package)) == ""


def test_payloads_of_a_later_version_come_back(built: Built) -> None:
    with built.imported() as package:
        assert report(newer_failures(built, package)) == ""


def test_broken_payloads_come_back(built: Built) -> None:
    with built.imported() as package:
        assert report(broken_failures(built, package)) == ""
