"""What the synchronous and the asynchronous sender share: options, credentials, transport."""

from __future__ import annotations

import os
from _collections_abc import Callable, Mapping
from _thread import allocate_lock

from .auth import Credentials
from .bodies import shallow
from .checking import TYPE_CHECKING
from .errors import APIResponseError, MissingCredentialsError
from .headers import basic
from .media_types import essence
from .model import is_model
from .oauth import TokenSource, safe_token_url
from .options import Settings
from .shapes import is_mapping
from .typed import Generic, T
from .urls import origin, without_user

if TYPE_CHECKING:
    from typing import Any, Literal, Self, TypeAlias

    from .auth import Scheme
    from .call import Events
    from .raw import AsyncRawResponse, RawResponse

    Answer: TypeAlias = RawResponse[Any] | AsyncRawResponse[Any]


class Service:
    """What a generated client knows of its API."""

    __slots__ = ("base_url", "base_url_environment", "package", "schemes")

    def __init__(
        self,
        package: str,
        base_url: str,
        base_url_environment: str,
        schemes: Mapping[str, Scheme],
    ) -> None:
        self.package = package
        self.base_url = base_url
        self.base_url_environment = base_url_environment
        self.schemes = schemes


class Held(Generic[T]):
    """A transport that is made when it is first needed, and made anew after a fork.

    Copies of a client that differ only in their options share it.
    """

    __slots__ = ("_given", "_http2", "_lock", "_made", "_make", "_process")

    def __init__(
        self, make: Callable[[Any, bool], T], given: Any, http2: bool = False
    ) -> None:
        if http2 and given is not None:
            raise ValueError("http2: the http_client that is given decides about that")
        self._make = make
        self._given = given
        self._http2 = http2
        self._made: T | None = None
        self._process = 0
        self._lock = allocate_lock()

    def get(self) -> T:
        """The transport."""
        made = self._made
        if made is not None and self._process == os.getpid():
            return made
        with self._lock:
            if self._made is None or self._process != os.getpid():
                self._made = self._open()
                self._process = os.getpid()
            return self._made

    def _open(self) -> T:
        # An object with the methods of a transport is one; anything else is a client of
        # the HTTP library.
        if self._given is None or hasattr(self._given, "build_request"):
            return self._make(self._given, self._http2)
        given: T = self._given
        return given

    def take(self) -> T | None:
        """The transport to close: one of our own, made in this process."""
        made, self._made = self._made, None
        return made if self._given is None and self._process == os.getpid() else None


class BaseSender:
    """The options and credentials with which calls are sent."""

    def __init__(
        self,
        service: Service,
        secrets: Mapping[str, Any],
        base_url: str | None,
        options: Mapping[str, Any],
    ) -> None:
        url = (
            base_url or os.environ.get(service.base_url_environment) or service.base_url
        )
        if "://" not in url:
            raise ValueError(
                f"base_url: expected the address of the API, such as https://host{url}"
            )
        origin(url)  # refuses what is no address, before any call
        address, user = without_user(url.rstrip("/"))
        authorization = "" if user is None else basic(*user)
        self.service = service
        self.settings = Settings(address, authorization).changed(options)
        self.raw: Literal["", "read", "stream"] = ""
        """Whether calls give the answer as it came, and whether its body is read before."""
        self._own_server = url != service.base_url
        self._credentials = Credentials(service.schemes, secrets)
        if user is not None:
            self._credentials.offer(user)
        self._agent = f"{service.package}-python"

    def changed(self, changes: Mapping[str, Any]) -> Self:
        """The same with other options; connections and credentials are shared."""
        return self._copy("settings", self.settings.changed(changes))

    def giving_raw(self, raw: Literal["read", "stream"]) -> Self:
        """The same, giving answers as they came."""
        return self._copy("raw", raw)

    def _copy(self, name: str, value: Any) -> Self:
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy.__dict__[name] = value
        return copy

    def _settings_for(self, options: Mapping[str, Any] | None, server: str) -> Settings:
        settings = self.settings
        if options:
            settings = settings.changed(options)
        if server and not self._own_server:
            address, _ = without_user(server.rstrip("/"))
            settings = settings.changed({"base_url": address})
        return settings

    def _settings_for_tokens(self) -> Settings:
        """The client's settings without what is meant for the API alone."""
        bare = Settings("")
        for name in ("timeout", "max_retries", "hooks"):
            setattr(bare, name, getattr(self.settings, name))
        return bare

    def _token_url(self, source: TokenSource, scheme: Scheme) -> str:
        url: str = source.token_url or getattr(scheme, "token_url", "")
        if "://" not in url:
            raise MissingCredentialsError(
                f"{scheme.secrets[0].argument}: the credentials need a token_url"
            )
        if not safe_token_url(url):
            raise ValueError(
                f"{scheme.secrets[0].argument}: a token_url must begin with https://"
            )
        return url

    def _renewable(self, used: list[tuple[TokenSource, str]]) -> bool:
        """Whether a token that was refused can be fetched anew."""
        discarded = [source.discard(token) for source, token in used]
        return any(discarded)


def streams(
    events: Events,
    arguments: Mapping[str, Any],
    body: Any,
    options: Mapping[str, Any] | None,
) -> bool:
    """Whether the body, or an argument, asks for a streamed answer."""
    if not events.flag:
        return True
    extra = (options or {}).get("extra_query" if events.in_query else "extra_body", {})
    if events.flag in extra:
        return extra[events.flag] is True
    if events.in_query:
        body = arguments
    elif is_model(body):
        body = shallow(body)
    return is_mapping(body) and body.get(events.flag) is True


def not_a_stream(answer: Answer, events: Events) -> APIResponseError | None:
    """What to raise of an answer that is no event stream, before its first piece is read."""
    kind = essence(answer.headers.get("content-type"))
    if events.kind != "event-stream" or kind in ("", "text/event-stream"):
        return None
    return APIResponseError(
        f"expected {events.media_type}, got {kind}", **answer.about()
    )


def with_headers(
    options: Mapping[str, Any] | None, headers: Mapping[str, str]
) -> Mapping[str, Any]:
    """The options of a call that is sent again with further headers."""
    given = options or {}
    return {**given, "extra_headers": {**given.get("extra_headers", {}), **headers}}


def without_key(options: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The options of a call for another call: a key names one of them."""
    if not options or "idempotency_key" not in options:
        return options
    return {n: v for n, v in options.items() if n != "idempotency_key"}
