"""Configuration files: one with every kind of option, and what can be wrong with one."""

from __future__ import annotations

WHOLE = """\
strict = true
spec = "specs/api.yaml"
exclude = ["tag:Admin"]

[limits]
depth = 7

[[sdk]]
output = "out/pets"
package = "petstore"
overlays = ["a.yaml"]
client-class = "Pets"
groups = { pets = "beta.pets" }

[sdk.pagination]
style = "cursor"
in = "body"
parameter = "from"
first = 1

[[sdk]]
output = "docs/pets"
target = "markdown"
exclude = []
"""

WRONG: dict[str, tuple[str, int, str]] = {
    "spce = 1": ("E602", 1, "did you mean 'spec'?"),
    "client_class = 'x'": ("E602", 1, "did you mean 'client-class'?"),
    "strict = 'yes'": ("E603", 1, "true or false"),
    "spec = 1": ("E603", 1, "a path"),
    "include = 'x'": ("E603", 1, "a list of strings"),
    "overlays = [1]": ("E603", 1, "a list of strings"),
    "groups = []": ("E603", 1, "a table of strings"),
    "groups = {a = 1}": ("E603", 1, "a table of strings"),
    "target = 'pyton'": ("E603", 1, "did you mean 'python'?"),
    "pagination = 1": ("E603", 1, "a table, or a list of tables"),
    "pagination = {}": ("E603", 1, "a table with a 'style'"),
    "pagination = {style = 'sideways'}": ("E603", 1, "'style' is one of cursor"),
    "[pagination]\nstyle = 'page'\nparametre = 'p'": ("E603", 1, "mean 'parameter'"),
    "[[pagination]]\nstyle = 'page'\nfirst = '1'": ("E603", 1, "'first' is a whole"),
    "limits = 1": ("E603", 1, "has to be a table"),
    "\n[limits]\ndepht = 1": ("E602", 3, "did you mean 'depth'?"),
    "[limits]\ndepth = -1": ("E603", 2, "a whole number"),
    "[[sdk]]\noutput = 'a'\n[[sdk]]\noutptu = 'b'": (
        "E602",
        4,
        "did you mean 'output'?",
    ),
    "sdk = 1": ("E603", 1, "[[sdk]]"),
    "": ("E603", 1, "nothing to generate"),
    "[[sdk]]\nspec = 'a'": ("E603", 1, "no 'output'"),
}
"""Text → the code, the line and some words of the diagnostic."""
