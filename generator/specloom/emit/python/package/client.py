"""Stage 4, emit: `client.py`, the two classes that everything starts from.

Input: the outermost group, servers and security schemes. Output: `ClientPage`, which
`client.py.jinja` prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, assert_never

from specloom.emit.python.calls.addresses import (
    base_url_variable,
    secret_variable,
    server_url,
)
from specloom.emit.python.calls.call_imports import CallImports
from specloom.emit.python.calls.call_options import (
    ReducedOptions,
    reduced_options,
)
from specloom.emit.python.calls.explanations import described
from specloom.emit.python.calls.grouping import Group
from specloom.emit.python.calls.methods import Flavour, Method
from specloom.emit.python.calls.resources import (
    CallStatements,
    Inner,
    Surroundings,
    group_classes,
    inner_groups,
    write_calls,
    write_methods,
)
from specloom.emit.python.names import spelling
from specloom.emit.python.printing.code import (
    Code,
    code,
    docstring,
    dotted,
    identifier,
    item,
    join,
    statement,
    string,
)
from specloom.model.api import Api
from specloom.model.operations import (
    OAuthFlow,
    Secret,
    SecurityKind,
    SecurityScheme,
)


class ClientClass(NamedTuple):
    """One of the two classes."""

    head: Code
    doc: Code
    init: Code
    init_doc: Code
    given: Code
    opener: Code
    groups: tuple[Inner, ...]
    methods: tuple[Method, ...]


class Opener(NamedTuple):
    """The function that makes a transport when the first request is sent."""

    name: Code
    head: Code
    load: Code
    result: Code


class ClientPage(NamedTuple):
    """All that `client.py.jinja` prints."""

    doc: Code
    imports: tuple[Code, ...]
    overload: Code
    checking: tuple[Code, ...]
    options: tuple[ReducedOptions, ...]
    service: Code
    openers: tuple[Opener, ...]
    classes: tuple[ClientClass, ...]
    calls: CallStatements


class Transport(NamedTuple):
    """A class of the runtime, the modules of its two kinds, and the other files they need."""

    name: str
    module: str
    asynchronous: str
    files: tuple[str, ...] = ()

    @property
    def modules(self) -> frozenset[str]:
        """All that a package with this transport has and others have not."""
        return frozenset((self.module, self.asynchronous, *self.files))


TRANSPORTS: Mapping[str, Transport] = {
    "httpx2": Transport(
        "Httpx2Transport", "transport_httpx2", "transport_httpx2", ("deadlines",)
    ),
    "httpx": Transport(
        "HttpxTransport", "transport_httpx", "transport_httpx", ("deadlines",)
    ),
    "stdlib": Transport(
        "StdlibTransport",
        "transport_stdlib",
        "transport_asyncio",
        ("connection", "async_connection", "http1", "pool", "routes"),
    ),
}
"""The `transport` option → what it means."""


class ClientWriter:
    """Writes `client.py` of one package."""

    def __init__(
        self,
        api: Api,
        root: Group,
        package: str,
        name: str,
        transport: str,
        around: Surroundings,
    ) -> None:
        self._api = api
        self._package = package
        self._name = spelling.safe(name)
        self._transport = transport
        self._around = around
        classes = {f"{flavour.value}{self._name}" for flavour in Flavour}
        self._root = root
        self._imports = CallImports(
            ("client",), around.reserved, classes | group_classes(root.groups)
        )

    def write(self) -> ClientPage:
        """The page."""
        imports, root = self._imports, self._root
        loaders, statements = write_calls(root, imports, self._around)
        openers = tuple(self._opener(flavour) for flavour in Flavour)
        classes: list[ClientClass] = []
        for flavour, opener in zip(Flavour, openers, strict=True):
            methods = write_methods(root, flavour, imports, loaders, self._around)
            inner = inner_groups(root, flavour, imports, self._around)
            classes.append(self._class(flavour, opener, inner, methods))
        service = self._service()
        options = reduced_options(imports)
        return ClientPage(
            docstring(f"`{self._name}` and `Async{self._name}`: where calls start.", 0),
            imports.block(),
            imports.overload,
            imports.checking_block(),
            options,
            service,
            openers,
            tuple(classes),
            CallStatements(statements, loaders.all()),
        )

    # Classes ---------------------------------------------------------------------------

    def _class(
        self,
        flavour: Flavour,
        opener: Opener,
        groups: tuple[Inner, ...],
        methods: tuple[Method, ...],
    ) -> ClientClass:
        word = "asynchronous" if flavour is Flavour.ASYNC else "synchronous"
        own = self._imports.own
        base = own("clients", f"Base{flavour.value}Client")
        secrets = list(self._secrets())
        arguments = [code("self"), code("*")]
        for secret, name, scheme in secrets:
            kind = self._secret_type(flavour, secret, scheme)
            arguments.append(code("{}: {} | None = None", name, kind))
        arguments += [
            code("base_url: str | None = None"),
            code(
                "timeout: {} | float | None = {}",
                self._imports.own_checked("timeouts", "Timeout"),
                own("timeouts", "DEFAULT_TIMEOUT"),
            ),
            code("max_retries: int = 2"),
            code("http_client: {} | None = None", self._accepted(flavour)),
            code(
                "**options: {}[{}]",
                self._imports.typing("typing", "Unpack"),
                self._imports.own_checked("options", "ClientOptions"),
            ),
        ]
        init = code("def __init__({}) -> None:", join(", ", arguments))
        given = [code("{}: {}", string(name), name) for _, name, _ in secrets]
        name = identifier(f"{flavour.value}{self._name}")
        return ClientClass(
            statement(code("class {}({}):", name, base)),
            docstring(f"The {word} client.", 1),
            statement(init, 1),
            docstring(self._init_text(secrets), 2),
            item(code("{{{}}}", join(", ", given)), 3),
            opener.name,
            groups,
            methods,
        )

    def _init_text(self, secrets: list[tuple[Secret, Code, SecurityScheme]]) -> str:
        lines = [
            "Makes a client; it connects when the first call is made.",
            "",
            "Args:",
        ]
        for secret, name, scheme in secrets:
            text = _secret_text(secret, scheme)
            variable = secret_variable(self._package, secret, name)
            text += f" Else the environment variable `{variable}`."
            lines += described(str(name), text)
        variable = base_url_variable(self._package)
        for argument, text in (
            ("base_url", f"The address of the API. Else the variable `{variable}`."),
            ("timeout", "Seconds for each wait, or a `Timeout`; None waits for ever."),
            ("max_retries", "How often a call that failed and may be repeated is."),
            (
                "http_client",
                "An HTTP client or `Transport` to use instead of our own. "
                "It is not closed with this one.",
            ),
            ("options", "See `ClientOptions`."),
        ):
            lines += described(argument, text)
        return "\n".join(lines)

    # Credentials -----------------------------------------------------------------------

    def _secrets(self) -> Iterable[tuple[Secret, Code, SecurityScheme]]:
        """Every secret once, also where several schemes ask for it by one name."""
        found: dict[Code, tuple[Secret, Code, SecurityScheme]] = {}
        for scheme in self._api.security_schemes:
            for secret in scheme.secrets:
                name = self._around.names.credential(secret.id)
                found.setdefault(name, (secret, name, scheme))
        return found.values()

    def _secret_type(
        self, flavour: Flavour, secret: Secret, scheme: SecurityScheme
    ) -> Code:
        if secret.role not in ("token", "key"):
            return code("str")
        made = self._imports.typing("collections.abc", "Callable")
        value = code("str")
        if flavour is Flavour.ASYNC:
            awaitable = self._imports.typing("collections.abc", "Awaitable")
            value = code("str | {}[str]", awaitable)
        kind = code("str | {}[[], {}]", made, value)
        if scheme.kind is SecurityKind.OAUTH2:
            source = self._imports.own_checked("oauth", "TokenSource")
            return code("{} | {}", kind, source)
        return kind

    def _service(self) -> Code:
        schemes = [
            code(
                "{}: {}", string(self._around.schemes[scheme.id]), self._scheme(scheme)
            )
            for scheme in self._api.security_schemes
        ]
        servers = self._api.servers
        url = server_url(servers[0]) if servers else "/"
        parts = [
            string(self._package),
            string(url),
            string(base_url_variable(self._package)),
            code("{{{}}}", join(", ", schemes)),
        ]
        made = self._imports.own("base_sender", "Service")
        return statement(code("_SERVICE = {}({})", made, join(", ", parts)))

    def _scheme(self, scheme: SecurityScheme) -> Code:
        secrets = {secret.role: self._secret(secret) for secret in scheme.secrets}
        own = self._imports.own
        parameter = string(scheme.parameter)
        match scheme.kind:
            case SecurityKind.API_KEY_HEADER:
                return code(
                    "{}({}, {})", own("auth", "HeaderKey"), parameter, secrets["key"]
                )
            case SecurityKind.API_KEY_QUERY:
                return code(
                    "{}({}, {})", own("auth", "QueryKey"), parameter, secrets["key"]
                )
            case SecurityKind.API_KEY_COOKIE:
                return code(
                    "{}({}, {})", own("auth", "CookieKey"), parameter, secrets["key"]
                )
            case SecurityKind.BASIC:
                both = join(", ", [secrets["username"], secrets["password"]])
                return code("{}({})", own("auth", "Basic"), both)
            case SecurityKind.BEARER | SecurityKind.OPEN_ID:
                return code("{}({})", own("auth", "Bearer"), secrets["token"])
            case SecurityKind.HTTP:
                prefix = string(scheme.http_scheme)
                return code(
                    "{}({}, {})", own("auth", "Bearer"), secrets["token"], prefix
                )
            case SecurityKind.OAUTH2:
                return self._oauth(scheme, secrets)
            case SecurityKind.MUTUAL_TLS:
                return code("{}()", own("auth", "MutualTls"))
            case _:
                assert_never(scheme.kind)

    def _oauth(self, scheme: SecurityScheme, secrets: Mapping[str, Code]) -> Code:
        parts = [secrets["token"]]
        for name, roles in (
            (code("client"), ("client_id", "client_secret")),
            (code("user"), ("username", "password")),
        ):
            if all(role in secrets for role in roles):
                both = join(", ", [secrets[role] for role in roles])
                parts.append(code("{}=({})", name, both))
        url = _token_url(scheme.flows)
        if url:
            parts.append(code("token_url={}", string(url)))
        return code("{}({})", self._imports.own("auth", "OAuth2"), join(", ", parts))

    def _secret(self, secret: Secret) -> Code:
        made = self._imports.own("auth", "Secret")
        name = self._around.names.credential(secret.id)
        variable = secret_variable(self._package, secret, name)
        return code("{}({}, {})", made, string(name), string(variable))

    # Transports ------------------------------------------------------------------------

    def _opener(self, flavour: Flavour) -> Opener:
        chosen = TRANSPORTS[self._transport]
        transport = self._imports.own_checked("transport", f"{flavour.value}Transport")
        made = code("_open_async" if flavour is Flavour.ASYNC else "_open")
        given = code("None")
        if self._transport != "stdlib":
            given = code("{} | None", self._library(flavour))
        made_of = identifier(f"{flavour.value}{chosen.name}")
        is_async = flavour is Flavour.ASYNC
        module = chosen.asynchronous if is_async else chosen.module
        source = dotted(f"._runtime.{module}")
        return Opener(
            made,
            statement(
                code("def {}(client: {}, http2: bool) -> {}:", made, given, transport)
            ),
            statement(code("from {} import {}", source, made_of), 1),
            statement(code("return {}(client, http2)", made_of), 1),
        )

    def _accepted(self, flavour: Flavour) -> Code:
        """What `http_client` may be."""
        transport = self._imports.own_checked("transport", f"{flavour.value}Transport")
        if self._transport == "stdlib":
            return transport
        return code("{} | {}", self._library(flavour), transport)

    def _library(self, flavour: Flavour) -> Code:
        """What the chosen HTTP library calls a client."""
        name = f"{flavour.value}Client"
        local = f"{flavour.value}HttpClient"
        return self._imports.renamed(self._transport, name, local)


def _secret_text(secret: Secret, scheme: SecurityScheme) -> str:
    text = " ".join(scheme.doc.description.split())
    if text and len(scheme.secrets) == 1:
        return text if text.endswith((".", "!", "?")) else f"{text}."
    return f"The {secret.role.replace('_', ' ')}."


def _token_url(flows: tuple[OAuthFlow, ...]) -> str:
    for wanted in ("clientCredentials", "password"):
        for flow in flows:
            if flow.name == wanted and flow.token_url:
                return flow.token_url
    return ""
