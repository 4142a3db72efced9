"""What every generated client can do beside its calls, and what a group of calls is."""

from __future__ import annotations

from _collections_abc import Awaitable, Callable, Mapping

from .async_sender import AsyncSender
from .base_sender import Service
from .checking import TYPE_CHECKING
from .paging import AsyncPager, Page
from .raw import AsyncRawResponse, RawResponse
from .sender import Sender
from .typed import B, T

if not TYPE_CHECKING:
    from .typed import overload
else:
    from typing import Any, NoReturn, ParamSpec, Self, Unpack, overload

    from .options import CallOptions
    from .transport import AsyncTransport, Transport

    P = ParamSpec("P")


class Resource:
    """A group of calls."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender


class AsyncResource:
    """A group of asynchronous calls."""

    def __init__(self, sender: AsyncSender) -> None:
        self._sender = sender


class BaseClient:
    """The synchronous client without its calls."""

    def __init__(
        self,
        service: Service,
        secrets: Mapping[str, Any],
        open_transport: Callable[[Any, bool], Transport],
        http_client: Any,
        base_url: str | None,
        options: Mapping[str, Any],
    ) -> None:
        self._sender = Sender(
            service, secrets, open_transport, http_client, base_url, options
        )

    @property
    def base_url(self) -> str:
        """The address of the API."""
        return self._sender.settings.base_url

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """The same client with other options; both share connections and credentials."""
        copy = object.__new__(type(self))
        copy._sender = self._sender.changed(options)
        return copy

    @overload
    def with_raw_response(
        self, method: Callable[P, Page[Any, B]], /, *args: P.args, **kwargs: P.kwargs
    ) -> RawResponse[B]: ...
    @overload
    def with_raw_response(
        self, method: Callable[P, RawResponse[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> RawResponse[T]: ...
    @overload
    def with_raw_response(
        self, method: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> RawResponse[T]: ...
    def with_raw_response(
        self, method: Callable[P, Any], /, *args: P.args, **kwargs: P.kwargs
    ) -> RawResponse[Any]:
        """Makes a call and gives its answer as it came: status, headers, body, `parse()`.

        `client.with_raw_response(client.group.method, argument, …)`
        """
        raw: RawResponse[Any] = _rebind(method, self._sender.giving_raw("read"))(
            *args, **kwargs
        )
        return raw

    def with_streaming_response(
        self, method: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> RawResponse[T]:
        """The same, the body not read yet: read it in pieces, and close it."""
        raw: RawResponse[Any] = _rebind(method, self._sender.giving_raw("stream"))(
            *args, **kwargs
        )
        return raw

    def close(self) -> None:
        """Closes the client's connections. A later call opens new ones."""
        self._sender.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.base_url!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} holds connections and is not pickled")


class BaseAsyncClient:
    """The asynchronous client without its calls."""

    def __init__(
        self,
        service: Service,
        secrets: Mapping[str, Any],
        open_transport: Callable[[Any, bool], AsyncTransport],
        http_client: Any,
        base_url: str | None,
        options: Mapping[str, Any],
    ) -> None:
        self._sender = AsyncSender(
            service, secrets, open_transport, http_client, base_url, options
        )

    @property
    def base_url(self) -> str:
        """The address of the API."""
        return self._sender.settings.base_url

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """The same client with other options; both share connections and credentials."""
        copy = object.__new__(type(self))
        copy._sender = self._sender.changed(options)
        return copy

    @overload
    async def with_raw_response(
        self,
        method: Callable[P, AsyncPager[Any, B]],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> AsyncRawResponse[B]: ...
    @overload
    async def with_raw_response(
        self,
        method: Callable[P, Awaitable[AsyncRawResponse[T]]],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> AsyncRawResponse[T]: ...
    @overload
    async def with_raw_response(
        self, method: Callable[P, Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> AsyncRawResponse[T]: ...
    async def with_raw_response(
        self, method: Callable[P, Awaitable[Any]], /, *args: P.args, **kwargs: P.kwargs
    ) -> AsyncRawResponse[Any]:
        """Makes a call and gives its answer as it came: status, headers, body, `parse()`.

        `await client.with_raw_response(client.group.method, argument, …)`
        """
        raw: AsyncRawResponse[Any] = await _rebind(
            method, self._sender.giving_raw("read")
        )(*args, **kwargs)
        return raw

    async def with_streaming_response(
        self, method: Callable[P, Awaitable[T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> AsyncRawResponse[T]:
        """The same, the body not read yet: read it in pieces, and close it."""
        raw: AsyncRawResponse[Any] = await _rebind(
            method, self._sender.giving_raw("stream")
        )(*args, **kwargs)
        return raw

    async def close(self) -> None:
        """Closes the client's connections. A later call opens new ones."""
        await self._sender.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.base_url!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} holds connections and is not pickled")


def _rebind(method: Callable[..., Any], sender: Any) -> Callable[..., Any]:
    """A bound method of a client or of a group of calls, with another sender."""
    owner: Any = getattr(method, "__self__", None)
    function: Any = getattr(method, "__func__", None)
    if not isinstance(owner, (Resource, AsyncResource, BaseClient, BaseAsyncClient)):
        raise TypeError("expected a method of this client, such as client.group.method")
    other = object.__new__(type(owner))
    other.__dict__.update(owner.__dict__, _sender=sender)
    bound: Callable[..., Any] = function.__get__(other)
    return bound
