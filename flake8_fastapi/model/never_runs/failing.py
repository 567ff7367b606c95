"""Lines that a function never gets to, since something before them is sure to fail.

A call that is a TypeError, or an `await` of what cannot be awaited; the wrong kind of `with`; an
import in vain; a name or an attribute that is not there, or not yet. Where it is caught, the
function goes on somewhere else.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import partial

from flake8_fastapi.model.fails_at_import.imported_in_vain import is_in_vain
from flake8_fastapi.model.fails_at_import.missing import imports_failure
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.never_runs.always_failing import ends_in_failure, unbound_in
from flake8_fastapi.model.never_runs.failing_calls import (
    SESSIONS,
    WHOLE,
    fails,
    is_behind,
    is_plain_generator,
    takes_no_such,
)
from flake8_fastapi.model.never_runs.lacking import has_no_items, is_lacking, is_mistaken
from flake8_fastapi.model.never_runs.lost_relations import asks_for_unrelated
from flake8_fastapi.model.syntax.expressions import Call
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.syntax.tree import FunctionNode, evaluated_first
from flake8_fastapi.model.values.value_kinds import Instance
from flake8_fastapi.model.values.values import CONTEXT_MANAGERS

#: What makes context managers for the other kind of `with`, by whether this one is plain.
_MANAGERS = {True: "contextlib.asynccontextmanager", False: "contextlib.contextmanager"}
#: Classes whose objects only the other one enters.
_ENTERED = {
    True: {"aiohttp.ClientSession", "httpx.AsyncClient", "sqlalchemy.ext.asyncio.AsyncSession"},
    False: {"httpx.Client", "requests.Session", *SESSIONS},
}


def is_behind_failure(line: int, function: FunctionNode, file: Layers) -> bool:
    """Whether something that is sure to fail ends a function before a line of it.

    The same mistake in every line, `db.query`, is to be mended in each of them.
    """
    if is_mistaken_at(line, function, file):
        return False
    if _is_given_manager(line, function, file):
        return True
    if any(_is_needed_at(line, name, function, file) for name in file.undefined_in(function)):
        return True
    if any(
        _is_needed_at(line, attribute, function, file) and is_lacking(attribute, file)
        for attribute in file.syntax.tree.inside(function, ast.Attribute)
    ):
        return True
    if any(_is_refused(call, file) for call in _needed_at(line, function, file)):
        return True
    return any(
        node.lineno < line
        and is_behind(line, node, function, file, is_there=isinstance(node, ast.Attribute))
        and happens()
        for node, happens in _suspects(function, file)
    )


def _is_given_manager(line: int, function: FunctionNode, file: Layers) -> bool:
    """Whether a dependency gives a context manager that nobody enters, and it is used: FPI108."""
    tree, values = file.syntax.tree, file.values
    if line == function.lineno:
        return False  # where FPI108 says so, if all of the function is on that line
    statement = tree.statement_at(line)
    own = range(line, line + 1)
    if statement is not None and isinstance(statement, WHOLE):
        own = range(statement.lineno, (statement.end_lineno or line) + 1)
    for argument in file.syntax.reader.functions[function].arguments:
        given = values.dependency(argument)
        dependency = values.of(given) if given is not None else None
        if isinstance(dependency, Function) and values.decorated_by(dependency, CONTEXT_MANAGERS):
            read = [each for each in tree.inside(function, ast.Name) if each.id == argument.name]
            if not any(isinstance(tree.parent(each), ast.withitem) for each in read):
                return any(
                    each.lineno in own or is_behind(line, each, function, file) for each in read
                )
    return False


def _needed_at(line: int, function: FunctionNode, file: Layers) -> Iterator[Call]:
    """The calls without which no other one at a line is made: `add(Item())`, `query(Item).all()`.

    What is done to a call of a function is said of both: `next(get_db())`.
    """
    for call in file.syntax.reader.functions[function].calls:
        if call.lineno >= line:
            node = file.syntax.call_node(call)
            if node is not None and _is_needed_at(line, node, function, file):
                yield call


def _is_refused(call: Call, file: Layers) -> bool:
    """Whether an object cannot be made as a call does it, or a query not be."""
    makes = isinstance(file.values.of(call.callee), Class)
    return (makes and takes_no_such(call, file)) or asks_for_unrelated(call, file)


def _is_needed_at(
    line: int, given: ast.Name | ast.Attribute | ast.Call, function: FunctionNode, file: Layers
) -> bool:
    """Whether every call that begins at a line needs something to be called: `f(unbound)`."""
    if not line <= given.lineno:
        return False
    needing: set[ast.AST] = set()
    child: ast.AST = given
    for parent in file.syntax.tree.ancestors(given):
        if not isinstance(parent, WHOLE) and child not in evaluated_first(parent):
            break
        needing.add(parent)
        child = parent
    calls = {each for each in file.syntax.tree.inside(function, ast.Call) if each.lineno == line}
    calls.discard(given)
    return bool(calls) and needing.issuperset(calls)


def is_mistaken_at(line: int, function: FunctionNode, file: Layers) -> bool:
    """Whether a line has that mistake itself."""
    return any(
        each.lineno <= line <= (each.end_lineno or 0)
        and is_mistaken(file.syntax.expr(each), file, declared=True)
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
            yield node, partial(_fails, call, file)
    for statement in tree.inside(function, ast.ImportFrom):
        yield statement, partial(_is_in_vain, statement, file)
    for name in unbound_in(function, file):
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
    for subscript in tree.inside(function, ast.Subscript):
        yield subscript, partial(has_no_items, subscript, file)


def _fails(call: Call, file: Layers) -> bool:
    return fails(call, file) or ends_in_failure(call, file)


def _always() -> bool:
    return True


def _is_in_vain(statement: ast.ImportFrom, file: Layers) -> bool:
    """Whether an import fails: the project has not what it asks for, or that fails itself."""
    project, usage = file.project, file.usage
    if project is None or usage is None:
        return False
    path = project.path
    return is_in_vain(statement, path, usage) or imports_failure(statement, path, usage)


def _is_no_manager(item: ast.withitem, is_plain: bool, file: Layers) -> bool:
    """Whether a `with` enters what only `async with` can enter, or the other way round.

    Or a generator, which neither can.
    """
    expression = file.syntax.expr(item.context_expr)
    others = _ENTERED[is_plain]
    if not isinstance(expression, Call):
        return False
    match file.values.of(expression):
        case Instance(cls=cls, known=None) if cls in others:
            return True
    called = file.values.of(expression.callee)
    if isinstance(called, Function) and is_plain_generator(called):
        return True
    function = file.values.callee(called)
    return function is not None and [
        file.values.decorator_name(each.expression) for each in function.decorators
    ] == [_MANAGERS[is_plain]]
