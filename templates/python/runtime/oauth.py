"""OAuth 2.0 tokens: fetched when they are needed, kept until they expire (RFC 6749).

Fetching is split from its sending, so that both clients share it: a source says what to
send and takes in what came. One source may serve many clients; they share its token.
"""

from __future__ import annotations

import time
from _collections_abc import Iterable
from _thread import allocate_lock

from .checking import TYPE_CHECKING
from .errors import AuthenticationError
from .headers import Headers
from .shapes import is_object
from .urls import encode, origin

if TYPE_CHECKING:
    from typing import NoReturn

EARLY = 30.0
"""A token is renewed this many seconds before it expires."""


class TokenSource:
    """Fetches access tokens from a token endpoint and renews them."""

    def __init__(
        self,
        client_id: str,
        client_secret: str | None,
        scopes: Iterable[str],
        token_url: str,
        in_body: bool,
    ) -> None:
        self.client_id = client_id
        self.scopes = tuple(scopes)
        self.token_url = token_url
        self.lock = allocate_lock()
        self._secret = client_secret
        self._in_body = in_body
        self._access = ""
        self._refresh = ""
        self._expires = 0.0

    def current(self) -> str:
        """The token at hand, or an empty text if it has to be fetched."""
        return self._access if time.monotonic() < self._expires else ""

    def discard(self, token: str) -> bool:
        """Forgets `token`, which the server has refused; False if it was not the one at hand."""
        if not token or token != self._access:
            return False
        self._expires = 0.0
        return True

    def forget_refresh(self) -> bool:
        """Gives up a refresh token that was refused; False if there was none."""
        had, self._refresh = bool(self._refresh), ""
        return had

    def request(self) -> tuple[dict[str, str], bytes]:
        """Headers and body of the request for a token (RFC 6749, sections 4.3.2, 4.4.2, 6)."""
        form = {"grant_type": "refresh_token", "refresh_token": self._refresh}
        if not self._refresh:
            form = self._grant()
        if self.scopes:
            form["scope"] = " ".join(self.scopes)
        headers = {
            "accept": "application/json",
            "content-type": "application/x-www-form-urlencoded",
        }
        if self._secret is None:
            form["client_id"] = self.client_id
        elif self._in_body:
            form["client_id"] = self.client_id
            form["client_secret"] = self._secret
        else:
            from binascii import b2a_base64

            pair = f"{encode(self.client_id)}:{encode(self._secret)}".encode()
            headers["authorization"] = (
                "Basic " + b2a_base64(pair, newline=False).decode()
            )
        body = "&".join([f"{encode(k)}={encode(v)}" for k, v in form.items()])
        return headers, body.encode()

    def receive(self, status: int, headers: Headers, content: bytes) -> str:
        """Takes in the answer of the token endpoint and gives the token."""
        from .json import loads

        try:
            value = loads(content)
        except ValueError:
            value = None
        answer = value if is_object(value) else {}
        token = answer.get("access_token")
        if status >= 300 or not isinstance(token, str):
            raise AuthenticationError(
                f"no access token from the token endpoint: {answer.get('error', '')}",
                status_code=status,
                headers=headers,
                url=self.token_url,
                method="POST",
            )
        lifetime = answer.get("expires_in")
        try:
            seconds = 3600.0 if lifetime is None else float(lifetime)
        except (TypeError, ValueError):
            seconds = 0.0
        refresh = answer.get("refresh_token")
        if isinstance(refresh, str):
            self._refresh = refresh
        self._access = token
        self._expires = time.monotonic() + max(seconds - EARLY, seconds / 2)
        return token

    def _grant(self) -> dict[str, str]:
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}(client_id={self.client_id!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials are not pickled; make them again")


class ClientCredentials(TokenSource):
    """The client proves itself (RFC 6749, section 4.4)."""

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        *,
        scopes: Iterable[str] = (),
        token_url: str = "",
        in_body: bool = False,
    ) -> None:
        super().__init__(client_id, client_secret, scopes, token_url, in_body)

    def _grant(self) -> dict[str, str]:
        return {"grant_type": "client_credentials"}


class PasswordCredentials(TokenSource):
    """The user's name and password (RFC 6749, section 4.3)."""

    def __init__(
        self,
        username: str,
        password: str,
        *,
        client_id: str = "",
        client_secret: str | None = None,
        scopes: Iterable[str] = (),
        token_url: str = "",
        in_body: bool = False,
    ) -> None:
        super().__init__(client_id, client_secret, scopes, token_url, in_body)
        self.username = username
        self._password = password

    def _grant(self) -> dict[str, str]:
        return {
            "grant_type": "password",
            "username": self.username,
            "password": self._password,
        }


def safe_token_url(url: str) -> bool:
    """Whether secrets may go there: by TLS, or to this machine (RFC 6749, section 3.2)."""
    scheme, host, _ = origin(url)
    return scheme == "https" or host in ("localhost", "127.0.0.1", "[::1]")
