"""Applications that nobody ever has: the function that makes one is sure to fail.

What is registered with such a one never runs, whatever it is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.never_runs.always_failing import always_fails
from flake8_fastapi.model.syntax.expressions import Call, receiver
from flake8_fastapi.model.syntax.tree import FUNCTIONS, FunctionNode, Tree


def is_of_unserved(line: int, file: Layers) -> bool:
    """Whether a line registers something with such an application, or is of what is registered."""
    return any(
        all(_is_with_unserved(each, file) for each in registering)
        for registering in _registering(line, file.syntax.tree)
    )


def _registering(line: int, tree: Tree) -> Iterator[list[ast.expr]]:
    """What may register what a line belongs to: the decorators around it, or its own call."""
    match tree.statement_at(line):
        case ast.Expr(value=value):
            yield [value]
    functions: list[FunctionNode] = [
        *tree.nodes(ast.FunctionDef),
        *tree.nodes(ast.AsyncFunctionDef),
    ]
    for each in functions:
        decorators = each.decorator_list
        if decorators and decorators[0].lineno <= line <= (each.end_lineno or 0):
            yield decorators


def _is_with_unserved(node: ast.expr, file: Layers) -> bool:
    """Whether it is a call of the method of an application that is lost with its function."""
    if not isinstance(node, ast.Call):
        return False
    router = file.routing.router(receiver(file.syntax.call(node).callee))
    if router is None or router.call is None or not router.own:
        return False
    maker = file.values.function(router.call.within)
    return (
        maker is not None
        and always_fails(maker, file)
        and not _is_given_away(router.name, router.call, file)
    )


def _is_given_away(name: str, made: Call, file: Layers) -> bool:
    """Whether a function does more with what it makes than to ask it for something, or return it.

    It would have done so before it fails.
    """
    node = file.syntax.call_node(made)
    maker = file.syntax.tree.function(node) if node is not None else None
    if not isinstance(maker, FUNCTIONS) or isinstance(file.syntax.tree.parent(maker), ast.ClassDef):
        return True
    parent = file.syntax.tree.parent
    for each in ast.walk(maker):
        match each:
            case ast.Global(names=names) | ast.Nonlocal(names=names) if name in names:
                return True
            case ast.Name(id=found, ctx=ast.Load()) if found == name:
                if not isinstance(parent(each), (ast.Attribute, ast.Return)):
                    return True
    return not name.isidentifier()
