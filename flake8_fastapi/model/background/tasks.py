"""Tasks that run for ever: what starts them, and what they run."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flake8_fastapi.model.concurrency.loops import LOOP
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.libraries import STARTS_TASK
from flake8_fastapi.model.libraries.loggers import LOGGING
from flake8_fastapi.model.neighbours.elsewhere import only_returns
from flake8_fastapi.model.syntax.expressions import (
    Awaited,
    Call,
    Const,
    Expr,
    Items,
    Several,
    Typed,
    callee_of,
    last_name,
)
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.tree import FunctionNode
from flake8_fastapi.model.values.arguments import arguments_given
from flake8_fastapi.model.values.decorators import runs_at_once, runs_when_awaited
from flake8_fastapi.model.values.switches import is_met, is_met_by_globals, left_out
from flake8_fastapi.model.values.value_kinds import Instance, Method
from flake8_fastapi.model.values.values import Values

#: Whose end waits for the tasks that it has started, however long they run.
GROUPS = {"asyncio.TaskGroup", "anyio.create_task_group"}
#: Methods of such a group that start a task.
GROUP_STARTS = {"create_task", "start_soon"}
#: Calls of a function that uses nothing which a lifespan closes.
_TELLING = {*LOGGING, "sleep", "len", "print", "time", "monotonic", "now"}
#: Functions of the project that are followed, one inside the other.
_DEEPEST = 3


@dataclass(eq=False)
class Started:
    """A task that runs a loop without end."""

    runs: Function
    by_helper: bool  #: a function of the project has started it, and may have kept it


def started(expression: Expr, values: Values, depth: int = 0) -> Iterator[Started]:
    """The endless tasks among what an expression gives: a task, several, or those of a helper."""
    match expression:
        case Items(items=items):
            for item in items:
                yield from started(item, values, depth)
        case Several(of=of) | Typed(value=of):
            yield from started(of, values, depth)
        case Awaited(of=Call() as call) | (Call() as call):
            if not starts_task(call, values):
                yield from _of_helper(call, isinstance(expression, Awaited), values, depth)
            elif call is expression:
                runs = endless(call.args[0], values) if call.args else None
                if runs is not None and not does_no_harm(runs):
                    yield Started(runs, depth > 0)


def starts_task(call: Call, values: Values) -> bool:
    """Whether a call starts a task on the event loop."""
    match values.of(call.callee):
        case Method(of=Instance(cls=cls), name="create_task"):
            return cls == LOOP
    return values.qualname(call.callee) in STARTS_TASK


def _of_helper(call: Call, awaited: bool, values: Values, depth: int) -> Iterator[Started]:
    """The tasks that a function of the project starts and returns."""
    helper = _helper(call, awaited, values, depth)
    given = [each for each in helper.returned if not isinstance(each, Const)] if helper else []
    if len(given) == 1:
        yield from started(given[0], values, depth + 1)


def _helper(call: Call, awaited: bool, values: Values, depth: int) -> Function | None:
    """The function of the project whose body a call runs."""
    helper = values.callee(values.of(call.callee))
    if helper is None or depth >= _DEEPEST or helper.is_generator:
        return None
    runs = runs_when_awaited if helper.is_async else runs_at_once
    if not all(runs(each, values) for each in helper.decorators):
        return None
    return helper if helper.is_async is awaited else None


def let_go(
    expression: Expr,
    dropped: bool,
    values: Values,
    definition: Callable[[Function], FunctionNode | None],
    depth: int = 0,
) -> Iterator[Started]:
    """The endless tasks that a call of a function of the project starts and nobody then has.

    `dropped` tells whether nobody has what the call gives; `definition` gives the syntax of a
    function, of this file or another.
    """
    awaited = isinstance(expression, Awaited)
    call = expression.of if isinstance(expression, Awaited) else expression
    helper = _helper(call, awaited, values, depth) if isinstance(call, Call) else None
    if helper is None or not isinstance(call, Call):
        return
    callee = values.of(call.callee)
    absent = left_out(helper, arguments_given(callee, call, values), call.within, values)
    for each in helper.calls:
        if each.off or each.handling or not is_met(each.needs, absent, values):
            continue
        if not is_met_by_globals(each.presumes, values):
            continue
        runs = endless(each.args[0], values) if starts_task(each, values) and each.args else None
        if runs is not None and not does_no_harm(runs):
            if each.dropped or (dropped and only_returns(each, definition(helper))):
                # the object whose method it is may have a way to end it
                yield Started(runs, helper.owner is not None or runs.owner is not None)
        elif runs is None and _helper(each, each.awaited, values, depth + 1) is not None:
            made = Awaited(each) if each.awaited else each
            is_dropped = each.dropped or (dropped and only_returns(each, definition(helper)))
            yield from let_go(made, is_dropped, values, definition, depth + 1)


def endless(given: Expr, values: Values) -> Function | None:
    """The function of a coroutine, or itself, if it or one that it awaits has an endless loop."""
    callee = callee_of(given)
    function = values.callee(values.of(callee))
    return function if function is not None and _is_endless(function, values, 0) else None


def _is_endless(function: Function, values: Values, depth: int) -> bool:
    if function.is_endless or depth >= _DEEPEST:
        return function.is_endless
    awaited = [call for call in function.calls if call.awaited and not call.branched]
    called = [values.callee(values.of(call.callee)) for call in awaited]
    return any(each is not None and _is_endless(each, values, depth + 1) for each in called)


def does_no_harm(function: Function) -> bool:
    """Whether a function uses nothing that a lifespan closes: it counts, writes a log, sleeps.

    Or it is only ever interrupted while it sleeps, whatever it does in between.
    """
    awaited = [call for call in function.calls if call.awaited]
    return all(last_name(call.callee) in _TELLING for call in function.calls) or (
        bool(awaited) and all(last_name(call.callee) == "sleep" for call in awaited)
    )
