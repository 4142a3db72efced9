"""Makes a document that shows a fault smaller: what can go, goes, and what can be empty, is.

python -m security.shrink build/fuzz/4711.json
"""

from __future__ import annotations

import copy
import json
import sys
from pathlib import Path
from typing import Any

from security.fuzz import watched
from security.mutation import mutation_places


def shrink(text: str, turn: int) -> str:
    """The smallest text found that ends in the same fault."""
    kind = watched(text, turn)[0]
    try:
        tree = json.loads(text)
    except ValueError:
        return _shrink_text(text, turn, kind)
    changed = True
    while changed:
        changed = False
        for path in sorted(mutation_places(tree), key=len):
            for replacement in (None, {}, []):
                smaller = _without(tree, path, replacement)
                if smaller is not None and _ends(smaller, turn, kind):
                    tree, changed = smaller, True
                    break
    return json.dumps(tree, indent=1)


def _shrink_text(text: str, turn: int, kind: str) -> str:
    size = len(text) // 2
    while size:
        begin = 0
        while begin < len(text):
            smaller = text[:begin] + text[begin + size :]
            if watched(smaller, turn)[0] == kind:
                text = smaller
            else:
                begin += size
        size //= 2
    return text


def _ends(tree: Any, turn: int, kind: str) -> bool:
    return watched(json.dumps(tree), turn)[0] == kind


def _without(tree: Any, path: tuple[str | int, ...], replacement: Any) -> Any:
    """The tree without a part; None if the part is not there or as small already."""
    tree = copy.deepcopy(tree)
    owner = tree
    try:
        for key in path[:-1]:
            owner = owner[key]
        if replacement is None:
            del owner[path[-1]]
        elif len(json.dumps(owner[path[-1]])) <= 2:
            return None
        else:
            owner[path[-1]] = replacement
    except (LookupError, TypeError):
        return None
    return tree


if __name__ == "__main__":
    file = Path(sys.argv[1])
    print(shrink(file.read_text("utf-8"), int(file.stem)))
