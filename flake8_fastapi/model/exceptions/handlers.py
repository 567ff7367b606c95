"""What the handlers of a `try` do, as far as their own code tells."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_fastapi.model.libraries.loggers import LOGGING
from flake8_fastapi.model.syntax.flow import LEAVING, raises_again, statements, types_of
from flake8_fastapi.model.syntax.tree import Tree, spelled_name

#: What a route may return in place of what went wrong: a plain body, a response.
_ANSWERS = (ast.Call, ast.Constant, ast.Dict, ast.JoinedStr, ast.List)
#: Calls that only tell what was caught: it is put into words and forgotten.
_TELLING = {
    *LOGGING,
    "str",
    "repr",
    "print",
    "type",
    "print_exc",
    "print_exception",
    "format_exception",
    "capture_exception",
    "record_exception",
    "format",
}


def _nobody(call: ast.Call, name: ast.Name) -> bool:
    return False


def looks_at(
    name: str,
    within: ast.AST,
    tree: Tree,
    helper: ast.Call | None = None,
    only_tells: Callable[[ast.Call, ast.Name], bool] = _nobody,
) -> bool:
    """Whether what a name stands for is used there for more than to tell of it."""
    for node in ast.walk(within):
        if not isinstance(node, ast.Name) or node.id != name:
            continue
        parent = tree.parent(node)
        if isinstance(parent, ast.keyword):  # `exc_info=error`
            parent = tree.parent(parent)
        match parent:
            case ast.FormattedValue():
                continue
            case ast.Raise(cause=cause) if cause is node:
                continue
            case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)):
                # the exception that is raised instead may tell of it: its status is known
                if called in _TELLING or isinstance(tree.parent(parent), ast.Raise):
                    continue
                if parent is helper:
                    continue
                if only_tells(parent, node):
                    continue
            case ast.Attribute() | ast.Compare() if is_told(parent, tree, by=()):
                continue
        return True
    return False


def is_told(node: ast.AST, tree: Tree, by: tuple[type[ast.stmt], ...] = (ast.Raise,)) -> bool:
    """Whether an expression is part of what is logged, or of a statement that also tells of it.

    That of `raise HTTPException(500, detail=in_words(error))`, of which the status is known.
    """
    for outer in tree.ancestors(node):
        match outer:
            case ast.Call(func=ast.Attribute(attr=called)) if called in LOGGING:
                return True
            case ast.Lambda():
                return False
            case ast.stmt():
                return isinstance(outer, by)
    return False


def helper_at_end(handler: ast.ExceptHandler) -> ast.Call | None:
    """The call of a function with which a handler ends, which may well raise."""
    match handler.body[-1]:
        case (
            ast.Expr(value=ast.Call(func=func) as call)
            | ast.Expr(value=ast.Await(value=ast.Call(func=func) as call))
        ) if spelled_name(func) not in _TELLING:
            return call
    return None


def leaving_of(handler: ast.ExceptHandler) -> ast.stmt | None:
    """The one statement by which control leaves a handler, if it may give an answer."""
    last = handler.body[-1]  # mostly: it is the only way out, and says at once what is done
    if isinstance(last, ast.Raise) and not isinstance(last.exc, ast.Call):
        return None
    leaving = [node for node in statements(handler.body) if isinstance(node, LEAVING)]
    if not leaving and helper_at_end(handler) is not None:
        return last
    if len(leaving) != 1:
        return None
    match leaving[0]:
        case ast.Raise(exc=ast.Call()):
            return leaving[0]
        case ast.Return(value=ast.Constant(value=None)):  # of a websocket, it may be
            return None
        case ast.Return(value=value) if isinstance(value, _ANSWERS):
            return leaving[0]
    return None


def caught_by(statement: ast.Try) -> int:
    """How many types a `try` catches for good."""
    return sum(
        max(1, len(types_of(handler)))
        for handler in statement.handlers
        if not raises_again(handler)
    )


def acts(statement: ast.stmt) -> bool:
    """Whether a statement changes something, beyond names and what is rolled back in any case."""
    match statement:
        case ast.Assign(targets=targets):
            return any(isinstance(each, (ast.Attribute, ast.Subscript)) for each in targets)
        case ast.Expr(value=ast.Call(func=func) | ast.Await(value=ast.Call(func=func))):
            return spelled_name(func) not in _TELLING | {"rollback"}
    return False


def does_more(handler: ast.ExceptHandler) -> bool:
    """Whether a handler does more than log, roll back and answer: it is meant for any failure."""
    for statement in handler.body[:-1]:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            continue
        value = statement.value if isinstance(statement, ast.Expr) else None
        call = value.value if isinstance(value, ast.Await) else value
        if not isinstance(call, ast.Call):
            return True
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name not in _TELLING | {"rollback"} and not isinstance(call.func, ast.Name):
            return True
    return False


def tells(value: ast.expr | None, handler: ast.ExceptHandler) -> bool:
    """Whether a handler puts the exception into a plain body: it means it for the client."""
    return isinstance(value, ast.Dict) and any(
        isinstance(node, ast.Name) and node.id == handler.name for node in ast.walk(value)
    )
