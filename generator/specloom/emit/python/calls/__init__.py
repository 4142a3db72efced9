"""The pages under `resources`: groups, methods, arguments, answers.

May import `names`, `printing`, and the annotations of `models`.
"""
