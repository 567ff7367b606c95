"""Lines that never run: behind a `return` or a call that fails, in lost routes, in skipped tests.

`excluded` has those that stand in a branch which is never taken. Of what the project does not say,
nothing is known: what may run, runs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model.arguments import is_refused
from flake8_fastapi.model.expressions import Call
from flake8_fastapi.model.functions import Class
from flake8_fastapi.model.lacking import is_lacking
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.lost_routes import is_lost_route, is_named, registers_in_vain
from flake8_fastapi.model.missing import is_in_vain
from flake8_fastapi.model.never_raised import is_in_idle_handler
from flake8_fastapi.model.role import Role
from flake8_fastapi.model.too_early import read_too_early
from flake8_fastapi.model.tree import (
    FUNCTIONS,
    FunctionNode,
    block_with,
    evaluated_first,
    spelled_name,
)
from flake8_fastapi.model.unawaited import is_never_awaited
from flake8_fastapi.model.value_kinds import Bound, External, Instance, Method

#: Decorators of tests that are not to run, called or not.
_SKIPPING = {"pytest.mark.skip", "unittest.skip"}
_WITH = (ast.With, ast.AsyncWith)
_SESSIONS = {"sqlalchemy.orm.Session", "sqlmodel.Session"}
#: Methods of theirs that give nothing to wait for.
_NOT_AWAITABLE = {
    "add", "close", "commit", "delete", "exec", "execute", "flush", "get", "merge", "query",
    "refresh", "rollback", "scalar", "scalars",
}  # fmt: skip
#: All the parts of these are evaluated whenever they are.
_WHOLE = (
    *(ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Raise, ast.Return, *_WITH),
    *(ast.withitem, ast.Await, ast.Call, ast.keyword, ast.Starred, ast.Attribute, ast.Subscript),
    *(ast.BinOp, ast.UnaryOp, ast.NamedExpr, ast.Tuple, ast.List, ast.Set, ast.Dict),
    *(ast.JoinedStr, ast.FormattedValue),
)  # fmt: skip


def is_unreached(line: int, file: Layers) -> bool:
    """Whether a line of a file surely never runs, though its function may be called."""
    if any(line in each for each in file.cut_off):
        return True
    if file.role is Role.TEST:
        return ("skip" in file.source and _is_skipped(line, file)) or _is_unawaited(line, file)
    if not file.is_application:
        return False
    return (
        registers_in_vain(line, file)
        or is_in_idle_handler(line, file)
        or any(
            _is_behind_failure(line, each, file)
            or is_lost_route(each, file)
            or _is_never_named(each, file)
            for each in _around(line, file)
        )
    )


def _around(line: int, file: Layers) -> Iterator[FunctionNode]:
    """The functions in whose bodies a line lies."""
    tree = file.syntax.tree
    statement = tree.statement_at(line)
    for node in tree.ancestors(statement) if statement is not None else ():
        if isinstance(node, FUNCTIONS):
            yield node


def _is_never_named(node: FunctionNode, file: Layers) -> bool:
    """Whether a function within another one is made, and nothing in there has its name."""
    tree = file.syntax.tree
    outer = tree.function(node)
    if not isinstance(outer, FUNCTIONS) or node.decorator_list or "locals" in tree.words:
        return False
    names = (name for kinds in tree.within(outer) for name in kinds.get(ast.Name, ()))
    return not any(
        isinstance(name, ast.Name) and name.id == node.name and isinstance(name.ctx, ast.Load)
        for name in names
    )


# -- calls that fail -----------------------------------------------------------------------


def _is_behind_failure(line: int, around: FunctionNode, file: Layers) -> bool:
    """Whether a call that fails, what it gives awaited, or an import ends a function before.

    Or a name or an attribute that is not there, or not yet.
    """
    function = file.syntax.reader.functions[around]
    return (
        any(
            line in _lines_behind(file.syntax.call_node(call), around, file) and _fails(call, file)
            for call in function.calls
            if call.lineno < line
        )
        or any(
            line in _lines_behind(each, around, file) and _is_in_vain(each, file)
            for each in file.syntax.tree.each(ast.ImportFrom)
            if around.lineno < each.lineno < line
        )
        or any(
            line in _lines_behind(each, around, file)
            for each in (file.syntax.tree.nodes(ast.Name) if file.undefined else ())
            if each.id in file.undefined and around.lineno < each.lineno < line
        )
        or any(
            line in _lines_behind(each, around, file)
            for each in read_too_early(around, file.syntax.names)
            if each.lineno < line
        )
        or any(
            line in _lines_behind(each, around, file) and is_lacking(each, file)
            for each in file.syntax.tree.inside(around, ast.Attribute)
            if each.lineno < line
        )
    )


def _is_in_vain(statement: ast.ImportFrom, file: Layers) -> bool:
    """Whether an import is an ImportError, since the project has not what it asks for."""
    project, usage = file.project, file.usage
    return project is not None and usage is not None and is_in_vain(statement, project.path, usage)


def _lines_behind(node: ast.expr | ast.stmt | None, function: FunctionNode, file: Layers) -> range:
    """The lines of a function that are reached through a node only.

    In a branch, a loop or a `try`, these are the lines of its block. What raises in a `with` may be
    swallowed by it: then it is the same there.
    """
    if node is None:
        return range(0)
    end = None
    child: ast.AST = node
    for parent in file.syntax.tree.ancestors(node):
        if parent is function:
            return range((node.end_lineno or 0) + 1, (end or function.end_lineno or 0) + 1)
        # of a variable in a function the annotation is left alone
        whole = isinstance(parent, _WHOLE) or child in evaluated_first(parent)
        if not whole or child is getattr(parent, "annotation", None):
            if block := block_with(child, parent):
                return range((node.end_lineno or 0) + 1, (end or block[-1].end_lineno or 0) + 1)
            break
        if isinstance(parent, _WITH) and end is None:
            end = parent.end_lineno
        child = parent
    return range(0)


def _fails(call: Call, file: Layers) -> bool:
    """Whether a call is a TypeError, whichever class has the method that runs.

    So is an `await` of what a session gives that is seen to be no `AsyncSession`. What a library
    has no longer raises something of its own.
    """
    callee = file.values.of(call.callee)
    match callee:
        case External(name=name) if file.is_removed(name):
            return True
        case Method(of=Instance(cls=kind, known=None, made=Call()), name=name) if call.awaited:
            return kind in _SESSIONS and name in _NOT_AWAITABLE
    if not is_refused(callee, call, file.values):
        return False
    match callee:
        case Bound(of=Class() as cls) | Bound(of=Instance(known=Class() as cls)):
            return not file.overriding.versions(cls, callee.function.name)
    return True


# -- tests that are always skipped ---------------------------------------------------------


def _is_skipped(line: int, file: Layers) -> bool:
    """Whether a line lies in a test that is always skipped, or in a file behind its skipping."""
    end = _skipped_from(file)
    if end is not None and line > end:
        return True
    return any(
        _is_test(each)
        and (end is not None or _is_marked(each, file))
        and not is_named(file.syntax.reader.functions[each], file)
        for each in _around(line, file)
    )


def _is_unawaited(line: int, file: Layers) -> bool:
    """Whether a line lies in a coroutine function that pytest is not told to await."""
    return any(
        is_never_awaited(each, file) and not is_named(file.syntax.reader.functions[each], file)
        for each in _around(line, file)
    )


def _is_test(node: FunctionNode) -> bool:
    """Whether only pytest calls a function, if it runs at all."""
    around = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
    return node.name.startswith("test") and "fixture" not in map(spelled_name, around)


def _skipped_from(file: Layers) -> int | None:
    """The line at which a whole file is skipped: `pytest.skip(..., allow_module_level=True)`."""
    for statement in file.syntax.tree.root.body:
        match statement:
            case ast.Expr(value=ast.Call(func=func, keywords=keywords)):
                if file.values.qualname(file.syntax.expr(func)) == "pytest.skip" and any(
                    map(_allows_module, keywords)
                ):
                    return statement.end_lineno
    return None


def _allows_module(keyword: ast.keyword) -> bool:
    match keyword:
        case ast.keyword(arg="allow_module_level", value=ast.Constant(value=True)):
            return True
    return False


def _is_marked(test: FunctionNode, file: Layers) -> bool:
    """Whether a test is marked to be skipped, by itself or by its classes or file."""
    units = [test, *file.syntax.tree.ancestors(test)]
    return any(
        any(_skips(each, file) for each in getattr(unit, "decorator_list", ()))
        or any(_skips(each, file) for each in _pytestmark(unit))
        for unit in units
    )


def _pytestmark(unit: ast.AST) -> list[ast.expr]:
    """The marks that a file or class gives to all its tests, whatever happens."""
    found: list[ast.expr] = []
    for statement in unit.body if isinstance(unit, (ast.Module, ast.ClassDef)) else ():
        match statement:
            case ast.Assign(targets=[ast.Name(id="pytestmark")], value=given):
                found = given.elts if isinstance(given, (ast.List, ast.Tuple)) else [given]
    return found


def _skips(mark: ast.expr, file: Layers) -> bool:
    return file.values.decorator_name(file.syntax.expr(mark)) in _SKIPPING
