"""Generators that nobody holds once `next` has returned: `db = next(get_db())`.

Python closes such a generator at once, which runs its `finally`.
"""

from __future__ import annotations

import ast

from flake8_fastapi.model.syntax.expressions import Call, Entered, last_name, receiver
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.value_kinds import Pending
from flake8_fastapi.model.values.values import Values

_CLOSING = {"close", "aclose", "release", "disconnect", "dispose", "remove"}
_NEXT = {"builtins.next", "builtins.anext"}
#: What calls of an async generator are called, and all of them.
_OF_ASYNC = ("anext", "__anext__")
_NAMES = ("next", "__next__", *_OF_ASYNC)


def abandoned(call: Call, syntax: Syntax, values: Values) -> Function | None:
    """The generator function that `next` starts and nobody else holds, if it cleans up."""
    if last_name(call.callee) not in _NAMES:
        return None
    match syntax.call_node(call):
        case ast.Call(func=ast.Attribute(value=ast.Call() as made), args=[]):
            pass
        case ast.Call(func=ast.Name(), args=[ast.Call() as made]):
            if values.qualname(call.callee) not in _NEXT:
                return None
        case _:
            return None
    value = values.of(syntax.expr(made))
    if not isinstance(value, Pending) or value.kind != "generator":
        return None
    if value.function.is_async is not (last_name(call.callee) in _OF_ASYNC):
        return None  # a TypeError, before anything is open
    return value.function if _cleans_up(value.function) else None


def is_closed(call: Call, node: ast.Call, function: Function, syntax: Syntax) -> bool:
    """Whether a function closes what `next` returns, also if its name was `None` before."""
    parent = syntax.tree.parent
    if isinstance(parent(node), ast.withitem):
        return True  # a session that was closed can be used again, and the `with` closes it
    if any(
        last_name(it.callee) in _CLOSING and receiver(it.callee) is call for it in function.calls
    ):
        return True
    return any(
        isinstance(method := parent(load), ast.Attribute)
        and method.attr in _CLOSING
        and isinstance(parent(method), ast.Call)
        for load in syntax.later_loads(node)
    )


def _cleans_up(function: Function) -> bool:
    return any(isinstance(each, Entered) for each in function.yielded) or any(
        last_name(call.callee) in {*_CLOSING, "rollback"} for call in function.calls
    )
