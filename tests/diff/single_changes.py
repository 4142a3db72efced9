"""Single changes of a document and what they have to be called."""

from __future__ import annotations

from typing import Any, NamedTuple

from diff.comparing import GONE


class Single(NamedTuple):
    """One change of the base document, or of the base document with `before`."""

    title: str
    edits: list[tuple[str, Any]]
    expected: list[str]
    """Level, rule and subject of each change that has to be found, and of no other."""
    before: list[tuple[str, Any]] = []


_LIST = "paths > /pets > get"
_CREATE = "paths > /pets > post"
_GET = "paths > /pets/{id} > get"
_SHAPE = "paths > /shapes > post"
_SCHEMAS = "components > schemas"
_TEXT = {"type": "string"}
_NULLABLE = {"type": ["string", "null"]}
_FEED = "paths > /feed > get > responses > 200 > content"
_BORN = "webhooks > petBorn > post > requestBody > content > application/json"
_EVENT = {"$ref": "#/components/schemas/Event"}


def _or_null(schema: str) -> dict[str, Any]:
    return {"anyOf": [{"$ref": f"#/components/schemas/{schema}"}, {"type": "null"}]}


def _field(record: str, name: str) -> str:
    return f"{_SCHEMAS} > {record} > properties > {name}"


SINGLE_CHANGES = [
    # methods
    Single(
        "method added",
        [
            (
                "paths > /new",
                {
                    "get": {
                        "operationId": "getNew",
                        "tags": ["New"],
                        "responses": {"204": {"description": "-"}},
                    }
                },
            )
        ],
        ["additive method-added new.get()"],
    ),
    Single(
        "method removed",
        [("paths > /pets/{id} > delete", GONE)],
        ["breaking method-removed pets.delete()"],
    ),
    Single(
        "method deprecated",
        [(f"{_GET} > deprecated", True)],
        ["additive method-deprecated pets.get()"],
    ),
    Single(
        "method documented",
        [(f"{_GET} > summary", "Gets it.")],
        ["docs method-docs pets.get()"],
    ),
    Single(
        "operationId changed: the name lock keeps the name",
        [(f"{_GET} > operationId", "fetchPet")],
        [],
    ),
    Single(
        "tag renamed",
        [(f"{_SHAPE} > tags", ["Forms"])],
        ["breaking method-renamed shapes.send()"],
    ),
    Single(
        "path renamed and call kept",
        [
            ("paths > /feed", GONE),
            (
                "paths > /v2/feed",
                {
                    "get": {
                        "operationId": "followFeed",
                        "tags": ["Feed"],
                        "responses": {
                            "200": {
                                "description": "-",
                                "content": {
                                    "text/event-stream": {
                                        "schema": {"$ref": "#/components/schemas/Event"}
                                    }
                                },
                            }
                        },
                    }
                },
            ),
        ],
        ["docs method-address feed.follow()"],
    ),
    # arguments
    Single(
        "optional parameter added",
        [
            (
                f"{_LIST} > parameters > 4",
                {"name": "sort", "in": "query", "schema": _TEXT},
            )
        ],
        ["additive argument-added pets.list(sort=)"],
    ),
    Single(
        "required parameter added",
        [
            (
                f"{_LIST} > parameters > 4",
                {"name": "sort", "in": "query", "required": True, "schema": _TEXT},
            )
        ],
        ["breaking argument-added-required pets.list(sort=)"],
    ),
    Single(
        "parameter removed",
        [(f"{_LIST} > parameters > 3", GONE)],
        ["breaking argument-removed pets.list(x_trace=)"],
    ),
    Single(
        "parameter becomes required",
        [(f"{_LIST} > parameters > 2 > required", True)],
        ["breaking argument-required pets.list(kind=)"],
    ),
    Single(
        "parameter becomes optional",
        [],
        ["additive argument-optional pets.list(kind=)"],
        [(f"{_LIST} > parameters > 2 > required", True)],
    ),
    Single(
        "parameter widened",
        [(f"{_LIST} > parameters > 0 > schema > type", "number")],
        ["additive argument-widened pets.list(limit=)"],
    ),
    Single(
        "parameter narrowed",
        [],
        ["breaking argument-narrowed pets.list(limit=)"],
        [(f"{_LIST} > parameters > 0 > schema > type", "number")],
    ),
    Single(
        "parameter changes its type",
        [
            (f"{_LIST} > parameters > 0 > schema > type", "boolean"),
            (f"{_LIST} > parameters > 0 > schema > default", GONE),
        ],
        [
            "breaking argument-narrowed pets.list(limit=)",
            "docs argument-default pets.list(limit=)",
        ],
    ),
    Single(
        "parameter takes null",
        [(f"{_LIST} > parameters > 3 > schema", _NULLABLE)],
        ["additive argument-widened pets.list(x_trace=)"],
    ),
    Single(
        "parameter moves from header to query",
        [
            (f"{_LIST} > parameters > 3 > in", "query"),
            (f"{_LIST} > parameters > 3 > name", "x_trace"),
        ],
        ["docs argument-moved pets.list(x_trace=)"],
    ),
    Single(
        "parameter deprecated",
        [(f"{_LIST} > parameters > 3 > deprecated", True)],
        ["additive argument-deprecated pets.list(x_trace=)"],
    ),
    Single(
        "default of a parameter",
        [(f"{_LIST} > parameters > 0 > schema > default", 50)],
        ["docs argument-default pets.list(limit=)"],
    ),
    Single(
        "rule for a parameter",
        [(f"{_LIST} > parameters > 0 > schema > maximum", 100)],
        ["docs argument-rules pets.list(limit=)"],
    ),
    Single(
        "path parameter added",
        [
            ("paths > /pets/{id}", GONE),
            (
                "paths > /shops/{shop}/pets/{id}",
                {
                    "get": {
                        "operationId": "getPet",
                        "tags": ["Pets"],
                        "security": [],
                        "parameters": [
                            {
                                "name": "shop",
                                "in": "path",
                                "required": True,
                                "schema": _TEXT,
                            },
                            {
                                "name": "id",
                                "in": "path",
                                "required": True,
                                "schema": _TEXT,
                            },
                        ],
                        "responses": {
                            "200": {
                                "description": "-",
                                "content": {
                                    "application/json": {
                                        "schema": {"$ref": "#/components/schemas/Pet"}
                                    }
                                },
                            }
                        },
                    }
                },
            ),
        ],
        [
            "breaking method-removed pets.delete()",
            "breaking argument-position pets.get(id=)",
            "breaking argument-added-required pets.get(shop=)",
            "additive error-removed pets.get() 404",
            "docs method-address pets.get()",
        ],
    ),
    # bodies
    Single(
        "required property of a spread body",
        [
            (_field("NewPet", "sex"), _TEXT),
            (f"{_SCHEMAS} > NewPet > required", ["name", "sex"]),
        ],
        ["breaking argument-added-required pets.create(sex=)"],
    ),
    Single(
        "optional property of a spread body",
        [(_field("NewPet", "sex"), _TEXT)],
        ["additive argument-added pets.create(sex=)"],
    ),
    Single(
        "property of a spread body removed",
        [(_field("NewPet", "born"), GONE)],
        ["breaking argument-removed pets.create(born=)"],
    ),
    Single(
        "property of a spread body loses its format",
        [(_field("NewPet", "born"), _TEXT)],
        ["breaking argument-narrowed pets.create(born=)"],
    ),
    Single(
        "rule for a property of a body",
        [(_field("NewPet", "name") + " > maxLength", 20)],
        ["docs argument-rules pets.create(name=)"],
    ),
    Single(
        "body becomes optional",
        [(f"{_SHAPE} > requestBody > required", False)],
        ["additive argument-optional shapes.send(body=)"],
    ),
    Single(
        "body becomes required",
        [],
        ["breaking argument-required shapes.send(body=)"],
        [(f"{_SHAPE} > requestBody > required", False)],
    ),
    Single(
        "media type of a body added",
        [(f"{_SHAPE} > requestBody > content > application/xml", {"schema": _TEXT})],
        ["additive body-media-type-added shapes.send(body=)"],
    ),
    Single(
        "media type of a body removed",
        [(f"{_SHAPE} > requestBody > content > text/plain", GONE)],
        [
            "breaking body-media-type-removed shapes.send(body=)",
            "breaking argument-removed shapes.send(content_type=)",
        ],
    ),
    # what comes back
    Single(
        "returned type changes",
        [
            (
                f"{_GET} > responses > 200 > content > application/json > schema",
                {"$ref": "#/components/schemas/Person"},
            )
        ],
        ["breaking return-changed pets.get()"],
    ),
    Single(
        "nothing is returned any more",
        [(f"{_GET} > responses > 200 > content", GONE)],
        ["breaking return-changed pets.get()"],
    ),
    Single(
        "null may be returned",
        [
            (
                f"{_GET} > responses > 200 > content > application/json > schema",
                {"anyOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "null"}]},
            )
        ],
        ["breaking return-changed pets.get()"],
    ),
    Single(
        "pages end",
        [
            (_field("PetPage", "has_more"), GONE),
            (_field("PetPage", "last_id"), GONE),
            (f"{_LIST} > parameters > 1", GONE),
        ],
        [
            "breaking property-removed models.PetPage.has_more",
            "breaking property-removed models.PetPage.last_id",
            "breaking paging-removed pets.list()",
            "breaking argument-removed pets.list(after=)",
        ],
    ),
    Single(
        "documented error added",
        [
            (
                f"{_GET} > responses > 410",
                {
                    "description": "-",
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/Problem"}
                        }
                    },
                },
            )
        ],
        ["additive error-added pets.get() 410"],
    ),
    Single(
        "documented error removed",
        [(f"{_GET} > responses > 404", GONE)],
        ["additive error-removed pets.get() 404"],
    ),
    Single(
        "body of an error changes",
        [
            (
                f"{_GET} > responses > 404 > content > application/json > schema",
                {"$ref": "#/components/schemas/Person"},
            )
        ],
        ["breaking error-changed pets.get() 404"],
    ),
    Single(
        "property added to an error",
        [(_field("Problem", "code"), {"type": "integer"})],
        ["additive property-added models.Problem.code"],
    ),
    Single(
        "type of events changes",
        [
            (
                "paths > /feed > get > responses > 200 > content > text/event-stream > schema",
                {"$ref": "#/components/schemas/Pet"},
            )
        ],
        ["breaking return-changed feed.follow() events"],
    ),
    # properties that are received
    Single(
        "received property added",
        [(_field("Pet", "mood"), _TEXT)],
        ["additive property-added models.Pet.mood"],
    ),
    Single(
        "received required property added",
        [
            (_field("Pet", "mood"), _TEXT),
            (f"{_SCHEMAS} > Pet > required", ["id", "name", "mood"]),
        ],
        ["additive property-added models.Pet.mood"],
    ),
    Single(
        "received property removed",
        [(_field("Pet", "age"), GONE)],
        ["breaking property-removed models.Pet.age"],
    ),
    Single(
        "received property becomes optional",
        [(f"{_SCHEMAS} > Pet > required", ["id"])],
        ["breaking property-optional models.Pet.name"],
    ),
    Single(
        "received property becomes required",
        [(f"{_SCHEMAS} > Pet > required", ["id", "name", "age"])],
        ["additive property-always models.Pet.age"],
    ),
    Single(
        "received property may be null",
        [(_field("Pet", "name"), _NULLABLE)],
        ["breaking property-grown models.Pet.name"],
    ),
    Single(
        "received property is never null",
        [],
        ["additive property-shrunk models.Pet.name"],
        [(_field("Pet", "name"), _NULLABLE)],
    ),
    Single(
        "received property changes its type",
        [(_field("Pet", "age"), _TEXT)],
        ["breaking property-grown models.Pet.age"],
    ),
    Single(
        "received integer becomes a number",
        [(_field("Pet", "age"), {"type": "number"})],
        ["breaking property-grown models.Pet.age"],
    ),
    Single(
        "received text gets a format",
        [(_field("Problem", "message"), {"type": "string", "format": "date-time"})],
        ["breaking property-grown models.Problem.message"],
    ),
    # properties that travel both ways
    Single(
        "optional property of both ways added",
        [(_field("Person", "mail"), _TEXT)],
        ["additive property-added models.Person.mail"],
    ),
    Single(
        "required property of both ways added",
        [
            (_field("Person", "mail"), _TEXT),
            (f"{_SCHEMAS} > Person > required", ["name", "mail"]),
        ],
        ["breaking property-added-required models.Person.mail"],
    ),
    Single(
        "property of both ways becomes required",
        [(f"{_SCHEMAS} > Person > required", ["name", "phone"])],
        [
            "breaking property-required models.Person.phone",
            "additive property-always models.Person.phone",
        ],
    ),
    Single(
        "property of both ways becomes optional",
        [(f"{_SCHEMAS} > Person > required", GONE)],
        [
            "breaking property-optional models.Person.name",
            "additive property-omittable models.Person.name",
        ],
    ),
    Single(
        "property of both ways is never null",
        [(_field("Person", "nick"), _TEXT)],
        ["breaking property-narrowed models.Person.nick"],
    ),
    Single(
        "property becomes read-only",
        [(_field("Person", "phone") + " > readOnly", True)],
        ["breaking property-read-only models.Person.phone"],
    ),
    Single(
        "property becomes write-only",
        [(_field("Person", "phone") + " > writeOnly", True)],
        ["breaking property-write-only models.Person.phone"],
    ),
    Single(
        "property is not write-only any more",
        [(_field("Person", "secret"), _TEXT)],
        ["additive property-readable models.Person.secret"],
    ),
    Single(
        "property deprecated",
        [(_field("Person", "phone") + " > deprecated", True)],
        ["additive property-deprecated models.Person.phone"],
    ),
    Single(
        "property documented",
        [(_field("Person", "phone") + " > description", "Digits.")],
        ["docs property-docs models.Person.phone"],
    ),
    # enums, unions, types
    Single(
        "value of a sent enum added",
        [(f"{_SCHEMAS} > Kind > enum", ["cat", "dog", "emu", "fox"])],
        ["additive value-added models.Kind"],
    ),
    Single(
        "value of a sent enum removed",
        [(f"{_SCHEMAS} > Kind > enum", ["cat", "dog"])],
        ["breaking value-removed-sent models.Kind"],
    ),
    Single(
        "sent enum with one value left",
        [(f"{_SCHEMAS} > Kind > enum", ["cat"])],
        ["breaking type-narrowed models.Kind"],
    ),
    Single(
        "value of a received enum added",
        [(f"{_SCHEMAS} > Status > enum", ["free", "taken", "lost"])],
        ["additive value-added models.Status"],
    ),
    Single(
        "value of a received enum removed",
        [(f"{_SCHEMAS} > Status > enum", ["free", "held"])],
        [
            "additive value-added models.Status",
            "additive value-removed-received models.Status",
        ],
    ),
    Single(
        "received enum becomes any text",
        [(f"{_SCHEMAS} > Status", _TEXT)],
        [],
    ),
    Single(
        "variant of a sent union added",
        [(f"{_SCHEMAS} > Shape > oneOf > 2", {"$ref": "#/components/schemas/Line"})],
        ["additive variant-added-sent models.Shape"],
    ),
    Single(
        "variant of a sent union removed",
        [],
        ["breaking variant-removed-sent models.Shape"],
        [(f"{_SCHEMAS} > Shape > oneOf > 2", {"$ref": "#/components/schemas/Line"})],
    ),
    Single(
        "variant of a received union added",
        [(f"{_SCHEMAS} > Answer > oneOf > 2", {"$ref": "#/components/schemas/Line"})],
        ["additive variant-added models.Answer"],
    ),
    Single(
        "variant of a received union removed",
        [],
        ["additive variant-removed-received models.Answer"],
        [(f"{_SCHEMAS} > Answer > oneOf > 2", {"$ref": "#/components/schemas/Line"})],
    ),
    Single(
        "value of a received map widened",
        [
            (
                f"{_SCHEMAS} > Tags > additionalProperties",
                {"type": ["string", "integer"]},
            )
        ],
        ["breaking type-grown models.Tags"],
    ),
    Single(
        "class becomes a union",
        [
            (
                f"{_SCHEMAS} > Person",
                {
                    "oneOf": [
                        {"$ref": "#/components/schemas/Hit"},
                        {"$ref": "#/components/schemas/Miss"},
                    ]
                },
            )
        ],
        ["breaking type-kind models.Person", "docs type-docs models.Person"],
    ),
    Single(
        "schema removed",
        [(f"{_SCHEMAS} > Line", GONE)],
        ["breaking type-removed models.Line"],
    ),
    Single(
        "schema added",
        [
            (
                f"{_SCHEMAS} > Cube",
                {"type": "object", "properties": {"edge": {"type": "number"}}},
            )
        ],
        ["additive type-added models.Cube"],
    ),
    Single(
        "schema documented",
        [(f"{_SCHEMAS} > Pet > description", "An animal.")],
        ["docs type-docs models.Pet"],
    ),
    # the client
    Single(
        "credentials asked for",
        [(f"{_GET} > security", GONE)],
        ["breaking security-required pets.get()"],
    ),
    Single(
        "credentials not asked for any more",
        [("paths > /pets > get > security", [])],
        ["additive security-optional pets.list()"],
    ),
    Single(
        "a scheme added",
        [
            (
                "components > securitySchemes > token",
                {"type": "http", "scheme": "bearer"},
            ),
            ("security", [{"key": []}, {"token": []}]),
        ],
        [
            "additive credential-added Client(token=)",
            "additive security-added feed.follow()",
            "additive security-added pets.create()",
            "additive security-added pets.delete()",
            "additive security-added pets.list()",
            "additive security-added shapes.send()",
        ],
    ),
    Single(
        "a scheme replaced",
        [
            (
                "components > securitySchemes",
                {"token": {"type": "http", "scheme": "bearer"}},
            ),
            ("security", [{"token": []}]),
        ],
        [
            "breaking credential-removed Client(key=)",
            "breaking security-removed feed.follow()",
            "breaking security-removed pets.create()",
            "breaking security-removed pets.delete()",
            "breaking security-removed pets.list()",
            "breaking security-removed shapes.send()",
            "additive credential-added Client(token=)",
        ],
    ),
    Single(
        "another address",
        [("servers", [{"url": "https://pets.example/v2"}])],
        ["additive server-changed Client(base_url=)"],
    ),
    Single(
        "webhook added",
        [
            (
                "webhooks > petLost",
                {
                    "post": {
                        "requestBody": {
                            "content": {
                                "application/json": {
                                    "schema": {"$ref": "#/components/schemas/Event"}
                                }
                            }
                        },
                        "responses": {"204": {"description": "-"}},
                    }
                },
            )
        ],
        ["additive webhook-added webhook petLost"],
    ),
    Single(
        "webhook removed",
        [("webhooks > petBorn", GONE)],
        ["breaking webhook-removed webhook petBorn"],
    ),
    Single(
        "nothing that users see",
        [("info > version", "2")],
        [],
    ),
    # the rest of the rules
    Single(
        "parameter documented",
        [(f"{_LIST} > parameters > 0 > description", "How many.")],
        ["docs argument-docs pets.list(limit=)"],
    ),
    Single(
        "argument renamed in Python",
        [(_field("NewPet", "born") + " > x-specloom-name", "birthday")],
        ["breaking argument-renamed pets.create(born=)"],
    ),
    Single(
        "schema renamed in Python",
        [(f"{_SCHEMAS} > Pet > x-specloom-name", "Animal")],
        ["breaking type-renamed models.Pet"],
    ),
    Single(
        "property renamed in Python",
        [(_field("Person", "phone") + " > x-specloom-name", "mobile")],
        ["breaking property-renamed models.Person.mobile"],
    ),
    Single(
        "stream ends",
        [(_FEED, {"application/json": {"schema": _EVENT}})],
        [
            "breaking stream-removed feed.follow()",
            "breaking return-changed feed.follow()",
        ],
    ),
    Single(
        "always streams",
        [],
        [
            "breaking stream-always feed.follow()",
            "breaking return-changed feed.follow()",
        ],
        [(_FEED, {"application/json": {"schema": _EVENT}})],
    ),
    Single(
        "streams on demand",
        [
            (_field("NewPet", "stream"), {"type": "boolean"}),
            (
                f"{_CREATE} > responses > 201 > content > text/event-stream",
                {"schema": _EVENT},
            ),
        ],
        [
            "additive argument-added pets.create(stream=)",
            "additive stream-added pets.create()",
        ],
    ),
    Single(
        "pages begin",
        [],
        [
            "additive argument-added pets.list(after=)",
            "additive property-added models.PetPage.last_id",
            "breaking paging-added pets.list()",
        ],
        [(_field("PetPage", "last_id"), GONE), (f"{_LIST} > parameters > 1", GONE)],
    ),
    Single(
        "never null is returned",
        [],
        ["additive return-narrowed pets.get()"],
        [
            (
                f"{_GET} > responses > 200 > content > application/json > schema",
                _or_null("Pet"),
            )
        ],
    ),
    Single(
        "body of an error is never null",
        [],
        ["additive error-narrowed pets.get() 404"],
        [
            (
                f"{_GET} > responses > 404 > content > application/json > schema",
                _or_null("Problem"),
            )
        ],
    ),
    Single(
        "body of a webhook changes",
        [(f"{_BORN} > schema", {"$ref": "#/components/schemas/Pet"})],
        ["breaking webhook-changed webhook petBorn"],
    ),
    Single(
        "body of a webhook is never null",
        [],
        ["additive webhook-narrowed webhook petBorn"],
        [(f"{_BORN} > schema", _or_null("Event"))],
    ),
    Single(
        "property is not read-only any more",
        [],
        ["additive property-writable models.Person.phone"],
        [(_field("Person", "phone") + " > readOnly", True)],
    ),
    Single(
        "required property is not read-only any more",
        [],
        ["breaking property-writable-required models.Person.name"],
        [(_field("Person", "name") + " > readOnly", True)],
    ),
    Single(
        "default of a property",
        [(_field("Person", "phone") + " > default", "112")],
        ["docs property-default models.Person.phone"],
    ),
    Single(
        "rule for a property",
        [(_field("Person", "phone") + " > maxLength", 9)],
        ["docs property-rules models.Person.phone"],
    ),
    Single(
        "schema deprecated",
        [(f"{_SCHEMAS} > Pet > deprecated", True)],
        ["additive type-deprecated models.Pet"],
    ),
    Single(
        "sent property widened",
        [(_field("Circle", "radius"), {"type": ["number", "null"]})],
        ["additive property-widened models.Circle.radius"],
    ),
    Single(
        "variant of a closed received union added",
        [
            (
                f"{_SCHEMAS} > Mood",
                {"oneOf": [_TEXT, {"type": "boolean"}, {"type": "integer"}]},
            )
        ],
        ["breaking variant-added-closed models.Mood"],
        [(f"{_SCHEMAS} > Mood", {"oneOf": [_TEXT, {"type": "boolean"}]})],
    ),
    Single(
        "typed extras",
        [(f"{_SCHEMAS} > Problem > additionalProperties", _TEXT)],
        ["additive extras-added models.Problem"],
    ),
    Single(
        "no typed extras",
        [],
        ["breaking extras-removed models.Problem"],
        [(f"{_SCHEMAS} > Problem > additionalProperties", _TEXT)],
    ),
    Single(
        "value of a received map narrowed",
        [],
        ["additive type-shrunk models.Tags", "breaking type-removed models.TagsValue"],
        [
            (
                f"{_SCHEMAS} > Tags > additionalProperties",
                {"type": ["string", "integer"]},
            )
        ],
    ),
    Single(
        "sent constant gets a second value",
        [],
        ["additive type-widened models.Kind"],
        [(f"{_SCHEMAS} > Kind > enum", ["cat"])],
    ),
]

_STATUS = f"{_SCHEMAS} > Status"

WITH_ENUM_CLASSES = [
    Single(
        "member removed",
        [(f"{_STATUS} > enum", ["free", "held"])],
        [
            "additive value-added models.Status",
            "breaking value-removed-member models.Status",
        ],
    ),
    Single(
        "member renamed",
        [(f"{_STATUS} > x-enum-varnames", ["open", "taken"])],
        ["breaking value-renamed models.Status"],
    ),
    Single(
        "enum becomes any text",
        [(_STATUS, _TEXT)],
        ["breaking type-kind models.Status"],
    ),
]
