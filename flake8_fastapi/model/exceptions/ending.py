"""Handlers after which a function gives nothing: it is at its end, or returns None."""

from __future__ import annotations

import ast

from flake8_fastapi.model.syntax.flow import LEAVING, is_try, statements
from flake8_fastapi.model.syntax.tree import Tree


def gives_nothing(handler: ast.ExceptHandler, statement: ast.Try, tree: Tree) -> bool:
    """Whether the function of a `try` surely returns None when a handler of it has run."""
    leaving = [node for node in statements(handler.body) if isinstance(node, LEAVING)]
    if _may_leave(statement.finalbody):
        return False
    if leaving:
        return leaving == handler.body[-1:] and _returns_none(leaving[0])
    return _is_at_the_end(statement, tree)


def _returns_none(statement: ast.stmt) -> bool:
    match statement:
        case ast.Return(value=None | ast.Constant(value=None)):
            return True
    return False


def _may_leave(body: list[ast.stmt]) -> bool:
    return any(isinstance(node, LEAVING) for node in statements(body))


def _is_at_the_end(statement: ast.stmt, tree: Tree) -> bool:
    """Whether nothing of a function is run behind a statement that ends."""
    inner: ast.AST = statement
    for outer in tree.ancestors(statement):
        match outer:
            case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body):
                return body[-1] is inner
            case ast.With(body=body) | ast.AsyncWith(body=body):
                bodies = [body]
            case ast.If(body=body, orelse=orelse):
                bodies = [body, orelse]
            case ast.Try(body=body, orelse=orelse, finalbody=last) if is_try(outer):
                if _may_leave(last):
                    return False
                bodies = [orelse] if orelse else [body]
            case _:
                return False
        if not any(body and body[-1] is inner for body in bodies):
            return False
        inner = outer
    return False
