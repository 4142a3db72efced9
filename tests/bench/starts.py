"""Worker: what a new process does first: an import, or an import and a typed call.

    python starts.py import-ours|import-openai|call-ours|call-openai SDK-FOLDER PAYLOADS-FOLDER

It prints the CPU seconds of that, without the start of the interpreter. The calls go to a
transport that answers at once from memory. `modules` prints what is loaded after an import and
after a typed call: nothing heavy may be among it.
"""

from __future__ import annotations

import sys
import time

HEAVY = (
    "asyncio",
    "ssl",
    "httpx",
    "httpx2",
    "httpcore",
    "httpcore2",
    "anyio",
    "socket",
)


def main() -> None:
    what, sdk, payloads = sys.argv[1:4]
    sys.path.insert(0, sdk)
    began = time.process_time()
    if what == "import-ours":
        import openai_api  # noqa: F401
    elif what == "import-openai":
        import openai  # noqa: F401
    elif what == "call-ours":
        _call_ours(payloads)
    elif what == "call-openai":
        _call_openai(payloads)
    elif what == "modules":
        import openai_api  # noqa: F401,F811

        print("import:", *(m for m in HEAVY if m in sys.modules))
        _call_ours(payloads)
        print("call:", *(m for m in HEAVY if m in sys.modules))
        return
    print(time.process_time() - began)


def _call_ours(payloads: str) -> None:
    import openai_api as sdk

    with open(f"{payloads}/run.json", "rb") as file:
        body = file.read()

    class Null:
        def send(self, request: object) -> sdk.Response:
            head = [("content-type", "application/json")]
            return sdk.Response(200, head, iter([body]))

        def close(self) -> None:
            pass

    client = sdk.Client(api_key="sk-test", http_client=Null())
    run = client.assistants.create_thread_and_run(
        assistant_id="asst_abc",
        thread={"messages": [{"role": "user", "content": "Hello"}]},
    )
    assert run.usage.total_tokens == 579, run


def _call_openai(payloads: str) -> None:
    import openai
    from openai import OpenAI

    try:
        import httpx2 as httpx
    except ImportError:
        import httpx

    with open(f"{payloads}/run.json", "rb") as file:
        body = file.read()

    def answer(request: object) -> httpx.Response:
        head = {"content-type": "application/json"}
        return httpx.Response(200, headers=head, content=body)

    transport = httpx.MockTransport(answer)
    client = OpenAI(api_key="sk-test", http_client=httpx.Client(transport=transport))
    run = client.beta.threads.create_and_run(
        assistant_id="asst_abc",
        thread={"messages": [{"role": "user", "content": "Hello"}]},
    )
    assert run.usage.total_tokens == 579, run
    assert openai


if __name__ == "__main__":
    main()
