"""Background tasks that nobody runs: no response has them, or it has others of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal

from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.expressions import Call, Expr, receiver
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import FUNCTIONS
from flake8_fastapi.model.values.arguments import parameter_of
from flake8_fastapi.model.values.callables import runs_at_once
from flake8_fastapi.model.values.value_kinds import Instance
from flake8_fastapi.model.values.values import Values

TASKS = "starlette.background.BackgroundTasks"
_RESPONSE = "starlette.responses.Response"
_MADE = ("fastapi.BackgroundTasks", TASKS, "starlette.background.BackgroundTask")

#: What a function asks that does nothing but add tasks.
_FILLING = frozenset({"add_task"})


@dataclass(frozen=True)
class UnattachedTasks:
    """A `BackgroundTasks` that goes nowhere, or one that a WebSocket endpoint takes."""

    name: str
    why: Literal["made", "websocket"]
    lineno: int
    col_offset: int
    has_run: bool = False  #: all that is added runs as it is added: `tasks.add_task(await send())`


def unattached_tasks(syntax: Syntax, values: Values, routing: Routing) -> Iterator[UnattachedTasks]:
    for call, within in routing.calls_of(*_MADE):
        node = syntax.call_node(call)
        if node is None or within is None:
            continue
        name = values.qualname(call.callee) or ""
        is_filled = name != _MADE[-1]  # a list of tasks; it has none before `add_task`
        if _is_dropped(node, is_filled, syntax, values):
            name = f"{syntax.callee_text(call)}()"
            has_run = _has_run(call, values, routing)
            yield UnattachedTasks(name, "made", call.lineno, call.col_offset, has_run)
    for endpoint in routing.endpoints:
        function = endpoint.function
        definition = syntax.function_node(function) if function and endpoint.websocket else None
        for parameter in endpoint.parameters if definition else ():
            is_tasks = values.type_of(parameter.annotation) if parameter.annotation else None
            if parameter.kind != "injected" or not values.derives(
                getattr(is_tasks, "cls", ""), TASKS
            ):
                continue
            if _is_only_filled(parameter.name, definition, syntax, values):
                yield UnattachedTasks(
                    parameter.name, "websocket", parameter.lineno, parameter.col_offset
                )


@dataclass(frozen=True)
class LostTasks:
    """A response with tasks of its own, where the endpoint has filled those that it was handed."""

    name: str  #: of the parameter
    lineno: int
    col_offset: int


def lost_tasks(syntax: Syntax, values: Values, routing: Routing) -> Iterator[LostTasks]:
    for endpoint in routing.endpoints:
        function = endpoint.function
        node = syntax.function_node(function) if function else None
        if function is None or node is None or endpoint.websocket:
            continue
        answers = list(_answers(function, node, syntax, values))
        for parameter in endpoint.parameters if answers else ():
            declared = values.type_of(parameter.annotation) if parameter.annotation else None
            if not isinstance(declared, Instance) or not values.derives(declared.cls, TASKS):
                continue
            if not _is_only_filled(parameter.name, node, syntax, values):
                continue
            filled = [_statement(load, syntax) for load in _loads(parameter.name, node, syntax)]
            for answer in answers:
                if any(_comes_before(each, answer, syntax) for each in filled):
                    yield LostTasks(parameter.name, answer.lineno, answer.col_offset)


def _answers(
    function: Function, node: ast.AST, syntax: Syntax, values: Values
) -> Iterator[ast.Call | ast.Assign]:
    """Where a response that the function returns gets tasks of its own."""
    for call in function.calls:
        made = syntax.call_node(call)
        if made is not None and _has_own(call, values) and _is_returned(made, syntax):
            yield made
    for assignment in syntax.tree.inside(node, ast.Assign):
        match assignment.targets:
            case [ast.Attribute(value=ast.Name(id=name) as answer, attr="background")]:
                if (
                    _is_own(syntax.expr(assignment.value), values)
                    and values.is_instance(syntax.expr(answer), _RESPONSE)
                    and any(
                        isinstance(syntax.tree.parent(load), ast.Return)
                        for load in _loads(name, node, syntax)
                    )
                ):
                    yield assignment


def _has_own(call: Call, values: Values, depth: int = 0) -> bool:
    """Whether a call gives a response with tasks of its own: of a class, or a plain function."""
    given = call.argument("background")
    if given is not None and _is_own(given, values):
        return bool(values.is_instance(call, _RESPONSE))
    helper = values.of(call.callee)
    return (
        isinstance(helper, Function)
        and not (helper.is_async or helper.is_generator or helper.decorators)
        and depth < 1
        and bool(helper.returned)
        and all(
            isinstance(each, Call) and _has_own(each, values, depth + 1) for each in helper.returned
        )
    )


def _is_own(given: Expr, values: Values) -> bool:
    """Whether it is a task, or a list of them, that is made here."""
    value = values.of(given)
    return (
        isinstance(value, Instance)
        and value.made is not None
        and bool(values.derives(value.cls, _MADE[-1]))
    )


def _is_returned(answer: ast.Call, syntax: Syntax) -> bool:
    return isinstance(syntax.tree.parent(answer), ast.Return) or any(
        isinstance(syntax.tree.parent(load), ast.Return) for load in syntax.later_loads(answer)
    )


def _statement(node: ast.AST, syntax: Syntax) -> ast.stmt | None:
    return next((each for each in syntax.tree.ancestors(node) if isinstance(each, ast.stmt)), None)


def _comes_before(statement: ast.stmt | None, node: ast.AST, syntax: Syntax) -> bool:
    """Whether a statement ran whenever `node` is reached: it stands before, in a block of it."""
    if statement is None:
        return False
    parent = syntax.tree.parent(statement)
    child = node
    for ancestor in syntax.tree.ancestors(node):
        if ancestor is parent:
            for _, block in ast.iter_fields(ancestor):
                if isinstance(block, list) and statement in block and child in block:
                    return block.index(statement) < block.index(child)
            return False
        child = ancestor
    return False


def _has_run(made: Call, values: Values, routing: Routing) -> bool:
    """Whether nothing that is added is left to be run."""
    added = [
        task.task
        for task in routing.background_tasks
        if isinstance(owner := values.of(receiver(task.call.callee)), Instance)
        and owner.made is made
    ]
    return bool(added) and all(runs_at_once(each, values) for each in added)


def _is_dropped(node: ast.Call, is_filled: bool, syntax: Syntax, values: Values) -> bool:
    """Whether what a call makes is used in its own function only, and never run there."""
    tree = syntax.tree
    match tree.parent(node):
        case ast.Expr():
            return not is_filled
        case ast.Attribute() as attribute:
            return _adds(attribute, syntax) and isinstance(
                tree.parent(tree.parent(attribute) or attribute), ast.Expr
            )
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            function = tree.function(node)
            bound = syntax.names.bindings(function).get(name, ()) if function else ()
            if len(bound) != 1 or not isinstance(function, FUNCTIONS):
                return False
            return _is_only_filled(name, function, syntax, values) or (
                not is_filled and not any(_loads(name, function, syntax))
            )
    return False


def _is_only_filled(name: str, function: ast.AST | None, syntax: Syntax, values: Values) -> bool:
    """Whether all that a function does with a name is to call its `add_task`, or let others."""
    loads = list(_loads(name, function, syntax))
    filling = [load for load in loads if _fills(load, syntax) or _lets_fill(load, syntax, values)]
    return bool(filling) and all(
        load in filling or _is_given_to_itself(load, syntax) for load in loads
    )


def _fills(load: ast.Name, syntax: Syntax) -> bool:
    """Whether this is the `tasks` of `tasks.add_task(...)`."""
    outer = syntax.tree.parent(load)
    return isinstance(outer, ast.Attribute) and _adds(outer, syntax)


def _lets_fill(load: ast.Name, syntax: Syntax, values: Values) -> bool:
    """Whether it is given to a function of the project that only asks it for `add_task`."""
    call = syntax.tree.parent(load)
    if isinstance(call, ast.keyword):
        call = syntax.tree.parent(call)
    if not isinstance(call, ast.Call) or load is call.func:
        return False
    helper = values.of(syntax.expr(call.func))
    if not isinstance(helper, Function) or helper.owner is not None or helper.decorators:
        return False
    name = parameter_of(helper, call, load, bound=False)
    return name is not None and helper.parameters_asked.get(name) == _FILLING


def _is_given_to_itself(load: ast.Name, syntax: Syntax) -> bool:
    """Whether only a task of its own gets it: `tasks.add_task(work, tasks)`."""
    match syntax.tree.parent(load):
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="add_task")):
            return name == load.id
        case ast.keyword() as keyword:
            match syntax.tree.parent(keyword):
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="add_task")):
                    return name == load.id
    return False


def _loads(name: str, function: ast.AST | None, syntax: Syntax) -> Iterator[ast.Name]:
    for load in syntax.tree.nodes(ast.Name):
        if load.id == name and isinstance(load.ctx, ast.Load):
            if any(each is function for each in syntax.tree.ancestors(load)):
                yield load


def _adds(attribute: ast.Attribute, syntax: Syntax) -> bool:
    """Whether this is the `x.add_task` of a call."""
    outer = syntax.tree.parent(attribute)
    return attribute.attr == "add_task" and isinstance(outer, ast.Call) and outer.func is attribute
