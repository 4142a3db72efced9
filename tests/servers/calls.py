"""The calls of the tests, of what `origin.py` answers, and ways to make them with all clients."""

from __future__ import annotations

from typing import Any

from calling import Caller
from runtime.bodies import Binary, Json
from runtime.call import Call, Events, StreamCall, binary_reply, json_reply
from runtime.parameters import path, query

JSON: Call[Any] = Call("GET", "/json", returns=(json_reply("200"),))
POST: Call[Any] = Call("POST", "/json", bodies=(Json(),), returns=(json_reply("200"),))
ECHO: Call[Any] = Call("GET", "/echo", query("q"), returns=(json_reply("200"),))
UPLOAD: Call[Any] = Call(
    "POST", "/echo", bodies=(Binary(),), returns=(json_reply("200"),)
)
PUT: Call[Any] = Call("PUT", "/echo", bodies=(Binary(),), returns=(json_reply("200"),))
BYTES: Call[Any] = Call("GET", "/bytes", query("count"), returns=(binary_reply("200"),))
FILE: Call[Any] = Call(
    "GET", "/files/{name}", path("name"), returns=(binary_reply("200"),)
)
EVENTS: StreamCall[Any, Any] = StreamCall(
    "GET",
    "/events",
    query("count"),
    query("pause"),
    returns=(json_reply("200"),),
    events=Events(),
)


def measure(caller: Caller, call: Call[Any], **arguments: Any) -> int:
    """The length of a download that is read in pieces."""

    def now(sender: Any) -> int:
        return sum(map(len, sender.download(call, arguments).iter_bytes()))

    async def later(sender: Any) -> int:
        answer = await sender.download(call, arguments)
        return sum([len(piece) async for piece in answer.iter_bytes()])

    size: int = caller.run(now, later)
    return size
