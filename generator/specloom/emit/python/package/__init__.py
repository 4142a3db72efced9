"""The package as a whole: client, top-level exports, README, what is vendored, and the target.

May import the other folders of `emit/python`; none of them imports it.
"""
