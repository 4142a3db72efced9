"""Small apps of frameworks: lists in pages, events, files, and what exporters leave out.

Each module has an `app` and the `document` that the framework writes of it. Annotations are
read by the frameworks when a function is defined, so they are not put off here.
"""

FILE = bytes(range(256))
NAMES = [f"thing {number}" for number in range(1, 8)]
