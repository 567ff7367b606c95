"""From the facts of the file being checked back to its syntax tree, for what only syntax tells."""

from __future__ import annotations

import ast
from collections.abc import Collection
from typing import NamedTuple

from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.syntax.definitions import DefinitionReader
from flake8_fastapi.model.syntax.expressions import Call, Expr, Ref
from flake8_fastapi.model.syntax.functions import Class, Function, Summary
from flake8_fastapi.model.syntax.names import Names
from flake8_fastapi.model.syntax.tree import FUNCTIONS, TRY, FunctionNode, Tree

_BRANCHES: tuple[type, ...] = (
    ast.If, ast.For, ast.AsyncFor, ast.While, ast.IfExp, ast.Match, ast.ExceptHandler, *TRY,
)  # fmt: skip


class Surroundings(NamedTuple):
    """The file around a tree that is only a part of it."""

    names: dict[str, Ref]  #: what its global names stand for
    stars: tuple[str, ...]  #: modules of which it imports everything


class Syntax:
    """The tree of one file, or of a part of it, and the facts that were read from it."""

    def __init__(
        self,
        root: ast.Module,
        module: str,
        path: str,
        is_package: bool,
        around: Surroundings | None = None,
    ) -> None:
        self.tree = Tree(root)
        self.names = Names(self.tree, module, is_package)
        if around is not None:
            self.names.stars += around.stars
        self.reader = DefinitionReader(self.tree, self.names, around.names if around else None)
        self.summary: Summary = self.reader.summary(path, is_package)

    def close(self) -> None:
        """Let go of the tree, which leads back to itself: nobody need search for it."""
        self.reader.close()
        for each in (self.names, self.tree, self):
            vars(each).clear()

    @cached_property
    def _function_nodes(self) -> dict[Function, ast.AST]:
        return {function: node for node, function in self.reader.functions.items()}

    def expr(self, node: ast.AST | None) -> Expr:
        return self.reader.expr(node)

    def call(self, node: ast.Call) -> Call:
        """The fact for a call of the tree."""
        return self.reader.call(node)

    def call_node(self, call: Call) -> ast.Call | None:
        """The node of a call, if it is one of this file."""
        return self.reader.nodes.get(call)

    def callee_text(self, call: Call) -> str:
        """What is called, as the source writes it; the last name for a call of another file."""
        node = self.call_node(call)
        if node is not None:
            return ast.unparse(node.func)
        return getattr(call.callee, "name", "").rpartition(".")[2]

    def assigned_to(self, node: ast.AST) -> str | None:
        """The variable or attribute that an expression is assigned to, as the source writes it."""
        match self.tree.parent(node):
            case (
                ast.Assign(targets=[target, *_])
                | ast.AnnAssign(target=target)
                | ast.NamedExpr(target=target)
            ) if isinstance(target, (ast.Name, ast.Attribute)):
                return ast.unparse(target)
        return None

    def bound_name(self, node: ast.AST) -> str | None:
        """The variable that the statement around an expression binds to its value."""
        for parent in self.tree.ancestors(node):
            match parent:
                case ast.Assign(targets=[ast.Name(id=name)]):
                    return name
                case (
                    ast.AnnAssign(target=ast.Name(id=name))
                    | ast.NamedExpr(target=ast.Name(id=name))
                ):
                    return name
                case ast.stmt():
                    return None
        return None

    def declared(self, node: ast.AST) -> Expr | None:
        """The type that goes with a marker: of its parameter or attribute, or in `Annotated`."""
        annotation: ast.expr | None = None
        match self.tree.parent(node):
            case ast.arguments() as arguments:
                plain = [*arguments.posonlyargs, *arguments.args]
                for arg, default in (
                    *zip(reversed(plain), reversed(arguments.defaults), strict=False),
                    *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
                ):
                    annotation = arg.annotation if default is node else annotation
            case ast.AnnAssign(annotation=annotation):
                pass
            case ast.Tuple(elts=[annotation, *_]) as parts:
                if not isinstance(self.tree.parent(parts), ast.Subscript) or annotation is node:
                    return None
        return self.reader.annotation(annotation, self.tree.scope(node)) if annotation else None

    def is_default(self, call: Call) -> bool:
        """Whether a call is the default of a parameter."""
        node = self.call_node(call)
        return node is not None and isinstance(self.tree.parent(node), ast.arguments)

    def later_loads(self, node: ast.AST, inner: bool = False) -> list[ast.Name]:
        """Where the function reads the variable that is bound to the value of `node`.

        `inner`: also where functions in it do.
        """
        name = self.bound_name(node)
        return [] if name is None else self.loads({name}, node, inner)

    def loads(self, names: Collection[str], node: ast.AST, inner: bool = False) -> list[ast.Name]:
        """Where the function around `node` reads one of some variables."""
        function = self.tree.function(node)
        return [
            load
            for load in self.tree.nodes(ast.Name)
            if load.id in names
            and isinstance(load.ctx, ast.Load)
            and (self.tree.function(load) is function or (inner and self._is_of(load, function)))
        ]

    def _is_of(self, load: ast.Name, function: ast.AST | None) -> bool:
        """Whether a name is a variable of a function that stands around."""
        scope, _ = self.names.lookup(load.id, self.tree.scope(load)) or (None, None)
        return scope is not None and scope is function

    def function_node(self, function: Function) -> FunctionNode | None:
        """The definition of a function, if it is one of this file and no lambda."""
        node = self._function_nodes.get(function)
        return node if isinstance(node, FUNCTIONS) else None

    def class_node(self, cls: Class) -> ast.ClassDef | None:
        return next((node for node, known in self.reader.classes.items() if known is cls), None)

    def function_at(self, node: ast.AST) -> Function | None:
        """The function whose body `node` runs in; None for what runs at import."""
        return self.reader.function_at(node)

    def branches(self, call: Call) -> tuple[ast.AST, ...]:
        """The branches, loops and `try` statements around a call in its scope, innermost first."""
        node = self.call_node(call)
        found: list[ast.AST] = []
        for parent in self.tree.ancestors(node) if node else ():
            if isinstance(parent, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
                # a decorator runs where the function is defined
                if node is None or self.tree.scope(node) is parent:
                    break
                continue
            if isinstance(parent, _BRANCHES):
                found.append(parent)
        return tuple(found)
