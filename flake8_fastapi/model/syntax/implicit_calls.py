"""Reads what runs code and looks like no call: attributes, `with`, and what is iterated over."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeVar

from flake8_fastapi.model.syntax.expressions import (
    Attr,
    AttributeRead,
    Call,
    Entering,
    Iterating,
    Ref,
    TakingAll,
    closed,
)
from flake8_fastapi.model.syntax.names import Names
from flake8_fastapi.model.syntax.reader import Reader
from flake8_fastapi.model.syntax.tree import Tree, spelled_name

Hidden = TypeVar("Hidden", AttributeRead, Entering, Iterating, TakingAll)
#: What takes all of its first argument at once.
_TAKING_ALL = frozenset({"enumerate", "len", "list", "set", "sorted", "tuple"})


class ImplicitReader(Reader):
    """Reads such calls out of the functions of one file."""

    def __init__(self, tree: Tree, names: Names, around: dict[str, Ref] | None = None) -> None:
        super().__init__(tree, names, around)
        self._implicit_calls: list[Call] = []

    def close(self) -> None:
        for read in self._implicit_calls:
            read._node, read._read = None, closed
        super().close()

    def _reads(self, node: ast.AST) -> list[AttributeRead]:
        return [self._implicit(AttributeRead, each) for each in self._attributes_read(node)]

    def _attributes_read(self, node: ast.AST) -> Iterator[ast.Attribute]:
        parents = self.tree.parents
        for each in self.tree.inside(node, ast.Attribute):
            if each.ctx.__class__ is ast.Load:
                parent = parents[each]
                if parent.__class__ is not ast.Call or parent.func is not each:
                    yield each

    def _enterings(self, node: ast.AST) -> list[Entering]:
        return [
            self._implicit(Entering, item.context_expr)
            for each in self.tree.inside(node, ast.With)
            for item in each.items
            if isinstance(item.context_expr, (ast.Name, ast.Attribute))
        ]

    def _iterations(self, node: ast.AST) -> list[Iterating]:
        found = []
        for each in self._iterated_nodes(node):
            if isinstance(each, ast.Call) and spelled_name(each.func) == "iter" and each.args:
                each = each.args[0]
            match each:  # `process.stdout or ()`
                case ast.BoolOp(op=ast.Or(), values=[first, ast.List() | ast.Tuple() as rest]):
                    each = each if rest.elts else first
            if isinstance(each, ast.Attribute):
                found.append(self._implicit(Iterating, each))
        return found

    def _takings(self, node: ast.AST) -> list[TakingAll]:
        taken = self._iterated_nodes(node) + [
            call.args[0]
            for call in self.tree.inside(node, ast.Call)
            if call.args and spelled_name(call.func) in _TAKING_ALL and self._is_builtin(call.func)
        ]
        found = []
        for each in taken:
            if isinstance(each, (ast.Name, ast.Attribute, ast.Call)):
                made = self._implicit(TakingAll, each)
                made._read = self._taking_fact
                found.append(made)
        return found

    def _iterated_nodes(self, node: ast.AST) -> list[ast.expr]:
        return [loop.iter for loop in self.tree.inside(node, ast.For)] + [
            part.iter
            for part in self.tree.inside(node, ast.comprehension)
            # a generator expression iterates when somebody iterates it
            if not part.is_async and not isinstance(self.tree.parent(part), ast.GeneratorExp)
        ]

    def _is_builtin(self, function: ast.expr) -> bool:
        named = self.expr(function)
        return isinstance(named, Ref) and named.name.startswith("builtins.")

    def _implicit(self, kind: type[Hidden], node: ast.expr) -> Hidden:
        made = kind(node.lineno, node.col_offset)
        made._node, made._read = node, self._implicit_fact
        self._implicit_calls.append(made)
        return made

    def _implicit_fact(self, node: ast.expr, name: str) -> object:
        match name:
            case "callee":
                return self.expr(node)
            case "args" | "keywords":
                return ()
            case "branched":
                return self.sites.is_branched(node)
            case "within":
                return self.within(node)
        return self.sites.fact(node, name)

    def _taking_fact(self, node: ast.expr, name: str) -> object:
        if name == "callee":
            return Attr(self.expr(node), "__iter__")
        return self._implicit_fact(node, name)
