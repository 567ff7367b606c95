"""What functions that start-up code calls open, and put into the state of the application.

`await connect(app)`, with `app.state.pool = await create_pool(...)` in it: whoever calls it has to
close that, as if the line stood there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from flake8_fastapi.model import libraries
from flake8_fastapi.model.exceptions.teardown import CLOSING, dotted
from flake8_fastapi.model.syntax.expressions import Attr, Awaited, Call, Expr, Param, last_name
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.arguments import parameter_of
from flake8_fastapi.model.values.value_kinds import Bound, Instance, Value
from flake8_fastapi.model.values.values import Values


class Connection(NamedTuple):
    """A connection of a library, and the method that closes it."""

    cls: str
    closed_by: str


def connection_of(found: Value | None, within: str) -> Connection | None:
    """The connection that an object is, which one function makes for nobody else to close."""
    if not isinstance(found, Instance) or found.known is not None or found.made is None:
        return None
    if found.made.within != within or found.made.once:
        return None
    method = libraries.closed_by(found.cls)
    if method is None or found.made.argument("connection_pool") is not None:
        return None
    return Connection(found.cls, method)


def kept_open(
    statement: ast.Expr, syntax: Syntax, values: Values
) -> Iterator[tuple[str, Connection]]:
    """The connections that a statement such as `await connect(app)` leaves in a state.

    With the name of each, as it is written beside the statement: `app.state.pool`.
    """
    awaited = isinstance(statement.value, ast.Await)
    node = statement.value.value if isinstance(statement.value, ast.Await) else statement.value
    value = values.of(syntax.expr(node.func)) if isinstance(node, ast.Call) else None
    helper = values.callee(value) if isinstance(value, (Function, Bound)) else None
    if helper is None or not isinstance(node, ast.Call) or helper.is_async is not awaited:
        return
    if helper.decorators or helper.is_generator or not _gives_nothing_back(helper):
        return
    places = {
        parameter_of(helper, node, given, isinstance(value, Bound)): dotted(given)
        for given in (*node.args, *(keyword.value for keyword in node.keywords))
    }
    for name, kept in helper.kept.items():
        for of, made in kept[:1] if len(kept) == 1 else ():
            place = places.get(_holder(of, helper))
            found = values.of(made) if _is_made(made) else None
            connection = connection_of(found, helper.qualname)
            if connection is not None and place is not None:
                if isinstance(found, Instance) and _keeps_to_itself(found, name, helper, values):
                    yield f"{place}.state.{name}", connection


def _gives_nothing_back(helper: Function) -> bool:
    return not helper.returned and not any(last_name(it.callee) in CLOSING for it in helper.calls)


def _holder(of: Expr, helper: Function) -> str | None:
    """The parameter of a function whose `state` it is."""
    match of:
        case Attr(of=Param(function=function, name=name), name="state"):
            return name if function == helper.qualname else None
    return None


def _is_made(expression: Expr) -> bool:
    """Whether it is a call, or what one gives once awaited, and nothing that a `with` closes."""
    return isinstance(expression.of if isinstance(expression, Awaited) else expression, Call)


def _keeps_to_itself(found: Instance, name: str, helper: Function, values: Values) -> bool:
    """Whether a function hands an object to nobody, and keeps it in one place only."""
    others = [it for kept in helper.kept if kept != name for _, it in helper.kept[kept]]
    others += [given for call in helper.calls for given in call.given]
    same = (values.of(each) for each in others)
    return helper.sets.count(name) == 1 and not any(
        isinstance(each, Instance) and each.made is found.made for each in same
    )
