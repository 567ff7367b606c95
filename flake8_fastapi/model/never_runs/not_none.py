"""Branches for a name that is None, where a part of it was read before: that failed then.

`item.name` above `if not item: raise HTTPException(404)` is an AttributeError for None, and
`item["name"]` a TypeError; the branch is for nobody.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.never_runs.failing_calls import is_behind
from flake8_fastapi.model.syntax.tree import FunctionNode, in_block


def is_in_idle_branch(line: int, function: FunctionNode, file: Layers) -> bool:
    """Whether a line of a function stands in a branch for a name that cannot be None there."""
    return any(
        _is_read_before(name, branch, function, file)
        for branch, name in _branches(line, function, file)
    )


def _branches(line: int, function: FunctionNode, file: Layers) -> Iterator[tuple[ast.If, str]]:
    """The branches around a line that are for a name that is None, with the name."""
    for branch in file.syntax.tree.inside(function, ast.If):
        name = None
        if in_block(line, branch.body):
            name = _none_where(branch.test, True)
        elif in_block(line, branch.orelse):
            name = _none_where(branch.test, False)
        if name is not None:
            yield branch, name


def _none_where(test: ast.expr, holds: bool) -> str | None:
    """The name that is None, or otherwise false, where a test holds, or does not."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _none_where(operand, not holds)
        case ast.Name(id=name) if not holds:
            return name
        case ast.Compare(
            left=ast.Name(id=name), ops=[ast.Is() | ast.IsNot() as sign],
            comparators=[ast.Constant(value=None)],
        ) if isinstance(sign, ast.Is) is holds:  # fmt: skip
            return name
    return None


def _is_read_before(name: str, branch: ast.If, function: FunctionNode, file: Layers) -> bool:
    """Whether every path to a branch reads a part of what the name is there.

    An attribute that is no method: what is empty, and false, has such too. Or what stands under a
    key that is written out, which it has not.
    """
    tree = file.syntax.tree
    bound = [
        each.lineno
        for each in tree.stored(function)
        if each.id == name and each.lineno <= branch.lineno
    ]
    last = max(bound, default=function.lineno)
    read: list[ast.Attribute | ast.Subscript] = [
        it for it in tree.inside(function, ast.Attribute) if not _is_called(it, file)
    ]
    read += [
        it for it in tree.inside(function, ast.Subscript) if isinstance(it.slice, ast.Constant)
    ]
    return any(
        isinstance(each.value, ast.Name)
        and each.value.id == name
        and isinstance(each.ctx, ast.Load)
        and last < each.lineno < branch.lineno
        and is_behind(branch.lineno, each, function, file)
        for each in read
    )


def _is_called(attribute: ast.Attribute, file: Layers) -> bool:
    parent = file.syntax.tree.parent(attribute)
    return isinstance(parent, ast.Call) and parent.func is attribute
