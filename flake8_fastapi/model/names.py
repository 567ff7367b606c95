"""Which imports, definitions and values the names of a file are bound to, scope by scope."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal, NamedTuple

from flake8_fastapi.model.tree import COMPREHENSIONS, FUNCTIONS, FunctionNode, ScopeNode, Tree

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
MANY = 8


class Names:
    """The bindings of every scope, and the qualified names of what the file defines.

    `module` is the dotted name of the file, `is_package` tells an `__init__.py`; relative
    imports are counted from there.
    """

    def __init__(self, tree: Tree, module: str, is_package: bool = False) -> None:
        self.tree = tree
        self.module = module
        self._package = module if is_package else module.rpartition(".")[0]
        self._bound: dict[ScopeNode, dict[str, list[Binding]]] = {}
        self.stars: list[str] = []  #: modules of which everything is imported
        self.qualnames: dict[ast.AST, str] = {}  #: of functions, lambdas and classes
        self.attributes: dict[ast.ClassDef, dict[str, list[Binding]]] = {}  #: `self.x = ...`
        self.spelled: set[str] = set()  #: every name and attribute that stands in the file
        self._elsewhere = self._declared_elsewhere()
        self._imports()
        self._definitions()
        self._stores()

    # -- questions -------------------------------------------------------------------------

    def bindings(self, scope: ScopeNode) -> dict[str, list[Binding]]:
        return self._bound.get(scope, {})

    def lookup(self, name: str, scope: ScopeNode) -> tuple[ScopeNode, list[Binding]] | None:
        """The nearest scope that binds `name`, as Python looks it up, and how it is bound."""
        first = True
        while True:
            if first or scope.__class__ is not ast.ClassDef:
                found = self._bound.get(scope)
                if found is not None and name in found:
                    return scope, found[name]
            if scope is self.tree.root:
                return None
            scope, first = self.tree.scope(scope), False

    def absolute(self, node: ast.ImportFrom) -> str | None:
        """The module that `from ... import` names, or None if it lies above all packages."""
        if not node.level:
            return node.module
        parts = self._package.split(".") if self._package else []
        if node.level > len(parts):
            return None
        base = parts[: len(parts) - node.level + 1]
        return ".".join([*base, node.module] if node.module else base)

    # -- collecting ------------------------------------------------------------------------

    def _declared_elsewhere(self) -> dict[tuple[ScopeNode, str], ScopeNode]:
        """Names that `global` and `nonlocal` move out of the scope they stand in."""
        found: dict[tuple[ScopeNode, str], ScopeNode] = {}
        for statement in self.tree.nodes(ast.Global):
            for name in statement.names:
                found[self.tree.scope(statement), name] = self.tree.root
        for declared in self.tree.nodes(ast.Nonlocal):
            scope = self.tree.scope(declared)
            for name in declared.names:
                found[scope, name] = self.tree.scope(scope)
        return found

    def _bind(self, scope: ScopeNode, name: str, binding: Binding) -> None:
        if self._elsewhere:
            scope = self._elsewhere.get((scope, name), scope)
        names = self._bound.get(scope)
        if names is None:
            names = self._bound[scope] = {}
        bound = names.setdefault(name, [])
        if binding.how == "import" and binding in bound:
            return  # the same import twice, as around ImportError
        if len(bound) <= MANY:
            bound.append(binding if len(bound) < MANY else OTHER)

    def _imports(self) -> None:
        scope = self.tree.scope
        for plain in self.tree.nodes(ast.Import):
            for alias in plain.names:
                top = alias.name.partition(".")[0]
                dotted = alias.name if alias.asname else top
                self._bind(scope(plain), alias.asname or top, Binding("import", dotted))
        for source in self.tree.nodes(ast.ImportFrom):
            module = self.absolute(source)
            for alias in source.names:
                if alias.name == "*":
                    self.stars += [module] if module else []
                elif module is None:
                    self._bind(scope(source), alias.asname or alias.name, OTHER)
                else:
                    dotted = f"{module}.{alias.name}"
                    self._bind(scope(source), alias.asname or alias.name, Binding("import", dotted))

    def _definitions(self) -> None:
        tree = self.tree
        definitions: list[Definition] = [
            *tree.nodes(ast.FunctionDef),
            *tree.nodes(ast.AsyncFunctionDef),
            *tree.nodes(ast.ClassDef),
        ]
        definitions.sort(key=lambda node: (node.lineno, node.col_offset))  # outer ones first
        taken: dict[str, int] = {}
        for node in definitions:
            scope = tree.scope(node)
            self._bind(scope, node.name, Binding("define", node=node))
            self.qualnames[node] = self._unique(f"{self._prefix(scope)}.{node.name}", taken)
            if isinstance(node, FUNCTIONS):
                self._arguments(node, node.args)
        for function in tree.nodes(ast.Lambda):
            prefix = self._prefix(tree.scope(function))
            place = f"<lambda:{function.lineno}:{function.col_offset}>"
            self.qualnames[function] = self._unique(f"{prefix}.{place}", taken)
            self._arguments(function, function.args)

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

    def _arguments(self, function: FunctionNode | ast.Lambda, arguments: ast.arguments) -> None:
        for argument in every_argument(arguments):
            self._bind(function, argument.arg, Binding("argument", node=argument))

    def _stores(self) -> None:
        tree = self.tree
        scope_of, parent_of = tree._scope, tree._parent
        spell = self.spelled.add
        for name in tree.nodes(ast.Name):
            spell(name.id)
            if name.ctx.__class__ is ast.Store:
                parent = parent_of[name]
                scope = scope_of[name]
                if isinstance(parent, ast.NamedExpr):
                    while isinstance(scope, COMPREHENSIONS):
                        scope = scope_of[scope]
                self._bind(scope, name.id, self._stored(name, parent))
        for handler in tree.nodes(ast.ExceptHandler):
            if handler.name:
                self._bind(scope_of[handler], handler.name, OTHER)
        if hasattr(ast, "TypeAlias"):
            for alias in tree.nodes(ast.TypeAlias):
                name = alias.name  # `type Name = value`
                self._bind(scope_of[alias], name.id, Binding("value", node=alias.value))
        for pattern in (ast.MatchAs, ast.MatchStar, ast.MatchMapping):
            for match in tree.nodes(pattern):
                captured = getattr(match, "name", None) or getattr(match, "rest", None)
                if captured:
                    self._bind(scope_of[match], captured, OTHER)
        for attribute in tree.nodes(ast.Attribute):
            spell(attribute.attr)
            if attribute.ctx.__class__ is ast.Store:
                self._store_attribute(attribute)

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
                if isinstance(outer, (ast.For, ast.AsyncFor, ast.comprehension)):
                    match outer.iter:  # `for index, item in enumerate(items)`
                        case ast.Call(func=ast.Name(id="enumerate"), args=[value, *_]):
                            if len(elements) == 2 and elements[1] is target:
                                return Binding("iterate", node=value)
                            return OTHER
                    if not any(isinstance(element, ast.Starred) for element in elements):
                        return Binding("part", node=outer.iter, place=elements.index(target))
        return OTHER

    def _store_attribute(self, attribute: ast.Attribute) -> None:
        """Remember `self.x = ...` in a method as an attribute of its class."""
        function = self.tree.function(attribute)
        if not isinstance(function, FUNCTIONS) or not isinstance(attribute.value, ast.Name):
            return
        owner = self.tree.scope(function)
        arguments = function.args.posonlyargs or function.args.args
        if isinstance(owner, ast.ClassDef) and arguments:
            if arguments[0].arg == attribute.value.id:
                binding = self._stored(attribute, self.tree.parent(attribute))
                self.attributes.setdefault(owner, {}).setdefault(attribute.attr, []).append(binding)


def every_argument(arguments: ast.arguments) -> Iterator[ast.arg]:
    """The arguments of a function in the order of its signature."""
    yield from arguments.posonlyargs
    yield from arguments.args
    if arguments.vararg:
        yield arguments.vararg
    yield from arguments.kwonlyargs
    if arguments.kwarg:
        yield arguments.kwarg
