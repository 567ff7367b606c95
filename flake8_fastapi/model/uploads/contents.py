"""Where a function has what it has read: the expression, its names, and the text of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import Tree


def places(node: ast.expr, syntax: Syntax) -> Iterator[ast.expr]:
    """The expression itself, with its `await`, and the name that it is given to.

    Not so where the name surely has another value: what one branch does, may not be done. Bytes
    are as long when they are decoded, or about that.
    """
    place = node
    outer = syntax.tree.parent(place)
    while isinstance(outer, (ast.Await, ast.NamedExpr)):
        place, outer = outer, syntax.tree.parent(outer)
    yield place
    name = syntax.bound_name(node)
    if name is None:
        return
    function = syntax.tree.function(node)
    stores = [
        each
        for each in syntax.tree.nodes(ast.Name)
        if each.id == name and isinstance(each.ctx, ast.Store) and each.lineno > node.lineno
        if syntax.tree.function(each) is function
    ]
    for load in syntax.later_loads(node):
        if load.lineno >= node.lineno:
            if not any(_replaces(each, load, syntax.tree) for each in stores):
                yield load
                text = _decoded(load, syntax.tree)
                if text is not None and _is_named_anew(text, name, syntax):
                    yield from places(text, syntax)


def _decoded(content: ast.expr, tree: Tree) -> ast.Call | None:
    """The call that decodes it: `content.decode("utf-8")`."""
    method = tree.parent(content)
    call = tree.parent(method) if isinstance(method, ast.Attribute) else None
    match method, call:
        case ast.Attribute(attr="decode"), ast.Call(func=func) if func is method:
            return call
    return None


def _is_named_anew(text: ast.Call, name: str, syntax: Syntax) -> bool:
    """Whether another name than that is given to a text itself, and not to a part of it."""
    naming = isinstance(syntax.tree.parent(text), (ast.Assign, ast.AnnAssign, ast.NamedExpr))
    return naming and syntax.bound_name(text) != name


def _replaces(store: ast.Name, load: ast.Name, tree: Tree) -> bool:
    """Whether a name has its new value where it is read: not if only one branch gives it that."""
    if store.lineno >= load.lineno:
        return False
    for outer in tree.ancestors(store):
        if isinstance(outer, ast.If) and not outer.orelse:
            return outer in tree.ancestors(load)
    return True
