"""What becomes of each field of the objects of OpenAPI: the second table that the docs print.

One row for each field that stage 2 knows in an object of OpenAPI 2.0 to 3.2; a test fails for a
field without one. (The fields of a Schema Object are in `support`.)
"""

from __future__ import annotations

from collections.abc import Mapping

from specloom.lower.support import Support, SupportLevel

_CALL, _DOCS, _PASSED = SupportLevel.CALLS, SupportLevel.DOCS, SupportLevel.PASSED
_SAMPLE = Support(_DOCS, "shown in the docs and used in snippets")
_TEXT = Support(_DOCS, "said in the docs")
_SERVERS = Support(_CALL, "the base URL; the nearest level wins")
_STYLE = Support(_CALL, "how a value is written")

OBJECTS: Mapping[str, Mapping[str, Support]] = {
    "OpenAPI Object": {
        "openapi": Support(_CALL, "says in which terms the rest is read"),
        "swagger": Support(_CALL, "says in which terms the rest is read"),
        "$self": Support(_CALL, "what references to the document itself begin with"),
        "info": Support(_DOCS, "the title and the version"),
        "paths": Support(_CALL, "every operation is a method"),
        "webhooks": Support(_CALL, "a type and a decoder for each payload"),
        "components": Support(_CALL, "read where references lead to them"),
        "security": Support(_CALL, "what operations need that say nothing themselves"),
        "tags": Support(_CALL, "groups of methods; a parent tag is an outer group"),
        "externalDocs": Support(_DOCS, "a link"),
        "servers": _SERVERS,
        "jsonSchemaDialect": Support(_PASSED, "the dialect is OpenAPI's own"),
        "host": _SERVERS,
        "basePath": _SERVERS,
        "schemes": _SERVERS,
        "consumes": Support(_CALL, "the media types of bodies"),
        "produces": Support(_CALL, "the media types of responses"),
        "definitions": Support(_CALL, "read as `components/schemas`"),
        "parameters": Support(_CALL, "read as `components/parameters`"),
        "responses": Support(_CALL, "read as `components/responses`"),
        "securityDefinitions": Support(_CALL, "read as `components/securitySchemes`"),
    },
    "Info Object": {
        "title": Support(_DOCS, "the name of the API"),
        "version": Support(_DOCS, "in the model and in the report"),
        "summary": _TEXT,
        "description": _TEXT,
        "contact": Support(_PASSED, "about the document, not the calls"),
        "license": Support(_PASSED, "about the document, not the calls"),
        "termsOfService": Support(_PASSED, "about the document, not the calls"),
    },
    "Components Object": {
        **dict.fromkeys(
            ("schemas", "responses", "parameters", "requestBodies", "headers"),
            Support(_CALL, "read where references lead to them"),
        ),
        "securitySchemes": Support(_CALL, "arguments of the client"),
        "examples": _SAMPLE,
        "callbacks": Support(_CALL, "read where references lead to them"),
        "pathItems": Support(_CALL, "read where references lead to them"),
        "mediaTypes": Support(_CALL, "read where references lead to them"),
        "links": Support(_PASSED, "which call may follow is left to the caller"),
    },
    "Server Object": {
        "url": Support(_CALL, "the base URL"),
        "name": Support(_PASSED, "servers are chosen by their URL"),
        "description": _TEXT,
        "variables": Support(_CALL, "arguments of the client"),
    },
    "Server Variable Object": {
        "default": Support(_CALL, "the value unless the client is told another"),
        "enum": Support(_DOCS, "the values that are known"),
        "description": _TEXT,
    },
    "Tag Object": {
        "name": Support(_CALL, "the name of a group of methods"),
        "parent": Support(_CALL, "the group around it"),
        "summary": _TEXT,
        "description": _TEXT,
        "externalDocs": Support(_DOCS, "a link"),
        "kind": Support(_PASSED, "all tags are groups"),
    },
    "Operation Object": {
        "operationId": Support(_CALL, "the name of the method"),
        "tags": Support(_CALL, "the first one is the method's group"),
        "parameters": Support(_CALL, "arguments; those of the path item are merged in"),
        "requestBody": Support(_CALL, "arguments: one a property, or `body`"),
        "responses": Support(_CALL, "what a call returns, and what its errors hold"),
        "callbacks": Support(_CALL, "a type and a decoder for each payload"),
        "security": Support(_CALL, "which credentials are sent"),
        "servers": _SERVERS,
        "deprecated": Support(_CALL, "marked for type checkers too (PEP 702)"),
        "summary": _TEXT,
        "description": _TEXT,
        "externalDocs": Support(_DOCS, "a link"),
        "consumes": Support(_CALL, "the media types of the body"),
        "produces": Support(_CALL, "the media types of the responses"),
        "schemes": Support(_CALL, "the base URL's scheme"),
    },
    "Parameter Object": {
        "name": Support(_CALL, "the argument's name, and the name on the wire"),
        "in": Support(_CALL, "where it is sent; `querystring` is taken apart"),
        "required": Support(_CALL, "an argument without a default"),
        "schema": Support(_CALL, "the argument's type"),
        "content": Support(_CALL, "sent as JSON, or as text"),
        "style": _STYLE,
        "explode": _STYLE,
        "allowReserved": Support(_CALL, "which characters are percent-encoded"),
        "allowEmptyValue": Support(_CALL, "an empty text is sent as it is"),
        "deprecated": Support(_DOCS, "marked"),
        "description": _TEXT,
        "example": _SAMPLE,
        "examples": _SAMPLE,
    },
    "Request Body Object": {
        "content": Support(_CALL, "the media types; JSON is preferred"),
        "required": Support(_CALL, "whether a call may leave the body out"),
        "description": _TEXT,
    },
    "Response Object": {
        "content": Support(_CALL, "what a call returns; JSON is preferred"),
        "headers": Support(_CALL, "typed on the raw response"),
        "description": _TEXT,
        "summary": Support(_PASSED, "the description says more"),
        "links": Support(
            SupportLevel.DEGRADED,
            "which call may follow is left to the caller, with a warning",
        ),
        "schema": Support(_CALL, "2.0's `content`"),
        "examples": _SAMPLE,
    },
    "Media Type Object": {
        "schema": Support(_CALL, "the type"),
        "itemSchema": Support(_CALL, "the type of one value of a stream"),
        "encoding": Support(_CALL, "how the parts of a form are written"),
        "prefixEncoding": Support(
            SupportLevel.DEGRADED, "parts are written by their schemas, with a warning"
        ),
        "itemEncoding": Support(
            SupportLevel.DEGRADED, "parts are written by their schemas, with a warning"
        ),
        "example": _SAMPLE,
        "examples": _SAMPLE,
    },
    "Encoding Object": {
        "contentType": Support(_CALL, "the media type of a part"),
        "headers": Support(_CALL, "headers of a part"),
        "style": _STYLE,
        "explode": _STYLE,
        "allowReserved": Support(_CALL, "which characters are percent-encoded"),
        "encoding": Support(_PASSED, "parts inside parts follow their schemas"),
        "prefixEncoding": Support(_PASSED, "parts inside parts follow their schemas"),
        "itemEncoding": Support(_PASSED, "parts inside parts follow their schemas"),
    },
    "Header Object": {
        "schema": Support(_CALL, "the header's type"),
        "content": Support(_CALL, "the schema of its only media type"),
        "required": Support(_CALL, "whether it may be missing"),
        "explode": Support(_CALL, "how an object is read"),
        "style": Support(_PASSED, "headers have one style"),
        "allowEmptyValue": Support(_PASSED, "it means nothing for a header"),
        "allowReserved": Support(_PASSED, "it means nothing for a header"),
        "deprecated": Support(_PASSED, "a server may send it all the same"),
        "description": _TEXT,
        "example": Support(_PASSED, "the docs show bodies"),
        "examples": Support(_PASSED, "the docs show bodies"),
    },
    "Example Object": {
        "value": _SAMPLE,
        "dataValue": _SAMPLE,
        "serializedValue": Support(_PASSED, "the docs show data, not its text"),
        "externalValue": Support(_PASSED, "nothing is fetched from elsewhere"),
        "summary": _TEXT,
        "description": _TEXT,
    },
    "Security Scheme Object": {
        "type": Support(_CALL, "which credentials the client takes"),
        "name": Support(_CALL, "the header, the parameter or the cookie"),
        "in": Support(_CALL, "where an API key is sent"),
        "scheme": Support(_CALL, "how an `Authorization` header is written"),
        "bearerFormat": Support(_DOCS, "said in the docs"),
        "flows": Support(_CALL, "tokens are fetched where a flow needs no browser"),
        "openIdConnectUrl": Support(_DOCS, "said in the docs"),
        "oauth2MetadataUrl": Support(_PASSED, "the flows say what is needed"),
        "deprecated": Support(_PASSED, "the client takes it as long as it is there"),
        "description": _TEXT,
        "flow": Support(_CALL, "2.0's `flows`"),
        "authorizationUrl": Support(_DOCS, "2.0's `flows`"),
        "tokenUrl": Support(_CALL, "2.0's `flows`"),
        "scopes": Support(_CALL, "2.0's `flows`"),
    },
    "OAuth Flows Object": {
        "clientCredentials": Support(_CALL, "a token is fetched and renewed"),
        "password": Support(_CALL, "a token is fetched and renewed"),
        "authorizationCode": Support(_DOCS, "the caller brings the token"),
        "implicit": Support(_DOCS, "the caller brings the token"),
        "deviceAuthorization": Support(_DOCS, "the caller brings the token"),
    },
    "OAuth Flow Object": {
        "tokenUrl": Support(_CALL, "where a token is fetched"),
        "refreshUrl": Support(_CALL, "where a token is renewed"),
        "scopes": Support(_CALL, "what a token is asked for"),
        "authorizationUrl": Support(_DOCS, "said in the docs"),
        "deviceAuthorizationUrl": Support(_DOCS, "said in the docs"),
    },
}


def objects_table() -> str:
    """The rows as a Markdown table, object after object."""
    rows = ["| object | field | what becomes of it | how |", "|---|---|---|---|"]
    for name, fields in OBJECTS.items():
        for field, (level, what) in fields.items():
            rows.append(f"| {name} | `{field}` | {level.value} | {what} |")
    return "\n".join(rows) + "\n"
