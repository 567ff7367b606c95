"""Names that a function reads before it binds them: an UnboundLocalError.

Most often an import further down in the function has made a global name its own. Or a name is bound
to what is made of itself: `email = normalised(email)`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model.syntax.names import Definition, Names, every_argument
from flake8_fastapi.model.syntax.tree import FunctionNode, Tree

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
#: A place in a file: a line, and a column of it.
_Place = tuple[int, int]
_AT_ANY_TIME = (0, 0)
#: What binds names in ways that are not looked at.
_OTHERS = (ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping)


def read_too_early(function: FunctionNode, names: Names) -> Iterator[ast.Name]:
    """The places where a function itself reads a name that it binds further on only."""
    tree = names.tree
    own = names.bindings(function)
    first: dict[str, _Place] = {}
    for name, place in _bound(function, tree):
        first[name] = min(place, first.get(name, place))
    for node in tree.inside(function, ast.Name):
        if node.id in own and isinstance(node.ctx, ast.Load):
            place = (node.lineno, node.col_offset)
            if place < first.get(node.id, _AT_ANY_TIME) and _is_read_at_once(node, function, tree):
                scope, _ = names.lookup(node.id, tree.scope(node)) or (None, None)
                if scope is function:
                    yield node


def _bound(function: FunctionNode, tree: Tree) -> Iterator[tuple[str, _Place]]:
    """The names that a function binds, with the place from which on they are."""
    for argument in every_argument(function.args):
        yield argument.arg, _AT_ANY_TIME
    for name in tree.stored(function):
        yield name.id, _bound_at(name, tree)
    definitions: list[Definition] = [
        *tree.inside(function, ast.FunctionDef),
        *tree.inside(function, ast.AsyncFunctionDef),
        *tree.inside(function, ast.ClassDef),
    ]
    for definition in definitions:
        yield definition.name, (definition.lineno, definition.col_offset)
    imports: list[ast.Import | ast.ImportFrom] = [
        *tree.inside(function, ast.Import),
        *tree.inside(function, ast.ImportFrom),
    ]
    for statement in imports:
        for alias in statement.names:
            place = (statement.lineno, statement.col_offset)
            yield alias.asname or alias.name.partition(".")[0], place
    for other in _OTHERS:
        for node in tree.inside(function, other):
            yield getattr(node, "name", None) or getattr(node, "rest", None) or "", _AT_ANY_TIME


def _bound_at(name: ast.Name, tree: Tree) -> _Place:
    """Where a name is bound: behind the value, if that is all that is given it.

    Of `last = last.next = Node()` it is not: from left to right.
    """
    match tree.parent(name):
        case (
            ast.Assign(targets=[_], value=ast.expr() as value)
            | ast.AnnAssign(value=ast.expr() as value)
            | ast.AugAssign(value=value)
            | ast.NamedExpr(value=value)
            | ast.withitem(context_expr=value)
        ):
            return value.end_lineno or value.lineno, value.end_col_offset or value.col_offset
    return name.lineno, name.col_offset


def _is_read_at_once(node: ast.Name, function: FunctionNode, tree: Tree) -> bool:
    """Whether nothing has been done before that stands further down: no loop is around it.

    What a generator reads is read when that is asked, and what annotates a variable never.
    """
    child: ast.AST = node
    for parent in tree.ancestors(node):
        if parent is function:
            return True
        if isinstance(parent, (*_LOOPS, ast.GeneratorExp)):
            return False
        if isinstance(parent, ast.AnnAssign) and child is parent.annotation:
            return False
        child = parent
    return False
