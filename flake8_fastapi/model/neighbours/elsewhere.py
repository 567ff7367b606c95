"""Code of other files, where their summaries do not tell enough."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_fastapi.model.syntax.expressions import Call, last_name
from flake8_fastapi.model.syntax.functions import Function, Summary
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import FunctionNode, spelled_name
from flake8_fastapi.model.values.values import Values


class Elsewhere:
    """The trees that one file asks for: its own, and those of others, each read once for it."""

    def __init__(
        self, syntax: Syntax, values: Values, syntax_of: Callable[[str], Syntax | None]
    ) -> None:
        """`syntax_of` reads the file at a path."""
        self._syntax = syntax
        self._syntax_of = syntax_of
        self._values = values
        self._others: dict[str, Syntax | None] = {}

    def at(self, path: str) -> Syntax | None:
        """The tree of another file; None if it cannot be read or parsed."""
        if path not in self._others:
            self._others[path] = self._syntax_of(path)
        return self._others[path]

    def of(self, summary: Summary) -> Syntax | None:
        """The tree of the file that a summary is of, this one or another."""
        return self._syntax if summary is self._syntax.summary else self.at(summary.path)

    def definition(self, function: Function) -> FunctionNode | None:
        """The definition of a function of this file or another."""
        found = self.located(function)
        return found[0] if found else None

    def located(self, function: Function) -> tuple[FunctionNode, Syntax] | None:
        """The same, and the tree that it stands in."""
        summary = self._values.summary(function.qualname)
        syntax = self.of(summary) if summary is not None else self._syntax
        known: Function | None = function
        if syntax is not self._syntax:
            known = syntax.summary.functions.get(function.qualname) if syntax else None
        node = syntax.function_node(known) if syntax and known else None
        return (node, syntax) if syntax and node else None

    def call(self, call: Call, function: Function) -> tuple[Call, Syntax] | None:
        """A call that a function makes, and the tree of its file: there, what stands in its place.

        None if the file cannot be read, or has no such call.
        """
        summary = self._values.summary(function.qualname)
        if summary is None or summary is self._syntax.summary:
            return call, self._syntax
        syntax = self.at(summary.path)
        if syntax is None:
            return None
        place = (call.lineno, call.col_offset)
        for node in syntax.tree.nodes(ast.Call):
            if (node.lineno, node.col_offset) == place:
                found = syntax.call(node)
                if last_name(found.callee) == last_name(call.callee):  # `f(1)` of `f(1)(2)`
                    return found, syntax
        return None


def only_returns(call: Call, node: FunctionNode | None) -> bool:
    """Whether a function does no more with what a call of its own gives than return it.

    `return make()`, or `made = make()` and `return made`.
    """
    for each in ast.walk(node) if node else ():
        match each:
            case ast.Return(value=value) if _is_at(value, call):
                return True
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_at(value, call):
                return node is not None and _is_only_returned(name, node)
    return False


def _is_at(node: ast.expr | None, call: Call) -> bool:
    """Whether a call, awaited or not, stands at the place of a certain one."""
    made = node.value if isinstance(node, ast.Await) else node
    if not isinstance(made, ast.Call) or made.lineno != call.lineno:
        return False
    if made.col_offset != call.col_offset:
        return False
    begins_with_call = any(isinstance(each, ast.Call) for each in ast.walk(made.func))
    return not begins_with_call or spelled_name(made.func) == last_name(call.callee)


def _is_only_returned(name: str, function: FunctionNode) -> bool:
    """Whether a function binds a variable of its own once, and then returns it."""
    nodes = list(ast.walk(function))
    uses = [each for each in nodes if isinstance(each, ast.Name) and each.id == name]
    shared = [each for each in nodes if isinstance(each, ast.Global | ast.Nonlocal)]
    returned = [each.value for each in nodes if isinstance(each, ast.Return)]
    return (
        len(uses) == 2
        and any(each in returned for each in uses)
        and not any(name in each.names for each in shared)
    )
