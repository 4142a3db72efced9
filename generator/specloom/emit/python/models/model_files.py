"""Stage 4, emit: the pages under `models`.

Input: the API and its names. Output: one file per named schema with its inline children, its input
forms under `_params`, and the two files of `model_index`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, assert_never

from specloom.emit.python.models.alias_types import AliasAnnotator
from specloom.emit.python.models.annotations import Annotator
from specloom.emit.python.models.decoders import Decoders
from specloom.emit.python.models.dispatching import Dispatching, Table
from specloom.emit.python.models.model_index import init_view, unknown_view
from specloom.emit.python.models.params import params_view
from specloom.emit.python.models.placement import ModelPage, plan_pages
from specloom.emit.python.models.record_classes import (
    record_codec,
    record_view,
    registration,
)
from specloom.emit.python.models.traits import Traits
from specloom.emit.python.models.views import (
    AliasView,
    CodecView,
    DeclarationView,
    EnumView,
    FieldView,
    ModelPageView,
    ParamsPageView,
    TableView,
    UnionCodecView,
)
from specloom.emit.python.names.naming import Names
from specloom.emit.python.printing.code import (
    Code,
    code,
    docstring,
    identifier,
    item,
    literal,
    statement,
    string,
)
from specloom.emit.python.printing.docstrings import prose, wrapped
from specloom.emit.python.printing.imports import Imports
from specloom.emit.target import OutputFile
from specloom.model.api import Api
from specloom.model.declarations import (
    Alias,
    Declaration,
    Enumeration,
    Record,
    Union,
)
from specloom.model.walk import inner_types, references

if TYPE_CHECKING:
    from jinja2 import Environment


def emit_models(
    api: Api, names: Names, traits: Traits, environment: Environment
) -> list[OutputFile]:
    """All files under `models`, for the declarations that are selected."""
    selected = api.selection.declarations
    chosen = [d for d in api.declarations if d.id in selected]
    declarations = {d.id: d for d in api.declarations}
    emitter = _Emitter(api, names, traits, chosen, declarations)
    page_template = environment.get_template("model.py.jinja")
    params_template = environment.get_template("params.py.jinja")
    files: list[OutputFile] = []
    pages = plan_pages(chosen, names)
    for page in pages:
        view = emitter.page(page)
        text = page_template.render(page=view)
        files.append(OutputFile(f"models/{page.module}.py", text, "model.py.jinja"))
        params = emitter.params_page(page)
        if params.declarations:
            text = params_template.render(page=params)
            path = f"models/_params/{page.module}.py"
            files.append(OutputFile(path, text, "params.py.jinja"))
    unknown = environment.get_template("unknown.py.jinja")
    files.append(
        OutputFile(
            "models/_unknown.py",
            unknown.render(page=unknown_view(chosen, declarations, names)),
            "unknown.py.jinja",
        )
    )
    init = environment.get_template("models_init.py.jinja")
    files.append(
        OutputFile(
            "models/__init__.py",
            init.render(page=init_view(pages, names, traits)),
            "models_init.py.jinja",
        )
    )
    empty = environment.get_template("params_init.py.jinja")
    files.append(
        OutputFile("models/_params/__init__.py", empty.render(), "params_init.py.jinja")
    )
    return files


class _Emitter:
    """Makes the views of one API's pages."""

    def __init__(
        self,
        api: Api,
        names: Names,
        traits: Traits,
        chosen: Iterable[Declaration],
        declarations: Mapping[str, Declaration],
    ) -> None:
        self._names = names
        self._traits = traits
        self._chosen = list(chosen)
        self._declarations = declarations
        self._reserved = {*names.types.values(), *names.params.values()}
        self._calls = {o.id: f"{o.method.upper()} {o.path}" for o in api.operations}
        self._parents = self._first_parents()
        self._twins = self._find_twins()

    def _first_parents(self) -> dict[str, str]:
        """Inline declaration → where its page first mentions it, in words."""
        parents: dict[str, str] = {}
        for declaration in self._chosen:
            owner = self._names.types[declaration.id]
            if isinstance(declaration, Record):
                for field in declaration.fields:
                    for id in references(field.type):
                        parents.setdefault(id, f"`{field.wire}` of `{owner}`.")
            else:
                for type in inner_types(declaration):
                    for id in references(type):
                        parents.setdefault(id, f"A variant of `{owner}`.")
        return parents

    def _find_twins(self) -> set[str]:
        """Unions of the same types that are told apart differently.

        Their aliases would be one object at run time; `Annotated` keeps them two.
        """
        seen: dict[frozenset[object], list[Union]] = {}
        for declaration in self._declarations.values():
            if isinstance(declaration, Union):
                key = frozenset(variant.type for variant in declaration.variants)
                seen.setdefault(key, []).append(declaration)
        return {
            union.id
            for same in seen.values()
            if len({union.dispatch for union in same}) > 1
            for union in same
        }

    def _fallback(self, declaration: Declaration) -> str:
        if declaration.id != declaration.owner and declaration.id in self._parents:
            return self._parents[declaration.id]
        return f"`{self._names.types[declaration.id]}`."

    # Pages -----------------------------------------------------------------------------

    def page(self, page: ModelPage) -> ModelPageView:
        """A file under `models`."""
        imports = Imports(("models", page.module), self._reserved)
        annotator = Annotator(self._names, self._declarations, self._traits, imports)
        defined: set[str] = set()
        aliases = AliasAnnotator(
            self._names, self._declarations, self._traits, imports, defined
        )
        decoders = Decoders(
            page.owner, self._names, self._declarations, self._traits, imports
        )
        views: list[DeclarationView] = []
        codecs: list[CodecView] = []
        tables: list[TableView] = []
        made: list[Code] = []
        registrations: list[Code] = []
        for declaration in page.declarations:
            views.append(self._view(declaration, annotator, aliases, imports))
            defined.add(declaration.id)
            match declaration:
                case Record():
                    codecs.append(
                        record_codec(declaration, self._names, decoders, imports)
                    )
                    registrations.append(
                        registration(declaration, self._names, imports)
                    )
                case Union():
                    if self._traits.is_decoded_declaration(declaration.id):
                        codec, found = self._union_codec(declaration, decoders, imports)
                        codecs.append(codec)
                        tables += map(_table_view, found)
                        registrations.append(self._registration(declaration, imports))
                case Alias() | Enumeration():
                    line = self._made_decoder(declaration, decoders, imports)
                    if line is not None:
                        made.append(line)
                        if not self._is_builtin(declaration):
                            registrations.append(
                                self._registration(declaration, imports)
                            )
                case _:
                    assert_never(declaration)
        # What is no function refers to functions: it stands below them.
        own = {self._names.class_name(d.id) for d in page.declarations}
        imports.leave_out(own)
        constants = (*made, *decoders.constants())
        late = decoders.late()
        checking = imports.checking_block()
        return ModelPageView(
            docstring(self._about(page), 0),
            not checking and isinstance(views[0], AliasView),
            imports.block(),
            checking,
            tuple(views),
            late,
            tuple(codecs),
            tuple(tables),
            constants,
            tuple(registrations),
        )

    def _about(self, page: ModelPage) -> str:
        if page.owner in self._declarations:
            return f"The schema `{self._names.types[page.owner]}`."
        call = self._calls.get(page.owner)
        if call is not None:
            return f"What `{call}` takes and gives, beside the named schemas."
        return "Schemas that several operations share."

    def _is_builtin(self, declaration: Alias | Enumeration) -> bool:
        """Whether a name stands for a type like `int`, which means more than this one schema."""
        return isinstance(declaration, Alias) and self._traits.holds_numerals(
            declaration.type
        )

    def _registration(self, declaration: Declaration, imports: Imports) -> Code:
        known = imports.runtime("_runtime.wiring", "known_decoders")
        name = self._names.class_name(declaration.id)
        decoder = self._names.decoder(declaration.id)
        return statement(code("{}[{}] = {}", known, name, decoder))

    def _made_decoder(
        self, declaration: Alias | Enumeration, decoders: Decoders, imports: Imports
    ) -> Code | None:
        """The decoder of an alias or an enum class, which is no function of the page."""
        if not self._traits.is_decoded_declaration(declaration.id):
            return None
        name = self._names.decoder(declaration.id)
        if isinstance(declaration, Enumeration):
            made = imports.runtime("_runtime.wiring", "enum_of")
            own = self._names.class_name(declaration.id)
            return statement(code("{} = {}({})", name, made, own))
        decoder = decoders.of(declaration.type)
        assert decoder is not None
        return statement(code("{} = {}", name, decoder))

    def _union_codec(
        self, union: Union, decoders: Decoders, imports: Imports
    ) -> tuple[UnionCodecView, list[Table]]:
        any_type = imports.typing("typing", "Any")
        head = code(
            "def {}(data: {}) -> {}:",
            self._names.decoder(union.id),
            any_type,
            any_type,
        )
        dispatching = Dispatching(
            union,
            identifier(f"_{self._names.stems[union.id]}"),  # no keyword
            decoders,
            imports,
            self._unknown(union, imports),
        )
        lines = dispatching.body()
        return (
            UnionCodecView(code("union"), statement(head), lines),
            dispatching.tables,
        )

    def _unknown(self, union: Union, imports: Imports) -> Code | None:
        if not self._traits.may_be_unknown(union.id):
            return None
        return imports.runtime("models._unknown", "UnknownVariant")

    # Declarations ----------------------------------------------------------------------

    def _view(
        self,
        declaration: Declaration,
        annotator: Annotator,
        aliases: AliasAnnotator,
        imports: Imports,
    ) -> DeclarationView:
        match declaration:
            case Record():
                fallback = self._fallback(declaration)
                return record_view(declaration, fallback, annotator, imports)
            case Union():
                parts = [
                    part
                    for variant in declaration.variants
                    for part in aliases.alternatives(variant.type)
                ]
                unknown = self._unknown(declaration, imports)
                parts += [unknown] if unknown is not None else []
                return self._alias(declaration, parts, aliases)
            case Enumeration():
                if self._traits.is_enum_class(declaration):
                    return self._enum(declaration, imports)
                parts = aliases.values(m.value for m in declaration.members)
                if declaration.open:
                    parts += aliases.alternatives(declaration.base)
                return self._alias(declaration, parts, aliases)
            case Alias():
                parts = aliases.alternatives(declaration.type)
                return self._alias(declaration, parts, aliases)
            case _:
                assert_never(declaration)

    def _alias(
        self, declaration: Declaration, parts: list[Code], aliases: AliasAnnotator
    ) -> AliasView:
        alias = aliases.imports.needed("typing", "TypeAlias")
        name = self._names.class_name(declaration.id)
        value = aliases.either(parts)
        if declaration.id in self._twins:
            annotated = aliases.imports.needed("typing", "Annotated")
            value = code("{}[{}, {}]", annotated, value, string(name))
        line = statement(code("{}: {} = {}", name, alias, value))
        text = prose(declaration.doc) or self._fallback(declaration)
        members = self._member_docs(declaration)
        if members:
            text = f"{text}\n\n{members}"
        if declaration.deprecated:
            text += "\n\nDeprecated."
        return AliasView(code("alias"), line, docstring(wrapped(text, 0), 0))

    def _member_docs(self, declaration: Declaration) -> str:
        if not isinstance(declaration, Enumeration):
            return ""
        return "\n".join(
            f"* `{member.value}`: {text}"
            for member in declaration.members
            if (text := " ".join(prose(member.doc).split()))
        )

    def _enum(self, declaration: Enumeration, imports: Imports) -> EnumView:
        texts = isinstance(declaration.members[0].value, str)
        base = imports.needed("enum", "StrEnum" if texts else "IntEnum")
        members: list[FieldView] = []
        for number, member in enumerate(declaration.members):
            name = self._names.member(declaration.id, number)
            line = statement(code("{} = {}", name, literal(member.value)), 1)
            text = prose(member.doc)
            doc = docstring(wrapped(text, 1), 1) if text else None
            members.append(FieldView(line, doc))
        text = prose(declaration.doc) or self._fallback(declaration)
        return EnumView(
            code("enum"),
            self._names.class_name(declaration.id),
            base,
            docstring(wrapped(text, 1), 1),
            tuple(members),
        )

    # The other files -------------------------------------------------------------------

    def params_page(self, page: ModelPage) -> ParamsPageView:
        """A file under `models/_params`: the input forms of the page."""
        imports = Imports(("models", "_params", page.module), self._reserved)
        annotator = Annotator(self._names, self._declarations, self._traits, imports)
        aliases = AliasAnnotator(
            self._names, self._declarations, self._traits, imports, set()
        )
        views = [
            params_view(declaration, annotator, aliases, imports)
            for declaration in page.declarations
            if self._traits.has_params(declaration.id)
        ]
        own = {
            self._names.params_name(d.id)
            for d in page.declarations
            if self._traits.has_params(d.id)
        }
        imports.leave_out(own)
        text = (
            f"What may be given, as plain mappings, for the types of `{page.module}`."
        )
        checking = imports.checking_block()
        return ParamsPageView(
            docstring(text, 0),
            not checking and bool(views) and views[0].kind != "class",
            imports.block(),
            checking,
            tuple(views),
        )


def _table_view(table: Table) -> TableView:
    return TableView(
        table.name,
        code("[") if table.ordered else code("{"),
        code("]") if table.ordered else code("}"),
        tuple(item(entry, 1) for entry in table.entries),
    )
