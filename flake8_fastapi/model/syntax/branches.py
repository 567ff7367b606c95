"""Which branches a node stands in, and what they ask for: see `conditions`."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Callable, Container, Iterator
from functools import partial
from itertools import takewhile
from operator import is_not

from flake8_fastapi.model.syntax.changes import lines_that_change, lines_that_change_given
from flake8_fastapi.model.syntax.conditions import (
    alternatives,
    is_presumed,
    left_before,
    matched,
    parameter_of,
    required,
    required_behind,
    subject_of,
)
from flake8_fastapi.model.syntax.expressions import Expr
from flake8_fastapi.model.syntax.first_times import FirstTimes
from flake8_fastapi.model.syntax.flow import LEAVING, decided
from flake8_fastapi.model.syntax.names import every_argument
from flake8_fastapi.model.syntax.tree import (
    FUNCTIONS,
    FunctionNode,
    Tree,
    block_with,
    spelled_name,
)


class Branches:
    """Answers for the nodes of one file."""

    def __init__(
        self, tree: Tree, expr: Callable[[ast.AST | None], Expr], first_times: FirstTimes
    ) -> None:
        """`expr` reads what parameters are compared with."""
        self._tree = tree
        self._expr = expr
        self._first_times = first_times
        self._given_lines: dict[ast.AST, dict[str, list[int]]] = {}
        self._switches: dict[ast.AST, dict[str, ast.Constant]] = {}
        self._known_once: dict[ast.AST, dict[str, ast.expr]] = {}

    def needed_by(self, node: ast.AST) -> frozenset[str]:
        """The conditions on parameters behind which a node stands: `if key: ...`."""
        return frozenset(each for each in self._asked_for(node) if not is_presumed(each))

    def presumed_by(self, node: ast.AST) -> frozenset[str]:
        """The same of attributes of the own object, and of global names: `if self.key: ...`."""
        return frozenset(filter(is_presumed, self._asked_for(node)))

    def needed_for(self, test: ast.expr, node: ast.AST) -> frozenset[str]:
        """The conditions on parameters that are met where a test before a node holds."""
        line = test.lineno
        for parent in self._tree.ancestors(test):
            if isinstance(parent, FUNCTIONS):
                return frozenset(
                    each
                    for each in required(test, True, self._expr)
                    if all(self._is_as_given(it, line, node, parent) for it in alternatives(each))
                )
            if isinstance(parent, (ast.While, ast.For, ast.AsyncFor)):
                line = parent.end_lineno or line
        return frozenset()

    def _asked_for(self, node: ast.AST) -> Iterator[str]:
        found, function = self._asked_around(node)
        if found and isinstance(function, FUNCTIONS):
            for condition, line in found.items():
                several = alternatives(condition)
                if all(self._is_as_given(each, line, node, function) for each in several):
                    yield condition

    def _is_as_given(
        self, condition: str, line: int, node: ast.AST, function: FunctionNode
    ) -> bool:
        """Whether what a condition is about is, up to a line, what the function was given."""
        lines, subject = self._given_lines_of(function), parameter_of(condition)
        if subject not in lines and subject[:-1] in lines and subject[-1] == "[":  # of a dict
            lines[subject] = [*lines_that_change_given(self._tree, function, subject[:-1])]
        if subject not in lines:
            return line < _always(condition)
        changing = [each for each in lines[subject] if each <= line]
        return not changing or self._passed_by(node, function).issuperset(changing)

    def _passed_by(self, node: ast.AST, function: FunctionNode) -> set[int]:
        """The lines of branches that are not taken on the way to a node: `if key: ... else: node`.

        Or that leave before it. In a loop they may have been, the time before.
        """
        found: set[int] = set()
        child = node
        for parent in self._tree.ancestors(node):
            aside = [each.body for each in left_before(block_with(child, parent), child)]
            if isinstance(parent, ast.If) and child in parent.orelse:
                aside.append(parent.body)
            for body in aside:
                found.update(range(body[0].lineno, (body[-1].end_lineno or 0) + 1))
            if isinstance(parent, (ast.While, ast.For, ast.AsyncFor)):
                found.clear()
            if parent is function:
                break
            child = parent
        return found

    def asked_around(self, node: ast.AST) -> frozenset[str]:
        """The conditions on any name behind which a node stands in its function, or the file."""
        return frozenset(self._asked_around(node)[0])

    def _asked_around(self, node: ast.AST) -> tuple[dict[str, int], ast.AST | None]:
        """The conditions around a node in its function, or lambda, and that function.

        With each the line at which the name is to be what it was given.
        """
        found: dict[str, int] = {}
        child = node
        kept = partial(self._kept, node)
        for parent in self._tree.ancestors(node):
            behind = required_behind(block_with(child, parent), child, self._expr, kept)
            found |= {each: test.lineno for test, each in behind}
            match parent:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    for statement, test in self._first_times.needed_again(parent, child):
                        asked = required(test, False, self._expr)
                        found |= dict.fromkeys(asked, statement.lineno)
                    return found, parent
                case ast.Lambda():
                    return found, parent
                case ast.While() | ast.For() | ast.AsyncFor():
                    found = dict.fromkeys(found, parent.end_lineno or 0)
                case ast.If(test=test, body=body) if child is not test:
                    asked = required(test, child in body, self._expr, kept)
                    found |= dict.fromkeys(asked, parent.lineno)
                case ast.IfExp(test=test, body=body) if child is not test:
                    asked = required(test, child is body, self._expr, kept)
                    found |= dict.fromkeys(asked, parent.lineno)
                case ast.Match(subject=subject) if isinstance(child, ast.match_case):
                    asked = matched(subject, child.pattern, self._expr)
                    found |= dict.fromkeys(asked, parent.lineno)
                case ast.BoolOp(op=operator, values=[first, *_]) if child is not first:
                    holds = isinstance(operator, ast.And)
                    asked = required(first, holds, self._expr, kept)
                    found |= dict.fromkeys(asked, parent.lineno)
            child = parent
        return found, None

    def _kept(self, node: ast.AST, name: str) -> ast.expr | None:
        """What the function around a node binds a variable to, where it does so once."""
        function = self._tree.function(node)
        return self.bound_once(function).get(name) if isinstance(function, FUNCTIONS) else None

    def bound_once(self, function: FunctionNode) -> dict[str, ast.expr]:
        """The variables that a function binds once, by a plain assignment, and to what."""
        known = self._known_once.get(function)
        if known is None:
            known = self._known_once[function] = _bound_once(function, self._tree)
        return known

    def _given_lines_of(self, function: FunctionNode) -> dict[str, list[int]]:
        """The parameters of a function, and the lines that assign to them.

        "self." stands for the attributes of the own object, "given[" for what `**given` takes.
        """
        found = self._given_lines.get(function)
        if found is None:
            arguments = function.args
            plain = [*arguments.posonlyargs, *arguments.args]
            found = {each.arg: [] for each in (*plain, *arguments.kwonlyargs)}
            if plain and isinstance(self._tree.scope(function), ast.ClassDef):
                found[f"{plain[0].arg}."] = []
            for each in _stored(function, self._tree):
                for name in (each.id, f"{each.id}."):
                    if name in found:
                        found[name].append(each.lineno)
            if arguments.kwarg is not None:
                name = arguments.kwarg.arg
                found[f"{name}["] = [*lines_that_change(self._tree, function, name)]
            self._given_lines[function] = found
        return found

    def is_off(self, node: ast.AST) -> bool:
        """Whether a node stands behind a test that its function itself has decided against.

        `verbose = False`, and later `if verbose:`; or behind a `return`. What an `except
        asyncio.CancelledError` does is done when nobody waits any more.
        """
        child = node
        function = self._tree.function(node)
        for parent in self._tree.ancestors(node):
            before = takewhile(partial(is_not, child), block_with(child, parent))
            if any(isinstance(each, LEAVING) for each in before):
                return True
            if parent is function:
                break
            if isinstance(parent, ast.If) and child is not parent.test:
                holds = decided(parent.test, partial(self._constant, function))
                if holds is not None and holds is not (child in parent.body):
                    return True
            if isinstance(parent, ast.ExceptHandler) and parent.type is not None:
                if spelled_name(parent.type) == "CancelledError":
                    return True
            child = parent
        return False

    def _constant(self, function: ast.AST | None, node: ast.expr) -> ast.Constant | None:
        if isinstance(node, ast.Constant):
            return node
        if not isinstance(node, ast.Name) or not isinstance(function, FUNCTIONS):
            return None
        known = self._switches.get(function)
        if known is None:
            known = self._switches[function] = _switches(function, self.bound_once(function))
        return known.get(node.id)


def _always(condition: str) -> int:
    """The line up to which what is no parameter stays as it is: of a global name, all lines."""
    return sys.maxsize if subject_of(condition).startswith("@") else 0


def _bound_once(function: FunctionNode, tree: Tree) -> dict[str, ast.expr]:
    """The variables that a function binds once, by a plain assignment, and to what."""
    bound = Counter(each.id for each in _stored(function, tree))
    bound.update(each.arg for each in every_argument(function.args))
    for kinds in tree.within(function):
        for each in (*kinds.get(ast.Global, ()), *kinds.get(ast.Nonlocal, ())):
            bound.update(each.names * 2)
    return {
        name: value
        for kind in (ast.Assign, ast.AnnAssign)
        for each in tree.inside(function, kind)
        for name, value in _assigned(each)
        if bound[name] == 1
    }


def _stored(function: FunctionNode, tree: Tree) -> Iterator[ast.Name]:
    """The names that a function binds or deletes, and those in it."""
    for kinds in tree.within(function):
        yield from kinds.get(ast.Store, ())  # type: ignore[misc]


def _assigned(statement: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, value


def _switches(function: FunctionNode, once: Container[str]) -> dict[str, ast.Constant]:
    """Of the variables that a function binds once, those that are constants of its own block."""
    return {
        name: value
        for statement in function.body
        for name, value in _assigned(statement)
        if isinstance(value, ast.Constant) and name in once
    }
