"""How the variants of a union are told apart: see `rungs` for the order in which it is tried.

Input: types and the declarations they refer to, and what discriminators say (`TagTable`).
Output: a `Dispatch`, and what it leaves open.
"""

from specloom.lower.ladder.rungs import Decision, decide
from specloom.lower.ladder.tags import TagTable

__all__ = ["Decision", "TagTable", "decide"]
