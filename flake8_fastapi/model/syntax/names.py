"""Which imports, definitions and values the names of a file are bound to, scope by scope."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal, NamedTuple

from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.syntax.tree import (
    COMPREHENSIONS,
    FUNCTIONS,
    POSITION,
    FunctionNode,
    Kinds,
    ScopeNode,
    Tree,
    Unit,
)

Definition = FunctionNode | ast.ClassDef


class Binding(NamedTuple):
    """One way in which a name gets its value."""

    how: Literal["import", "define", "argument", "value", "typed", "unpack", "iterate", "part",
                 "enter", "other"]  # fmt: skip
    dotted: str = ""  #: of an import
    node: ast.AST | None = None  #: the definition, the argument, or the value
    annotation: ast.expr | None = None  #: of `name: annotation = value`
    place: int = 0  #: of an unpacked value


OTHER = Binding("other")

#: A name with more bindings than this is not followed; without a limit, generated files cost
#: quadratic time.
MANY = 24

_IMPORTS = frozenset({ast.Import, ast.ImportFrom})
_DEFINITIONS = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef})
#: What binds a name to something that is not followed.
_CAPTURING = frozenset({ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping})
#: What binds a name that is no `Name`.
_TYPE_PARAMETERS = frozenset(
    getattr(ast, kind) for kind in ("TypeVar", "ParamSpec", "TypeVarTuple") if hasattr(ast, kind)
)
_BINDING = _TYPE_PARAMETERS | {
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.alias, ast.Global, ast.Nonlocal,
    ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping,
}  # fmt: skip


class Names:
    """The bindings of every scope, and the qualified names of what the file defines.

    `module` is the dotted name of the file, `is_package` tells an `__init__.py`; relative
    imports are counted from there.
    """

    def __init__(self, tree: Tree, module: str, is_package: bool = False) -> None:
        self.tree = tree
        self.module = module
        self._package = package_of(module, is_package)
        self._bound: dict[ScopeNode, dict[str, list[Binding]]] = {}
        self._roughly: dict[Unit, set[str]] = {}
        self.stars = list(self._stars())  #: modules of which everything is imported
        self.qualnames: dict[ast.AST, str] = {}  #: of functions, lambdas and classes
        self._name_definitions()
        #: The scopes of names that a function has declared to be another's.
        self.elsewhere = self._declared_elsewhere()
        if self.elsewhere:  # then a function may bind the names of another scope
            for unit in tree.units:
                self._bind_all(unit)

    # -- questions -------------------------------------------------------------------------

    @cached_property
    def inner(self) -> set[str]:
        """The names that functions, classes and comprehensions bind: others are global ones."""
        tree = self.tree
        bound = {argument.arg for argument in tree.each(ast.arg)}
        for unit, kinds in tree.units.items():
            if unit is not tree.root:
                bound.update([name.id for name in tree.stored(unit)])
                _add_bound(kinds, bound)
            elif not kinds.keys().isdisjoint(_TYPE_PARAMETERS):  # of `type` aliases
                _add_bound({kind: kinds[kind] for kind in kinds.keys() & _TYPE_PARAMETERS}, bound)
        for comprehension in tree.inside(tree.root, ast.comprehension):
            bound.update(
                node.id for node in ast.walk(comprehension.target) if isinstance(node, ast.Name)
            )
        return bound

    def may_bind(self, name: str, unit: Unit) -> bool:
        """Whether a unit may bind a name, or one around it: rather too often.

        What a class binds is bound for its own body, and for no function in it.
        """
        within = unit
        while True:
            if (unit is within or not isinstance(unit, ast.ClassDef)) and (
                name in self._bound_in(unit)
            ):
                return True
            if unit is self.tree.root:
                return name in self.bindings(unit)
            scope = self.tree.scope(unit)
            while isinstance(scope, COMPREHENSIONS):
                scope = self.tree.scope(scope)
            unit = scope

    def _bound_in(self, unit: Unit) -> set[str]:
        bound = self._roughly.get(unit)
        if bound is None:
            bound = self._roughly[unit] = {name.id for name in self.tree.stored(unit)}
            if isinstance(unit, (*FUNCTIONS, ast.Lambda)):
                bound.update([argument.arg for argument in every_argument(unit.args)])
            _add_bound(self.tree.units[unit], bound)
        return bound

    def bindings(self, scope: ScopeNode) -> dict[str, list[Binding]]:
        """What a scope binds, worked out when it is first asked for."""
        bound = self._bound.get(scope)
        if bound is None:
            unit = scope
            while isinstance(unit, COMPREHENSIONS):
                unit = self.tree.scope(unit)
            if unit not in self._bound:
                self._bind_all(unit)
            bound = self._bound.setdefault(scope, {})
        return bound

    def attributes(self, cls: ast.ClassDef) -> dict[str, list[Binding]]:
        """What the methods of a class set on `self`, or on the class."""
        inside = self.tree.inside
        found: dict[str, list[Binding]] = {}
        methods: list[FunctionNode] = [
            *inside(cls, ast.FunctionDef),
            *inside(cls, ast.AsyncFunctionDef),
        ]
        for method in methods:
            arguments = method.args.posonlyargs or method.args.args
            own = (arguments[0].arg if arguments else "", cls.name)
            for attribute in inside(method, ast.Attribute):
                if (
                    attribute.ctx.__class__ is ast.Store
                    and isinstance(attribute.value, ast.Name)
                    and attribute.value.id in own
                ):
                    binding = self._stored(attribute, self.tree.parent(attribute))
                    found.setdefault(attribute.attr, []).append(binding)
        return found

    def lookup(self, name: str, scope: ScopeNode) -> tuple[ScopeNode, list[Binding]] | None:
        """The nearest scope that binds `name`, as Python looks it up, and how it is bound."""
        first = True
        while True:
            if first or scope.__class__ is not ast.ClassDef:
                found = self._bound.get(scope)
                if found is None:
                    found = self.bindings(scope)
                if name in found:
                    return scope, found[name]
            if scope is self.tree.root:
                return None
            scope, first = self.tree.scope(scope), False

    def stored(self, store: ast.Name) -> Binding:
        """How a name gets the value that it is given in one place."""
        return self._stored(store, self.tree.parent(store))

    def absolute(self, node: ast.ImportFrom) -> str | None:
        """The module that `from ... import` names, or None if it lies above all packages."""
        return absolute(self._package, node.level, node.module or "")

    # -- collecting ------------------------------------------------------------------------

    def _declared_elsewhere(self) -> dict[tuple[ScopeNode, str], ScopeNode]:
        """Names that `global` and `nonlocal` move out of the scope they stand in."""
        found: dict[tuple[ScopeNode, str], ScopeNode] = {}
        tree = self.tree
        if tree.kinds.isdisjoint((ast.Global, ast.Nonlocal)):  # nearly always
            return found
        for unit in tree.units:
            for statement in tree.inside(unit, ast.Global):
                for name in statement.names:
                    found[unit, name] = tree.root
            for declared in tree.inside(unit, ast.Nonlocal):
                for name in declared.names:
                    found[unit, name] = tree.scope(unit)
        return found

    def _bind(self, scope: ScopeNode, name: str, binding: Binding) -> None:
        if self.elsewhere:
            scope = self.elsewhere.get((scope, name), scope)
        names = self._bound.get(scope)
        if names is None:
            names = self._bound[scope] = {}
        bound = names.setdefault(name, [])
        if binding.how == "import" and binding in bound:
            return  # the same import twice, as around ImportError
        if len(bound) <= MANY:
            bound.append(binding if len(bound) < MANY else OTHER)

    def _stars(self) -> Iterator[str]:
        everything = [it for it in self.tree.each(ast.ImportFrom) if it.names[0].name == "*"]
        for source in sorted(everything, key=lambda it: it.lineno):
            if module := self.absolute(source):
                yield module

    def _bind_all(self, unit: Unit) -> None:
        """Bind the names of a function, a class or the module, and of the comprehensions in it."""
        self._bound.setdefault(unit, {})
        kinds = self.tree.units[unit].keys()
        if not kinds.isdisjoint(_IMPORTS):
            self._imports(unit)
        if not kinds.isdisjoint(_DEFINITIONS):
            self._definitions(unit)
        if isinstance(unit, (*FUNCTIONS, ast.Lambda)):
            for argument in every_argument(unit.args):
                self._bind(unit, argument.arg, Binding("argument", node=argument))
        self._stores(unit)
        if unit is self.tree.root:
            self._forget_imports()

    def _forget_imports(self) -> None:
        """Leave out imports whose names are something else as soon as anybody reads them.

        `import app.models`, for what that does, and then `app = FastAPI()`.
        """
        declared = {name for _, name in self.elsewhere}  # functions set them, too
        for name, bindings in self._bound[self.tree.root].items():
            match bindings:
                case [*imports, Binding(how="value" | "typed", node=ast.expr() as value) as last]:
                    if imports and name not in declared and all(map(_is_import, imports)):
                        if self._is_first_read_after(name, value):
                            bindings[:] = [last]

    def _is_first_read_after(self, name: str, value: ast.expr) -> bool:
        """Whether no import gives a name behind the line that sets it, and none reads it before.

        What functions read, they read later.
        """
        tree = self.tree
        setting = tree.parent(value)
        if not isinstance(setting, ast.stmt) or tree.parent(setting) is not tree.root:
            return False
        begin, end = POSITION(setting), (setting.end_lineno or 0, setting.end_col_offset or 0)
        reads = (each for each in tree.inside(tree.root, ast.Name) if each.id == name)
        if any(each.ctx.__class__ is ast.Load and POSITION(each) < end for each in reads):
            return False
        imports: list[ast.Import | ast.ImportFrom] = [
            *tree.inside(tree.root, ast.Import),
            *tree.inside(tree.root, ast.ImportFrom),
        ]
        return all(
            POSITION(each) < begin
            for each in imports
            if any((it.asname or it.name.partition(".")[0]) == name for it in each.names)
        )

    def _imports(self, unit: Unit) -> None:
        for plain in self.tree.inside(unit, ast.Import):
            for alias in plain.names:
                top = alias.name.partition(".")[0]
                dotted = alias.name if alias.asname else top
                self._bind(unit, alias.asname or top, Binding("import", dotted))
        for source in self.tree.inside(unit, ast.ImportFrom):
            module = self.absolute(source)
            for alias in source.names:
                if alias.name == "*":
                    continue
                if module is None:
                    self._bind(unit, alias.asname or alias.name, OTHER)
                else:
                    dotted = f"{module}.{alias.name}"
                    self._bind(unit, alias.asname or alias.name, Binding("import", dotted))

    def _definitions(self, unit: Unit) -> None:
        inside = self.tree.inside
        definitions: list[Definition] = [
            *inside(unit, ast.FunctionDef),
            *inside(unit, ast.AsyncFunctionDef),
            *inside(unit, ast.ClassDef),
        ]
        definitions.sort(key=POSITION)
        for node in definitions:
            self._bind(unit, node.name, Binding("define", node=node))

    def _name_definitions(self) -> None:
        tree = self.tree
        definitions: list[Definition] = [
            *tree.each(ast.FunctionDef),
            *tree.each(ast.AsyncFunctionDef),
            *tree.each(ast.ClassDef),
        ]
        definitions.sort(key=POSITION)  # outer ones first
        taken: dict[str, int] = {}
        for node in definitions:
            prefix = self._prefix(tree.scope(node))
            self.qualnames[node] = self._unique(f"{prefix}.{node.name}", taken)
        for function in tree.nodes(ast.Lambda):
            prefix = self._prefix(tree.scope(function))
            place = f"<lambda:{function.lineno}:{function.col_offset}>"
            self.qualnames[function] = self._unique(f"{prefix}.{place}", taken)

    def _prefix(self, scope: ScopeNode) -> str:
        while isinstance(scope, COMPREHENSIONS):
            scope = self.tree.scope(scope)
        if scope is self.tree.root:
            return self.module
        owner = self.qualnames.get(scope, f"{self.module}.<lambda>")
        return owner if isinstance(scope, ast.ClassDef) else f"{owner}.<locals>"

    @staticmethod
    def _unique(name: str, taken: dict[str, int]) -> str:
        """`name`, or `name#2` where the file defines it for the second time."""
        count = taken[name] = taken.get(name, 0) + 1
        return name if count == 1 else f"{name}#{count}"

    def _stores(self, unit: Unit) -> None:
        tree = self.tree
        parent_of = tree.parents
        comprehends = bool(tree.inside(unit, ast.comprehension))
        bound = None if self.elsewhere else self._bound[unit]
        for name in tree.stored(unit):
            if name.ctx.__class__ is ast.Store:
                parent = parent_of[name]
                if parent.__class__ is ast.Assign and bound is not None and name.id not in bound:
                    bound[name.id] = [Binding("value", "", parent.value)]  # most of them
                    continue
                scope: ScopeNode = unit
                if comprehends and not isinstance(parent, (ast.Assign, ast.NamedExpr)):
                    scope = tree.scope(name)  # the target of a comprehension is its own
                self._bind(scope, name.id, self._stored(name, parent))
        if hasattr(ast, "TypeAlias"):
            for alias in tree.inside(unit, ast.TypeAlias):
                name = alias.name  # `type Name = value`
                self._bind(unit, name.id, Binding("value", node=alias.value))
        kinds = tree.units[unit]
        for kind in kinds.keys() & _CAPTURING:
            for node in kinds[kind]:
                captured = getattr(node, "name", None) or getattr(node, "rest", None)
                if captured:
                    self._bind(unit, captured, OTHER)

    def _stored(self, target: ast.expr, parent: ast.AST | None) -> Binding:
        """How a target that stands directly below `parent` gets its value."""
        if parent.__class__ is ast.Assign:  # most of them
            return Binding("value", "", parent.value)
        match parent:
            case ast.NamedExpr(value=value):
                return Binding("value", node=value)
            case ast.AnnAssign(annotation=annotation, value=value):
                return Binding("typed", node=value, annotation=annotation)
            case ast.For(iter=value) | ast.AsyncFor(iter=value) | ast.comprehension(iter=value):
                return Binding("iterate", node=value)
            case ast.withitem(context_expr=value):
                return Binding("enter", node=value)
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                outer = self.tree.parent(parent)
                if isinstance(outer, ast.Assign) and not any(
                    isinstance(element, ast.Starred) for element in elements
                ):
                    index = elements.index(target)
                    value = outer.value
                    if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(
                        elements
                    ):
                        return Binding("value", node=value.elts[index])
                    return Binding("unpack", node=value, place=index)
                while isinstance(outer, (ast.Tuple, ast.List)):
                    outer = self.tree.parent(outer)
                if isinstance(outer, (ast.For, ast.AsyncFor, ast.comprehension)):
                    return _gone_over(target, outer.target, outer.iter)
        return OTHER


def _is_import(binding: Binding) -> bool:
    return binding.how == "import"


def _gone_over(name: ast.expr, target: ast.expr, value: ast.expr) -> Binding:
    """How a loop gives a name its value: `for number, (one, two) in enumerate(zip(ones, twos))`."""
    if target is name:
        return Binding("iterate", node=value)
    elements = target.elts if isinstance(target, (ast.Tuple, ast.List)) else []
    index = next((i for i, each in enumerate(elements) if name in ast.walk(each)), None)
    if index is None or any(isinstance(each, ast.Starred) for each in elements):
        return OTHER
    match value:
        case ast.Call(func=ast.Name(id="enumerate"), args=[several, *_]):
            is_counted = len(elements) == 2 and index == 1
            return _gone_over(name, elements[index], several) if is_counted else OTHER
        case ast.Call(func=ast.Name(id="zip"), args=every) if len(every) == len(elements):
            if not any(isinstance(each, ast.Starred) for each in every):
                return _gone_over(name, elements[index], every[index])
    return Binding("part", node=value, place=index) if elements[index] is name else OTHER


def package_of(module: str, is_package: bool) -> str:
    """The package from which the relative imports of a module are counted."""
    return module if is_package else module.rpartition(".")[0]


def absolute(package: str, dots: int, name: str) -> str | None:
    """What is named with so many dots before it; None if that lies above all packages."""
    if not dots:
        return name
    parts = package.split(".") if package else []
    if dots > len(parts):
        return None
    base = parts[: len(parts) - dots + 1]
    return ".".join([*base, name] if name else base)


def _add_bound(kinds: Kinds, bound: set[str]) -> None:
    """Add what a unit may bind in another way than by assignment: rather too much."""
    for kind in kinds.keys() & _BINDING:
        for node in kinds[kind]:
            match node:
                case ast.alias(name=name, asname=asname):
                    bound.add(asname or name.partition(".")[0])
                case ast.Global(names=names) | ast.Nonlocal(names=names):
                    bound.update(names)
                case ast.MatchMapping(rest=name):
                    bound.add(name or "")
                case _:
                    bound.add(getattr(node, "name", None) or "")


def every_argument(arguments: ast.arguments) -> Iterator[ast.arg]:
    """The arguments of a function in the order of its signature."""
    yield from arguments.posonlyargs
    yield from arguments.args
    if arguments.vararg:
        yield arguments.vararg
    yield from arguments.kwonlyargs
    if arguments.kwarg:
        yield arguments.kwarg
