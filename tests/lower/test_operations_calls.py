"""Parameters, bodies, responses, security and servers of operations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from operations_of import json_body, lower_document, operation
from specloom.config import Sdk
from specloom.model.operations import (
    ContentKind,
    Location,
    Parameter,
    Repeatable,
    Requirement,
    SecurityKind,
    Style,
)
from specloom.model.types import Anything, Format, Kind, ListOf, Nullable, Ref, Scalar

TEXT = Scalar(Kind.STRING)
BYTES = Scalar(Kind.STRING, Format.BINARY)
PET = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}},
}
COMPONENTS = {"schemas": {"Pet": PET}}
PET_REF = {"$ref": "#/components/schemas/Pet"}
PET_ID = "#/components/schemas/Pet"


def parameters(
    folder: Path, *given: dict[str, Any], path: str = "/a"
) -> list[Parameter]:
    """The lowered parameters of one operation."""
    paths = {path: {"get": operation("op", parameters=list(given))}}
    return list(lower_document(folder, paths).only.parameters)


@pytest.mark.parametrize(
    ("location", "style", "meant"),
    [
        ("query", None, Style.FORM),
        ("query", "spaceDelimited", Style.SPACE_DELIMITED),
        ("query", "pipeDelimited", Style.PIPE_DELIMITED),
        ("query", "deepObject", Style.DEEP_OBJECT),
        ("header", None, Style.SIMPLE),
        ("cookie", None, Style.FORM),
        ("cookie", "cookie", Style.COOKIE),
    ],
)
def test_styles(tmp_path: Path, location: str, style: str | None, meant: Style) -> None:
    extra = {"style": style} if style else {}
    given = {"name": "p", "in": location, "schema": {"type": "string"}, **extra}
    (parameter,) = parameters(tmp_path, given)
    assert (parameter.location, parameter.style) == (Location(location), meant)
    assert parameter.id == f"#/paths/~1a/get/parameters/({location},p)"
    assert not parameter.required


def test_path_parameters_come_in_the_order_of_the_path(tmp_path: Path) -> None:
    given = [
        {"name": n, "in": "path", "required": True, "schema": {"type": "string"}}
        for n in ("b", "a")
    ]
    query = {"name": "q", "in": "query", "required": True, "schema": {"type": "string"}}
    found = parameters(tmp_path, query, *given, path="/{a}/x/{b}.json")
    assert [p.wire for p in found] == ["a", "b", "q"]


def test_a_required_parameter_that_cannot_be_sent_omits_the_operation(
    tmp_path: Path,
) -> None:
    content = {"text/plain": {"schema": {"type": "string"}}}
    for required in (True, False):
        given = {
            "name": "q",
            "in": "querystring",
            "required": required,
            "content": content,
        }
        paths = {"/a": {"get": operation("op", parameters=[given])}}
        lowered = lower_document(tmp_path, paths, openapi="3.2.0")
        omitted = [(o.operation, "'q'" in o.reason) for o in lowered.calls.omitted]
        assert omitted == ([("GET /a", True)] if required else [])
        assert lowered.codes == ["W337" if required else "W336"]


def test_headers_that_the_standard_ignores(tmp_path: Path) -> None:
    names = ("Accept", "content-type", "Authorization", "X-Mine")
    given = [{"name": n, "in": "header", "schema": {"type": "string"}} for n in names]
    paths = {"/a": {"get": operation("op", parameters=given)}}
    lowered = lower_document(tmp_path, paths)
    assert [p.wire for p in lowered.only.parameters] == ["X-Mine"]
    assert lowered.codes == ["N335"] * 3


def test_a_parameter_with_content_is_json(tmp_path: Path) -> None:
    content = {
        "application/json": {"schema": {"type": "array", "items": {"type": "string"}}}
    }
    (parameter,) = parameters(
        tmp_path, {"name": "f", "in": "query", "content": content}
    )
    assert (parameter.style, parameter.type) == (Style.JSON, ListOf(TEXT))


def test_a_whole_query_string_is_taken_apart(tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "string"}, "b": {"type": "integer"}},
    }
    content = {"application/x-www-form-urlencoded": {"schema": schema}}
    given = {"name": "all", "in": "querystring", "required": True, "content": content}
    paths = {"/a": {"get": operation("op", parameters=[given])}}
    lowered = lower_document(tmp_path, paths, openapi="3.2.0")
    found = lowered.only.parameters
    assert [(p.wire, p.location, p.required) for p in found] == [
        ("a", Location.QUERY, True),
        ("b", Location.QUERY, False),
    ]


def test_defaults_and_bounds_come_from_the_schema(tmp_path: Path) -> None:
    schema = {"type": "integer", "default": 20, "maximum": 100, "description": "Size."}
    (parameter,) = parameters(tmp_path, {"name": "n", "in": "query", "schema": schema})
    assert parameter.default is not None and parameter.default.value == 20
    assert parameter.constraints.maximum == 100
    assert parameter.doc.description == "Size."


def test_what_is_shared_has_one_owner(tmp_path: Path) -> None:
    order = {
        "name": "order",
        "in": "query",
        "schema": {"type": "string", "enum": ["asc", "desc"]},
    }
    ref = {"$ref": "#/components/parameters/Order"}
    own = {**order, "name": "own"}
    paths = {
        "/a": {"get": operation("listA", parameters=[ref, own])},
        "/b": {"get": operation("listB", parameters=[ref])},
    }
    components = {"parameters": {"Order": order}}
    lowered = lower_document(tmp_path, paths, components=components)
    a, b = lowered.calls.operations
    assert (
        a.parameters[0].type
        == b.parameters[0].type
        == Ref("#/components/parameters/Order")
    )
    assert a.parameters[1].type == Ref("#/paths/~1a/get/parameters/(query,own)")
    assert {page.id for page in lowered.pages} == {
        "#/components/parameters/Order",
        "#/paths/~1a/get",
    }


@pytest.mark.parametrize(
    ("media_type", "schema", "kind", "meant"),
    [
        ("application/json", {"type": "string"}, ContentKind.JSON, TEXT),
        (
            "application/vnd.api+json; charset=utf-8",
            PET_REF,
            ContentKind.JSON,
            Ref(PET_ID),
        ),
        ("application/x-www-form-urlencoded", PET_REF, ContentKind.FORM, Ref(PET_ID)),
        ("multipart/form-data", PET_REF, ContentKind.MULTIPART, Ref(PET_ID)),
        ("text/plain", {"type": "integer"}, ContentKind.TEXT, TEXT),
        ("application/xml", PET_REF, ContentKind.TEXT, TEXT),
        ("application/octet-stream", PET_REF, ContentKind.BINARY, BYTES),
        ("image/*", {"type": "string"}, ContentKind.BINARY, BYTES),
        ("application/pdf", {"type": "string"}, ContentKind.BINARY, BYTES),
        ("application/sdp", {"type": "string"}, ContentKind.TEXT, TEXT),
        ("*/*", {"type": "string", "format": "binary"}, ContentKind.BINARY, BYTES),
        ("*/*", PET_REF, ContentKind.JSON, Ref(PET_ID)),
        ("application/x-ndjson", PET_REF, ContentKind.JSON_LINES, ListOf(Ref(PET_ID))),
        ("application/json-seq", PET_REF, ContentKind.JSON_SEQ, ListOf(Ref(PET_ID))),
        ("application/vnd.own", PET_REF, ContentKind.JSON, Ref(PET_ID)),
    ],
)
def test_media_types(
    tmp_path: Path, media_type: str, schema: Any, kind: ContentKind, meant: Any
) -> None:
    response = {"description": "", "content": {media_type: {"schema": schema}}}
    paths = {"/a": {"get": operation("op", responses={"200": response})}}
    lowered = lower_document(tmp_path, paths, components=COMPONENTS)
    (content,) = lowered.only.responses[0].contents
    assert (content.media_type, content.kind, content.type) == (media_type, kind, meant)


def test_json_comes_first_and_ranges_are_sent_as_something(tmp_path: Path) -> None:
    content = {
        "*/*": {"schema": {"type": "string", "format": "binary"}},
        "text/plain": {"schema": {"type": "string"}},
        "application/hal+json": {"schema": PET_REF},
        "application/json": {"schema": PET_REF},
    }
    paths = {"/a": {"post": operation("op", requestBody={"content": content})}}
    body = lower_document(tmp_path, paths, components=COMPONENTS).only.body
    assert body is not None and not body.required
    assert [c.media_type for c in body.contents] == [
        "application/json",
        "application/hal+json",
        "text/plain",
        "application/octet-stream",
    ]


@pytest.mark.parametrize(
    ("schema", "spread"),
    [
        (PET_REF, PET_ID),
        ({"$ref": "#/components/schemas/Alias"}, PET_ID),
        ({"anyOf": [PET_REF, {"type": "null"}]}, PET_ID),
        ({"oneOf": [PET_REF, {"$ref": "#/components/schemas/Cat"}]}, ""),
        ({"type": "object", "additionalProperties": {"type": "string"}}, ""),
        ({"type": "array", "items": PET_REF}, ""),
    ],
)
def test_the_properties_of_a_record_become_arguments(
    tmp_path: Path, schema: Any, spread: str
) -> None:
    cat = {"type": "object", "properties": {"claws": {"type": "integer"}}}
    schemas = {"Pet": PET, "Cat": cat, "Alias": PET_REF}
    body = {**json_body(schema), "required": True}
    paths = {"/a": {"post": operation("op", requestBody=body)}}
    lowered = lower_document(tmp_path, paths, components={"schemas": schemas})
    assert lowered.only.body is not None
    assert (lowered.only.body.spread, lowered.only.body.required) == (spread, True)


def test_encodings_of_a_form(tmp_path: Path) -> None:
    encoding = {
        "name": {"style": "deepObject", "explode": True},
        "file": {
            "contentType": "image/png",
            "headers": {"A": {"schema": {"type": "string"}}},
        },
    }
    content = {"multipart/form-data": {"schema": PET_REF, "encoding": encoding}}
    paths = {"/a": {"post": operation("op", requestBody={"content": content})}}
    body = lower_document(tmp_path, paths, components=COMPONENTS).only.body
    assert body is not None
    by_name = {e.property: e for e in body.contents[0].encodings}
    assert by_name["name"].style is Style.DEEP_OBJECT and by_name["name"].explode
    assert by_name["file"].content_type == "image/png"
    assert [h.wire for h in by_name["file"].headers] == ["A"]


def returned(folder: Path, responses: dict[str, Any], method: str = "get") -> Any:
    """The outcome of one operation with these responses."""
    paths = {"/a": {method: operation("op", responses=responses)}}
    return lower_document(folder, paths, components=COMPONENTS).only


def test_success_and_errors(tmp_path: Path) -> None:
    found = returned(
        tmp_path,
        {
            "default": json_body({"type": "string"}),
            "404": json_body({"type": "integer"}),
            "302": {"description": "elsewhere"},
            "201": json_body(PET_REF),
        },
    )
    assert [r.status for r in found.responses] == ["201", "302"]
    assert [r.status for r in found.errors] == ["404", "default"]
    assert found.returns == Ref(PET_ID)


@pytest.mark.parametrize(
    ("responses", "returns"),
    [
        ({"200": json_body(PET_REF), "202": json_body(PET_REF)}, Ref(PET_ID)),
        (
            {"200": json_body(PET_REF), "204": {"description": ""}},
            Nullable(Ref(PET_ID)),
        ),
        ({"2XX": json_body(PET_REF)}, Ref(PET_ID)),
        ({"default": json_body(PET_REF)}, Ref(PET_ID)),
        ({"204": {"description": ""}}, Scalar(Kind.NULL)),
        ({"205": {"description": ""}}, Scalar(Kind.NULL)),
        ({"404": {"description": ""}}, Anything()),
        ({"201": {"description": ""}}, Anything()),
        ({"200": {"description": ""}, "204": {"description": ""}}, Anything()),
        ({}, Anything()),
        ({"200": {"description": "", "content": {"application/json": {}}}}, Anything()),
    ],
)
def test_what_a_call_returns(tmp_path: Path, responses: Any, returns: Any) -> None:
    assert returned(tmp_path, responses).returns == returns


def test_several_bodies_are_a_union(tmp_path: Path) -> None:
    found = returned(
        tmp_path,
        {"200": json_body(PET_REF), "202": json_body({"type": "string"})},
    )
    assert found.returns == Ref("#/paths/~1a/get/returns")


def test_default_alone_is_success_and_error(tmp_path: Path) -> None:
    found = returned(tmp_path, {"default": json_body(PET_REF)})
    assert [r.status for r in (*found.responses, *found.errors)] == ["default"] * 2


def test_inline_schemas_are_named_after_operation_and_status(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    paths = {
        "/a": {
            "post": operation(
                "doIt",
                requestBody=json_body(schema),
                responses={s: json_body(schema) for s in ("200", "202", "400")},
            )
        }
    }
    lowered = lower_document(tmp_path, paths)
    words = {d.hint.words for d in lowered.lowering.declarations.values()}
    assert words >= {
        ("doIt", "Body"),
        ("doIt", "Response"),
        ("doIt", "Response", "202"),
        ("doIt", "Response", "400"),
    }


def test_what_is_sent_of_a_path_is_without_its_fragment(tmp_path: Path) -> None:
    paths = {"/a?beta=true#x": {"get": operation("op")}}
    found = lower_document(tmp_path, paths).only
    assert found.path == "/a?beta=true"
    assert found.id == "#/paths/~1a?beta=true#x/get"


@pytest.mark.parametrize(
    ("method", "fields", "repeatable", "header"),
    [
        ("get", {}, Repeatable.YES, ""),
        ("delete", {}, Repeatable.YES, ""),
        ("post", {}, Repeatable.NO, ""),
        ("patch", {}, Repeatable.NO, ""),
        ("post", {"x-specloom-idempotency": "My-Key"}, Repeatable.WITH_KEY, "My-Key"),
        ("post", {"x-fern-idempotent": True}, Repeatable.YES, ""),
        ("get", {"x-fern-retries": {"disabled": True}}, Repeatable.NO, ""),
        (
            "post",
            {
                "parameters": [
                    {
                        "name": "idempotency-key",
                        "in": "header",
                        "schema": {"type": "string"},
                    }
                ]
            },
            Repeatable.WITH_KEY,
            "idempotency-key",
        ),
    ],
)
def test_repeatable(
    tmp_path: Path, method: str, fields: Any, repeatable: Repeatable, header: str
) -> None:
    found = lower_document(tmp_path, {"/a": {method: operation("op", **fields)}}).only
    assert (found.repeatable, found.idempotency_header) == (repeatable, header)


@pytest.mark.parametrize(
    "fields",
    [
        {"x-specloom-ignore": True},
        {"x-fern-ignore": True},
        {"x-speakeasy-ignore": True},
        {"x-stainless-skip": ["go", "python"]},
    ],
)
def test_ignored_operations_are_listed(tmp_path: Path, fields: Any) -> None:
    lowered = lower_document(tmp_path, {"/a": {"get": operation("op", **fields)}})
    assert not lowered.calls.operations
    assert [o.operation for o in lowered.calls.omitted] == ["GET /a"]


def test_ours_takes_an_operation_in_again(tmp_path: Path) -> None:
    fields = {"x-specloom-ignore": False, "x-fern-ignore": True}
    lowered = lower_document(tmp_path, {"/a": {"get": operation("op", **fields)}})
    assert lowered.only.operation_id == "op"


SCHEMES: dict[str, Any] = {
    "ApiKeyAuth": {"type": "http", "scheme": "bearer"},
    "AdminApiKeyAuth": {"type": "http", "scheme": "bearer", "x-specloom-env": "ADMIN"},
    "basicAuth": {"type": "http", "scheme": "basic"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "oauth": {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "/t", "scopes": {"a": "A"}}},
    },
}


def test_security_schemes_say_what_they_need(tmp_path: Path) -> None:
    sdk = Sdk(tmp_path, tmp_path, "acme-pets", environment={"oauth.client_id": "OWN"})
    lowered = lower_document(tmp_path, {}, sdk, components={"securitySchemes": SCHEMES})
    found = {
        s.hint.words[0]: [
            (x.role, "_".join(x.hint.words), x.environment) for x in s.secrets
        ]
        for s in lowered.calls.security_schemes
    }
    assert found == {
        "ApiKeyAuth": [("token", "api_key", "")],
        "AdminApiKeyAuth": [("token", "admin_api_key", "ADMIN")],
        "basicAuth": [
            ("username", "username", ""),
            ("password", "password", ""),
        ],
        "cookie": [("key", "cookie", "")],
        "oauth": [
            ("token", "token", ""),
            ("client_id", "client_id", "OWN"),
            ("client_secret", "client_secret", ""),
        ],
    }


def test_a_scheme_alone_is_called_after_what_it_holds(tmp_path: Path) -> None:
    flows = {"password": {"tokenUrl": "https://x.org/token", "scopes": {}}}
    basic = {"type": "http", "scheme": "basic"}
    key = {"type": "apiKey", "in": "header", "name": "X-Secret"}
    for name, scheme, arguments in (
        (
            "OAuth2PasswordBearer",
            {"type": "oauth2", "flows": flows},
            ["token", "client_id", "client_secret", "username", "password"],
        ),
        ("MuseumPlaceholderAuth", basic, ["username", "password"]),
        ("secret_2_0", key, ["api_key"]),
        ("ApiKeyAuth", {"type": "http", "scheme": "bearer"}, ["api_key"]),
        ("SlackAuth", {"type": "http", "scheme": "bearer"}, ["token"]),
    ):
        schemes = {"securitySchemes": {name: scheme}}
        (found,) = lower_document(
            tmp_path, {}, components=schemes
        ).calls.security_schemes
        assert ["_".join(s.hint.words) for s in found.secrets] == arguments


def test_credentials_can_be_named(tmp_path: Path) -> None:
    sdk = Sdk(tmp_path, tmp_path, credentials={"basicAuth": "user", "lost.token": "x"})
    lowered = lower_document(tmp_path, {}, sdk, components={"securitySchemes": SCHEMES})
    basic = next(
        s for s in lowered.calls.security_schemes if s.id.endswith("/basicAuth")
    )
    assert [s.hint.words for s in basic.secrets] == [("user",), ("password",)]
    (lost,) = (d for d in lowered.bag if d.code == "W330")
    assert "'lost.token'" in lost.message


def test_arguments_that_coincide_take_the_whole_name(tmp_path: Path) -> None:
    schemes = {
        "bearerAuth": {"type": "http", "scheme": "bearer"},
        "openIdConnect": {"type": "openIdConnect", "openIdConnectUrl": "https://x"},
    }
    lowered = lower_document(tmp_path, {}, components={"securitySchemes": schemes})
    first, second = lowered.calls.security_schemes
    assert first.kind is SecurityKind.BEARER
    assert first.secrets[0].hint.words != second.secrets[0].hint.words


def test_requirements_are_alternatives_of_combinations(tmp_path: Path) -> None:
    security = [{"ApiKeyAuth": [], "cookie": []}, {"oauth": ["a"]}, {}]
    paths = {"/a": {"get": operation("op", security=security)}}
    found = lower_document(
        tmp_path, paths, components={"securitySchemes": SCHEMES}
    ).only
    home = "#/components/securitySchemes/"
    assert found.security == (
        (Requirement(home + "ApiKeyAuth"), Requirement(home + "cookie")),
        (Requirement(home + "oauth", ("a",)),),
        (),
    )


def test_servers(tmp_path: Path) -> None:
    servers = [
        {"url": "https://{region}.x.org", "variables": {"region": {"default": "eu"}}},
        {"url": "/relative"},
        {"url": "https://x.org/{lost}"},
    ]
    lowered = lower_document(tmp_path, {}, servers=servers)
    assert [s.url for s in lowered.calls.servers][:2] == [
        "https://{region}.x.org",
        "/relative",
    ]
    assert not any(d.code == "N342" for d in lowered.bag)


def test_servers_of_an_operation_are_its_own(tmp_path: Path) -> None:
    mine = [{"url": "https://upload.x.org"}]
    paths = {"/a": {"get": operation("a", servers=mine)}, "/b": {"get": operation("b")}}
    lowered = lower_document(tmp_path, paths, servers=[{"url": "https://x.org"}])
    a, b = lowered.calls.operations
    assert [s.url for s in a.servers] == ["https://upload.x.org"]
    assert b.servers == ()


def test_examples_go_together_by_name(tmp_path: Path) -> None:
    def content(**values: Any) -> dict[str, Any]:
        examples = {name: {"value": value} for name, value in values.items()}
        return {"application/json": {"schema": PET_REF, "examples": examples}}

    body = {"content": content(one={"name": "a"}, two={"name": "b"})}
    response = {
        "description": "",
        "content": content(two={"name": "c"}, three={"name": "d"}),
    }
    paths = {
        "/a": {"post": operation("op", requestBody=body, responses={"200": response})}
    }
    found = lower_document(tmp_path, paths, components=COMPONENTS).only.examples
    assert [(e.name, bool(e.request), bool(e.response)) for e in found] == [
        ("one", True, True),
        ("two", True, True),
        ("three", False, True),
    ]


def test_webhooks_and_callbacks(tmp_path: Path) -> None:
    callback = {
        "onEvent": {
            "{$request.body#/url}": {"post": operation(requestBody=json_body(PET_REF))}
        }
    }
    inline = json_body({"type": "object", "properties": {"id": {"type": "string"}}})
    webhooks = {"order.paid": {"post": operation(requestBody=inline)}}
    paths = {"/a": {"post": operation("subscribe", callbacks=callback)}}
    lowered = lower_document(tmp_path, paths, webhooks=webhooks, components=COMPONENTS)
    hook, call = lowered.calls.incoming
    assert (hook.id, hook.hint.words) == (
        "#/webhooks/order.paid/post",
        ("order", "paid"),
    )
    made = lowered.lowering.declarations[
        "#/webhooks/order.paid/post/requestBody/content/application~1json/schema"
    ]
    assert made.hint.words == ("order", "paid", "Payload")
    assert call.callback_of == "#/paths/~1a/post"
    assert call.hint.words == ("subscribe", "onEvent")
    assert call.contents[0].type == Ref(PET_ID)
