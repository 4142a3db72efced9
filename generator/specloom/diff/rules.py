"""The weight of every kind of change, and why. The page `docs/diff.md` shows this table.

Judged by direction: what is sent may grow more tolerant, what is received may become less.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from specloom.diff.change import Level


class Rule(NamedTuple):
    """A row: the weight, and the reason that people read."""

    level: Level
    reason: str


_B, _A, _D = Level.BREAKING, Level.ADDITIVE, Level.DOCS

RULES: Mapping[str, Rule] = {
    # methods
    "method-removed": Rule(_B, "calls of it fail"),
    "method-added": Rule(_A, "nothing that exists changes"),
    "method-renamed": Rule(_B, "the old name is gone"),
    "method-deprecated": Rule(_A, "it works on, and type checkers point it out"),
    "method-address": Rule(_D, "the call is written as before"),
    "method-docs": Rule(_D, "only what people read"),
    # arguments
    "argument-removed": Rule(_B, "calls that give it fail"),
    "argument-added": Rule(_A, "calls without it work as before"),
    "argument-added-required": Rule(_B, "calls without it fail"),
    "argument-renamed": Rule(_B, "calls that give it under the old name fail"),
    "argument-required": Rule(_B, "calls without it fail"),
    "argument-optional": Rule(_A, "it may still be given"),
    "argument-position": Rule(
        _B, "calls that give it by position fail or mean another one"
    ),
    "argument-narrowed": Rule(_B, "some values that were accepted are not any more"),
    "argument-widened": Rule(_A, "all values that were accepted still are"),
    "argument-moved": Rule(
        _D, "it travels in another place, the call is written as before"
    ),
    "argument-deprecated": Rule(_A, "it works on"),
    "argument-default": Rule(_D, "the server's default is told, never sent"),
    "argument-rules": Rule(_D, "the server judges values, the package does not"),
    "argument-docs": Rule(_D, "only what people read"),
    "body-media-type-removed": Rule(_B, "calls that send it fail"),
    "body-media-type-added": Rule(_A, "what was sent before still can be"),
    # what comes back
    "return-changed": Rule(_B, "callers may get what they are not prepared for"),
    "return-narrowed": Rule(_A, "readers get nothing that they are not prepared for"),
    "paging-added": Rule(_B, "the call gives pages now, not the body"),
    "paging-removed": Rule(_B, "the call gives the body now, not pages"),
    "stream-added": Rule(_A, "only calls that ask for it stream"),
    "stream-removed": Rule(_B, "calls that stream fail"),
    "stream-always": Rule(_B, "the call gives something else now"),
    "error-added": Rule(
        _A, "an error of this status was raised before, without a typed body"
    ),
    "error-removed": Rule(_A, "nothing can come that could not before"),
    "error-changed": Rule(_B, "handlers may get a body that they are not prepared for"),
    "error-narrowed": Rule(_A, "readers get nothing that they are not prepared for"),
    # types
    "type-removed": Rule(_B, "it cannot be imported any more"),
    "type-added": Rule(_A, "nothing that exists changes"),
    "type-renamed": Rule(_B, "it cannot be imported under the old name"),
    "type-kind": Rule(_B, "it is made and read in another way"),
    "type-narrowed": Rule(_B, "some values that could be sent cannot any more"),
    "type-widened": Rule(_A, "all values that could be sent still can be"),
    "type-grown": Rule(_B, "readers may get values that they are not prepared for"),
    "type-shrunk": Rule(_A, "readers get nothing that they are not prepared for"),
    "type-deprecated": Rule(_A, "it works on"),
    "type-docs": Rule(_D, "only what people read"),
    # properties
    "property-removed": Rule(_B, "code that reads or sets it fails"),
    "property-added": Rule(_A, "readers need not look at it, senders need not set it"),
    "property-added-required": Rule(_B, "requests made without it fail"),
    "property-renamed": Rule(_B, "the old attribute is gone"),
    "property-required": Rule(_B, "requests made without it fail"),
    "property-always": Rule(_A, "readers who reckon with its absence still may"),
    "property-optional": Rule(_B, "readers may find it UNSET"),
    "property-omittable": Rule(_A, "senders need not set it any more"),
    "property-read-only": Rule(_B, "requests cannot set it any more"),
    "property-writable": Rule(_A, "requests may set it now"),
    "property-writable-required": Rule(_B, "requests made without it fail"),
    "property-write-only": Rule(_B, "readers do not get it any more"),
    "property-readable": Rule(_A, "readers get it now"),
    "property-narrowed": Rule(_B, "some values that could be sent cannot any more"),
    "property-widened": Rule(_A, "all values that could be sent still can be"),
    "property-grown": Rule(_B, "readers may get values that they are not prepared for"),
    "property-shrunk": Rule(_A, "readers get nothing that they are not prepared for"),
    "property-deprecated": Rule(_A, "it works on"),
    "property-default": Rule(_D, "the server's default is told, never sent"),
    "property-rules": Rule(_D, "the server judges values, the package does not"),
    "property-docs": Rule(_D, "only what people read"),
    "extras-removed": Rule(_B, "the attribute of further properties is gone"),
    "extras-added": Rule(_A, "further properties have an attribute now"),
    # enums and unions
    "value-removed-sent": Rule(_B, "the server does not take it any more"),
    "value-removed-received": Rule(_A, "readers who reckon with it still may"),
    "value-removed-member": Rule(_B, "the member of the enum class is gone"),
    "value-added": Rule(
        _A, "readers reckon with new values, senders need not use them"
    ),
    "value-renamed": Rule(_B, "the old member of the enum class is gone"),
    "variant-removed-sent": Rule(_B, "it cannot be sent any more"),
    "variant-removed-received": Rule(_A, "readers who reckon with it still may"),
    "variant-added": Rule(_A, "readers reckon with an `UnknownVariant` already"),
    "variant-added-sent": Rule(_A, "all that could be sent still can be"),
    "variant-added-closed": Rule(
        _B, "readers may get values that they are not prepared for"
    ),
    # the client
    "credential-removed": Rule(_B, "clients that are given it cannot be made"),
    "credential-added": Rule(_A, "clients can be made without it"),
    "security-required": Rule(_B, "clients without credentials are refused"),
    "security-removed": Rule(_B, "clients with these credentials are refused"),
    "security-added": Rule(_A, "the credentials that served before still do"),
    "security-optional": Rule(_A, "clients with credentials work as before"),
    "server-changed": Rule(_A, "only clients without `base_url` call another address"),
    "webhook-removed": Rule(_B, "it does not come any more"),
    "webhook-added": Rule(_A, "nothing that exists changes"),
    "webhook-changed": Rule(_B, "readers may get what they are not prepared for"),
    "webhook-narrowed": Rule(_A, "readers get nothing that they are not prepared for"),
}
"""The name of a kind of change → how much it weighs."""
