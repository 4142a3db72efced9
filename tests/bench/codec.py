"""Worker: decode + encode of real payloads, and the memory of what was decoded.

Run by `__main__` in the interpreter that has the peers, as

    python codec.py time|memory ROUNDS FOLDER-OF-THE-SDK FOLDER-OF-PAYLOADS [--without-orjson]

It prints one JSON object. Every subject is checked before it is measured: what it decodes has
to be right, and ours has to write back exactly what came.
"""

from __future__ import annotations

import gc
import json
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

from timing import compare

PAYLOADS = {
    "Run object": "run.json",
    "100 messages": "messages-100.json",
    "stream chunk": "chat-completion-chunk.json",
}
Codec = tuple[Callable[[bytes], Any], Callable[[Any], bytes]]


def main() -> None:
    what, rounds, sdk, payloads = sys.argv[1:5]
    if "--without-orjson" in sys.argv:
        sys.modules["orjson"] = None  # type: ignore[assignment]
    sys.path.insert(0, sdk)
    texts = {
        name: json.dumps(json.loads((Path(payloads) / file).read_bytes())).encode()
        for name, file in PAYLOADS.items()
    }
    measure = {"time": _times, "memory": _memories}[what]
    json.dump(measure(texts, int(rounds)), sys.stdout)


def _times(texts: dict[str, bytes], rounds: int) -> dict[str, dict[str, float]]:
    result: dict[str, dict[str, float]] = {}
    for payload, text in texts.items():
        codecs = {name: make()[payload] for name, make in SUBJECTS.items()}
        for name, codec in codecs.items():
            _check(name, codec, text)
        # The untyped floor is what JSON itself costs.
        result[payload] = compare(
            {name: _both(codec, text) for name, codec in codecs.items()}, rounds
        )
    return result


def _both(codec: Codec, text: bytes) -> Callable[[], object]:
    decode, encode = codec
    return lambda: encode(decode(text))


def _check(name: str, codec: Codec, text: bytes) -> None:
    decode, encode = codec
    back, came = json.loads(encode(decode(text))), json.loads(text)
    assert back == came, f"{name} does not give back what came"


def _memories(texts: dict[str, bytes], _: int) -> dict[str, float]:
    """Kilobytes of the decoded 100 messages, strings included."""
    text = texts["100 messages"]
    result: dict[str, float] = {}
    for name, make in SUBJECTS.items():
        decode = make()["100 messages"][0]
        decode(text)
        gc.collect()
        tracemalloc.start()
        value = decode(text)
        gc.collect()
        result[name] = tracemalloc.get_traced_memory()[0] / 1024
        tracemalloc.stop()
        del value
    return result


# The subjects --------------------------------------------------------------------------


def _ours() -> dict[str, Codec]:
    import openai_api as sdk
    from openai_api import models

    types = (
        models.RunObject,
        models.ListMessagesResponse,
        models.CreateChatCompletionStreamResponse,
    )

    def codec(kind: Any) -> Codec:
        return (lambda text: sdk.from_json(kind, text)), sdk.to_json

    return dict(zip(PAYLOADS, map(codec, types), strict=True))


def _msgspec() -> dict[str, Codec]:
    import msgspec
    import msgspec_models as models

    encode = msgspec.json.Encoder().encode

    def codec(kind: Any) -> Codec:
        return msgspec.json.Decoder(kind).decode, encode

    types = (models.Run, models.Messages, models.Chunk)
    return dict(zip(PAYLOADS, map(codec, types), strict=True))


def _pydantic() -> dict[str, Codec]:
    import pydantic_models as models

    def codec(kind: Any) -> Codec:
        def encode(value: Any) -> bytes:
            text: str = value.model_dump_json(by_alias=True, exclude_unset=True)
            return text.encode()

        return kind.model_validate_json, encode

    types = (models.Run, models.Messages, models.Chunk)
    return dict(zip(PAYLOADS, map(codec, types), strict=True))


def _openai() -> dict[str, Codec]:
    from openai._models import construct_type
    from openai.pagination import SyncCursorPage
    from openai.types.beta.threads import Message, Run
    from openai.types.chat import ChatCompletionChunk

    def codec(kind: Any) -> Codec:
        def encode(value: Any) -> bytes:
            text: str = value.to_json(indent=None)
            return text.encode()

        return (lambda text: construct_type(type_=kind, value=json.loads(text))), encode

    types = (Run, SyncCursorPage[Message], ChatCompletionChunk)
    return dict(zip(PAYLOADS, map(codec, types), strict=True))


def _untyped() -> dict[str, Codec]:
    try:
        import orjson
    except ImportError:

        def dumps(value: Any) -> bytes:
            return json.dumps(value, separators=(",", ":")).encode()

        return dict.fromkeys(PAYLOADS, (json.loads, dumps))
    return dict.fromkeys(PAYLOADS, (orjson.loads, orjson.dumps))


SUBJECTS: dict[str, Callable[[], dict[str, Codec]]] = {
    "msgspec.Struct": _msgspec,
    "untyped": _untyped,
    "specloom": _ours,
    "pydantic v2": _pydantic,
    "openai-python": _openai,
}


if __name__ == "__main__":
    main()
