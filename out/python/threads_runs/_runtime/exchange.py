"""`Exchange`: one call on its way, from its arguments to the answer that counts.

It builds the request, and decides after each answer or failure whether that was the end, or
what to send next and when. It sends nothing itself: both clients run it, each in its way.
"""

from __future__ import annotations

import time
from _collections_abc import Mapping

from .bodies import choose, shallow
from .checking import TYPE_CHECKING
from .compression import ACCEPTED
from .cookies import Cookies, with_cookies
from .errors import APIConnectionError, APIResponseError, APITimeoutError
from .headers import Headers, check_header, check_header_name
from .model import UNSET
from .parameters import query, query_texts
from .redaction import redact_url
from .retry import LONGEST_WAIT, asked_delay, backoff, may_repeat
from .shapes import is_mapping
from .transport import Request
from .urls import (
    encode,
    is_upgrade,
    join,
    origin,
    same_resource,
    without_fragment,
    without_user,
)

if TYPE_CHECKING:
    from typing import Any

    from .auth import Proof
    from .bodies import Payload
    from .call import Call, Events
    from .options import Settings
    from .timeouts import Timeout

_NO_ARGUMENTS: Mapping[str, Any] = {}

# What goes along to another host after a redirect; everything else may be a secret.
_HARMLESS = frozenset({"accept", "accept-encoding", "user-agent", "range", "if-range"})


class Exchange:
    """One call: the request as it stands, and how many attempts are left."""

    __slots__ = (
        "_attempt",
        "_received",
        "_redirects",
        "_renewed",
        "_repeatable",
        "body",
        "call",
        "cookies",
        "deadline",
        "events",
        "foreign",
        "headers",
        "method",
        "settings",
        "timeout",
        "url",
    )

    def __init__(
        self,
        call: Call[Any],
        settings: Settings,
        agent: str,
        arguments: Mapping[str, Any] = _NO_ARGUMENTS,
        body: Any = UNSET,
        events: Events | None = None,
        content_type: str | None = None,
        url: str = "",
    ) -> None:
        self.call = call
        self.settings = settings
        self.method = call.method
        self.events = events
        self.timeout: Timeout = settings.timeout
        self.deadline: float | None = None
        if self.timeout.total is not None:
            self.deadline = time.monotonic() + self.timeout.total
        plan = call.plan
        self.headers: dict[str, str] = {
            "accept": plan.accept if events is None else events.media_type,
            "accept-encoding": ACCEPTED,
            "user-agent": agent,
        }
        if plan.headers:
            self.headers |= plan.header_fields(arguments)
        self.cookies = plan.cookie_pieces(arguments) if plan.cookies else []
        base = settings.base_url
        if not url:
            url = base + plan.target(arguments)
            pieces = (
                plan.query_pieces(arguments) if plan.query or plan.fixed_query else []
            )
            if settings.query:
                pieces = _with_extra(pieces, settings.query)
            if pieces:
                url = f"{url}{'&' if '?' in url else '?'}{'&'.join(pieces)}"
        elif "@" in url:
            url, _ = without_user(url)  # What an answer says is nobody's credential.
        self.url = url
        self.foreign = False
        self.body = self._encode(body, content_type)
        self._repeatable = call.repeatable
        key = settings.idempotency_key
        if key is not None:
            self.headers[call.idempotency_header] = check_header("idempotency_key", key)
            self._repeatable = True
        elif call.idempotency_header in self.headers:
            self._repeatable = True
        for name, value in settings.headers.items():
            name = check_header_name(name)
            if value is None:
                self.headers.pop(name, None)
            else:
                self.headers[name] = check_header(name, value)
        self._attempt = 0
        self._received: Cookies | None = None
        self._redirects = 0
        self._renewed = False

    def _encode(self, body: Any, content_type: str | None) -> Payload | None:
        call = self.call
        extra = self.settings.body
        if not call.bodies:
            return None
        if body.__class__ is dict:
            body = {name: value for name, value in body.items() if value is not UNSET}
            if not body and not extra and not call.body_required:
                return None
        elif body is UNSET and not extra:
            return None
        if extra:
            body = {**extra} if body is UNSET else {**shallow(body), **extra}
        payload, media_type = choose(call.bodies, body, content_type).encode(body)
        self.headers["content-type"] = media_type
        if not isinstance(payload, bytes) and payload.length is not None:
            self.headers["content-length"] = str(payload.length)
        return payload

    def request(self, proof: Proof | None) -> Request:
        """The request of the next attempt."""
        headers, url, cookies = dict(self.headers), self.url, self.cookies
        if proof is not None and not self.foreign:
            headers |= proof.headers
            cookies = cookies + proof.cookies
            for name, value in proof.query:
                if f"{name}=" not in url.partition("?")[2]:
                    url += f"{'&' if '?' in url else '?'}{name}={value}"
        if cookies and not self.foreign:
            given = headers.get("cookie")
            headers["cookie"] = "; ".join([given, *cookies] if given else cookies)
        if self._received is not None:
            further = self._received.pairs(url)
            if further:
                headers["cookie"] = with_cookies(headers.get("cookie", ""), further)
        basic = self.settings.authorization
        if basic and not self.foreign:
            headers.setdefault("authorization", basic)
        timeout = self.timeout
        if self.deadline is not None:
            remaining = self.deadline - time.monotonic()
            if remaining <= 0:
                raise APITimeoutError("The total time of the call is over.", sent=False)
            timeout = timeout.within(remaining)
        return Request(
            self.method,
            url,
            headers,
            self.body,
            timeout,
            self._attempt,
            foreign=self.foreign,
        )

    def after_error(self, error: APIConnectionError) -> float:
        """Seconds until the next attempt after a failure; raises it if there is none."""
        repeatable = self._repeatable or not error.sent
        delay = self._wait(None) if repeatable and not error.final else None
        if delay is None:
            raise error
        return delay

    def after_answer(
        self, status: int, headers: Headers, renewed: bool
    ) -> float | None:
        """Seconds until the next attempt after an answer; None if it is the one that counts.

        `renewed`: the credentials that the server refused can be had anew.
        """
        if status < 300:
            return None
        if status < 400:
            return self._follow(status, headers)
        if status == 401 and renewed and not self._renewed and self._can_send_again():
            self._renewed = True
            return 0.0
        if not may_repeat(status, self._repeatable):
            return None
        return self._wait(headers)

    def _wait(self, headers: Headers | None) -> float | None:
        """The pause before one more attempt; None if there is none, or no time for it."""
        if self._attempt >= self.settings.max_retries or not self._can_send_again():
            return None
        delay = asked_delay(headers) if headers is not None else None
        if delay is None:
            delay = backoff(self._attempt)
        elif delay > LONGEST_WAIT:
            return None
        if self.deadline is not None and time.monotonic() + delay >= self.deadline:
            return None
        self._attempt += 1
        return delay

    def _can_send_again(self) -> bool:
        return self.body is None or isinstance(self.body, bytes) or self.body.repeatable

    def _follow(self, status: int, headers: Headers) -> float | None:
        """A redirect (RFC 9110, section 15.4), without credentials for another host."""
        location = headers.get("location")
        if status not in (301, 302, 303, 307, 308) or not location:
            return None
        about: dict[str, Any] = {
            "status_code": status,
            "headers": headers,
            "method": self.method,
            "url": self.url,
        }
        try:
            target, _ = without_user(without_fragment(join(self.url, location)))
            there = origin(target)
        except ValueError as error:
            raise APIResponseError(
                f"a redirect to {location!r}, which is no address", **about
            ) from error
        if self._redirects >= self.settings.max_redirects:
            raise APIResponseError("too many redirects", **about)
        here = origin(self.url)
        if there[0] not in ("http", "https") or (here[0], there[0]) == (
            "https",
            "http",
        ):
            raise APIResponseError(
                "a redirect to an unsafe address was refused", **about
            )
        if status == 303:
            if self.method != "HEAD":
                self.method = "GET"
            self._drop_body()
        elif status in (301, 302) and self.method == "POST":
            # Browsers make a GET of it: the body would be lost without a word.
            is_same = same_resource(self.url, target)
            returns = self.call.returns
            if not is_same and any(str(status) in r.statuses for r in returns):
                return None  # the answer that the API documents
            if not is_same:
                raise APIResponseError(
                    f"{status}: the {self.method} leads to {redact_url(target)}, and was"
                    " not sent there",
                    **about,
                )
        is_same = here == there or is_upgrade(here, there)
        if not is_same:
            if self.body is not None:
                raise APIResponseError(
                    "a redirect of the body to another host was refused", **about
                )
            self.foreign = True
            self._received = None
            self.headers = {n: v for n, v in self.headers.items() if n in _HARMLESS}
        if not self._can_send_again():
            raise APIResponseError(
                "the body cannot be sent again after a redirect", **about
            )
        if is_same and "set-cookie" in headers:
            self._received = self._received or Cookies()
            self._received.add(headers.get_list("set-cookie"), self.url)
        self._redirects += 1
        self.url = target
        return 0.0

    def _drop_body(self) -> None:
        self.body = None
        for name in ("content-type", "content-length"):
            self.headers.pop(name, None)


def _with_extra(pieces: list[str], extra: Mapping[str, object]) -> list[str]:
    """The query with the caller's own parameters, which replace those of the same name."""
    for name, value in extra.items():
        start = encode(name)
        pieces = [p for p in pieces if p.partition("=")[0] != start]
        if value is not None:
            deep = query(name, style="deepObject")
            pieces += query_texts(deep if is_mapping(value) else query(name), value)
    return pieces
