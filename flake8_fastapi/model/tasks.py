"""Tasks that run for ever: what starts them, and what they run."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model.expressions import (
    Awaited,
    Call,
    Const,
    Expr,
    Items,
    Several,
    Typed,
    last_name,
)
from flake8_fastapi.model.functions import Function
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.loops import LOOP
from flake8_fastapi.model.value_kinds import Instance, Method
from flake8_fastapi.model.values import Values

#: What starts a task on the event loop.
_STARTING = {"asyncio.create_task", "asyncio.ensure_future"}
#: Whose end waits for the tasks that it has started, however long they run.
GROUPS = {"asyncio.TaskGroup", "anyio.create_task_group"}
#: Methods of such a group that start a task.
GROUP_STARTS = {"create_task", "start_soon"}
#: Calls of a function that uses nothing which a lifespan closes.
_TELLING = {
    "sleep", "len", "print", "debug", "info", "warning", "error", "exception", "log", "time",
    "monotonic", "now",
}  # fmt: skip
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
    return values.qualname(call.callee) in _STARTING


def _of_helper(call: Call, awaited: bool, values: Values, depth: int) -> Iterator[Started]:
    """The tasks that a function of the project starts and returns."""
    helper = values.callee(values.of(call.callee))
    if helper is None or depth >= _DEEPEST or helper.decorators or helper.is_generator:
        return
    if helper.is_async is not awaited:
        return
    given = [each for each in helper.returned if not isinstance(each, Const)]
    if len(given) == 1:
        yield from started(given[0], values, depth + 1)


def endless(given: Expr, values: Values) -> Function | None:
    """The function of a coroutine, or itself, if it or one that it awaits has an endless loop."""
    callee = given.callee if isinstance(given, Call) else given
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
