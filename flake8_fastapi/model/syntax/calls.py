"""The calls of one file, by the last name of what they call.

To look up what every call calls would be to read every file of the project. Almost every question
is about a few names, and those can be told from the source alone.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Container, Iterable, Iterator, Set

from flake8_fastapi.model.syntax.expressions import UNKNOWN, Attr, Call, Expr, Ref
from flake8_fastapi.model.syntax.functions import Function, Summary
from flake8_fastapi.model.syntax.syntax import Syntax

_DEFINITIONS = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef})

#: A call, and the function whose body makes it; None: it is made at import.
Made = tuple[Call, Function | None]


class Calls:
    """An index of the calls of one file; none is read but those that are asked for."""

    def __init__(self, syntax: Syntax) -> None:
        self._syntax = syntax
        self._named: dict[str, list[Made]] = {}
        self._attributes = syntax.tree.called_methods  #: `x.name()`: the source has the name
        self._plain: dict[str, list[ast.Call]] = {}  #: `f()`, by the name of what `f` stands for
        self._others: list[tuple[Expr, list[ast.Call]]] = []  #: but for attributes: what is called
        tree, reader = syntax.tree, syntax.reader
        for name, nodes in tree.called_names.items():
            if name not in syntax.names.inner:  # means the same everywhere
                self._put(reader.variable(name, tree.root), nodes)
            else:
                for node in nodes:
                    self._put(reader.expr(node.func), [node])
        for node in tree.other_calls:
            self._put(reader.expr(node.func), [node])

    def _put(self, callee: Expr, nodes: list[ast.Call]) -> None:
        self._others.append((callee, nodes))
        if isinstance(callee, (Ref, Attr)):
            name = callee.name.rpartition(".")[2]
            if name in self._plain:
                self._plain[name] += nodes
            else:
                self._plain[name] = [*nodes]

    def named(self, *names: str) -> Iterator[Made]:
        """Calls whose callee's last name is one of `names`: name by name, in order."""
        for name in names:
            if name in self._attributes or name in self._plain:
                yield from self._called(name)

    def _called(self, name: str) -> list[Made]:
        known = self._named.get(name)
        if known is None:
            known = self._named[name] = list(self._made(self._nodes(name)))
        return known

    def _nodes(self, name: str, wanted: Callable[[ast.Call], bool] | None = None) -> list[ast.Call]:
        nodes = filter(wanted, (*self._attributes.get(name, ()), *self._plain.get(name, ())))
        return sorted(nodes, key=lambda node: (node.lineno, node.col_offset))

    def _made(self, nodes: Iterable[ast.Call]) -> Iterator[Made]:
        for node in nodes:
            call = self._syntax.call(node)
            if call.callee is not UNKNOWN:
                yield call, self._syntax.function_at(node)

    def given_functions(self, name: str) -> Iterator[Made]:
        """Calls of that last name that decorate a function or class, or give what is called."""
        if name in self._attributes or name in self._plain:
            yield from self._made(self._nodes(name, self._is_given_function))

    def _is_given_function(self, node: ast.Call) -> bool:
        parent = self._syntax.tree.parents[node]
        if isinstance(parent, ast.Call):
            return parent.func is node
        return parent.__class__ in _DEFINITIONS

    def given(self, keyword: str) -> Iterator[Made]:
        """Calls with an argument of that name, as the source has them."""
        tree = self._syntax.tree
        words = [word for word in tree.each(ast.keyword) if word.arg == keyword]
        for word in sorted(words, key=lambda word: (word.lineno, word.col_offset)):
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
        for name, nodes in self._syntax.tree.called_names.items():
            if wanted(name):
                yield from nodes

    def which_may_be(self, *names: Container[str]) -> Iterator[ast.Call]:
        """The calls that may run something of one of those names.

        A global name of the file itself may stand for something of another name, unless it is that
        of a function or class.
        """
        own = self._syntax.summary
        for name, nodes in self._attributes.items():
            if any(name in some for some in names):
                yield from nodes
        for callee, nodes in self._others:
            if not isinstance(callee, Ref) or _may_be(callee.name, own, names):
                yield from nodes


def _may_be(name: str, own: Summary, names: Iterable[Container[str]]) -> bool:
    module, _, last = name.rpartition(".")
    if module == own.name and name not in own.functions and name not in own.classes:
        return True
    return any(last in some for some in names)
