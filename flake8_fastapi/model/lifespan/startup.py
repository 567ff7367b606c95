"""The functions that applications and routers are given as `lifespan=`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.routing.kinds import Router
from flake8_fastapi.model.syntax.expressions import Expr
from flake8_fastapi.model.syntax.flow import Way, is_try, suspensions, ways_out, yields_in
from flake8_fastapi.model.syntax.functions import Argument, Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import FunctionNode
from flake8_fastapi.model.values.value_kinds import Pending
from flake8_fastapi.model.values.values import CONTEXT_MANAGERS, Values


@dataclass(eq=False)
class GivenLifespan:
    """The argument `lifespan=` of an application or router made in this file."""

    router: Router
    given: Expr
    function: Function | None  #: what it leads to
    called: bool  #: it is given what the function returns, not the function
    lineno: int
    col_offset: int


def given_lifespans(syntax: Syntax, values: Values, routing: Routing) -> Iterator[GivenLifespan]:
    for router in routing.routers:
        given = router.argument("lifespan")
        if given is None or router.call is None:
            continue
        value = values.of(given)
        called = isinstance(value, Pending)
        function = value.function if isinstance(value, Pending) else values.callee(value)
        node = syntax.call_node(router.call)
        word = next((k for k in node.keywords if k.arg == "lifespan"), None) if node else None
        place = word or router.call
        yield GivenLifespan(router, given, function, called, place.lineno, place.col_offset)


def is_lifespan_function(function: Function, values: Values) -> bool:
    """Whether it is plain enough to say what happens: no method, no decorator that is not known."""
    return function.owner is None and values.only_decorated_by(function, CONTEXT_MANAGERS)


def required(function: Function) -> list[Argument]:
    """The parameters without which a function cannot be called."""
    return [
        argument
        for argument in function.arguments
        if argument.default is None and argument.kind not in ("*", "**")
    ]


def takes_one(function: Function) -> bool:
    """Whether a function can be called with one argument, given by position."""
    kinds = [argument.kind for argument in function.arguments]
    by_position = sum(kind in ("positional", "plain") for kind in kinds)
    needed = required(function)
    if any(argument.kind == "keyword" for argument in needed):
        return False
    return len(needed) <= 1 and (by_position >= 1 or "*" in kinds)


def second_yield(function: FunctionNode) -> ast.expr | None:
    """The `yield` that control is sure to reach after another one, if nothing goes wrong."""
    for suspension in suspensions(function):
        found = _sure_yield(suspension.skipped)
        if found is not None:
            return found
    return None


def _sure_yield(statements: Sequence[ast.stmt]) -> ast.expr | None:
    for statement in statements:
        found = next(yields_in(statement), None)
        if found is not None:
            return found
        if isinstance(statement, (ast.With, ast.AsyncWith)) or is_try(statement):
            inner = _sure_yield(statement.body)
            if inner is not None:
                return inner
        if ways_out([statement]) != {Way.FALL}:
            return None
    return None
