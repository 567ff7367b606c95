"""Lines that a function never gets to, since something before them is sure to fail.

A call that is a TypeError, or an `await` of what cannot be awaited; the wrong kind of `with`; an
import in vain; a name or an attribute that is not there, or not yet. Where it is caught, the
function goes on somewhere else.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import partial

from flake8_fastapi.model.arguments import is_refused
from flake8_fastapi.model.expressions import Call, Expr
from flake8_fastapi.model.functions import Class, Function
from flake8_fastapi.model.lacking import is_lacking, is_mistaken
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.missing import is_in_vain
from flake8_fastapi.model.sqlalchemy_refusals import closed_by, names_by_text
from flake8_fastapi.model.too_early import read_too_early
from flake8_fastapi.model.tree import FUNCTIONS, FunctionNode, block_with, evaluated_first
from flake8_fastapi.model.value_kinds import Bound, External, Instance, Method

_WITH = (ast.With, ast.AsyncWith)
_SESSIONS = {"sqlalchemy.orm.Session", "sqlmodel.Session"}
#: Methods of theirs that give nothing to wait for.
_NOT_AWAITABLE = {
    "add", "close", "commit", "delete", "exec", "execute", "flush", "get", "merge", "query",
    "refresh", "rollback", "scalar", "scalars",
}  # fmt: skip
#: What makes context managers for the other kind of `with`, by whether this one is plain.
_MANAGERS = {True: "contextlib.asynccontextmanager", False: "contextlib.contextmanager"}
#: Classes whose objects only the other one enters.
_ENTERED = {
    True: {"aiohttp.ClientSession", "httpx.AsyncClient", "sqlalchemy.ext.asyncio.AsyncSession"},
    False: {"httpx.Client", "requests.Session", *_SESSIONS},
}
#: All the parts of these are evaluated whenever they are.
WHOLE = (
    *(ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Raise, ast.Return, *_WITH),
    *(ast.withitem, ast.Await, ast.Call, ast.keyword, ast.Starred, ast.Attribute, ast.Subscript),
    *(ast.BinOp, ast.UnaryOp, ast.NamedExpr, ast.Tuple, ast.List, ast.Set, ast.Dict),
    *(ast.JoinedStr, ast.FormattedValue),
)  # fmt: skip


def is_behind_failure(line: int, function: FunctionNode, file: Layers) -> bool:
    """Whether something that is sure to fail ends a function before a line of it.

    The same mistake in every line, `db.query`, is to be mended in each of them.
    """
    if _is_mistaken(line, function, file):
        return False
    if any(_is_needed_at(line, name, function, file) for name in file.undefined_in(function)):
        return True
    return any(
        node.lineno < line and line in lines_behind(node, function, file) and happens()
        for node, happens in _suspects(function, file)
    )


def _is_needed_at(line: int, name: ast.Name, function: FunctionNode, file: Layers) -> bool:
    """Whether every call that begins at a line needs a name, for what it is given: `f(unbound)`."""
    if not line <= name.lineno:
        return False
    needing: set[ast.AST] = set()
    child: ast.AST = name
    for parent in file.syntax.tree.ancestors(name):
        if not isinstance(parent, WHOLE) and child not in evaluated_first(parent):
            break
        needing.add(parent)
        child = parent
    calls = [each for each in file.syntax.tree.inside(function, ast.Call) if each.lineno == line]
    return bool(calls) and needing.issuperset(calls)


def _is_mistaken(line: int, function: FunctionNode, file: Layers) -> bool:
    return any(
        each.lineno <= line <= (each.end_lineno or 0) and is_mistaken(each, file)
        for each in file.syntax.tree.inside(function, ast.Attribute)
    )


def _suspects(
    function: FunctionNode, file: Layers
) -> Iterator[tuple[ast.expr | ast.stmt, Callable[[], bool]]]:
    """The parts of a function that may fail, each with the question whether it does."""
    tree = file.syntax.tree
    for call in file.syntax.reader.functions[function].calls:
        node = file.syntax.call_node(call)
        if node is not None:
            yield node, partial(fails, call, file)
    for statement in tree.inside(function, ast.ImportFrom):
        yield statement, partial(_is_in_vain, statement, file)
    for name in (*file.undefined_in(function), *read_too_early(function, file.syntax.names)):
        yield name, _always
    entering: list[ast.With | ast.AsyncWith] = [
        *tree.inside(function, ast.With),
        *tree.inside(function, ast.AsyncWith),
    ]
    for each in entering:
        for item in each.items:
            is_plain = isinstance(each, ast.With)
            yield item.context_expr, partial(_is_no_manager, item, is_plain, file)
    for attribute in tree.inside(function, ast.Attribute):
        yield attribute, partial(is_lacking, attribute, file)


def _always() -> bool:
    return True


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
        if isinstance(parent, _WITH) and end is None:
            end = parent.end_lineno
        child = parent
    return range(0)


def _is_in_vain(statement: ast.ImportFrom, file: Layers) -> bool:
    """Whether an import is an ImportError, since the project has not what it asks for."""
    project, usage = file.project, file.usage
    return project is not None and usage is not None and is_in_vain(statement, project.path, usage)


def fails(call: Call, file: Layers) -> bool:
    """Whether a call is a TypeError, whichever class has the method that runs.

    So is an `await` of what a session gives that is seen to be no `AsyncSession`, and `next` of an
    async generator. What a library has no longer raises something of its own, and SQLAlchemy does
    where rows are read of what is closed.
    """
    callee = file.values.of(call.callee)
    match callee:
        case External(name="builtins.next"):
            return _is_async_generator(call.args, file)
        case External(name=name) if file.is_removed(name):
            return True
        case Method(of=Instance(cls=kind, known=None, made=Call()), name=name) if call.awaited:
            return kind in _SESSIONS and name in _NOT_AWAITABLE
    if names_by_text(call, file.values, file.target) or _is_of_closed(call, file):
        return True
    if not is_refused(callee, call, file.values):
        return False
    match callee:
        case Bound(of=Class() as cls) | Bound(of=Instance(known=Class() as cls)):
            return not file.overriding.versions(cls, callee.function.name)
    return True


def _is_of_closed(call: Call, file: Layers) -> bool:
    """Whether rows are read of a result that another call, which always comes before, closes."""
    node = file.syntax.call_node(call)
    function = file.syntax.tree.function(node) if node is not None else None
    if not isinstance(function, FUNCTIONS):
        return False
    closing = map(file.syntax.call_node, closed_by(call, file.values))
    return any(each and call.lineno in lines_behind(each, function, file) for each in closing)


def _is_no_manager(item: ast.withitem, is_plain: bool, file: Layers) -> bool:
    """Whether a `with` enters what only `async with` can enter, or the other way round."""
    expression = file.syntax.expr(item.context_expr)
    others = _ENTERED[is_plain]
    if not isinstance(expression, Call):
        return False
    match file.values.of(expression):
        case Instance(cls=cls, known=None) if cls in others:
            return True
    function = file.values.callee(file.values.of(expression.callee))
    return function is not None and [
        file.values.decorator_name(each.expression) for each in function.decorators
    ] == [_MANAGERS[is_plain]]


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
