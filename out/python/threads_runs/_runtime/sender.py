"""`Sender`: sends calls and gives values, raw answers, streams and pages.

`async_sender.py` is the same with `await`: what is not I/O is in the files both import.
"""

from __future__ import annotations

import time
from _collections_abc import Callable, Mapping

from .auth import Proof, resolve
from .base_sender import (
    BaseSender,
    Held,
    Service,
    not_a_stream,
    streams,
    with_headers,
    without_key,
)
from .call import Call, Events, StreamCall
from .checking import TYPE_CHECKING
from .decoding import pick
from .errors import APIConnectionError, APIError, APIStatusError
from .exchange import Exchange
from .following import Asked
from .logs import log_answer, log_error, log_request, log_retry, logger
from .model import UNSET
from .oauth import TokenSource
from .paging import Page, PageCall
from .polling import Poll, Polling, later
from .ranges import Resumption
from .raw import RawResponse
from .reading import Reading
from .stream import Stream
from .typed import B, T, cast

if TYPE_CHECKING:
    from typing import Any

    from .auth import Credential, Scheme
    from .transport import Request, Transport

_TOKEN: Call[Any] = Call("POST", "/", repeatable=True)


class Sender(BaseSender):
    """Sends calls and waits for their answers; several threads may use it at once."""

    def __init__(
        self,
        service: Service,
        secrets: Mapping[str, Any],
        open_transport: Callable[[Any, bool], Transport],
        http_client: Any,
        base_url: str | None,
        options: Mapping[str, Any],
    ) -> None:
        options = dict(options)
        http2: bool = options.pop("http2", False)
        super().__init__(service, secrets, base_url, options)
        self._transport = Held(open_transport, http_client, http2)

    def close(self) -> None:
        """Closes the connections. The next call opens new ones."""
        transport = self._transport.take()
        if transport is not None:
            transport.close()

    def send(
        self,
        call: Call[T],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: Mapping[str, Any] | None = None,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> T:
        """Sends a call and decodes its answer."""
        other = call.accepting(accept)
        if other is not call and other.binary:
            raw = self.download(other, arguments, body, options, content_type)
            return cast("T", raw)
        answer: RawResponse[T] = self._run(
            other, arguments, body, options, content_type
        )
        if self.raw:
            return cast("T", answer)
        return answer.parse()

    def download(
        self,
        call: Call[T],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: Mapping[str, Any] | None = None,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> RawResponse[T]:
        """Sends a call whose answer is bytes, to be read in pieces or whole."""
        other = call.accepting(accept)
        if other is not call and not other.binary:
            value = self.send(other, arguments, body, options, content_type)
            return cast("RawResponse[T]", value)

        def again(headers: Mapping[str, str]) -> RawResponse[T]:
            more = with_headers(options, headers)
            return self._run(other, arguments, body, more, None, True)

        answer: RawResponse[T] = self._run(
            other, arguments, body, options, content_type, True
        )
        if call.method == "GET":
            answer.resumption = Resumption(again, self.settings.max_retries)
        return answer

    def answer(
        self,
        call: Call[T],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: Mapping[str, Any] | None = None,
        content_type: str | None = None,
    ) -> RawResponse[T]:
        """Sends a call of whose answer nothing is known, and gives it as it came."""
        return self._run(call, arguments, body, options, content_type)

    def stream(
        self,
        call: StreamCall[T, B],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: Mapping[str, Any] | None = None,
        content_type: str | None = None,
    ) -> Stream[B]:
        """Sends a call whose answer arrives piece by piece."""
        events = call.events

        def reopen(last_id: str) -> RawResponse[T]:
            again = with_headers(options, {"last-event-id": last_id})
            return self._run(call, arguments, body, again, None, True, events)

        answer = self._run(call, arguments, body, options, content_type, True, events)
        if self.raw:
            return cast("Stream[B]", cast("object", answer))
        tries = self.settings.max_retries if call.method == "GET" else 0
        return Stream(answer, events, reopen, tries)

    def send_or_stream(
        self,
        call: StreamCall[T, B],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: Mapping[str, Any] | None = None,
        content_type: str | None = None,
    ) -> T | Stream[B]:
        """Sends a call that is answered piece by piece if its body asks for that."""
        if streams(call.events, arguments, body, options):
            return self.stream(call, arguments, body, options, content_type)
        return self.send(call, arguments, body, options, content_type)

    def page(
        self,
        call: PageCall[T, B],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: Mapping[str, Any] | None = None,
    ) -> Page[T, B]:
        """Sends a call whose answer is one page of several."""

        def ask(asked: Asked) -> Page[T, B]:
            how = options if asked is first else without_key(options)
            answer: RawResponse[Any] = self._run(
                call, asked.arguments, asked.body, how, url=asked.url
            )
            if self.raw:
                return cast("Page[T, B]", cast("object", answer))
            return Page(call, asked, answer, ask)

        first = Asked(arguments, body)
        return ask(first)

    def poll(
        self,
        call: Call[T],
        poll: Poll[B],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: Mapping[str, Any] | None = None,
        content_type: str | None = None,
        interval: float | None = None,
        timeout: float | None = None,
    ) -> T | B:
        """Sends a call, then reads the work that it started until that is done."""
        polling = Polling(poll, interval, timeout, arguments)
        answer: RawResponse[Any] = self._run(
            call, arguments, body, options, content_type
        )
        again = later(options)
        while True:
            seen = answer.json()
            pause = polling.pause(seen, answer.headers)
            if pause is None:
                break
            time.sleep(pause)
            answer = self._run(poll.call, polling.arguments, UNSET, again)
        if self.raw:
            return cast("T", answer)
        value: T | B = answer.parse()
        return value

    # How it is sent ------------------------------------------------------------------

    def _run(
        self,
        call: Call[T],
        arguments: Mapping[str, Any],
        body: Any,
        options: Mapping[str, Any] | None,
        content_type: str | None = None,
        unread: bool = False,
        events: Events | None = None,
        url: str = "",
    ) -> RawResponse[T]:
        settings = self._settings_for(options, call.server)
        exchange = Exchange(
            call, settings, self._agent, arguments, body, events, content_type, url
        )
        answer = self._exchange(exchange, unread or self.raw == "stream")
        if events is not None:
            mismatch = not_a_stream(answer, events)
            if mismatch is not None:
                answer.close()
                raise mismatch
        return answer

    def _exchange(self, exchange: Exchange, unread: bool) -> RawResponse[Any]:
        """Sends until an answer counts; an error status is raised."""
        call = exchange.call
        schemes = self._credentials.choose(call.security, exchange.headers)
        while True:
            proof, tokens = self._prove(schemes)
            request = exchange.request(proof)
            try:
                answer = self._attempt(exchange, request, unread)
            except APIConnectionError as error:
                delay = exchange.after_error(error)
            else:
                status = answer.status_code
                if status < 300:
                    return answer
                renewed = status == 401 and self._renewable(tokens)
                try:
                    again = exchange.after_answer(status, answer.headers, renewed)
                except BaseException:
                    answer.close()
                    raise
                if again is None:
                    if status < 400 and pick(call.returns, status, None):
                        if not unread:
                            answer.read()
                        return answer
                    raise self._failed(exchange, request, answer)
                answer.discard()
                delay = again
            if delay:
                log = logger(self.service.package)
                if log is not None:
                    log_retry(log, delay)
                time.sleep(delay)

    def _attempt(
        self, exchange: Exchange, request: Request, unread: bool
    ) -> RawResponse[Any]:
        settings = exchange.settings
        hooks = settings.hooks
        if hooks is not None and hooks.before_send is not None:
            hooks.before_send(request)
        log = logger(self.service.package)
        began = 0.0
        if log is not None:
            log_request(log, request)
            began = time.monotonic()
        try:
            response = self._transport.get().send(request)
            answer: RawResponse[Any] = RawResponse(
                exchange.call,
                request,
                response,
                exchange.deadline,
                settings.max_response_bytes,
                Reading(self.service.package, settings.nan),
            )
            # What the status means does not depend on the body: that can be damaged.
            if not unread and response.status < 300:
                answer.read()
        except APIError as error:
            if log is not None:
                log_error(log, request, error)
            if hooks is not None and hooks.on_error is not None:
                hooks.on_error(request, error)
            raise
        if log is not None:
            seconds = time.monotonic() - began
            log_answer(log, request, response.status, response.headers, seconds)
        if hooks is not None and hooks.after_response is not None:
            hooks.after_response(request, response.status, response.headers)
        return answer

    def _failed(
        self, exchange: Exchange, request: Request, answer: RawResponse[Any]
    ) -> APIStatusError:
        error = answer.error()
        hooks = exchange.settings.hooks
        if hooks is not None and hooks.on_error is not None:
            hooks.on_error(request, error)
        return error

    def _prove(
        self, schemes: list[tuple[Scheme, Credential]]
    ) -> tuple[Proof | None, list[tuple[TokenSource, str]]]:
        """What the credentials add to a request, and the tokens that were fetched for it."""
        if not schemes:
            return None, []
        proof = Proof()
        tokens: list[tuple[TokenSource, str]] = []
        for scheme, credential in schemes:
            if isinstance(credential, TokenSource):
                token = self._token(credential, scheme)
                tokens.append((credential, token))
                scheme.apply(token, proof)
            else:
                scheme.apply(resolve(credential), proof)
        return proof, tokens

    def _token(self, source: TokenSource, scheme: Scheme) -> str:
        token = source.current()
        if token:
            return token
        with source.lock:
            token = source.current()
            while not token:
                exchange = Exchange(
                    _TOKEN,
                    self._settings_for_tokens(),
                    self._agent,
                    url=self._token_url(source, scheme),
                )
                headers, exchange.body = source.request()
                exchange.headers |= headers
                try:
                    answer = self._exchange(exchange, unread=False)
                except APIStatusError:
                    if not source.forget_refresh():
                        raise
                    continue
                token = source.receive(
                    answer.status_code, answer.headers, answer.read()
                )
        return token
