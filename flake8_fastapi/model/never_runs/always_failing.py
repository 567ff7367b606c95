"""Functions that never come to their end: each time, a call in them is sure to fail.

Here or in another file, and so is whatever calls them. Or they need a name that nothing binds.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_fastapi.model.fails_at_import.run_at_import import evaluated
from flake8_fastapi.model.fails_at_import.signatures import annotations_of, are_evaluated
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.never_runs.failing_calls import WHOLE, WITH, fails
from flake8_fastapi.model.never_runs.lacking import is_mistaken, is_of_coroutine
from flake8_fastapi.model.never_runs.too_early import read_too_early
from flake8_fastapi.model.syntax.expressions import Attr, Call
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.syntax.tree import (
    FUNCTIONS,
    PERHAPS,
    FunctionNode,
    Tree,
    evaluated_first,
)
from flake8_fastapi.model.values.decorators import CACHES
from flake8_fastapi.model.values.value_kinds import Bound, Instance

#: Functions followed one into the other.
DEEPEST = 3
#: A function may have done all that it is asked for when it gets to one of these.
_LEAVING: tuple[type[ast.stmt | ast.expr], ...] = (ast.Return, ast.Yield, ast.YieldFrom)


def ends_in_failure(call: Call, file: Layers, depth: int = 0) -> bool:
    """Whether a call is one of a function of the project that always fails."""
    called = file.values.of(call.callee)
    function = called.function if isinstance(called, Bound) else called
    if not isinstance(function, Function) or not _fails_as_it_is(function, file):
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


def _fails_as_it_is(function: Function, file: Layers) -> bool:
    """Whether a function that fails does so with its decorators: a cache keeps no exceptions."""
    return not function.decorators or file.values.only_decorated_by(function, CACHES)


def always_fails(function: Function, file: Layers, depth: int = 0) -> bool:
    """Whether a function does something in any case that is sure to fail."""
    known = file.always_failing
    key = function, depth
    if key not in known:
        known[key] = False  # where functions call each other
        known[key] = _needs_unbound(function, file) or _is_sure_to_fail(function, file, depth)
    return known[key]


def _needs_unbound(function: Function, file: Layers) -> bool:
    """Whether a function of the file needs a name that nothing binds, or not yet."""
    node, project = file.syntax.function_node(function), file.project
    if node is None or project is None:
        return False
    names = [*unbound_in(node, file)]
    annotated = bool(names) and are_evaluated(file.source, project.path)
    return any(_is_run_first(each, node, file.syntax.tree, annotated) for each in names)


def unbound_in(function: FunctionNode, file: Layers) -> Iterator[ast.Name]:
    """The places where a function itself reads a name that nothing binds, or not yet."""
    yield from file.undefined_in(function)
    yield from read_too_early(function, file.syntax.names)


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


def _is_run_first(
    part: Call | ast.Name, function: FunctionNode, tree: Tree, annotated: bool = False
) -> bool:
    """Whether a function that does not raise before evaluates a part, and cannot end without.

    `annotated`: if it does so with the annotations of the functions in it.
    """
    for statement in function.body:
        parts = _evaluated(statement, annotated)
        if any(_holds(each, part) for each in parts):
            return not any(
                isinstance(each, PERHAPS) for it in parts for each in ast.walk(it)
            ) and not any(
                leaving.lineno < statement.lineno
                for kind in _LEAVING
                for leaving in tree.inside(function, kind)
            )
    return False


def _evaluated(statement: ast.stmt, annotated: bool) -> Sequence[ast.stmt | ast.expr]:
    """What a statement evaluates in any case."""
    if isinstance(statement, WITH):
        return [each.context_expr for each in statement.items]
    if isinstance(statement, FUNCTIONS):
        return [*evaluated(statement), *(annotations_of(statement) if annotated else ())]
    return [statement] if isinstance(statement, WHOLE) else evaluated_first(statement)


def _holds(node: ast.stmt | ast.expr, part: Call | ast.Name) -> bool:
    """Whether a part begins in a piece of the code."""
    begins = (part.lineno, part.col_offset)
    ends = (node.end_lineno or node.lineno, node.end_col_offset or 0)
    return (node.lineno, node.col_offset) <= begins < ends
