"""One walk over a parsed file: nodes by kind, the parent of every node, and its scope."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TypeVar

Node = TypeVar("Node", bound=ast.AST)
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
ScopeNode = (
    ast.Module
    | ast.ClassDef
    | ast.FunctionDef
    | ast.AsyncFunctionDef
    | ast.Lambda
    | ast.ListComp
    | ast.SetComp
    | ast.DictComp
    | ast.GeneratorExp
)

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

#: Fields that never hold a node worth visiting: contexts, operators, plain strings.
_SKIPPED = {
    "ctx", "op", "ops", "id", "attr", "arg", "name", "level", "module", "kind", "conversion",
    "type_comment", "type_ignores", "is_async", "simple", "asname", "rest", "kwd_attrs", "str",
}  # fmt: skip
#: Nodes whose fields hold no nodes, whatever they are called.
_LEAVES = (ast.Global, ast.Nonlocal, ast.MatchSingleton)


def _fields(kind: type[ast.AST]) -> tuple[str, ...]:
    """The fields of `kind` that may hold nodes, last first (the walk's stack turns them round)."""
    if kind in _LEAVES:
        return ()
    return tuple(name for name in reversed(kind._fields) if name not in _SKIPPED)


#: What of a scope's own node is evaluated outside of it.
_OUTSIDE: dict[type, frozenset[str]] = {
    ast.FunctionDef: frozenset({"decorator_list", "returns"}),
    ast.AsyncFunctionDef: frozenset({"decorator_list", "returns"}),
    ast.ClassDef: frozenset({"decorator_list", "bases", "keywords"}),
}


def spelled_name(node: ast.AST) -> str:
    """`Annotated` of `Annotated` and of `typing.Annotated`, as the source has it; else ""."""
    if node.__class__ is ast.Attribute:
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


class Tree:
    """A parsed file, indexed in one iterative walk, so deep code cannot exhaust the stack."""

    def __init__(self, root: ast.Module) -> None:
        self.root = root
        self._by_kind: dict[type, list[ast.AST]] = {}
        self._parent: dict[ast.AST, ast.AST] = {}
        self._scope: dict[ast.AST, ScopeNode] = {}
        self._walk()

    def _walk(self) -> None:
        by_kind, parents, scopes = self._by_kind, self._parent, self._scope
        # of a kind: where its nodes are put, and the fields to visit
        plans: dict[type, tuple[Callable[[ast.AST], None], tuple[str, ...]]] = {}
        names = by_kind.setdefault(ast.Name, []).append
        constants = by_kind.setdefault(ast.Constant, []).append
        # a third of all nodes, written out: the rest of the loop is for any kind
        attributes = by_kind.setdefault(ast.Attribute, []).append
        calls = by_kind.setdefault(ast.Call, []).append
        Name, Constant, Attribute, Call = ast.Name, ast.Constant, ast.Attribute, ast.Call
        stack: list[tuple[ast.AST, ScopeNode]] = [(self.root, self.root)]
        push = stack.append
        while stack:
            node, scope = stack.pop()
            kind = node.__class__
            if kind is Name:
                names(node)
                scopes[node] = scope
                continue
            if kind is Constant:
                constants(node)
                continue
            scopes[node] = scope
            if kind is Attribute:
                attributes(node)
                value = node.value  # type: ignore[attr-defined]
                parents[value] = node
                push((value, scope))
                continue
            if kind is Call:
                calls(node)
                for value in node.keywords[::-1]:  # type: ignore[attr-defined]
                    parents[value] = node
                    push((value, scope))
                for value in node.args[::-1]:  # type: ignore[attr-defined]
                    parents[value] = node
                    push((value, scope))
                value = node.func  # type: ignore[attr-defined]
                parents[value] = node
                push((value, scope))
                continue
            plan = plans.get(kind)
            if plan is None:
                plan = plans[kind] = (by_kind.setdefault(kind, []).append, _fields(kind))
            collect, fields = plan
            collect(node)
            if kind in _OPENING:
                self._open(node, scope, fields, push)
                continue
            for field in fields:
                value = getattr(node, field, None)
                if value is None:
                    continue
                if value.__class__ is not list:
                    parents[value] = node
                    push((value, scope))
                elif value:
                    for item in reversed(value):
                        if item is not None:  # the key of `**mapping`
                            parents[item] = node
                            push((item, scope))

    def _open(self, node, scope, fields, push) -> None:  # type: ignore[no-untyped-def]
        """Push the children of a node that opens a scope, each with the scope that it sees."""
        outside = _OUTSIDE.get(node.__class__, frozenset())
        for field in fields:
            value = getattr(node, field, None)
            if field == "args" and isinstance(value, ast.arguments):
                self._open_arguments(node, value, scope, push)
                continue
            seen = scope if field in outside else node
            for item in reversed(value) if isinstance(value, list) else (value,):
                if isinstance(item, ast.AST):
                    self._parent[item] = node
                    push((item, seen))

    def _open_arguments(self, node, arguments, scope, push) -> None:  # type: ignore[no-untyped-def]
        """Defaults and annotations are evaluated where the function is defined."""
        self._parent[arguments] = node
        self._scope[arguments] = node
        for field in reversed(arguments._fields):
            value = getattr(arguments, field)
            for item in reversed(value) if isinstance(value, list) else (value,):
                if isinstance(item, ast.AST):
                    self._parent[item] = arguments
                    push((item, scope))

    def nodes(self, kind: type[Node]) -> list[Node]:
        """Every node of exactly this class, in the order of the source."""
        return self._by_kind.get(kind, [])  # type: ignore[return-value]

    def parent(self, node: ast.AST) -> ast.AST | None:
        return self._parent.get(node)

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around `node`, innermost first."""
        parent = self._parent.get(node)
        while parent is not None:
            yield parent
            parent = self._parent.get(parent)

    def scope(self, node: ast.AST) -> ScopeNode:
        """The scope whose names `node` sees; decorators and defaults see the outer one."""
        return self._scope.get(node) or self._scope[self._parent[node]]

    def function(self, node: ast.AST) -> FunctionNode | ast.Lambda | None:
        """The function whose body `node` runs in; a comprehension runs where it stands."""
        scope = self.scope(node)
        while isinstance(scope, COMPREHENSIONS):
            scope = self.scope(scope)
        return scope if isinstance(scope, (*FUNCTIONS, ast.Lambda)) else None


_OPENING = frozenset({*FUNCTIONS, *COMPREHENSIONS, ast.ClassDef, ast.Lambda})
