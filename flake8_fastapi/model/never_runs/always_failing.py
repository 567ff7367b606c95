"""Functions that never come to their end: each time, a call in them is sure to fail.

Here or in another file, and so is whatever calls them.
"""

from __future__ import annotations

import ast

from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.never_runs.failing_calls import WHOLE, WITH, fails
from flake8_fastapi.model.never_runs.lacking import is_mistaken, is_of_coroutine
from flake8_fastapi.model.syntax.expressions import Attr, Call
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.syntax.tree import PERHAPS, FunctionNode, Tree, evaluated_first
from flake8_fastapi.model.values.value_kinds import Bound, Instance

#: Functions followed one into the other.
DEEPEST = 3
#: A function may have done all that it is asked for when it gets to one of these.
_LEAVING: tuple[type[ast.stmt | ast.expr], ...] = (ast.Return, ast.Yield, ast.YieldFrom)


def ends_in_failure(call: Call, file: Layers, depth: int = 0) -> bool:
    """Whether a call is one of a function of the project that always fails."""
    called = file.values.of(call.callee)
    function = called.function if isinstance(called, Bound) else called
    if not isinstance(function, Function) or function.decorators:
        return False
    if function.is_async is not call.awaited or function.is_generator is not False:
        return False
    match called:
        case Bound(of=Instance(known=Class() as cls)):
            if file.overriding.versions(cls, function.name):
                return False
        case Bound():
            return False
    return always_fails(function, file, depth)


def always_fails(function: Function, file: Layers, depth: int = 0) -> bool:
    """Whether a function makes a call in any case that is sure to fail."""
    known = file.always_failing
    key = function, depth
    if key not in known:
        known[key] = False  # where functions call each other
        known[key] = _is_sure_to_fail(function, file, depth)
    return known[key]


def _is_sure_to_fail(function: Function, file: Layers, depth: int) -> bool:
    suspects = [
        call
        for call in function.calls
        if not (call.needs or call.caught or call.handling or call.once or call.off)
        and (
            fails(call, file)
            or is_mistaken(call.callee, file, declared=True)
            or _asks_a_coroutine(call, file)
            or (depth < DEEPEST and ends_in_failure(call, file, depth + 1))
        )
    ]
    if not suspects:
        return False
    if function.is_lambda:
        return any([*function.returned] == [call] for call in suspects)
    located = file.elsewhere.located(function)
    if located is None:
        return False
    node, syntax = located
    return any(_is_run_first(each, node, syntax.tree) for each in suspects)


def _asks_a_coroutine(call: Call, file: Layers) -> bool:
    """Whether it is a method of a result that nobody awaits."""
    callee = call.callee
    return isinstance(callee, Attr) and is_of_coroutine(callee.name, callee.of, file)


def _is_run_first(call: Call, function: FunctionNode, tree: Tree) -> bool:
    """Whether a function that does not raise before makes a call, and cannot end without."""
    statement = tree.statement_at(call.lineno)
    if statement is None or statement not in function.body:
        return False
    parts: list[ast.stmt] | list[ast.expr] = [statement]
    if isinstance(statement, WITH):
        parts = [each.context_expr for each in statement.items]
    elif not isinstance(statement, WHOLE):
        parts = evaluated_first(statement)
    return (
        any(_holds(each, call) for each in parts)
        and not any(isinstance(part, PERHAPS) for each in parts for part in ast.walk(each))
        and not any(
            leaving.lineno < statement.lineno
            for kind in _LEAVING
            for leaving in tree.inside(function, kind)
        )
    )


def _holds(node: ast.stmt | ast.expr, call: Call) -> bool:
    """Whether a call begins in a part of the code."""
    begins = (call.lineno, call.col_offset)
    ends = (node.end_lineno or node.lineno, node.end_col_offset or 0)
    return (node.lineno, node.col_offset) <= begins < ends
