"""Calls that are sure to fail, and the lines that are reached through them only."""

from __future__ import annotations

import ast

from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.never_runs.consumed_bodies import asks_consumed_body
from flake8_fastapi.model.never_runs.lacking import is_made_with_lacking
from flake8_fastapi.model.never_runs.pending import refreshes_pending
from flake8_fastapi.model.never_runs.sqlalchemy_refusals import closed_by, names_by_text
from flake8_fastapi.model.syntax.expressions import Call, Const, Expr, Ref, receiver
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.syntax.tree import FUNCTIONS, FunctionNode, block_with, evaluated_first
from flake8_fastapi.model.values.arguments import is_refused
from flake8_fastapi.model.values.value_kinds import Bound, External, Instance, Method

WITH = (ast.With, ast.AsyncWith)
SESSIONS = {"sqlalchemy.orm.Session", "sqlmodel.Session"}
#: Methods of theirs that give nothing to wait for.
_NOT_AWAITABLE = {
    "add", "close", "commit", "delete", "exec", "execute", "flush", "get", "merge", "query",
    "refresh", "rollback", "scalar", "scalars",
}  # fmt: skip
#: All the parts of these are evaluated whenever they are.
WHOLE = (
    *(ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Raise, ast.Return, *WITH),
    *(ast.withitem, ast.Await, ast.Call, ast.keyword, ast.Starred, ast.Attribute, ast.Subscript),
    *(ast.BinOp, ast.UnaryOp, ast.NamedExpr, ast.Tuple, ast.List, ast.Set, ast.Dict),
    *(ast.JoinedStr, ast.FormattedValue),
)  # fmt: skip


def fails(call: Call, file: Layers) -> bool:
    """Whether a call is a TypeError, whichever class has the method that runs.

    So is an `await` of what a session gives that is seen to be no `AsyncSession`, and `next` of an
    async generator. To ask None for a method is an AttributeError. What a library has no longer
    raises something of its own, SQLAlchemy does where rows are read of what is closed, Starlette
    where a body is.
    """
    callee = file.values.of(call.callee)
    match callee:
        case External(name="builtins.next"):
            return _is_async_generator(call.args, file)
        case External(name=name) if file.is_removed(name):
            return True
        case Method(of=Instance(cls=kind, known=None, made=Call()), name=name) if call.awaited:
            return kind in SESSIONS and name in _NOT_AWAITABLE
    if names_by_text(call, file.values, file.target) or _is_of_closed(call, file):
        return True
    if asks_consumed_body(call, file) or is_made_with_lacking(call, file):
        return True
    if refreshes_pending(call, file):
        return True
    if callee is None and _is_of_none(call, file):
        return True
    if not is_refused(callee, call, file.values):
        return False
    match callee:
        case Bound(of=Class() as cls) | Bound(of=Instance(known=Class() as cls)):
            return not file.overriding.versions(cls, callee.function.name)
    return True


def _is_of_none(call: Call, file: Layers) -> bool:
    """Whether it is a method of a global name that is None, and nobody binds to anything else.

    None in the place of what is switched off: `driver = None`.
    """
    of, values = receiver(call.callee), file.values
    if not isinstance(of, Ref) or not isinstance(values.expand(of), Const):
        return False  # `pool: Pool | None = None` says that there will be one
    constant = values.unchanged(of)
    return constant is not None and constant.value is None


def _is_of_closed(call: Call, file: Layers) -> bool:
    """Whether rows are read of a result that another call, which always comes before, closes."""
    node = file.syntax.call_node(call)
    function = file.syntax.tree.function(node) if node is not None else None
    if not isinstance(function, FUNCTIONS):
        return False
    closing = map(file.syntax.call_node, closed_by(call, file.values))
    return any(each and call.lineno in lines_behind(each, function, file) for each in closing)


def lines_behind(node: ast.expr | ast.stmt, function: FunctionNode, file: Layers) -> range:
    """The lines of a function that are reached through a node only.

    In a branch, a loop or a `try`, these are the lines of its block. What raises in a `with` may be
    swallowed by it: then it is the same there.
    """
    end = None
    child: ast.AST = node
    for parent in file.syntax.tree.ancestors(node):
        if parent is function:
            return range((node.end_lineno or 0) + 1, (end or function.end_lineno or 0) + 1)
        # of a variable in a function the annotation is left alone
        whole = isinstance(parent, WHOLE) or child in evaluated_first(parent)
        if not whole or child is getattr(parent, "annotation", None):
            if block := block_with(child, parent):
                return range((node.end_lineno or 0) + 1, (end or block[-1].end_lineno or 0) + 1)
            break
        if isinstance(parent, WITH) and end is None:
            end = parent.end_lineno
        child = parent
    return range(0)


def _is_async_generator(given: tuple[Expr, ...], file: Layers) -> bool:
    """Whether the first of some arguments is a call of an async function that yields."""
    match given:
        case (Call(callee=callee), *_):
            function = file.values.of(callee)
            return (
                isinstance(function, Function)
                and function.is_async
                and function.is_generator is True
                and not function.decorators
            )
    return False
