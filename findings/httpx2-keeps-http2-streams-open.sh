#!/usr/bin/env bash
# httpx2 2.16.2 (httpcore2 2.16.2, h2 4.4.1) with `http2=True`: a streamed answer that is left before its
# end stays open on the connection, because closing it sends no RST_STREAM. Nothing is said until
# the server's limit of streams is reached (100 with Hypercorn 0.18.0): then each further call
# fails with LocalProtocolError, "Max outbound streams is 100, 100 open", though the program has
# none in its hands. Over HTTP/1.1 the same program works: the connection is closed.
# Seen with Python 3.11 on Linux, November 2026.
set -euo pipefail
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv env
env/bin/python -m pip install --quiet --disable-pip-version-check \
    httpx2==2.16.2 httpcore2==2.16.2 h2==4.4.1 hypercorn==0.18.0 2> /dev/null
cat > events.py <<'PY'
import asyncio


async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while True:
            await send({"type": "http.response.body", "body": b"data: x\n\n", "more_body": True})
            await asyncio.sleep(1)
PY
cat > leaving.py <<'PY'
import asyncio
import sys

import httpx2


async def left_early(port: int, http2: bool) -> tuple[int, str]:
    address = f"http://127.0.0.1:{port}/"
    async with httpx2.AsyncClient(http1=not http2, http2=http2, trust_env=False) as client:
        for number in range(120):
            try:
                async with client.stream("GET", address) as answer:
                    async for _ in answer.aiter_bytes():
                        break
            except httpx2.LocalProtocolError as error:
                return number, str(error)
    return 120, ""


port = int(sys.argv[1])
one, two = asyncio.run(left_early(port, False)), asyncio.run(left_early(port, True))
print("HTTP/1.1: left early", *one)
print("HTTP/2:   left early", *two)
raise SystemExit((one, two) != ((120, ""), (100, "Max outbound streams is 100, 100 open")))
PY
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
env/bin/python -m hypercorn --workers 0 --bind "127.0.0.1:$port" events:app > /dev/null 2>&1 &
server=$! && disown
trap 'kill -9 $server 2> /dev/null || true; rm -rf "$folder"' EXIT
sleep 3
timeout 60 env/bin/python leaving.py "$port"
