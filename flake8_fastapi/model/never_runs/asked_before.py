"""Branches for a name that is None, behind a test that left for each that is: nobody gets there.

`if not all([key, nonce]): return` above `if key is None or nonce is None: raise`, which only tells
the type checker. Whether what a name stands for is false may change; that it is None does not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.syntax.flow import always_leaves
from flake8_fastapi.model.syntax.tree import FunctionNode, block_with, in_block, statements_before


def is_asked_before(line: int, function: FunctionNode, file: Layers) -> bool:
    """Whether a line of a function stands in a branch for names that surely are not None."""
    tree = file.syntax.tree
    for branch in tree.inside(function, ast.If):
        names = _of_which_one_is_none(branch.test) if in_block(line, branch.body) else None
        if names and names <= {*_known(branch, function, file)}:
            return True
    return False


def _of_which_one_is_none(test: ast.expr) -> set[str] | None:
    """Names of which one is None wherever a test holds."""
    match test:
        case ast.BoolOp(op=ast.Or(), values=parts):
            found: set[str] = set()
            for each in parts:
                names = _of_which_one_is_none(each)
                if names is None:
                    return None
                found |= names
            return found
        case ast.Compare(
            left=ast.Name(id=name), ops=[ast.Is()], comparators=[ast.Constant(value=None)]
        ):
            return {name}
    return None


def _known(branch: ast.If, function: FunctionNode, file: Layers) -> Iterator[str]:
    """The names of a function that are not None where a branch begins: else it has left."""
    tree = file.syntax.tree
    shared = {name for each in tree.nodes(ast.Global) for name in each.names}
    shared |= {name for each in tree.nodes(ast.Nonlocal) for name in each.names}
    child: ast.AST = branch
    for parent in tree.ancestors(branch):
        for before in statements_before(child, block_with(child, parent)):
            if not isinstance(before, ast.If) or not always_leaves(before.body):
                continue
            later = {it.id for it in tree.stored(function) if it.lineno > before.lineno}
            yield from {*_left_for(before.test)} - later - shared
        if parent is function:
            return
        child = parent


def _left_for(test: ast.expr) -> Iterator[str]:
    """The names with each of which a test holds if it is None."""
    match test:
        case ast.BoolOp(op=ast.Or(), values=parts):
            for each in parts:
                yield from _left_for(each)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield from _names_in_all(operand)
        case ast.Compare(
            left=ast.Name(id=name), ops=[ast.Is()], comparators=[ast.Constant(value=None)]
        ):
            yield name


def _names_in_all(tested: ast.expr) -> Iterator[str]:
    """The names without each of which something is false: `a`, `a and b`, `all([a, b])`."""
    match tested:
        case ast.Name(id=name):
            yield name
        case ast.BoolOp(op=ast.And(), values=parts):
            for each in parts:
                yield from _names_in_all(each)
        case ast.Call(func=ast.Name(id="all"), args=[ast.List(elts=parts) | ast.Tuple(elts=parts)]):
            yield from (each.id for each in parts if isinstance(each, ast.Name))
