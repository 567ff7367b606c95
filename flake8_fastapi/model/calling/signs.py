"""What a function, or one call in it, says itself about who runs it: no caller is looked for."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model.libraries import is_scheduling
from flake8_fastapi.model.syntax.expressions import Call, Expr, callee_of, last_name
from flake8_fastapi.model.syntax.functions import Decorator, Function
from flake8_fastapi.model.values.decorators import METHODS, stays_async
from flake8_fastapi.model.values.value_kinds import Instance
from flake8_fastapi.model.values.values import CONTEXT_MANAGERS, Values

#: What the decorator of an entry point is called, whatever it belongs to.
ENTRIES = {"api_route", "exception_handler", "middleware", "websocket", "websocket_route"}
#: What runs before the application serves, or in a process of its own.
_ASIDE = {"actor", "callback", "command", "fixture", "on_event", "shared_task", "task"}
#: Decorators that hand the function which they are given to something that calls it.
_REGISTERING = {*METHODS, *ENTRIES, *_ASIDE}
#: The trigger of what is called at one moment only.
_ONCE = "apscheduler.triggers.date.DateTrigger"
#: What lets a coroutine run beside the one that makes it.
_STARTING_TASKS = {"create_task", "ensure_future"}


# -- functions ---------------------------------------------------------------------------------


def is_lifespan(function: Function, values: Values) -> bool:
    """`@asynccontextmanager async def lifespan(app: FastAPI)`, wherever it is used."""
    if not function.is_generator or not values.decorated_by(function, CONTEXT_MANAGERS):
        return False
    is_bound = function.owner and not values.decorated_by(function, {"builtins.staticmethod"})
    taken = function.arguments[1:] if is_bound else function.arguments
    if not taken:
        return False
    first = taken[0]
    if first.annotation is None:
        return first.name in ("app", "application", "_app", "_") and len(taken) == 1
    declared = values.type_of(first.annotation)
    return isinstance(declared, Instance) and bool(
        values.derives(declared.cls, "starlette.applications.Starlette")
    )


def is_decorated(function: Function, names: set[str]) -> bool:
    """Whether a decorator of one of those names is called."""
    made = (decorator.expression for decorator in function.decorators)
    return any(isinstance(each, Call) and last_name(each.callee) in names for each in made)


def is_aside(function: Function) -> bool:
    """Whether a decorator says that it runs before the application serves, or somewhere else."""
    return any(_decorating(decorator) in _ASIDE for decorator in function.decorators)


def inmost_decorators(function: Function) -> Iterator[Decorator]:
    """The decorators around a function, the inmost first, up to one that registers what it has.

    Those above it do nothing for requests.
    """
    for decorator in reversed(function.decorators):
        if _decorating(decorator) in _REGISTERING:
            return
        yield decorator


def _decorating(decorator: Decorator) -> str:
    """The last name of a decorator, whether it is called or not."""
    made = decorator.expression
    return last_name(callee_of(made))


# -- calls -------------------------------------------------------------------------------------


def scheduled(call: Call, values: Values) -> Expr | None:
    """The function that a scheduler is told to call again and again, on the event loop."""
    trigger = call.argument("trigger", 1) if last_name(call.callee) == "add_job" else None
    if trigger is None or not is_scheduling(values.library_name(call.callee) or ""):
        return None
    once = values.text(trigger) == "date" or values.class_of(trigger) == _ONCE
    return None if once else call.argument("func", 0)


def tasks_of(function: Function) -> Iterator[Call]:
    """The calls that a function makes tasks of."""
    for call in function.calls:
        if last_name(call.callee) in _STARTING_TASKS and call.args:
            if isinstance(call.args[0], Call):
                yield call.args[0]


def drops(call: Call, function: Function, values: Values) -> bool:
    """Whether a call of an async function makes a coroutine of it that nothing ever runs."""
    return (
        function.is_async
        and not call.awaited
        and call.dropped
        and all(stays_async(each, values) for each in function.decorators)
    )
