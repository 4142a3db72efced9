"""A test server for the runs family of the API: real HTTP on loopback, state in memory.

It answers as `specs/threads-runs.yaml` says: bearer authentication, requests checked against
the schemas, pages, server-sent events. It records every request, and misbehaves when a test
asks it to (`plan`, or an `X-Fault` header). To try it by hand: `python -m e2e.server`.
"""

from __future__ import annotations

import json
import socket
import struct
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

from e2e.faults import Drop, Fault
from e2e.requests import PREFIX, Call, read_call
from e2e.specification import Json, document
from e2e.state import ApiError, Event, State, page

KEY = "sk-test"
"""The key that may do everything."""
RESTRICTED_KEY = "sk-restricted"
"""A key that is valid and may do nothing here."""

_ERRORS = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    429: "TooManyRequests",
    500: "InternalServerError",
    503: "ServiceUnavailable",
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request as it arrived. Header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Json:
        """The body, decoded."""
        return json.loads(self.body)


class ApiServer:
    """The server, running from construction until `close`; also a context manager."""

    def __init__(self, port: int = 0) -> None:
        self.state = State()
        self.requests: list[Recorded] = []
        self.connections = 0
        """How many connections were accepted."""
        self.open = 0
        """How many of them are still open."""
        self._faults: deque[Fault] = deque()
        self.lock = threading.Lock()
        self._http = _Http(("127.0.0.1", port), self)
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        """The base URL for clients, `/v1` included."""
        return f"http://127.0.0.1:{self._http.server_address[1]}{PREFIX}"

    def plan(self, *faults: Fault) -> None:
        """The next requests are answered with these faults, one each, in this order."""
        with self.lock:
            self._faults.extend(faults)

    def next_fault(self) -> Fault | None:
        """Takes the fault that is planned for the request at hand. For the handler."""
        return self._faults.popleft() if self._faults else None

    def reset(self) -> None:
        """Forgets all state, requests and planned faults."""
        with self.lock:
            self.state = State()
            self.requests.clear()
            self._faults.clear()
            self.connections = 0

    def add_runs(self, thread_id: str, count: int) -> list[str]:
        """Puts `count` more runs on a thread; gives their IDs, the oldest first."""
        with self.lock:
            thread = self.state.thread(thread_id)
            body = {"assistant_id": "asst_abc123"}
            return [self.state.create_run(thread, body)["id"] for _ in range(count)]

    def close(self) -> None:
        """Stops the server and closes its connections."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def __enter__(self) -> ApiServer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], api: ApiServer) -> None:
        super().__init__(address, _Handler)
        self.api = api

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no error of the server; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Dropped(ConnectionError):
    """The handler has broken the connection off."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    disable_nagle_algorithm = True
    request_id = ""

    @property
    def _api(self) -> ApiServer:
        assert isinstance(self.server, _Http)
        return self.server.api

    def setup(self) -> None:
        super().setup()
        with self._api.lock:
            self._api.connections += 1
            self._api.open += 1

    def finish(self) -> None:
        try:
            super().finish()
        finally:
            with self._api.lock:
                self._api.open -= 1

    def log_message(self, format: str, *args: object) -> None:
        """Tests stay quiet."""

    def __getattr__(self, name: str) -> Callable[[], None]:
        # BaseHTTPRequestHandler calls do_<METHOD>; all methods are answered alike.
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def _answer(self) -> None:
        api = self._api
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        with api.lock:
            api.requests.append(Recorded(self.command, self.path, headers, body))
            self.request_id = f"req_{len(api.requests)}"
            fault = api.next_fault() or Fault()
        if "x-fault" in headers:
            fault = Fault.from_header(json.loads(headers["x-fault"]))
        if fault.delay:
            time.sleep(fault.delay)
        if fault.drop is Drop.BEFORE_STATUS:
            self._reset()
        if fault.status is not None:
            self._send_error(fault)
            return
        try:
            _authenticate(headers)
            call = read_call(self.command, self.path, headers, body)
            with api.lock:
                answer = answer_call(api.state, call)
        except ApiError as error:
            self._send_json(error.status, {"error": error.error}, fault)
            return
        if isinstance(answer, list):
            self._send_events(answer, fault)
        else:
            self._send(200, answer, "application/json", fault)

    def _send_error(self, fault: Fault) -> None:
        status = fault.status or 500
        if fault.body is not None:
            self._send(status, fault.body, fault.content_type, fault)
        else:
            self._send_json(status, error_example(status), fault)

    def _send_json(self, status: int, value: Json, fault: Fault) -> None:
        self._send(status, json.dumps(value).encode(), "application/json", fault)

    def _send(self, status: int, body: bytes, media_type: str, fault: Fault) -> None:
        self._head(status, media_type, fault)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if fault.drop is Drop.IN_BODY:
            self.wfile.write(body[: fault.keep])
            self._reset()
        self.wfile.write(body)

    def _send_events(self, events: list[Event], fault: Fault) -> None:
        body = transcribe(events, fault)
        self._head(200, "text/event-stream; charset=utf-8", fault)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if fault.drop is Drop.IN_BODY:
            self._chunk(body[: fault.keep])
            self._reset()
        size = fault.chunk or len(body)
        for at in range(0, len(body), size):
            self._chunk(body[at : at + size])
            if fault.drip:
                time.sleep(fault.drip)
        self.wfile.write(b"0\r\n\r\n")

    def _chunk(self, data: bytes) -> None:
        if data:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))

    def _head(self, status: int, media_type: str, fault: Fault) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("x-request-id", self.request_id)
        for name, value in fault.headers.items():
            self.send_header(name, value)

    def _reset(self) -> None:
        """Ends the connection with a TCP reset, as a crashed server or a bad network does."""
        self.wfile.flush()
        self.connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
        self.connection.close()
        self.close_connection = True
        raise _Dropped


def _authenticate(headers: Mapping[str, str]) -> None:
    scheme, _, key = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise ApiError(401, "You didn't provide an API key.")
    if key == RESTRICTED_KEY:
        raise ApiError(
            403,
            "You have insufficient permissions for this operation.",
            code="missing_scope",
        )
    if key != KEY:
        raise ApiError(
            401, f"Incorrect API key provided: {key[:6]}***.", code="invalid_api_key"
        )


def answer_call(state: State, call: Call) -> bytes | list[Event]:
    """What the API answers: the JSON of an object, or the events of a stream."""
    path, body = call.path, call.body
    thread_id, run_id = path.get("thread_id", ""), path.get("run_id", "")
    value: Json
    transcript = ""
    first: list[Event] = []
    match call.operation:
        case "createThreadAndRun":
            _check_assistant(body)
            thread = state.create_thread(body.get("thread") or {})
            value = state.create_run(thread, body)
            first = [("thread.created", json.dumps(thread.object))]
            transcript = _transcript_of(value)
        case "createRun":
            _check_assistant(body)
            value = state.create_run(state.thread(thread_id), body)
            transcript = _transcript_of(value)
        case "listRuns":
            value = page(state.thread(thread_id).runs, call.query)
        case "getRun":
            value = state.read_run(thread_id, run_id)
        case "modifyRun":
            value = state.update_run(thread_id, run_id, body)
        case "cancelRun":
            value = state.cancel_run(thread_id, run_id)
        case "submitToolOutputsToRun":
            value = state.submit(thread_id, run_id, body)
            transcript = "ResumedRunStream"
        case "listRunSteps":
            value = page(state.steps(thread_id, run_id), call.query)
        case "getRunStep":
            value = state.step(thread_id, run_id, path["step_id"])
        case unknown:
            raise AssertionError(f"no answer for {unknown}")
    if transcript and body.get("stream"):
        return first + state.stream(value, transcript)
    return json.dumps(value, ensure_ascii=False).encode()


def _check_assistant(body: Json) -> None:
    if body["assistant_id"] == "asst_nowhere":
        raise ApiError(404, "No assistant found with id 'asst_nowhere'.")


def _transcript_of(run: Json) -> str:
    """The example of a stream that a new run goes like: its function is called, if any."""
    functions = any(tool["type"] == "function" for tool in run["tools"])
    return "RunWithToolStream" if functions else "ThreadAndRunStream"


def transcribe(events: list[Event], fault: Fault) -> bytes:
    """Events as bytes of a `text/event-stream`, with what `fault` puts between them."""
    told = [*events[:1], *fault.insert, *events[1:]]
    if fault.end is not None:
        told = told[: fault.end]
    lines: list[str] = []
    for number, (name, data) in enumerate(told):
        if fault.comments:
            lines += [": keep-alive", ":", f"id: {number}", "retry: 10", "future: yes"]
        lines += [f"event: {name}", *(f"data: {part}" for part in data.split("\n")), ""]
    return "".join(line + fault.newline for line in lines).encode()


def error_example(status: int) -> Json:
    """The body that the document shows for an error of this status."""
    response = document()["components"]["responses"][_ERRORS.get(status, "BadRequest")]
    examples = response["content"]["application/json"]["examples"]
    return next(iter(examples.values()))["value"]


if __name__ == "__main__":
    with ApiServer(int(sys.argv[1]) if sys.argv[1:] else 0) as running:
        print(f"{running.url}  (API key: {KEY})", flush=True)
        threading.Event().wait()
