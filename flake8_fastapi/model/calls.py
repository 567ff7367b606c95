"""The calls of one file, by the last name of what they call.

To look up what every call calls would be to read every file of the project. Almost every question
is about a few names, and those can be told from the source alone.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Container, Iterator, Set

from flake8_fastapi.model.expressions import UNKNOWN, Attr, Call, Expr, Ref
from flake8_fastapi.model.functions import Function
from flake8_fastapi.model.syntax import Syntax
from flake8_fastapi.model.tree import Kinds, Unit

#: A call, and the function whose body makes it; None: it is made at import.
Made = tuple[Call, Function | None]


class Calls:
    """An index of the calls of one file; none is read but those that are asked for."""

    def __init__(self, syntax: Syntax) -> None:
        self._syntax = syntax
        self._named: dict[str, list[Made]] = {}
        self._attributes: dict[str, list[ast.Call]] = {}  #: `x.name()`: the source has the name
        self._plain: dict[str, list[ast.Call]] = {}  #: `f()`, by the name of what `f` stands for
        self._others: list[tuple[ast.Call, Expr]] = []  #: but for attributes, and what they call
        for unit, by_kind in syntax.tree.units.items():
            self._sort(unit, by_kind)

    def _sort(self, unit: Unit, by_kind: Kinds) -> None:
        """Sort the calls of a unit; a name in it mostly stands for one thing."""
        reader = self._syntax.reader
        comprehends = bool(by_kind.get(ast.comprehension))
        meant: dict[str, Expr] = {}
        for node in self._syntax.tree.inside(unit, ast.Call):
            func = node.func
            if isinstance(func, ast.Attribute):
                self._attributes.setdefault(func.attr, []).append(node)
                continue
            if isinstance(func, ast.Name) and not comprehends:
                callee = meant.get(func.id)
                if callee is None:
                    callee = meant[func.id] = reader.variable(func.id, unit)
            else:
                callee = reader.expr(func)
            self._others.append((node, callee))
            if callee.__class__ is Ref or callee.__class__ is Attr:
                name = callee.name.rpartition(".")[2]
                self._plain.setdefault(name, []).append(node)

    def named(self, *names: str) -> Iterator[Made]:
        """Calls whose callee's last name is one of `names`: name by name, in order."""
        for name in names:
            if name in self._attributes or name in self._plain:
                yield from self._called(name)

    def _called(self, name: str) -> list[Made]:
        known = self._named.get(name)
        if known is None:
            nodes = [*self._attributes.get(name, ()), *self._plain.get(name, ())]
            nodes.sort(key=lambda node: (node.lineno, node.col_offset))
            known = self._named[name] = [
                (call, self._syntax.function_at(node))
                for node in nodes
                if (call := self._syntax.call(node)).callee is not UNKNOWN
            ]
        return known

    def given(self, keyword: str) -> Iterator[Made]:
        """Calls with an argument of that name, as the source has them."""
        tree = self._syntax.tree
        for word in tree.nodes(ast.keyword):
            if word.arg == keyword:
                node = tree.parent(word)
                if isinstance(node, ast.Call):
                    yield self._syntax.call(node), self._syntax.function_at(node)

    def names(self) -> Set[str]:
        """The last name of everything that is called."""
        return self._attributes.keys() | self._plain.keys()

    def spelled(self, wanted: Callable[[str], bool]) -> Iterator[ast.Call]:
        """The calls of what has such a last name in the source."""
        for name, nodes in self._attributes.items():
            if wanted(name):
                yield from nodes
        for node, _ in self._others:
            if isinstance(node.func, ast.Name) and wanted(node.func.id):
                yield node

    def which_may_be(self, names: Container[str]) -> Iterator[ast.Call]:
        """The calls that may run something of one of `names`.

        A global name of the file itself may stand for something of another name.
        """
        own = self._syntax.summary.name
        for name, nodes in self._attributes.items():
            if name in names:
                yield from nodes
        for node, callee in self._others:
            if callee.__class__ is not Ref or _may_be(callee.name, own, names):
                yield node


def _may_be(name: str, own: str, names: Container[str]) -> bool:
    module, _, last = name.rpartition(".")
    return last in names or module == own
