"""Tests of paths that every request passes: `any(path.startswith(it) for it in ("/", "/docs"))`.

A list of public paths with "/" in it is meant for the front page, and opens all of the others.
"""

from __future__ import annotations

import ast

from flake8_fastapi.model.syntax.expressions import Attr, Expr, Items
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.value_kinds import Display
from flake8_fastapi.model.values.values import Values

#: What every path begins with.
_EVERY = {"", "/"}


def takes_every_path(test: ast.expr, syntax: Syntax, values: Values) -> bool:
    """Whether a test asks of the path of a request for one of some beginnings, which it has."""
    match test:
        case ast.Call(
            func=ast.Name("any"),
            args=[ast.GeneratorExp(elt=elt, generators=[each])],
        ) if not each.ifs:
            begins = _begins_with(elt, syntax)
            return (
                isinstance(begins, ast.Name)
                and isinstance(each.target, ast.Name)
                and begins.id == each.target.id
                and _has_every(syntax.expr(each.iter), values)
            )
        case ast.Call():
            begins = _begins_with(test, syntax)
            given = syntax.expr(begins) if begins is not None else None
            return values.text(given) in _EVERY or _has_every(given, values)
    return False


def _begins_with(test: ast.expr, syntax: Syntax) -> ast.expr | None:
    """What `request.url.path.startswith` is asked for."""
    match test:
        case ast.Call(func=ast.Attribute(value=path, attr="startswith"), args=[begins]):
            match syntax.expr(path):
                case Attr(of=Attr(name="url"), name="path"):
                    return begins
    return None


def _has_every(listed: Expr | None, values: Values) -> bool:
    match values.expand(listed), values.of(listed):
        case (Items(items=items), _) | (_, Display(expression=Items(items=items))):
            return any(values.text(each) in _EVERY for each in items)
    return False
