"""Names that a function reads before it binds them: an UnboundLocalError.

Most often an import further down in the function has made a global name its own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model.syntax.names import Definition, Names, every_argument
from flake8_fastapi.model.syntax.tree import FunctionNode, Tree

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
#: What binds names in ways that are not looked at.
_OTHERS = (ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping)


def read_too_early(function: FunctionNode, names: Names) -> Iterator[ast.Name]:
    """The places where a function itself reads a name that it binds in later lines only."""
    tree = names.tree
    own = names.bindings(function)
    first: dict[str, int] = {}
    for name, line in _bound(function, tree):
        first[name] = min(line, first.get(name, line))
    for node in tree.inside(function, ast.Name):
        if node.id in own and isinstance(node.ctx, ast.Load):
            if node.lineno < first.get(node.id, 0) and _is_read_at_once(node, function, tree):
                scope, _ = names.lookup(node.id, tree.scope(node)) or (None, None)
                if scope is function:
                    yield node


def _bound(function: FunctionNode, tree: Tree) -> Iterator[tuple[str, int]]:
    """The names that a function binds, with the line: 0 where they may be bound at any time."""
    for argument in every_argument(function.args):
        yield argument.arg, 0
    for name in tree.stored(function):
        yield name.id, name.lineno
    definitions: list[Definition] = [
        *tree.inside(function, ast.FunctionDef),
        *tree.inside(function, ast.AsyncFunctionDef),
        *tree.inside(function, ast.ClassDef),
    ]
    for definition in definitions:
        yield definition.name, definition.lineno
    imports: list[ast.Import | ast.ImportFrom] = [
        *tree.inside(function, ast.Import),
        *tree.inside(function, ast.ImportFrom),
    ]
    for statement in imports:
        for alias in statement.names:
            yield alias.asname or alias.name.partition(".")[0], statement.lineno
    for other in _OTHERS:
        for node in tree.inside(function, other):
            yield getattr(node, "name", None) or getattr(node, "rest", None) or "", 0


def _is_read_at_once(node: ast.Name, function: FunctionNode, tree: Tree) -> bool:
    """Whether nothing has been done before that stands further down: no loop is around it."""
    for parent in tree.ancestors(node):
        if parent is function:
            return True
        if isinstance(parent, _LOOPS):
            return False
    return False
