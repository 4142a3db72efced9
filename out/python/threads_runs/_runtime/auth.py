"""Credentials: how each kind of security scheme proves who is calling.

A scheme (of the document) says where the proof goes; a credential (of the user) is the proof:
a string, a pair of user name and password, a function that gives one, or a `TokenSource` that
fetches it. Nothing here shows a secret in its `repr`, and nothing can be pickled with one.
"""

from __future__ import annotations

import os
from _collections_abc import Awaitable, Callable, Mapping

from .checking import TYPE_CHECKING
from .errors import MissingCredentialsError
from .headers import basic, check_header
from .oauth import ClientCredentials, PasswordCredentials, TokenSource
from .urls import encode

if TYPE_CHECKING:
    from typing import Any, NoReturn, TypeAlias

    from typing_extensions import TypeIs

    Given: TypeAlias = str | tuple[str, str] | Callable[[], str | Awaitable[str]]
    Credential: TypeAlias = Given | TokenSource
    Security: TypeAlias = tuple[tuple[str, ...], ...]


class Proof:
    """What credentials add to a request."""

    __slots__ = ("cookies", "headers", "query")

    def __init__(self) -> None:
        self.headers: dict[str, str] = {}
        self.query: list[tuple[str, str]] = []
        self.cookies: list[str] = []


class Secret:
    """Something the user may tell: the client's argument, or an environment variable."""

    __slots__ = ("argument", "environment")

    def __init__(self, argument: str, environment: str = "") -> None:
        self.argument = argument
        self.environment = environment

    def find(self, given: Mapping[str, Any]) -> Any:
        """What was given as the argument, else what the variable holds, else None."""
        value = given.get(self.argument)
        if value is None and self.environment:
            value = os.environ.get(self.environment) or None
        return value

    def __str__(self) -> str:
        text = f"{self.argument}=…"
        if self.environment:
            text += f" (or the environment variable {self.environment})"
        return text


class Scheme:
    """A security scheme, and the secrets it needs."""

    __slots__ = ("header", "secrets")

    def __init__(self, *secrets: Secret, header: str = "") -> None:
        self.secrets = secrets
        self.header = header.lower()

    def credential(self, given: Mapping[str, Any]) -> Credential | None:
        """What the user has given for this scheme."""
        found: Credential | None = self.secrets[0].find(given)
        return found

    def apply(self, credential: str | tuple[str, str], proof: Proof) -> None:
        """Adds the credential to `proof`."""
        raise NotImplementedError

    def _text(self, credential: str | tuple[str, str]) -> str:
        argument = self.secrets[0].argument
        if not isinstance(credential, str):
            raise TypeError(f"{argument}: expected a string")
        return check_header(argument, credential)

    def __str__(self) -> str:
        return " and ".join([str(secret) for secret in self.secrets])


class Bearer(Scheme):
    """A token in the Authorization header (RFC 6750); `prefix` for other HTTP schemes."""

    __slots__ = ("prefix",)

    def __init__(self, token: Secret, prefix: str = "Bearer") -> None:
        super().__init__(token, header="authorization")
        self.prefix = prefix

    def apply(self, credential: str | tuple[str, str], proof: Proof) -> None:
        """Adds the header."""
        proof.headers["authorization"] = f"{self.prefix} {self._text(credential)}"


class OAuth2(Bearer):
    """An access token (RFC 6749): given, or fetched from `token_url` with what is given."""

    __slots__ = ("client", "token_url", "user")

    def __init__(
        self,
        token: Secret,
        client: tuple[Secret, Secret] | None = None,
        user: tuple[Secret, Secret] | None = None,
        token_url: str = "",
    ) -> None:
        super().__init__(token)
        self.client = client
        self.user = user
        self.token_url = token_url

    def credential(self, given: Mapping[str, Any]) -> Credential | None:
        """The token, or where to get one."""
        token = super().credential(given)
        if token is not None:
            return token
        client = _pair(self.client, given)
        user = _pair(self.user, given)
        if user is not None:
            id, secret = client or ("", None)
            return PasswordCredentials(*user, client_id=id, client_secret=secret)
        return ClientCredentials(*client) if client is not None else None


class Basic(Scheme):
    """User name and password in the Authorization header (RFC 7617)."""

    __slots__ = ()

    def __init__(self, username: Secret, password: Secret) -> None:
        super().__init__(username, password, header="authorization")

    def credential(self, given: Mapping[str, Any]) -> Credential | None:
        """Both, or nothing."""
        return _pair((self.secrets[0], self.secrets[1]), given)

    def apply(self, credential: str | tuple[str, str], proof: Proof) -> None:
        """Adds the header."""
        argument = self.secrets[0].argument
        if isinstance(credential, str):
            raise TypeError(f"{argument}: expected a user name and a password")
        user, password = credential
        if ":" in user:
            raise ValueError(f"{argument}: a user name must not hold ':'")
        proof.headers["authorization"] = basic(user, password)


class HeaderKey(Scheme):
    """An API key in a header."""

    __slots__ = ()

    def __init__(self, name: str, key: Secret) -> None:
        super().__init__(key, header=name)

    def apply(self, credential: str | tuple[str, str], proof: Proof) -> None:
        """Adds the header."""
        proof.headers[self.header] = self._text(credential)


class QueryKey(Scheme):
    """An API key in the query string."""

    __slots__ = ("name",)

    def __init__(self, name: str, key: Secret) -> None:
        super().__init__(key)
        self.name = name

    def apply(self, credential: str | tuple[str, str], proof: Proof) -> None:
        """Adds the parameter."""
        proof.query.append((encode(self.name), encode(self._text(credential))))


class CookieKey(Scheme):
    """An API key in a cookie."""

    __slots__ = ("name",)

    def __init__(self, name: str, key: Secret) -> None:
        super().__init__(key)
        self.name = name

    def apply(self, credential: str | tuple[str, str], proof: Proof) -> None:
        """Adds the cookie."""
        proof.cookies.append(f"{self.name}={encode(self._text(credential))}")


class MutualTls(Scheme):
    """A client certificate: given to the HTTP client, so there is nothing to add here."""

    __slots__ = ()

    def credential(self, given: Mapping[str, Any]) -> Credential | None:
        """Nothing has to be given."""
        return ""

    def apply(self, credential: str | tuple[str, str], proof: Proof) -> None:
        """Adds nothing."""


def _pair(
    secrets: tuple[Secret, Secret] | None, given: Mapping[str, Any]
) -> tuple[str, str] | None:
    if secrets is None:
        return None
    first, second = [secret.find(given) for secret in secrets]
    return None if first is None or second is None else (first, second)


class Credentials:
    """What a client can prove itself with: scheme by scheme, from arguments or variables."""

    __slots__ = ("_given", "schemes")

    def __init__(self, schemes: Mapping[str, Scheme], given: Mapping[str, Any]) -> None:
        self.schemes = schemes
        self._given: dict[str, Credential] = {}
        for name, scheme in schemes.items():
            credential = scheme.credential(given)
            if credential is not None:
                self._given[name] = credential

    def offer(self, user: tuple[str, str]) -> None:
        """A user and a password, for the schemes that ask for them and were given none."""
        for name, scheme in self.schemes.items():
            if isinstance(scheme, Basic):
                self._given.setdefault(name, user)

    def choose(
        self, security: Security, headers: Mapping[str, str]
    ) -> list[tuple[Scheme, Credential]]:
        """The first alternative that can be met; an empty one means that none is needed.

        A scheme whose header the caller has set is met by that header.
        """
        if not security:
            return []
        for alternative in security:
            found: list[tuple[Scheme, Credential]] = []
            for name in alternative:
                scheme = self.schemes[name]
                if scheme.header and scheme.header in headers:
                    continue
                if name not in self._given:
                    break
                found.append((scheme, self._given[name]))
            else:
                if alternative:
                    return found
        if () in security:
            return []
        raise MissingCredentialsError(self._missing(security))

    def _missing(self, security: Security) -> str:
        ways = [
            " and ".join([str(self.schemes[name]) for name in alternative])
            for alternative in security
        ]
        return f"this call needs credentials: give the client {'; or '.join(ways)}"

    def __repr__(self) -> str:
        return f"Credentials({', '.join(self._given)})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials are not pickled; make the client again")


def _is_proof(credential: Given) -> TypeIs[str | tuple[str, str]]:
    return isinstance(credential, (str, tuple))


def resolve(credential: Given) -> str | tuple[str, str]:
    """The proof itself, of a credential that needs no request."""
    if _is_proof(credential):
        return credential
    value = credential()
    if isinstance(value, Awaitable):
        close = getattr(value, "close", None)
        if close is not None:
            close()  # a coroutine that nobody will await
        raise TypeError("an asynchronous credential needs the asynchronous client")
    return value


async def resolve_async(credential: Given) -> str | tuple[str, str]:
    """The same, for credentials that may have to be awaited."""
    if _is_proof(credential):
        return credential
    value = credential()
    return await value if isinstance(value, Awaitable) else value
