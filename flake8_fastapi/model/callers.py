"""Who calls an async function that no entry point of its own file reaches?

The calls are looked for in the files that import its file, and so on, until an entry point is
found, or start-up code. A call whose receiver is not known is not seen, so the answer is often
None: unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flake8_fastapi.model.expressions import Call, Const
from flake8_fastapi.model.functions import Function, Summary
from flake8_fastapi.model.routing import METHODS, last_name
from flake8_fastapi.model.values import CONTEXT_MANAGERS, Instance, Values

#: Functions looked at for one answer.
MOST = 30

#: What the decorator of an entry point is called, whatever it belongs to.
_ENTRIES = {"api_route", "exception_handler", "middleware", "websocket", "websocket_route"}
#: What runs before the application serves, or in a process of its own.
_ASIDE = {"actor", "callback", "command", "fixture", "on_event", "shared_task", "task"}
#: What runs a coroutine on an event loop of its own.
_OWN_LOOP = {"run", "run_until_complete"}


class Callers:
    """Looks for the callers of functions through the files of a project.

    `importers` gives the summaries of the files that import a file, `is_entry` says whether
    FastAPI itself calls a function as far as its decorators don't tell.
    """

    def __init__(
        self,
        own: Summary,
        values: Values,
        importers: Callable[[Function], Iterator[Summary]],
        is_entry: Callable[[Function], bool],
    ) -> None:
        self._own = own
        self._values = values
        self._importers = importers
        self._is_entry = is_entry

    def serves(self, function: Function) -> bool | None:
        """Whether a function runs while requests are served: yes, no (start-up), or unknown."""
        queue = [function]
        certain = True
        for each in queue:
            if self._serves(each):
                return True
            if _is_aside(each) or is_lifespan(each, self._values):
                continue
            callers = list(self._callers(each)) if len(queue) < MOST else []
            certain = certain and bool(callers)
            for caller in callers:
                if caller is not None and caller not in queue:
                    queue.append(caller)
        return False if certain else None

    def _serves(self, function: Function) -> bool:
        for decorator in function.decorators:
            made = decorator.expression
            word = last_name(made.callee) if isinstance(made, Call) else None
            if word in _ENTRIES:
                return True
            if word in METHODS and isinstance(made, Call):
                path = made.argument("path", 0)
                if isinstance(path, Const) and isinstance(path.value, str):
                    return True
        if function.name == "dispatch" and function.owner is not None:
            return bool(
                self._values.derives(function.owner, "starlette.middleware.base.BaseHTTPMiddleware")
            )
        return self._is_entry(function)

    def calls_of(self, function: Function) -> Iterator[tuple[Call, Function | None]]:
        """The calls of a function, and who makes them; None: they are made at import."""
        for summary in (self._own, *self._importers(function)):
            for caller in (None, *summary.functions.values()):
                for call in caller.calls if caller else summary.calls:
                    if self._calls(call, function):
                        yield call, caller

    def _callers(self, function: Function) -> Iterator[Function | None]:
        """The functions that call `function`; None for a call that is made beside serving."""
        for summary in (self._own, *self._importers(function)):
            for call in summary.calls:
                if self._calls(call, function):
                    yield None
            for caller in summary.functions.values():
                for call in caller.calls:
                    if self._calls(call, function):
                        yield None if _runs_itself(caller, call) else caller
                        break

    def _calls(self, call: Call, function: Function) -> bool:
        name = function.name
        if name == "__init__" and function.owner is not None:
            name = function.owner.rpartition(".")[2]
        return (
            last_name(call.callee) == name
            and self._values.callee(self._values.of(call.callee)) is function
        )


def is_lifespan(function: Function, values: Values) -> bool:
    """`@asynccontextmanager async def lifespan(app: FastAPI)`, wherever it is used."""
    if not function.is_generator or not function.arguments:
        return False
    if not values.decorated_by(function, CONTEXT_MANAGERS):
        return False
    first = function.arguments[0]
    if first.annotation is None:
        named_so = first.name in ("app", "application", "_app", "_")
        return named_so and len(function.arguments) == 1
    declared = values.type_of(first.annotation)
    return isinstance(declared, Instance) and bool(
        values.derives(declared.cls, "starlette.applications.Starlette")
    )


def _is_aside(function: Function) -> bool:
    for decorator in function.decorators:
        made = decorator.expression
        if last_name(made.callee if isinstance(made, Call) else made) in _ASIDE:
            return True
    return False


def _runs_itself(caller: Function, call: Call) -> bool:
    """Whether a coroutine is given to `asyncio.run` and its like."""
    return any(
        each.args and each.args[0] is call and last_name(each.callee) in _OWN_LOOP
        for each in caller.calls
    )
