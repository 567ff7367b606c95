"""Rows that a session is to read anew before it has written them: an InvalidRequestError.

`refresh` does not flush, so it needs what is in the database: `db.add(user); db.refresh(user)`.
"""

from __future__ import annotations

import ast

from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.syntax.expressions import Call, Ref, last_name
from flake8_fastapi.model.syntax.functions import Class
from flake8_fastapi.model.syntax.tree import block_with
from flake8_fastapi.model.values.value_kinds import External, Instance, Method
from flake8_fastapi.model.values.values import Values

#: Sessions, by whether their `refresh` has to be awaited.
_SESSIONS = {
    "sqlalchemy.orm.Session": False,
    "sqlmodel.Session": False,
    "sqlalchemy.ext.asyncio.AsyncSession": True,
    "sqlmodel.ext.asyncio.session.AsyncSession": True,
}


def refreshes_pending(call: Call, file: Layers) -> bool:
    """Whether a session refreshes what was just made, and is no more than added to it."""
    if last_name(call.callee) != "refresh":
        return False
    match file.values.of(call.callee):
        case Method(of=Instance(cls=cls, known=None)) if _SESSIONS.get(cls) is call.awaited:
            pass
        case _:
            return False
    match file.syntax.call_node(call):
        case ast.Call(args=[ast.Name() as given, *_]) as node:
            return _is_just_made(given, node, file)
    return False


def _is_just_made(given: ast.Name, refresh: ast.Call, file: Layers) -> bool:
    """Whether the statements before make an object of a class, and do nothing but to add it."""
    tree = file.syntax.tree
    statement = next(it for it in tree.ancestors(refresh) if isinstance(it, ast.stmt))
    if not isinstance(statement, ast.Expr):
        return False
    block = block_with(statement, tree.parents[statement])
    is_added = True
    for before in reversed(block[: block.index(statement)]):
        if is_added and _adds(before):
            continue
        is_added = False
        if _sets_attribute(before, given.id):
            continue
        return _makes(before, given.id, file)
    return False


def _adds(statement: ast.stmt) -> bool:
    """Whether a statement adds something to a session, and no more."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="add"), args=[ast.Name()])):
            return True
    return False


def _sets_attribute(statement: ast.stmt, name: str) -> bool:
    """Whether a statement gives the object of a name an attribute, without a call."""
    match statement:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=found))], value=value):
            return found == name and not any(
                isinstance(each, (ast.Call, ast.Await)) for each in ast.walk(value)
            )
    return False


def _makes(statement: ast.stmt, name: str, file: Layers) -> bool:
    """Whether a statement makes an object of a class that does no more when it is made."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=found)], value=ast.Call() as made):
            callee = file.syntax.call(made).callee
            cls = file.values.of(callee)
            return (
                found == name
                and isinstance(callee, Ref)
                and isinstance(cls, Class)
                and not cls.decorators
                and _only_fills_in(cls, file.values)
            )
    return False


def _only_fills_in(cls: Class, values: Values) -> bool:
    """Whether no `__init__` of a class hands its object to anything but that of a base."""
    for base in values.ancestry(cls.qualname):
        known = values.known_class(base) if base is not None else None
        name = known.methods.get("__init__") if known is not None else None
        method = values.function(name) if name is not None else None
        for call in method.calls if method is not None else ():
            if last_name(call.callee) in ("super", "__init__"):
                continue
            if not isinstance(values.of(call.callee), External):
                return False
    return True
