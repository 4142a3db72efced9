"""Like `test_injection`, with texts and places that hypothesis puts together anew on every run."""

from __future__ import annotations

import os

from hypothesis import given, settings
from hypothesis import strategies as st

from security.injection import check
from security.museum import places
from security.payloads import PAYLOADS

_PIECES = st.sampled_from(
    [
        *(
            '"',
            "'",
            '"""',
            "'''",
            "`",
            "\\",
            "\n",
            "\r",
            "\x0c",
            "\x85",
            "\u2028",
            "\x00",
        ),
        *("#", "{{", "}}", "{%", "%}", "{#", "#}", "{", "}", "%s", "$", "\\N{", "\\x"),
        *("canary()", "__import__('os')", "import os", "class", "self", "_", "__", "x"),
        *("../", "\\..\\", "/", "C:", "CON", ".py", "~", "%2e", "\u202e", "\ufeff"),
        *("<", ">", "<script>", "<!--", "&lt;", "](", "javascript:", "|", "\t", "    "),
        *(
            "---",
            "~~~",
            "```",
            "[x]:",
            "![",
            "<br",
            "//",
            "http://",
            "@",
            ":",
            ";",
            "=",
        ),
        *(
            "\ud800",
            "\udfff",
            "\u0301",
            "\u212a",
            "\uff07",
            "\U000e0061",
            "9",
            "  ",
            "-",
        ),
    ]
)
_TEXTS = st.lists(_PIECES | st.text(max_size=4), max_size=7).map("".join)


@settings(max_examples=int(os.environ.get("INJECTIONS", "60")), deadline=None)
@given(
    text=_TEXTS | st.sampled_from([*PAYLOADS.values()]),
    more=_TEXTS,
    chosen=st.lists(st.sampled_from(places()), max_size=4, unique=True),
)
def test_any_text(text: str, more: str, chosen: list[str]) -> None:
    check(text + more, *chosen)
