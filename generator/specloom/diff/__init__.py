"""Beside the stages: what a new version of a document changes for users of the Python package.

Input: two models and the names that a package gives their parts. Output: `Change`s, each with
its weight (breaking, additive, documentation), the reason, and the place in both documents.
"""

from specloom.diff.compare_apis import compare_apis as compare_apis
