"""Beside the stages: mistakes of a document that an overlay can repair, found in diagnostics.

May import `document`, `openapi` and `model`'s types; `run` and the command `fix` import it.
"""
