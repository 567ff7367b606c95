"""One walk over a parsed file: nodes by kind, the parent of every node, and its scope."""

from __future__ import annotations

import ast
from collections.abc import Iterator
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
    "type_comment", "type_ignores", "is_async", "simple", "asname", "rest", "kwd_attrs",
}  # fmt: skip


def _fields(kind: type[ast.AST]) -> tuple[str, ...]:
    """The fields of `kind` that may hold nodes, last first (the walk's stack turns them round)."""
    if kind in (ast.Global, ast.Nonlocal):
        return ()
    return tuple(name for name in reversed(kind._fields) if name not in _SKIPPED)


#: What of a scope's own node is evaluated outside of it.
_OUTSIDE: dict[type, frozenset[str]] = {
    ast.FunctionDef: frozenset({"decorator_list", "returns"}),
    ast.AsyncFunctionDef: frozenset({"decorator_list", "returns"}),
    ast.ClassDef: frozenset({"decorator_list", "bases", "keywords"}),
}


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
        children: dict[type, tuple[str, ...]] = {}
        names: list[ast.AST] = by_kind.setdefault(ast.Name, [])
        constants: list[ast.AST] = by_kind.setdefault(ast.Constant, [])
        AST, Name, Constant = ast.AST, ast.Name, ast.Constant
        stack: list[tuple[ast.AST, ScopeNode]] = [(self.root, self.root)]
        push = stack.append
        while stack:
            node, scope = stack.pop()
            kind = node.__class__
            if kind is Name:
                names.append(node)
                scopes[node] = scope
                continue
            if kind is Constant:
                constants.append(node)
                continue
            scopes[node] = scope
            if kind in by_kind:
                by_kind[kind].append(node)
            else:
                by_kind[kind] = [node]
                children[kind] = _fields(kind)
            fields = children.get(kind)
            if fields is None:
                fields = children[kind] = _fields(kind)
            if kind in _OPENING:
                self._open(node, scope, fields, push)
                continue
            for field in fields:
                value = getattr(node, field, None)
                if value.__class__ is list:
                    for item in reversed(value):
                        if isinstance(item, AST):
                            parents[item] = node
                            push((item, scope))
                elif isinstance(value, AST):
                    parents[value] = node
                    push((value, scope))

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
