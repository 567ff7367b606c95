"""Routes that no request gets into: something that they depend on always ends in an error.

What a dependency needs is filled in by FastAPI, the dependencies of it first of all.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model.expressions import Attr, Call, Expr
from flake8_fastapi.model.failing import WHOLE, fails
from flake8_fastapi.model.functions import Argument, Class, Function
from flake8_fastapi.model.lacking import is_of_coroutine
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.lost_routes import is_named
from flake8_fastapi.model.routing import is_route
from flake8_fastapi.model.tree import FUNCTIONS, PERHAPS, FunctionNode, Tree, evaluated_first
from flake8_fastapi.model.value_kinds import Bound, Instance, Value

#: Dependencies that are looked at for one route.
MOST = 40
#: They ask for `local_kw`, and fail if they get it.
_FACTORIES = {
    "sqlalchemy.orm.scoped_session", "sqlalchemy.orm.sessionmaker",
    "sqlalchemy.ext.asyncio.async_sessionmaker",
}  # fmt: skip
#: A dependency may have done all that it is asked for when it gets to one of these.
_LEAVING: tuple[type[ast.stmt | ast.expr], ...] = (ast.Return, ast.Yield, ast.YieldFrom)


class RefusedRequests:
    """Answers for the routes of one file, each dependency looked at once."""

    def __init__(self, file: Layers) -> None:
        self._file = file
        self._known: dict[Function, bool] = {}

    def has(self, line: int) -> bool:
        """Whether a line is in a route that no request gets into, and nobody else calls."""
        tree = self._file.syntax.tree
        statement = tree.statement_at(line)
        for node in tree.ancestors(statement) if statement is not None else ():
            if isinstance(node, FUNCTIONS):
                function = self._file.syntax.reader.functions[node]
                if is_route(function):
                    return self._depends_in_vain(function) and not is_named(function, self._file)
        return False

    def _depends_in_vain(self, function: Function) -> bool:
        """Whether something that a function depends on, or that depends on, always fails."""
        queue = [*self._dependencies_of(function)]
        for given in queue:
            value = self._file.values.of(given)
            each = self._file.values.callee(value)
            if _asks_the_client(value):
                return True
            if each is None:
                continue
            if self._always_fails(each):
                return True
            if len(queue) < MOST:
                queue += self._dependencies_of(each)
        return False

    def _dependencies_of(self, function: Function) -> Iterator[Expr]:
        found = map(self._file.values.dependency, function.arguments)
        return (given for given in found if given is not None)

    def _always_fails(self, function: Function) -> bool:
        """Whether a function, here or elsewhere, makes a call in any case that is sure to fail."""
        if function not in self._known:
            self._known[function] = False  # where functions call each other
            self._known[function] = self._is_sure_to_fail(function)
        return self._known[function]

    def _is_sure_to_fail(self, function: Function) -> bool:
        suspects = [
            call
            for call in function.calls
            if not (call.needs or call.caught or call.handling or call.once or call.off)
            and (
                fails(call, self._file)
                or self._asks_a_coroutine(call)
                or self._ends_in_failure(call)
            )
        ]
        if not suspects:
            return False
        if function.is_lambda:
            return any([*function.returned] == [call] for call in suspects)
        located = self._file.elsewhere.located(function)
        if located is None:
            return False
        node, syntax = located
        return any(_is_run_first(each, node, syntax.tree) for each in suspects)

    def _asks_a_coroutine(self, call: Call) -> bool:
        """Whether it is a method of a result that nobody awaits."""
        callee = call.callee
        return isinstance(callee, Attr) and is_of_coroutine(callee.name, callee.of, self._file)

    def _ends_in_failure(self, call: Call) -> bool:
        """Whether it calls a function, and awaits it, which always fails."""
        helper = self._file.values.of(call.callee)
        return (
            isinstance(helper, Function)
            and helper.is_async is call.awaited
            and helper.is_generator is False
            and not helper.decorators
            and self._always_fails(helper)
        )


def _asks_the_client(value: Value | None) -> bool:
    """Whether FastAPI takes a parameter for one of the query that is none, and so answers 422.

    As it does with `self`, of a method that no object was asked for: `Depends(check)` in a class.
    """
    match value:
        case Instance(cls=cls):
            return cls in _FACTORIES
        case Bound(of=Class(), function=method):
            value = method
    match value:
        case Function(owner=str(), decorators=(), arguments=[Argument(name="self"), *_]):
            return True
    return False


def _is_run_first(call: Call, function: FunctionNode, tree: Tree) -> bool:
    """Whether a function that does not raise before makes a call, and cannot end without."""
    statement = tree.statement_at(call.lineno)
    if statement is None or statement not in function.body:
        return False
    parts = [statement] if isinstance(statement, WHOLE) else evaluated_first(statement)
    return (
        any(_holds(each, call) for each in parts)
        and not any(isinstance(part, PERHAPS) for each in parts for part in ast.walk(each))
        and not any(
            leaving.lineno < statement.lineno
            for kind in _LEAVING
            for leaving in tree.inside(function, kind)
        )
    )


def _holds(node: ast.stmt | ast.expr, call: Call) -> bool:
    """Whether a call begins in a part of the code."""
    begins = (call.lineno, call.col_offset)
    ends = (node.end_lineno or node.lineno, node.end_col_offset or 0)
    return (node.lineno, node.col_offset) <= begins < ends
