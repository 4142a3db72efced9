"""The table of codes: what each diagnostic means, how much it weighs, and what to do about it.

Codes are never reused; their first letter is the default severity, their first digit the stage:
1 document, 2 openapi, 3 lower, 4 emit, 5 write, 6 command line and config.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Severity(Enum):
    """How much a diagnostic weighs: an error leaves no usable output, a note only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class DiagnosticCode(NamedTuple):
    """A row of the `CODES` table: what `specloom explain` says about a code."""

    severity: Severity
    title: str
    explanation: str
    help: str


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CODES: dict[str, DiagnosticCode] = {
    # 1: document -------------------------------------------------------------------------
    "E101": DiagnosticCode(
        _E,
        "no such file",
        "The document, or an overlay, is not at the path that was given, or may not be read.",
        "check the path; it is taken from the working directory",
    ),
    "E102": DiagnosticCode(
        _E,
        "a directory where a file is expected",
        "specloom reads one root document and, from there, every file it refers to.",
        "name the root document itself",
    ),
    "E103": DiagnosticCode(
        _E,
        "empty file",
        "The file holds nothing, or only comments and blanks.",
        "check that whatever writes this file has run to its end",
    ),
    "E104": DiagnosticCode(
        _E,
        "not text",
        "The bytes are not in the encoding that the file announces: a byte order mark"
        " decides, else the zero bytes of UTF-16 and UTF-32, else it is UTF-8.",
        "save the file as UTF-8",
    ),
    "E105": DiagnosticCode(
        _E,
        "not YAML",
        "The text breaks the syntax of YAML 1.2. What begins with `{` and a quote, a closing"
        " or another opening bracket is read as JSON; everything else is read as YAML.",
        "look at the indentation, the quotes and the brackets just before this place",
    ),
    "E106": DiagnosticCode(
        _E,
        "not JSON",
        "The text breaks the syntax of JSON (RFC 8259). What begins with `{` and a quote, a"
        " closing or another opening bracket is read as JSON, whatever the file is called.",
        "JSON has no comments, no single quotes and no comma after the last item",
    ),
    "E107": DiagnosticCode(
        _E,
        "a limit is exceeded",
        "Reading a document costs time and memory, and a few lines of YAML can ask for any"
        " amount of both. Each limit can be raised: `bytes` of one file, `depth` of nesting,"
        " `nodes` (values, aliases written out), `aliases` (the values that aliases repeat),"
        " `files` that references lead to, `steps` of putting schemas together.",
        "if the document is yours and meant so, raise the limit in the table [limits] of"
        " specloom.toml",
    ),
    "E108": DiagnosticCode(
        _E,
        "an alias inside its own anchor",
        "A YAML alias that stands inside what it repeats makes a value without end, which"
        " JSON and so OpenAPI cannot express.",
        "use a `$ref` for a schema that refers to itself",
    ),
    "E109": DiagnosticCode(
        _E,
        "alias without an anchor",
        "A YAML alias `*name` repeats the value marked `&name` before it. Nothing is.",
        "put text that starts with `*` in quotes",
    ),
    "E110": DiagnosticCode(
        _E,
        "a key that is not text",
        "YAML allows lists and mappings as keys, JSON and so OpenAPI does not. This is also"
        " what unquoted `{name}` or `[name]` at the start of a key means to YAML.",
        "put the key in quotes",
    ),
    "E111": DiagnosticCode(
        _E,
        "not an overlay",
        "An overlay has the fields `overlay` (its version, 1.0.0 or 1.1.0), `info` and"
        " `actions`, a list of mappings with a `target` and `update`, `remove` or `copy`.",
        "compare it with the Overlay Specification, or with specs/overlays of this project",
    ),
    "E112": DiagnosticCode(
        _E,
        "overlay action without effect",
        "The target of an action selects nothing in the document as the actions before it"
        " left it. The standard lets it pass; here it is an error, since it means that the"
        " document has changed or that the JSONPath has a mistake.",
        "check the JSONPath against the document; names with dashes, slashes and dots need"
        " brackets and quotes: $.paths['/pets'].get",
    ),
    "E113": DiagnosticCode(
        _E,
        "overlay action that does not fit",
        "What an action adds has to fit its target: an object merges with an object, a list"
        " with a list, and a single value replaces a single value (Overlay 1.1, Action"
        " Object).",
        "remove the old value in an action before, then add the new one",
    ),
    "E114": DiagnosticCode(
        _E,
        "not a JSONPath",
        "The targets of overlay actions are JSONPath expressions (RFC 9535).",
        "write the target as in `$.paths['/pets'].get`",
    ),
    "E115": DiagnosticCode(
        _E,
        "a file from another host has changed",
        "What a reference fetches from another host is recorded in specloom.lock by its"
        " SHA-256 the first time, and has to be the same ever after: whoever can change the"
        " file there cannot change the SDK unseen.",
        "look at what has changed; to accept it, remove the file's line from specloom.lock",
    ),
    "E116": DiagnosticCode(
        _E,
        "the document cannot be fetched",
        "SPEC may be a URL. It is fetched by https from a host that --allow-remote names, or by"
        " http from this machine itself (`http://127.0.0.1:8000/openapi.json`).",
        "check the URL and the server; or save the document as a file",
    ),
    "W120": DiagnosticCode(
        _W,
        "key used twice",
        "Keys are unique in a mapping, by the standards of YAML and JSON alike. Readers"
        " differ in which one they take; here it is the last one.",
        "rename or remove one of them",
    ),
    "W121": DiagnosticCode(
        _W,
        "a referenced file cannot be read",
        "A reference names a file that exists and cannot be used. What refers to it reads as"
        " if it led nowhere; the rest is generated.",
        "correct the path, or the file it names",
    ),
    "W122": DiagnosticCode(
        _W,
        "reference out of the document's folder",
        "A document may come from anywhere, so its references are followed only inside the"
        " folder of the root document. Links that leave it count as outside.",
        "move the file below the root document, or allow a folder above it with `root` of the"
        " configuration",
    ),
    "W123": DiagnosticCode(
        _W,
        "reference to the network",
        "References are not fetched from other hosts unless the user allows that host: a"
        " build should not depend on them, and a document should not make this machine send"
        " requests.",
        "save the file beside the document and refer to it by its path, or allow its host"
        " with --allow-remote HOST",
    ),
    "W125": DiagnosticCode(
        _W,
        "several documents in one file",
        "A YAML file can hold several documents, divided by `---`. An OpenAPI description is"
        " one; the first is read.",
        "split the file",
    ),
    "W126": DiagnosticCode(
        _W,
        "a number that JSON does not have",
        "Infinity, not-a-number, a fraction beyond the range of a double, and integers of"
        " many thousand digits have no form in JSON. Such a value is read as text.",
        "write a finite number, or a string",
    ),
    "W127": DiagnosticCode(
        _W,
        "half of a surrogate pair",
        "An escape like `\\ud83d` without its other half is no character and cannot be"
        " written to any file. It is read as U+FFFD, the replacement character.",
        "write the character itself",
    ),
    "W128": DiagnosticCode(
        _W,
        "tag that does not fit",
        "A YAML tag is not one of the core schema's (`!!str`, `!!int`, `!!float`, `!!bool`,"
        " `!!null`, `!!map`, `!!seq`), or its value is not of that type.",
        "remove the tag",
    ),
    "W129": DiagnosticCode(
        _W,
        "unusual overlay",
        "The overlay can be applied, and something about it is not as the standard has it or"
        " as its author can have meant. The message says what was done.",
        "correct the action that the message names, or take it out",
    ),
    "W130": DiagnosticCode(
        _W,
        "not as the standard has it",
        "The description does not fit the official JSON Schema of its version of OpenAPI."
        " Validation is no gate: everything that can be understood is generated.",
        "correct the place shown; an overlay does it without touching the file",
    ),
    "W131": DiagnosticCode(
        _W,
        "breaks a rule of the standard",
        "A rule that the JSON Schema of OpenAPI cannot express is broken, or an example or"
        " default does not fit its schema. Checked by `specloom validate` and `--strict`.",
        "correct the place shown; an overlay does it without touching the file",
    ),
    # 2: openapi --------------------------------------------------------------------------
    "E201": DiagnosticCode(
        _E,
        "not an OpenAPI description",
        "The root of an OpenAPI description is a mapping with the field `openapi` (3.x) or"
        " `swagger` (2.0) that names the version of the standard. The input has neither.",
        "check the path; an AsyncAPI, RAML or plain JSON Schema file is not read",
    ),
    "E202": DiagnosticCode(
        _E,
        "version of the standard not supported",
        "specloom reads OpenAPI 2.0, 3.0, 3.1 and 3.2.",
        "convert the description to OpenAPI 3 first",
    ),
    "W203": DiagnosticCode(
        _W,
        "version of the standard written in an unusual way",
        "The version is given as a number, in the field of another version, or is newer than"
        " 3.2. The description is read as the nearest version that is known.",
        'write `openapi: 3.1.0` (as text), or `swagger: "2.0"`',
    ),
    "W210": DiagnosticCode(
        _W,
        "wrong type",
        "A field holds another type of value than the standard asks for. Where the meaning is"
        " plain (a number written as text, one value where a list is expected) it is taken"
        " so; elsewhere the field is read as if it were not there. The message says which.",
        "write a value of the type that the message names",
    ),
    "W211": DiagnosticCode(
        _W,
        "required field missing",
        "The standard requires a field that is not there. The message says what was assumed.",
        "add the field",
    ),
    "N212": DiagnosticCode(
        _N,
        "unknown field",
        "The standard knows no field of this name here, and it does not start with `x-`. It is"
        " ignored; often it is a spelling mistake, or stands one level too high or too low.",
        "correct its name or its place, or begin it with `x-`",
    ),
    "W213": DiagnosticCode(
        _W,
        "value not among those the standard allows",
        "A field takes one of a few values and holds another. Where the meaning is plain"
        " (`type: int`) it is taken so; the message says how it was read.",
        "write one of the values that the standard allows",
    ),
    "N214": DiagnosticCode(
        _N,
        "form of another version of the standard",
        "The description says one version of the standard and uses a form of another, as"
        " `nullable` in 3.1 or a list of types in 3.0. It is read as it is meant.",
        "write the form of the version that the description declares, or declare the other version",
    ),
    "W215": DiagnosticCode(
        _W,
        "form of the standard that is not read",
        "The standard has this form and specloom does not make use of it. What it says is"
        " lost; the rest of the object is read.",
        "express it by another form if the generated code needs it",
    ),
    "W220": DiagnosticCode(
        _W,
        "reference leads nowhere",
        "There is nothing at the place that a `$ref` names, or the file cannot be read. A"
        " schema reads as anything; another object is left out; a value of a discriminator's"
        " mapping is an unknown variant. The rest is generated.",
        "correct the reference, or add what it names",
    ),
    "W221": DiagnosticCode(
        _W,
        "references that lead only to each other",
        "Following this `$ref` comes back to itself without ever meeting content, so it has no"
        " meaning. It reads as anything.",
        "let one of these references lead to a schema that says something",
    ),
    "W222": DiagnosticCode(
        _W,
        "reference leads to something else",
        "The place that a `$ref` names exists and holds another kind of thing than is"
        " expected here, for instance text where a schema should be.",
        "let the reference name an object of the kind that is expected here",
    ),
    "N223": DiagnosticCode(
        _N,
        "reference where the standard has none",
        "The standard allows a Reference Object only in some places. The author's meaning is"
        " plain, so it is followed here too; other tools may refuse it.",
        "write the object here, or refer to it where the standard allows that",
    ),
    "N224": DiagnosticCode(
        _N,
        "keywords beside `$ref`",
        "Before 3.1 the standard ignores what stands beside `$ref` in a schema. Authors mean"
        " it, so it is read as in 3.1: both apply.",
        "put the reference into an `allOf` if other tools have to read it the same way",
    ),
    "W225": DiagnosticCode(
        _W,
        "dynamic reference approximated",
        "A `$dynamicRef` is bound where a schema with its own `$dynamicAnchor` of that name"
        " refers directly to the schema that holds it. Here it is reached in another way and"
        " reads as the anchor beside it.",
        "refer to the schema that holds the anchor from one that has an anchor of the same name",
    ),
    "N226": DiagnosticCode(
        _N,
        "reference to what a schema around it holds",
        "`#/$defs/X` begins at the root of the document. A JSON Schema that was put into a"
        " description brings its `$defs` along and refers to them as if it were still the root;"
        " the nearest schema around the reference that has such a definition is meant.",
        "write the whole path, or give the schema an `$id`",
    ),
    "N227": DiagnosticCode(
        _N,
        "reference by name",
        "A `$ref` is a URI: `Pet` alone would be a file of that name beside the document. Where"
        " there is no such file, and a component schema is called so, that is what is meant.",
        "write `$ref: '#/components/schemas/NAME'`",
    ),
    "W228": DiagnosticCode(
        _W,
        "unknown section of components",
        "`components` has a section that the standard does not know. What stands in it can be"
        " found by references, but nothing in it is a component.",
        "correct its name, or begin it with `x-`",
    ),
    "W230": DiagnosticCode(
        _W,
        "path variable without a parameter",
        "The path holds a `{variable}` that no `in: path` parameter describes. A required"
        " parameter of type string is added.",
        "declare the parameter, `in: path` and `required: true`",
    ),
    "W231": DiagnosticCode(
        _W,
        "path parameter that is not in the path",
        "A parameter says `in: path` and the path has no `{variable}` of its name. If one"
        " variable differs only in case or punctuation it is taken for that; else the"
        " parameter has no place to go and is left out.",
        "add the variable to the path, or correct the parameter's name or location",
    ),
    "W232": DiagnosticCode(
        _W,
        "parameter declared twice",
        "One list holds two parameters of the same name and location. The first one is kept.",
        "take one of them out, or rename it",
    ),
    "W233": DiagnosticCode(
        _W,
        "path without a leading slash",
        "A path starts with `/`; one is put in front.",
        "begin the path with `/`",
    ),
    "W234": DiagnosticCode(
        _W,
        "unusable operation",
        "A key of a path item is neither a method nor a field that the standard knows, or"
        " what stands there is no operation. It is left out.",
        "correct the method's name, or begin the key with `x-`",
    ),
    "W235": DiagnosticCode(
        _W,
        "operationId used twice",
        "An operationId must be unique in the description. Both operations are kept and told"
        " apart by their paths.",
        "give each operation an operationId of its own",
    ),
    "N236": DiagnosticCode(
        _N,
        "paths that differ only in the names of their variables",
        "The standard calls such paths identical. All of their operations are kept.",
        "give the variables one name, and put the operations under one path",
    ),
    "W237": DiagnosticCode(
        _W,
        "not a response status",
        "A response stands under a status (`404`), a range (`4XX`) or `default`.",
        "write a status (`404`), a range (`4XX`) or `default`",
    ),
    "W238": DiagnosticCode(
        _W,
        "several request bodies",
        "An operation has at most one body: of several `in: body` parameters the first one is"
        " kept, and it goes before form parameters.",
        "describe one body; several parts of one can be properties of an object",
    ),
    "W240": DiagnosticCode(
        _W,
        "unknown security scheme",
        "A security requirement names a scheme that is not declared, so nothing can be sent"
        " for it. The name is taken out of the requirement.",
        "declare the scheme under components, or correct the name",
    ),
    "W241": DiagnosticCode(
        _W,
        "server variable undefined",
        "A server's URL holds a `{variable}` that is not declared, or one without a default.",
        "declare the variable, with a default",
    ),
    "N242": DiagnosticCode(
        _N,
        "tag declared in a strange way",
        "A tag is declared twice, or its `parent` is not declared or leads back to itself.",
        "declare each tag once, below a parent that is declared",
    ),
    "N250": DiagnosticCode(
        _N,
        "enumeration that says little",
        "An `enum` is empty or repeats a value. Repeated values are read once.",
        "list each value once, or leave the `enum` out",
    ),
    # 3: lower ----------------------------------------------------------------------------
    "W301": DiagnosticCode(
        _W,
        "a schema that is made of itself",
        "References that lead from a schema back to itself without anything in between describe\n"
        "no value: `A: {$ref: B}`, `B: {$ref: A}`, or a list whose items are that same list.\n"
        "The schema is read as if the reference that closes the circle were not there.",
        "let one of the schemas in the circle say what it is",
    ),
    "W302": DiagnosticCode(
        _W,
        "`allOf` with sides that exclude each other",
        "The members of an `allOf` all have to hold. Where two give types, enums or constants\n"
        "without a common value nothing could ever be valid; authors mean the more specific\n"
        "side, which is the later one, so that one stands.",
        "make the two sides agree, or do not combine them",
    ),
    "N303": DiagnosticCode(
        _N,
        "an enum of values that are no literals",
        "Lists, objects and fractions cannot be members of a literal type. The values are\n"
        "passed through as their base type; nothing is lost on the wire.",
        "list strings, integers, booleans or null if a set of literals is meant",
    ),
    "N304": DiagnosticCode(
        _N,
        "a required name without a property",
        "`required` lists a name that `properties` does not have. The property has to be there\n"
        "and nothing is known of it: it becomes a required field that may hold anything.",
        "describe the property, or remove the name from `required`",
    ),
    "W304": DiagnosticCode(
        _W,
        "union members with nothing to tell them apart",
        "Members of a `oneOf` or `anyOf` have neither a reference, a constant, a key of their\n"
        "own, a title nor a kind that differs, so that no stable name exists for each of them.\n"
        "They become one record whose properties are optional where one member lacks them.",
        "make components of them, or give each a `title`",
    ),
    "W305": DiagnosticCode(
        _W,
        "properties by several patterns",
        "`patternProperties` gives different types for different patterns of names. Python's\n"
        "types cannot say which name has which type: the values may hold anything.",
        "use one pattern, or one type for all patterns",
    ),
    "N306": DiagnosticCode(
        _N,
        "a default of the wrong type",
        "The `default` is no value of its own schema. It is left out of the docs; defaults are\n"
        "never sent, so nothing changes on the wire.",
        "correct the default, or the type",
    ),
    "W306": DiagnosticCode(
        _W,
        "several unions that combine to too many variants",
        "A schema with several `oneOf` or `anyOf` side by side means every combination of their\n"
        "members. Above 64 combinations they become one record with optional properties.",
        "say what belongs together in one union",
    ),
    "N307": DiagnosticCode(
        _N,
        "a discriminator that maps to a schema outside the union",
        "A value of the discriminator's `mapping` leads to a schema that is not among the\n"
        "members of the union. Such a value is kept raw as an unknown variant.",
        "add the schema to the union, or remove the mapping",
    ),
    "N308": DiagnosticCode(
        _N,
        "`required` on something that is no object",
        "`required` lists properties, and this schema is a list, a text or a number. It says\n"
        "nothing there (JSON Schema validation section 6.5.3).",
        "move it to the schema that has the properties, or remove it",
    ),
    "N309": DiagnosticCode(
        _N,
        "null written as something else",
        "By the letter `type: null` beside an `allOf` leaves no value at all, and\n"
        "`{type: object, nullable: true}` beside a reference allows every object. Both are\n"
        "written for something that may be null, and that is how they are read.",
        'write `anyOf` of the schema and `type: "null"`',
    ),
    "W310": DiagnosticCode(
        _W,
        "an enum that an `allOf` cannot extend",
        "The members of an `allOf` all have to hold: values that one side lists and the other\n"
        "does not are allowed by neither. What both list is left.",
        "list all values where the enum is declared, or use `anyOf`",
    ),
    "W312": DiagnosticCode(
        _W,
        "union members that cannot be told apart for certain",
        "No tag and no key tells these members apart. The value is decoded as the member whose\n"
        "required keys are all there and that leaves the fewest keys unknown; the first one\n"
        "declared wins a tie.",
        "give each a property with a single-value enum, or add a discriminator",
    ),
    "W313": DiagnosticCode(
        _W,
        "a discriminator's mapping that contradicts a schema",
        "A value of the `mapping` leads to a schema whose property is of another type, lists other\n"
        "values, or cannot be there at all. Where schemas list the value they are followed, because\n"
        "they say what is valid; else the mapping is.",
        "make the mapping and the schema agree",
    ),
    "N314": DiagnosticCode(
        _N,
        "several values of a discriminator for one schema",
        "A variant that one value leads to has this value without being asked. Several lead to this\n"
        "one, and the schema does not say which it is, so that the caller has to.",
        "list the values in the schema, or give each a schema of its own",
    ),
    "W330": DiagnosticCode(
        _W,
        "the configuration names something that the document does not have",
        "`groups` and `methods` of the configuration say where operations are found in the"
        " client, `types` what the classes of schemas are called, `environment` where secrets are"
        " found, `pagination` how lists are paged through. What fits no group, operation, schema"
        " or security scheme has no effect.",
        "write operations as `POST /path` or as their operationId, groups with dots",
    ),
    "W331": DiagnosticCode(
        _W,
        "two operations of one group ask for the same name",
        "Names given by extensions or by the configuration are kept, unless two operations"
        " of one group are given the same one. Then each takes a longer name of its own.",
        "give one of them another name: x-specloom-method, or `methods` in the configuration",
    ),
    "N335": DiagnosticCode(
        _N,
        "this header parameter is ignored, as the standard asks",
        "Header parameters called Accept, Content-Type or Authorization have no effect"
        " (OpenAPI 3.2, Parameter Object): content and security say the same.",
        "take the parameter out; media types and security say the same",
    ),
    "W336": DiagnosticCode(
        _W,
        "this part of a call cannot be expressed exactly",
        "A parameter or a body uses a form that the model has no exact word for. The value"
        " is passed as the message says.",
        "use a form that the message does not name if callers need more",
    ),
    "W337": DiagnosticCode(
        _W,
        "this operation was left out",
        "The operation cannot be called correctly with what the document says. All others"
        " are generated; the report lists it with the reason.",
        "correct the document, or write an overlay",
    ),
    "N338": DiagnosticCode(
        _N,
        "an extension takes this operation out",
        "x-specloom-ignore, x-fern-ignore, x-speakeasy-ignore or x-stainless-skip says that"
        " the operation is not for SDKs.",
        "`x-specloom-ignore: false` takes it in again",
    ),
    "W341": DiagnosticCode(
        _W,
        "this security scheme is not one that the standard knows",
        "Known are apiKey (header, query, cookie), http, oauth2, openIdConnect and mutualTLS"
        " (OpenAPI 3.2, Security Scheme Object). The scheme is left out.",
        "use one of the known types of security schemes",
    ),
    "N342": DiagnosticCode(
        _N,
        "the document does not say where the API answers",
        "No server has an absolute URL, so a client has no default for `base_url`.",
        "add `servers`, or pass base_url to the client",
    ),
    "W345": DiagnosticCode(
        _W,
        "this extension cannot be used",
        "An extension about pages, streams, polling or idempotency names something that the"
        " operation does not have, or is not of the expected form. It has no effect.",
        "see the guide for the form of each extension",
    ),
    "N346": DiagnosticCode(
        _N,
        "a call looks like a list in pages and is none",
        "A `GET` has a parameter that leads to another page, and its answer does not show where"
        " the items stand or how the next page is asked for. It gives its answer as it is.",
        "say how it is paged through: `x-specloom-pagination`; false says that it is not",
    ),
    "E350": DiagnosticCode(
        _E,
        "a pattern of --include matches no operation",
        "A pattern is a path (`/threads/runs`; `*` stays within a segment, `**` crosses"
        " them), `METHOD path`, an operationId or `tag:NAME`. One that matches nothing is a"
        " mistake, because the SDK would lack what was asked for.",
        "correct the pattern; `specloom operations` lists them",
    ),
    "E353": DiagnosticCode(
        _E,
        "paths without an operation",
        "The document has paths, and nothing in them is an operation that a client could call:"
        " methods are misspelt, or stand at another level than `get`, `post` and the others"
        " should. A document of schemas alone has no paths at all.",
        "look at the warnings about the paths; `specloom validate` shows everything",
    ),
    "W351": DiagnosticCode(
        _W,
        "a pattern of --exclude matches no operation",
        "What was to be left out is not there, or is called otherwise.",
        "correct the pattern or take it out; `specloom operations` lists them",
    ),
    "E352": DiagnosticCode(
        _E,
        "no operation is selected",
        "The patterns of --include and --exclude together leave nothing to generate.",
        "include more, or exclude less",
    ),
    # 4: emit -----------------------------------------------------------------------------
    "W402": DiagnosticCode(
        _W,
        "a chosen name finds nothing",
        "The name lock has a name that `specloom rename` gave to a part of the API that the"
        " document does not have any more. The entry stays, marked as absent: if the part"
        " comes back, it has its names again.",
        "give the name to what it is now, or leave the entry as it is",
    ),
    "W401": DiagnosticCode(
        _W,
        "a locked name cannot be kept",
        "The name lock gives something a name that is no Python name, or that something else"
        " has as well. It got another one, which the lock now holds.",
        "give it a free name with `specloom rename`",
    ),
    # 5: write ----------------------------------------------------------------------------
    "E501": DiagnosticCode(
        _E,
        "the output directory holds somebody else's files",
        "The output directory exists, is not empty, and has no manifest.json of specloom, or"
        " a file that specloom has to write stands there already and is not in its manifest."
        " specloom only replaces and deletes files that its own manifest lists.",
        "choose another directory with -o, or move these files away",
    ),
    "E502": DiagnosticCode(
        _E,
        "generated files were edited by hand",
        "Some files in the output are not what specloom wrote, by the digests in"
        " manifest.json. They are never overwritten or deleted in silence.",
        "--force overwrites them, --keep leaves them as they are, --merge merges your"
        " changes with the new text",
    ),
    "E503": DiagnosticCode(
        _E,
        "the manifest cannot be read",
        "manifest.json in the output directory is damaged (a merge conflict, perhaps), so"
        " specloom cannot tell its own files from yours.",
        "bring manifest.json back from version control, or empty the directory",
    ),
    "E504": DiagnosticCode(
        _E,
        "the output cannot be written",
        "The system refused to create, replace or delete a file. The output is as it was"
        " before, or an unfinished change is completed by the next run.",
        "check the permissions and the free space of the place named here",
    ),
    "E505": DiagnosticCode(
        _E,
        "another run is writing to this directory",
        "Two runs of specloom may not write into one directory at the same time. This one"
        " waited for the other and gave up.",
        "wait for the other run to end, or give this one another directory",
    ),
    "E506": DiagnosticCode(
        _E,
        "an edited file could not be merged",
        "--merge needs the text that specloom wrote before, from the manifest or from git's"
        " history, and changes that do not overlap. Nothing was written.",
        "undo the edit of this file, or choose --keep or --force",
    ),
    "E507": DiagnosticCode(
        _E,
        "the name lock cannot be read",
        'specloom.lock holds one `"place" = "name"` a line under a `["section"]` line. This'
        " one has a line of another shape, or the markers of a merge that was not settled.",
        "settle the conflict: keep the lines of both sides, as git does by itself with"
        " `specloom.lock merge=union` in .gitattributes",
    ),
    "N508": DiagnosticCode(
        _N,
        "an interrupted run was cleaned up",
        "An earlier run was stopped while it wrote. Its change was completed if it had been"
        " decided, and undone if not.",
        "nothing is left to do",
    ),
    "E509": DiagnosticCode(
        _E,
        "the output is not what its inputs give",
        "`specloom check` compared the output on disk with what would be generated now.",
        "run `specloom generate` with the same arguments, and commit the result",
    ),
    # 6: command line and config ----------------------------------------------------------
    "E601": DiagnosticCode(
        _E,
        "the configuration file cannot be read",
        "specloom.toml (or pyproject.toml) is missing, is not UTF-8 text or not TOML.",
        "see https://toml.io for the syntax; `specloom init SPEC` writes a file to start from",
    ),
    "E602": DiagnosticCode(
        _E,
        "unknown option in the configuration",
        "The configuration file has a key that specloom does not know. A key that is"
        " ignored in silence would be a setting that you believe in and do not have.",
        "`specloom init SPEC` writes a file with every option and its meaning",
    ),
    "E603": DiagnosticCode(
        _E,
        "wrong value in the configuration",
        "An option has a value of the wrong type, or one that is not among the choices.",
        "`specloom init SPEC` writes a file with every option and its meaning",
    ),
    "E604": DiagnosticCode(
        _E,
        "the output directory has no usable name",
        "The last segment of the output directory is the import name of the package, so it"
        " has to be a Python identifier and no keyword.",
        "choose a name of letters, digits and underscores",
    ),
    "E605": DiagnosticCode(
        _E,
        "two outputs are in each other's way",
        "Two SDKs of one run write to the same directory, or one writes inside the other's.",
        "give each SDK a directory of its own",
    ),
    "E606": DiagnosticCode(
        _E,
        "the report cannot be written",
        "The file given with --report could not be written. The output was written.",
        "check that its folder exists and may be written to",
    ),
    "E607": DiagnosticCode(
        _E,
        "something was lost, and --fail-on loss was given",
        "Operations were left out, or schemas are approximated or opaque. Each has its own"
        " diagnostic; --fail-on loss turns them into a failure.",
        "see the warnings above; `specloom explain CODE` says more about each",
    ),
    "E608": DiagnosticCode(
        _E,
        "there is such a file already",
        "`specloom init` writes a new specloom.toml and `specloom fix` a new overlay; neither"
        " touches what may hold somebody's work.",
        "edit the file that is there, or remove it first",
    ),
    "E609": DiagnosticCode(
        _E,
        "nothing has this name",
        "`specloom rename` takes the name of a type (`Pet`), of a group (`pets`) or of a"
        " method (`pets.get`), as the generated package has it.",
        "look at api.md of the package",
    ),
    "E610": DiagnosticCode(
        _E,
        "this name cannot be given",
        "A name has to be one that Python takes, and no other thing beside it may have it,"
        " or have had it and keep it as an alias.",
        "take another name, or rename the other thing first",
    ),
    "E611": DiagnosticCode(
        _E,
        "templates for another version",
        "A folder of templates has a file views.toml that says for which version of the views"
        " they were written: what templates receive changes from time to time.",
        "compare the templates with ours, then raise `version` in views.toml",
    ),
    "E612": DiagnosticCode(
        _E,
        "a template that replaces none",
        "Every template of a folder takes the place of the one of ours with the same path.",
        "docs/templates.md lists ours",
    ),
    "E613": DiagnosticCode(
        _E,
        "a template cannot be printed",
        "A template has a mistake: its syntax, a name that its view does not have, text that"
        " is not marked as code, or what it printed is not Python.",
        "docs/templates.md says what each template receives",
    ),
    "E614": DiagnosticCode(
        _E,
        "no such target",
        "A target is one of ours, or one that an installed package offers as an entry point"
        " of the group `specloom.targets`.",
        "check `target`, and that the package is installed beside specloom",
    ),
    "E615": DiagnosticCode(
        _E,
        "watchfiles is not installed",
        "`specloom watch` uses the package watchfiles, which is not installed with specloom"
        " unless asked for.",
        "pip install 'specloom[watch]'",
    ),
    "E616": DiagnosticCode(
        _E,
        "this can be no path",
        "A path is empty, has a part that is longer than the system allows, holds a character"
        " that no name of a file can have, or leads through a folder that may not be entered.",
        "check what is given as a path",
    ),
    "W617": DiagnosticCode(
        _W,
        "a package called like a module of the standard library",
        "Where the folder of the package is on the path before the standard library, `import"
        " json` would find it in the place of the module that all the world means.",
        "give the output another name; --package sets the name that people read",
    ),
    "E699": DiagnosticCode(
        _E,
        "specloom itself failed",
        "This is a mistake in specloom and not in your document. Nothing was written.",
        "run it again with SPECLOOM_TRACEBACK=1 and report what it prints",
    ),
}
