"""Worker: the cost of a call of our own and of a stream, against openai-python's.

Run by `__main__` in the interpreter that has the peers, as

    python calls.py call|stream|memory ROUNDS FOLDER-OF-THE-SDK FOLDER-OF-PAYLOADS

Both clients send over a transport that answers at once from memory, so what is measured is
what they add: building the request, reading the answer, decoding it.
"""

from __future__ import annotations

import json
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from timing import compare

THREAD = {"messages": [{"role": "user", "content": "Explain deep learning."}]}
CHUNKS = 2000


def main() -> None:
    what, rounds, sdk, payloads = sys.argv[1:5]
    sys.path.insert(0, sdk)
    run = (Path(payloads) / "run.json").read_bytes()
    chunk = json.dumps(
        json.loads((Path(payloads) / "chat-completion-chunk.json").read_bytes())
    ).encode()
    measure = {"call": _calls, "stream": _streams, "memory": _memory}[what]
    json.dump(measure(run, chunk, int(rounds)), sys.stdout)


def _calls(run: bytes, _: bytes, rounds: int) -> dict[str, float]:
    ours, theirs = our_client(run), their_client(run)
    return compare(
        {
            "specloom": lambda: ours.assistants.create_thread_and_run(
                assistant_id="asst_abc", thread=THREAD
            ),
            "openai-python": lambda: theirs.beta.threads.create_and_run(
                assistant_id="asst_abc", thread=THREAD
            ),
        },
        rounds,
    )


def _streams(_: bytes, chunk: bytes, rounds: int) -> dict[str, float]:
    """Seconds per event, of a body that arrives in pieces of 16 kB."""
    body = b"".join([b"data: " + chunk + b"\n\n"] * CHUNKS) + b"data: [DONE]\n\n"
    kind = "text/event-stream"
    ours, theirs = our_client(body, kind), their_client(body, kind)
    subjects: dict[str, Callable[[], object]] = {
        "specloom": lambda: _drain(_our_stream(ours)),
        "openai-python": lambda: _drain(_their_stream(theirs)),
    }
    return {k: v / CHUNKS for k, v in compare(subjects, rounds).items()}


def _memory(_: bytes, chunk: bytes, __: int) -> dict[str, float]:
    """Kilobytes at the peak of a short stream and of one twenty times as long."""
    result: dict[str, float] = {}
    event = b"data: " + chunk + b"\n\n"
    for name, count in (("warm", 10), ("short", CHUNKS), ("long", 20 * CHUNKS)):
        client = our_client(event, "text/event-stream", count)
        tracemalloc.start()
        _drain(_our_stream(client))
        result[name] = tracemalloc.get_traced_memory()[1] / 1024
        tracemalloc.stop()
    return result


def _our_stream(client: Any) -> Any:
    return client.chat.create_completion(messages=[], model="gpt-4o", stream=True)


def _their_stream(client: Any) -> Any:
    return client.chat.completions.create(messages=[], model="gpt-4o", stream=True)


def _drain(stream: Any) -> None:
    for event in stream:
        assert event.choices


# Clients over nothing ------------------------------------------------------------------


def our_client(body: bytes, kind: str = "application/json", times: int = 1) -> Any:
    """Ours, every call of which is answered with `body`."""
    import openai_api as sdk

    class Null:
        def send(self, request: Any) -> Any:
            return sdk.Response(200, [("content-type", kind)], pieces(body, times))

        def close(self) -> None:
            pass

    return sdk.Client(api_key="sk-test", http_client=Null())


def their_client(body: bytes, kind: str = "application/json") -> Any:
    """openai-python's."""
    import openai

    try:
        import httpx2 as httpx
    except ImportError:
        import httpx

    class Body(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            return pieces(body, 1)

    class Null(httpx.BaseTransport):
        def handle_request(self, request: Any) -> Any:
            return httpx.Response(200, headers={"content-type": kind}, stream=Body())

    return openai.OpenAI(api_key="sk-test", http_client=httpx.Client(transport=Null()))


def pieces(body: bytes, times: int) -> Iterator[bytes]:
    """`body`, as often as asked, as it comes from a connection."""
    for _ in range(times):
        for at in range(0, len(body), 16384):
            yield body[at : at + 16384]


if __name__ == "__main__":
    main()
