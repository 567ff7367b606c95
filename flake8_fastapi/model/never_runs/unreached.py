"""Lines that never run: behind a `return` or a call that fails, in lost routes, in skipped tests.

`excluded` has those that stand in a branch which is never taken. Of what the project does not say,
nothing is known: what may run, runs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.never_runs.asked_before import is_asked_before
from flake8_fastapi.model.never_runs.failing import is_behind_failure
from flake8_fastapi.model.never_runs.lost_routes import is_lost_route, is_named, registers_in_vain
from flake8_fastapi.model.never_runs.never_raised import is_in_idle_handler
from flake8_fastapi.model.never_runs.not_none import is_in_idle_branch
from flake8_fastapi.model.never_runs.overridden import is_overridden
from flake8_fastapi.model.never_runs.unawaited import (
    is_dropped_command,
    is_never_awaited,
    is_unawaited_fixture,
)
from flake8_fastapi.model.never_runs.uncollected import is_uncollected
from flake8_fastapi.model.never_runs.unserved import is_of_unserved
from flake8_fastapi.model.project.texts import mentions
from flake8_fastapi.model.role import Role
from flake8_fastapi.model.syntax.tree import FUNCTIONS, FunctionNode, spelled_name

#: Decorators of tests that are not to run, called or not.
_SKIPPING = {"pytest.mark.skip", "unittest.skip"}


def is_unreached(line: int, file: Layers) -> bool:
    """Whether a line of a file surely never runs, though its function may be called."""
    if any(line in each for each in file.cut_off):
        return True
    around = [*_around(line, file)]
    if any(_is_never_named(each, file) for each in around):
        return True
    if file.role is Role.TEST:  # which may patch what it calls
        return (
            ("skip" in file.source and _is_skipped(line, file))
            or _is_unawaited(line, file)
            or _is_overlooked(line, file)
        )
    if any(_is_behind(line, each, file) or _is_called_in_vain(each, file) for each in around):
        return True
    if any(is_dropped_command(each, file) for each in around):
        return True
    if not file.is_application:
        return False
    return (
        registers_in_vain(line, file)
        or is_of_unserved(line, file)
        or is_in_idle_handler(line, file)
        or any(is_lost_route(each, file) or is_overridden(each, file) for each in around)
    )


def _is_behind(line: int, function: FunctionNode, file: Layers) -> bool:
    """Whether what stands before a line of a function, or around it, keeps it from running."""
    return any(
        asks(line, function, file)
        for asks in (is_behind_failure, is_in_idle_branch, is_asked_before)
    )


def _is_called_in_vain(node: FunctionNode, file: Layers) -> bool:
    """Whether a function is named only by lines of the file that something before them keeps off.

    One step is looked at: to ask on and on for all callers takes long.
    """
    tree, usage, name = file.syntax.tree, file.usage, node.name
    if usage is None or file.project is None:
        return False
    if node.decorator_list or not isinstance(tree.parent(node), ast.Module):
        return False
    own = range(node.lineno, (node.end_lineno or 0) + 1)
    named = [each for each in tree.each(ast.Name) if each.id == name]
    users = [each.lineno for each in named if each.lineno not in own]
    return (
        bool(users)
        and all(any(_is_behind(line, each, file) for each in _around(line, file)) for line in users)
        and len(named) == sum(1 for _ in mentions(file.source, name))
        and usage.mentioning(name) in ([], [file.project.path])
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
        is_unawaited_fixture(each, file)
        or (is_never_awaited(each, file) and not is_named(file.syntax.reader.functions[each], file))
        for each in _around(line, file)
    )


def _is_overlooked(line: int, file: Layers) -> bool:
    """Whether a line lies in a test of a file that pytest does not look into."""
    return any(
        _is_test(each) and not is_named(file.syntax.reader.functions[each], file)
        for each in _around(line, file)
    ) and is_uncollected(file)


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
