"""`AsyncSender`: sends calls without blocking; `sender.py` with `await`."""

from __future__ import annotations

import time
from _collections_abc import Callable, Mapping

from .auth import Proof, resolve_async
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
from .paging import AsyncPage, PageCall
from .polling import Poll, Polling, later
from .ranges import Resumption
from .raw import AsyncRawResponse
from .reading import Reading
from .sleeping import sleep
from .stream import AsyncStream
from .typed import B, T, cast

if TYPE_CHECKING:
    from typing import Any

    from .auth import Credential, Scheme
    from .transport import AsyncTransport, Request

_TOKEN: Call[Any] = Call("POST", "/", repeatable=True)


class AsyncSender(BaseSender):
    """Sends calls without blocking; several tasks may use it at once."""

    def __init__(
        self,
        service: Service,
        secrets: Mapping[str, Any],
        open_transport: Callable[[Any, bool], AsyncTransport],
        http_client: Any,
        base_url: str | None,
        options: Mapping[str, Any],
    ) -> None:
        options = dict(options)
        http2: bool = options.pop("http2", False)
        super().__init__(service, secrets, base_url, options)
        self._transport = Held(open_transport, http_client, http2)

    async def close(self) -> None:
        """Closes the connections. The next call opens new ones."""
        transport = self._transport.take()
        if transport is not None:
            await transport.close()

    async def send(
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
            raw = await self.download(other, arguments, body, options, content_type)
            return cast("T", raw)
        answer: AsyncRawResponse[T] = await self._run(
            other, arguments, body, options, content_type
        )
        if self.raw:
            return cast("T", answer)
        return await answer.parse()

    async def download(
        self,
        call: Call[T],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: Mapping[str, Any] | None = None,
        content_type: str | None = None,
        accept: str | None = None,
    ) -> AsyncRawResponse[T]:
        """Sends a call whose answer is bytes, to be read in pieces or whole."""
        other = call.accepting(accept)
        if other is not call and not other.binary:
            value = await self.send(other, arguments, body, options, content_type)
            return cast("AsyncRawResponse[T]", value)

        async def again(headers: Mapping[str, str]) -> AsyncRawResponse[T]:
            more = with_headers(options, headers)
            return await self._run(other, arguments, body, more, None, True)

        answer: AsyncRawResponse[T] = await self._run(
            other, arguments, body, options, content_type, True
        )
        if call.method == "GET":
            answer.resumption = Resumption(again, self.settings.max_retries)
        return answer

    async def answer(
        self,
        call: Call[T],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: Mapping[str, Any] | None = None,
        content_type: str | None = None,
    ) -> AsyncRawResponse[T]:
        """Sends a call of whose answer nothing is known, and gives it as it came."""
        return await self._run(call, arguments, body, options, content_type)

    async def stream(
        self,
        call: StreamCall[T, B],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: Mapping[str, Any] | None = None,
        content_type: str | None = None,
    ) -> AsyncStream[B]:
        """Sends a call whose answer arrives piece by piece."""
        events = call.events

        async def reopen(last_id: str) -> AsyncRawResponse[T]:
            again = with_headers(options, {"last-event-id": last_id})
            return await self._run(call, arguments, body, again, None, True, events)

        answer = await self._run(
            call, arguments, body, options, content_type, True, events
        )
        if self.raw:
            return cast("AsyncStream[B]", cast("object", answer))
        tries = self.settings.max_retries if call.method == "GET" else 0
        return AsyncStream(answer, events, reopen, tries)

    async def send_or_stream(
        self,
        call: StreamCall[T, B],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: Mapping[str, Any] | None = None,
        content_type: str | None = None,
    ) -> T | AsyncStream[B]:
        """Sends a call that is answered piece by piece if its body asks for that."""
        if streams(call.events, arguments, body, options):
            return await self.stream(call, arguments, body, options, content_type)
        return await self.send(call, arguments, body, options, content_type)

    async def page(
        self,
        call: PageCall[T, B],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: Mapping[str, Any] | None = None,
    ) -> AsyncPage[T, B]:
        """Sends a call whose answer is one page of several."""

        async def ask(asked: Asked) -> AsyncPage[T, B]:
            how = options if asked is first else without_key(options)
            answer: AsyncRawResponse[Any] = await self._run(
                call, asked.arguments, asked.body, how, url=asked.url
            )
            if self.raw:
                return cast("AsyncPage[T, B]", cast("object", answer))
            content = await answer.read()
            return AsyncPage(call, asked, answer, content, ask)

        first = Asked(arguments, body)
        return await ask(first)

    async def poll(
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
        answer: AsyncRawResponse[Any] = await self._run(
            call, arguments, body, options, content_type
        )
        again = later(options)
        while True:
            seen = await answer.json()
            pause = polling.pause(seen, answer.headers)
            if pause is None:
                break
            await sleep(pause)
            answer = await self._run(poll.call, polling.arguments, UNSET, again)
        if self.raw:
            return cast("T", answer)
        value: T | B = await answer.parse()
        return value

    # How it is sent ------------------------------------------------------------------

    async def _run(
        self,
        call: Call[T],
        arguments: Mapping[str, Any],
        body: Any,
        options: Mapping[str, Any] | None,
        content_type: str | None = None,
        unread: bool = False,
        events: Events | None = None,
        url: str = "",
    ) -> AsyncRawResponse[T]:
        settings = self._settings_for(options, call.server)
        exchange = Exchange(
            call, settings, self._agent, arguments, body, events, content_type, url
        )
        answer = await self._exchange(exchange, unread or self.raw == "stream")
        if events is not None:
            mismatch = not_a_stream(answer, events)
            if mismatch is not None:
                await answer.close()
                raise mismatch
        return answer

    async def _exchange(
        self, exchange: Exchange, unread: bool
    ) -> AsyncRawResponse[Any]:
        """Sends until an answer counts; an error status is raised."""
        call = exchange.call
        schemes = self._credentials.choose(call.security, exchange.headers)
        while True:
            proof, tokens = await self._prove(schemes)
            request = exchange.request(proof)
            try:
                answer = await self._attempt(exchange, request, unread)
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
                    await answer.close()
                    raise
                if again is None:
                    if status < 400 and pick(call.returns, status, None):
                        if not unread:
                            await answer.read()
                        return answer
                    raise await self._failed(exchange, request, answer)
                await answer.discard()
                delay = again
            if delay:
                log = logger(self.service.package)
                if log is not None:
                    log_retry(log, delay)
                await sleep(delay)

    async def _attempt(
        self, exchange: Exchange, request: Request, unread: bool
    ) -> AsyncRawResponse[Any]:
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
            response = await self._transport.get().send(request)
            answer: AsyncRawResponse[Any] = AsyncRawResponse(
                exchange.call,
                request,
                response,
                exchange.deadline,
                settings.max_response_bytes,
                Reading(self.service.package, settings.nan),
            )
            # What the status means does not depend on the body: that can be damaged.
            if not unread and response.status < 300:
                await answer.read()
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

    async def _failed(
        self, exchange: Exchange, request: Request, answer: AsyncRawResponse[Any]
    ) -> APIStatusError:
        error = await answer.error()
        hooks = exchange.settings.hooks
        if hooks is not None and hooks.on_error is not None:
            hooks.on_error(request, error)
        return error

    async def _prove(
        self, schemes: list[tuple[Scheme, Credential]]
    ) -> tuple[Proof | None, list[tuple[TokenSource, str]]]:
        """What the credentials add to a request, and the tokens that were fetched for it."""
        if not schemes:
            return None, []
        proof = Proof()
        tokens: list[tuple[TokenSource, str]] = []
        for scheme, credential in schemes:
            if isinstance(credential, TokenSource):
                token = await self._token(credential, scheme)
                tokens.append((credential, token))
                scheme.apply(token, proof)
            else:
                scheme.apply(await resolve_async(credential), proof)
        return proof, tokens

    async def _token(self, source: TokenSource, scheme: Scheme) -> str:
        token = source.current()
        if token:
            return token
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
                answer = await self._exchange(exchange, unread=False)
            except APIStatusError:
                if not source.forget_refresh():
                    raise
                continue
            token = source.receive(
                answer.status_code, answer.headers, await answer.read()
            )
        return token
