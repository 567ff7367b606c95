"""When does a function run: while requests are served, when the application starts, or never?

It is looked for who calls it, and who calls those, until an entry point is found, or start-up
code. A call whose receiver is not known is not seen, so the answer is often None: unknown.
"""

from __future__ import annotations

from collections.abc import Callable

from flake8_fastapi.model.calling.callers import MOST, Callers
from flake8_fastapi.model.calling.handing import Calling, Handing
from flake8_fastapi.model.calling.signs import (
    ENTRIES,
    is_aside,
    is_decorated,
    is_lifespan,
    tasks_of,
)
from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.libraries import HTTP_MIDDLEWARE, STARTS_TASK
from flake8_fastapi.model.routing import is_route
from flake8_fastapi.model.syntax.expressions import Call, last_name, receiver
from flake8_fastapi.model.syntax.functions import Function, Summary
from flake8_fastapi.model.values.inheritance import MARKER_BASES
from flake8_fastapi.model.values.values import Values


class Serving:
    """Tells of functions when they run.

    `is_entry` says whether FastAPI itself calls a function as far as its decorators don't tell; if
    it is told so, then only what has a part in the answer. `is_unused` knows of the file at hand
    which of its functions nobody uses.
    """

    def __init__(
        self,
        own: Summary,
        values: Values,
        callers: Callers,
        handing: Handing,
        is_entry: Callable[[Function, bool], bool],
        is_unused: Callable[[Function], bool],
    ) -> None:
        self._own = own
        self._values = values
        self._callers = callers
        self._handing = handing
        self._is_entry = is_entry
        self._is_unused = is_unused

    def serves(self, function: Function) -> bool | None:
        """Whether a function runs while requests are served: yes, no (start-up), or unknown."""
        return self._is_reached(function)

    def runs_meanwhile(self, function: Function, repeated: bool = True) -> bool | None:
        """The same of a place in a function, for requests or beside them.

        A job of a scheduler runs beside them; so does the loop of a task that start-up begins, and
        what is called there. `repeated` tells whether the place is in a loop of its function.
        A method that nobody is seen to call does not, but for one beside routes.
        """
        found = self._is_reached(function, True, repeated)
        return False if found is None and not self._may_be_called(function) else found

    def is_called_by_library(self, function: Function, answering: bool = False) -> bool:
        """Whether FastAPI, or a scheduler, calls a function itself, as far as is seen."""
        return (
            self._serves(function, answering)
            or is_lifespan(function, self._values)
            or any(True for _ in self._handing.calls(function))
        )

    def runs_in_background(self, function: Function) -> bool:
        """Whether a function runs behind a response, and nothing that is known to serve calls it.

        Nobody answers with what it raises.
        """
        if self._serves(function, answering=True) or not self._handing.is_background_task(function):
            return False
        callers = self._callers.running(function)
        return not any(caller is not None and self.serves(caller) for caller in callers)

    def _serves(self, function: Function, answering: bool = False) -> bool:
        if is_route(function) or is_decorated(function, ENTRIES):
            return True
        if function.name == "dispatch" and function.owner is not None:
            return bool(self._values.derives(function.owner, HTTP_MIDDLEWARE))
        return self._is_entry(function, answering)

    def _is_reached(
        self, function: Function, beside: bool = False, repeated: bool = False
    ) -> bool | None:
        queue = [function]
        looping = {function} if repeated else set()  # those that come back to it in a loop
        tasks: set[Function] = set()  # those that begin a task that does
        nowhere: list[Function] = []  # those that nobody is seen to call
        is_run = False  # in a loop of its own, or by start-up code
        asking: set[Function] = set()  # plain ones that want a loop to run where they are called
        certain = True
        for each in queue:
            if each in asking and is_route(each):
                continue  # in a thread, where none does
            if self._serves(each):
                return True
            if is_lifespan(each, self._values) or is_decorated(each, {"on_event"}):
                if each in tasks:
                    return True
                # with another decorator, it may go on: `@repeat_every(seconds=60)`
                certain = certain and len(each.decorators) == 1
                continue
            if is_aside(each):
                continue
            callers = self._callers.running(each) if len(queue) < MOST else {}
            handed = {when for _, when in self._handing.calls(each)} if len(queue) < MOST else set()
            if Calling.SERVING in handed or (beside and Calling.SCHEDULED in handed):
                return True
            if each in tasks and Calling.STARTING in handed:
                return True
            if not callers and len(queue) < MOST:  # it takes long, and most are called by name
                for call, caller, awaiting in self._callers.awaiting(each):
                    callers.setdefault(caller, []).append(call)
                    if awaiting.repeated:
                        looping.add(each)
            if not (callers or handed):
                nowhere.append(each)
            for caller, calls in callers.items():
                is_run = is_run or caller is None
                if caller is None or caller in queue:
                    continue
                queue.append(caller)
                if not caller.is_async and (each in asking or self._wants_loop(calls, caller)):
                    asking.add(caller)
                if any(call.repeated for call in calls):
                    looping.add(caller)
                if beside and (each in tasks or (each in looping and _are_tasks(calls, caller))):
                    tasks.add(caller)
            if len(queue) < MOST:
                queue += (other for other in self._callers.decorated_by(each) if other not in queue)
        if nowhere:  # who runs it is known then, and the others do not run themselves
            certain = certain and is_run and all(map(self._is_unused, nowhere))
        return False if certain else None

    def _wants_loop(self, calls: list[Call], caller: Function) -> bool:
        """Whether a function makes tasks of its calls, for which a loop has to run at that time."""
        starting = (each for each in caller.calls if each.args and each.args[0] in calls)
        made = [each.args[0] for each in starting if self._is_of_running_loop(each)]
        return all(call in made for call in calls)

    def _is_of_running_loop(self, call: Call) -> bool:
        if self._values.qualname(call.callee) in STARTS_TASK:
            return True
        of = self._values.expand(receiver(call.callee))
        return (
            isinstance(of, Call)
            and last_name(call.callee) == "create_task"
            and self._values.qualname(of.callee) == "asyncio.get_running_loop"
        )

    def _may_be_called(self, function: Function) -> bool:
        """Whether somebody calls a method, or one of that name, or it stands for one of a base."""
        if function.owner is None or self._has_routes:
            return True
        made = self._callers.made_near(function)
        calls = (call for each in made for call, _ in each.get(function.called_as, ()))
        return (
            any(self._values.callee(self._values.of(call.callee)) is not None for call in calls)
            or self._overrides(function, function.owner)
            or any(map(self._is_reached, self._callers.replaced_by(function)))
        )

    @cached_property
    def _has_routes(self) -> bool:
        return any(map(is_route, self._own.functions.values()))

    def _overrides(self, method: Function, owner: str) -> bool:
        """Whether a base has such a method, or is of a library, which may call it then."""
        for base in self._values.ancestry(owner):
            if base == owner or base in MARKER_BASES:
                continue
            known = self._values.known_class(base) if base is not None else None
            if known is None or method.name in known.methods:
                return True
        return False


def _are_tasks(calls: list[Call], caller: Function) -> bool:
    """Whether a function makes a task of one of its calls, so that it goes on by itself."""
    return any(task in calls for task in tasks_of(caller))
