"""Calls that are sure to fail, and the lines that are reached through them only."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import islice

from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.never_runs.consumed_bodies import asks_consumed_body
from flake8_fastapi.model.never_runs.lacking import is_made_with_lacking
from flake8_fastapi.model.never_runs.lost_relations import asks_for_unrelated
from flake8_fastapi.model.never_runs.pending import refreshes_pending
from flake8_fastapi.model.never_runs.sqlalchemy_refusals import closed_by, names_by_text
from flake8_fastapi.model.syntax.expressions import Call, Const, Expr, Ref, Typed, Unknown, receiver
from flake8_fastapi.model.syntax.flow import always_leaves
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.syntax.tree import (
    FUNCTIONS,
    FunctionNode,
    block_with,
    evaluated_first,
    in_block,
)
from flake8_fastapi.model.values.arguments import is_refused
from flake8_fastapi.model.values.value_kinds import Bound, External, Instance, Method

WITH = (ast.With, ast.AsyncWith)
SESSIONS = {"sqlalchemy.orm.Session", "sqlmodel.Session"}
#: Methods of theirs that give nothing to wait for.
_NOT_AWAITABLE = {
    "add", "close", "commit", "delete", "exec", "execute", "flush", "get", "merge", "query",
    "refresh", "rollback", "scalar", "scalars",
}  # fmt: skip
#: Classes whose objects let an exception in their `with` through.
_LETTING_THROUGH = SESSIONS | {
    "sqlalchemy.ext.asyncio.AsyncSession", "sqlmodel.ext.asyncio.session.AsyncSession",
    "sqlalchemy.Connection", "sqlalchemy.ext.asyncio.AsyncConnection", "sqlite3.Connection",
    "asyncio.Lock", "threading.Lock", "typing.IO",
    "aiohttp.ClientSession", "httpx.AsyncClient", "httpx.Client", "requests.Session",
}  # fmt: skip
_MAKING = {"__init__", "__new__"}
#: What a dataclass may be told that changes nothing about what its objects are made with.
_OF_DATACLASS = {"eq", "frozen", "order", "repr", "slots", "unsafe_hash"}
#: All the parts of these are evaluated whenever they are.
WHOLE = (
    *(ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Raise, ast.Return, *WITH),
    *(ast.withitem, ast.Await, ast.Call, ast.keyword, ast.Starred, ast.Attribute, ast.Subscript),
    *(ast.BinOp, ast.UnaryOp, ast.NamedExpr, ast.Tuple, ast.List, ast.Set, ast.Dict),
    *(ast.JoinedStr, ast.FormattedValue),
)  # fmt: skip


def fails(call: Call, file: Layers) -> bool:
    """Whether a call is a TypeError, whichever class has the method that runs.

    So is an `await` of what a session gives that is seen to be no `AsyncSession`, or of a
    generator, and `next` of an async one. To ask None for a method is an AttributeError. What a
    library has no longer raises something of its own, SQLAlchemy does where rows are read of what
    is closed, Starlette where a body is.
    """
    callee = file.values.of(call.callee)
    match callee:
        case External(name="builtins.next"):
            return _is_async_generator(call.args, file)
        case External(name=name) if file.is_removed(name):
            return True
        case Method(of=Instance(cls=kind, known=None, made=Call()), name=name) if call.awaited:
            return kind in SESSIONS and name in _NOT_AWAITABLE
        case Function() if call.awaited and is_plain_generator(callee):
            return True
    if names_by_text(call, file.values, file.target) or _is_of_closed(call, file):
        return True
    if asks_consumed_body(call, file) or is_made_with_lacking(call, file):
        return True
    if refreshes_pending(call, file) or asks_for_unrelated(call, file):
        return True
    if callee is None and _is_of_none(call, file):
        return True
    return takes_no_such(call, file)


def takes_no_such(call: Call, file: Layers) -> bool:
    """Whether a call gives too little, or what nobody takes, whichever class has the method."""
    callee = file.values.of(call.callee)
    if isinstance(callee, Class) and callee.decorators:
        return isinstance(call.callee, Ref) and _is_refused_by_dataclass(callee, call, file)
    if not is_refused(callee, call, file.values):
        return False
    match callee:
        case Bound(of=Class() as cls) | Bound(of=Instance(known=Class() as cls)):
            return not file.overriding.versions(cls, callee.function.name)
    return True


def _is_refused_by_dataclass(cls: Class, call: Call, file: Layers) -> bool:
    """Whether an object of a dataclass is made without a field, or with what is none.

    Whether a field has a default only its definition tells for sure.
    """
    given = {name for name, _ in call.keywords if name is not None}
    summary = file.values.summary(cls.qualname)
    if call.spreads or cls.bases or summary is None or not _MAKING.isdisjoint(cls.methods):
        return False
    if not all(
        file.values.decorator_name(each.expression) == "dataclasses.dataclass"
        and _OF_DATACLASS.issuperset(name for name, _ in _keywords(each.expression))
        for each in cls.decorators
    ):
        return False
    lacking = [
        name
        for name, declared in cls.fields.items()
        if isinstance(declared, Typed) and isinstance(declared.value, Unknown)
    ]
    if given <= cls.fields.keys() and len(call.args) >= len(lacking):
        return False
    syntax = file.elsewhere.of(summary)
    known = syntax.summary.classes.get(cls.qualname) if syntax is not None else None
    node = syntax.class_node(known) if syntax is not None and known is not None else None
    fields = _fields(node) if node is not None else None
    return fields is not None and (
        not given <= fields.keys()
        or any(
            is_needed and name not in given
            for name, is_needed in islice(fields.items(), len(call.args), None)
        )
    )


def _keywords(decorator: Expr) -> Sequence[tuple[str | None, Expr]]:
    return decorator.keywords if isinstance(decorator, Call) else ()


def _fields(dataclass: ast.ClassDef) -> dict[str, bool] | None:
    """The fields of a dataclass, and whether each has to be given; None: it may have others."""
    found: dict[str, bool] = {}
    for statement in dataclass.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                written = ast.unparse(annotation)
                if "KW_ONLY" in written:
                    return None
                if "ClassVar" not in written:
                    found[name] = value is None
            case (
                ast.Assign() | ast.Expr() | ast.Pass() | ast.FunctionDef() | ast.AsyncFunctionDef()
            ):
                pass
            case ast.ClassDef():
                pass
            case _:
                return None
    return found


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
    return any(each and is_behind(call.lineno, each, function, file) for each in closing)


def is_behind(
    line: int,
    node: ast.expr | ast.stmt,
    function: FunctionNode,
    file: Layers,
    is_there: bool = False,
) -> bool:
    """Whether a line of a function is reached through a node only.

    In a branch or a loop, that is so in the rest of its block. What raises in a `with` may be
    swallowed by it, unless it is known not to: then it is the same there. Behind a `try` it is so
    if its handlers all leave. `is_there`: if the node asks something of what is not None.
    """
    lines, around = _lines_behind(node, function, file, is_there)
    if line in lines:
        return True
    if not isinstance(around, ast.Try):
        return False
    if line <= (around.end_lineno or 0):
        return in_block(line, around.orelse) is not None
    handled = all(always_leaves(each.body) for each in around.handlers)
    return handled and is_behind(line, around, function, file)


def _lines_behind(
    node: ast.expr | ast.stmt, function: FunctionNode, file: Layers, is_there: bool
) -> tuple[range, ast.AST | None]:
    """The lines of its block that are reached through a node only; the `try` of that block."""
    end = None
    child: ast.AST = node
    for parent in file.syntax.tree.ancestors(node):
        if parent is function:
            return range((node.end_lineno or 0) + 1, (end or function.end_lineno or 0) + 1), None
        # of a variable in a function the annotation is left alone
        whole = isinstance(parent, WHOLE) or child in evaluated_first(parent)
        whole = whole or (is_there and _is_asked_if_there(node, child, parent))
        if not whole or child is getattr(parent, "annotation", None):
            if block := block_with(child, parent):
                last = end or block[-1].end_lineno or 0
                tried = parent if block is getattr(parent, "body", None) else None
                return range((node.end_lineno or 0) + 1, last + 1), tried
            break
        if isinstance(parent, WITH) and end is None and _may_swallow(parent, file):
            end = parent.end_lineno
        child = parent
    return range(0), None


def _is_asked_if_there(node: ast.expr | ast.stmt, child: ast.AST, parent: ast.AST) -> bool:
    """Whether a name is asked for something right behind the question whether it is there at all.

    `item is None or item.owner != user`: what surely lacks an attribute is an object.
    """
    match parent, node:
        case (
            ast.BoolOp(values=[asked, second, *_], op=operator),
            ast.Attribute(value=ast.Name(id=name)),
        ) if child is second:
            is_or = isinstance(operator, ast.Or)
            passed = {f"not {name}", f"{name} is None"} if is_or else {name, f"{name} is not None"}
            return ast.unparse(asked) in passed
    return False


def _may_swallow(entered: ast.With | ast.AsyncWith, file: Layers) -> bool:
    """Whether a `with` may end an exception that is raised in it."""
    return not all(
        isinstance(made := file.values.of(file.syntax.expr(item.context_expr)), Instance)
        and made.known is None
        and made.cls in _LETTING_THROUGH
        for item in entered.items
    )


def _is_async_generator(given: tuple[Expr, ...], file: Layers) -> bool:
    """Whether the first of some arguments is a call of an async function that yields."""
    match given:
        case (Call(callee=callee), *_):
            function = file.values.of(callee)
            return isinstance(function, Function) and (
                function.is_async and is_plain_generator(function)
            )
    return False


def is_plain_generator(function: Function) -> bool:
    """Whether calling a function gives a generator: no decorator makes something else of it."""
    return function.is_generator is True and not function.decorators
