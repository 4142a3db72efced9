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
        " schema reads as anything; another object is left out. The rest is generated.",
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
    "N235": DiagnosticCode(
        _N,
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
    "W312": DiagnosticCode(
