"""The calls of one file, by the last name of what they call.

To look up what every call calls would be to read every file of the project. Almost every question
is about a few names, and those can be told from the source alone.
"""

from __future__ import annotations

import ast
from collections.abc import Container, Iterable, Iterator
from functools import cached_property

from flake8_fastapi.model.expressions import UNKNOWN, Attr, Call, Expr, Ref
from flake8_fastapi.model.functions import Function
from flake8_fastapi.model.syntax import Syntax

#: A call, and the function whose body makes it; None: it is made at import.
Made = tuple[Call, Function | None]


class Calls:
    """An index of the calls of one file; nothing is read but what is asked for."""

    def __init__(self, syntax: Syntax) -> None:
        self._syntax = syntax
        self._named: dict[str, list[Made]] = {}

    def named(self, *names: str) -> Iterator[Made]:
        """Calls whose callee's last name is one of `names`: name by name, in order."""
        index = self._index
        for name in names:
            if name in index:
                yield from self._called(name, index[name])

    def _called(self, name: str, nodes: list[ast.Call]) -> list[Made]:
        known = self._named.get(name)
        if known is None:
            known = self._named[name] = [
                (call, self._syntax.function_at(node))
                for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset))
                if (call := self._syntax.call(node)).callee is not UNKNOWN
            ]
        return known

    def given(self, keyword: str) -> list[Made]:
        """Calls with an argument of that name, as the source has them."""
        tree = self._syntax.tree
        nodes = (tree.parent(word) for word in self._keywords.get(keyword, ()))
        return [
            (self._syntax.call(node), self._syntax.function_at(node))
            for node in nodes
            if isinstance(node, ast.Call)
        ]

    def names(self) -> Iterable[str]:
        """The last name of everything that is called."""
        return self._index

    def which_may_be(self, names: Container[str]) -> Iterator[ast.Call]:
        """The calls that may run something of one of `names`.

        A global name of the file itself may stand for something of another name.
        """
        own = self._syntax.summary.name
        for name, nodes in self._attributes.items():
            if name in names:
                yield from nodes
        for node, callee in self._others:
            if callee.__class__ is not Ref or _may_be(callee.name, own, names):  # type: ignore[union-attr]
                yield node

    # -- the index -------------------------------------------------------------------------

    @cached_property
    def _attributes(self) -> dict[str, list[ast.Call]]:
        """`x.name()`: the source says how it is called."""
        found: dict[str, list[ast.Call]] = {}
        for node in self._syntax.tree.nodes(ast.Call):
            if node.func.__class__ is ast.Attribute:
                found.setdefault(node.func.attr, []).append(node)  # type: ignore[attr-defined]
        return found

    @cached_property
    def _others(self) -> list[tuple[ast.Call, Expr]]:
        """The other calls, and what they call: a name may stand for another one."""
        expr = self._syntax.expr
        return [
            (node, expr(node.func))
            for node in self._syntax.tree.nodes(ast.Call)
            if node.func.__class__ is not ast.Attribute
        ]

    @cached_property
    def _index(self) -> dict[str, list[ast.Call]]:
        """The calls by the last name of what is called, as far as it has one."""
        found = {name: list(nodes) for name, nodes in self._attributes.items()}
        for node, callee in self._others:
            if isinstance(callee, (Ref, Attr)):
                found.setdefault(callee.name.rpartition(".")[2], []).append(node)
        return found

    @cached_property
    def _keywords(self) -> dict[str | None, list[ast.keyword]]:
        found: dict[str | None, list[ast.keyword]] = {}
        for word in self._syntax.tree.nodes(ast.keyword):
            found.setdefault(word.arg, []).append(word)
        return found


def _may_be(name: str, own: str, names: Container[str]) -> bool:
    module, _, last = name.rpartition(".")
    return last in names or module == own
