"""Who calls an async function that no entry point of its own file reaches?

The calls are looked for in the files that import its file, and so on, until an entry point is
found, or start-up code. A call whose receiver is not known is not seen, so the answer is often
None: unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from enum import Enum
from itertools import chain

from flake8_fastapi.model.concurrency.threads import THREADING, run_in_thread
from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.libraries import HTTP_MIDDLEWARE, is_scheduling
from flake8_fastapi.model.routing import METHODS, is_route
from flake8_fastapi.model.syntax.expressions import (
    Call,
    Expr,
    Items,
    Pairs,
    Param,
    last_name,
    options_of,
)
from flake8_fastapi.model.syntax.functions import Class, Function, Summary
from flake8_fastapi.model.values.arguments import argument_given, is_refused
from flake8_fastapi.model.values.decorators import runs_itself, stays_async
from flake8_fastapi.model.values.inheritance import MARKER_BASES
from flake8_fastapi.model.values.value_kinds import Instance, Value
from flake8_fastapi.model.values.values import CONTEXT_MANAGERS, Values

#: Functions looked at for one answer.
MOST = 30

#: What the decorator of an entry point is called, whatever it belongs to.
_ENTRIES = {"api_route", "exception_handler", "middleware", "websocket", "websocket_route"}
#: What runs before the application serves, or in a process of its own.
_ASIDE = {"actor", "callback", "command", "fixture", "on_event", "shared_task", "task"}
#: Decorators that hand the function which they are given to something that calls it.
_REGISTERING = {*METHODS, *_ENTRIES, *_ASIDE}


class Calling(Enum):
    """When a function is called by what it is given to."""

    SERVING = "while requests are served, for one of them"
    STARTING = "when the application starts or stops"
    SCHEDULED = "now and then, on the same event loop"


#: Functions and methods of FastAPI and Starlette that call the function which they are given; the
#: argument, and its position.
_CALLING: dict[Calling, dict[str | None, tuple[tuple[str, int | None], ...]]] = {
    Calling.SERVING: {
        "Depends": (("dependency", 0),),
        "Security": (("dependency", 0),),
        "BackgroundTask": (("func", 0),),
        "add_task": (("func", 0),),
        "add_api_route": (("endpoint", 1),),
        "add_api_websocket_route": (("endpoint", 1),),
        "add_exception_handler": (("handler", 1),),
        "add_middleware": (("middleware_class", 0), ("dispatch", None)),
        "Middleware": (("cls", 0), ("dispatch", None)),
        "FastAPI": (("exception_handlers", None),),
    },
    Calling.STARTING: {
        "add_event_handler": (("func", 1),),
        "FastAPI": (("lifespan", None), ("on_startup", None), ("on_shutdown", None)),
        "APIRouter": (("lifespan", None), ("on_startup", None), ("on_shutdown", None)),
    },
}
#: What is given to calls of any other name is not called, as far as is known; "": of no name.
_HANDED_TO = {*chain.from_iterable(_CALLING.values()), "add_job", ""}
#: Those that call it when something raises an exception, beside `@app.exception_handler`.
_HANDLING = {"add_exception_handler", "FastAPI"}
#: Those that are given a class, and call its objects.
_WRAPPING = {"add_middleware", "Middleware"}
#: Those that call it when the response is sent.
_BACKGROUND = {"BackgroundTask", "add_task"}
#: The trigger of what is called at one moment only.
_ONCE = "apscheduler.triggers.date.DateTrigger"
#: What lets a coroutine run beside the one that makes it.
_STARTING_TASKS = {"create_task", "ensure_future"}

#: Calls by the last name of what is called, and who makes them; None: they are made at import.
_Made = dict[str, list[tuple[Call, Function | None]]]


def _by_name(calls: Iterable[tuple[Call, Function | None]]) -> _Made:
    found: _Made = {}
    for call, caller in calls:
        found.setdefault(last_name(call.callee), []).append((call, caller))
    return found


class Callers:
    """Looks for the callers of functions through the files of a project.

    `files` gives the summaries of other files that may call a function, `afar` of those that may
    where none of them does; `is_entry` says whether FastAPI itself calls a function as far as its
    decorators don't tell; `known_as` gives the names without which nobody comes to call one.
    """

    def __init__(
        self,
        own: Summary,
        values: Values,
        files: Callable[[Function | Class], Iterator[Summary]],
        is_entry: Callable[[Function], bool],
        afar: Callable[[Function | Class], Iterator[Summary]] = lambda target: iter(()),
        known_as: Callable[[Function | Class], Collection[str]] = lambda target: (
            target.called_as,
        ),
    ) -> None:
        self._own = own
        self._values = values
        self._files = files
        self._is_entry = is_entry
        self._afar = afar
        self._known_as = known_as
        self._elsewhere: dict[Function | Class, _Made] = {}
        self._far_away: dict[Function, list[tuple[Call, Function | None]]] = {}

    def serves(self, function: Function) -> bool | None:
        """Whether a function runs while requests are served: yes, no (start-up), or unknown."""
        return self._is_reached(function)

    def is_called_by_library(self, function: Function) -> bool:
        """Whether FastAPI, or a scheduler, calls a function itself, as far as is seen."""
        return (
            self._serves(function)
            or is_lifespan(function, self._values)
            or any(True for _ in self._handing(function))
        )

    def runs_meanwhile(self, function: Function, repeated: bool = True) -> bool | None:
        """The same of a place in a function, for requests or beside them.

        A job of a scheduler runs beside them; so does the loop of a task that start-up begins, and
        what is called there. `repeated` tells whether the place is in a loop of its function.
        A method that nobody is seen to call does not, but for one beside routes.
        """
        found = self._is_reached(function, True, repeated)
        return False if found is None and not self._may_be_called(function) else found

    def _may_be_called(self, function: Function) -> bool:
        """Whether somebody calls a method, or one of that name, or it stands for one of a base."""
        if function.owner is None or self._has_routes:
            return True
        made = (self._own_calls, self._made_elsewhere(function))
        calls = (call for each in made for call, _ in each.get(function.called_as, ()))
        return any(
            self._values.callee(self._values.of(call.callee)) is not None for call in calls
        ) or self._overrides(function, function.owner)

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

    def _is_reached(
        self, function: Function, beside: bool = False, repeated: bool = False
    ) -> bool | None:
        queue = [function]
        looping = {function} if repeated else set()  # those that come back to it in a loop
        tasks: set[Function] = set()  # those that begin a task that does
        certain = True
        for each in queue:
            if self._serves(each):
                return True
            if is_lifespan(each, self._values) or _is_decorated(each, {"on_event"}):
                if each in tasks:
                    return True
                # with another decorator, it may go on: `@repeat_every(seconds=60)`
                certain = certain and len(each.decorators) == 1
                continue
            if _is_aside(each):
                continue
            callers = self._callers(each) if len(queue) < MOST else {}
            handed = set(self._handed(each)) if len(queue) < MOST else set()
            if Calling.SERVING in handed or (beside and Calling.SCHEDULED in handed):
                return True
            if each in tasks and Calling.STARTING in handed:
                return True
            if not callers and len(queue) < MOST:  # it takes long, and most are called by name
                for call, caller, awaiting in self._awaited_by(each):
                    callers.setdefault(caller, []).append(call)
                    if awaiting.repeated:
                        looping.add(each)
            certain = certain and bool(callers or handed)
            for caller, calls in callers.items():
                if caller is None or caller in queue:
                    continue
                queue.append(caller)
                if any(call.repeated for call in calls):
                    looping.add(caller)
                if beside and (each in tasks or (each in looping and _are_tasks(calls, caller))):
                    tasks.add(caller)
            if len(queue) < MOST:
                queue += (other for other in self._decorated_by(each) if other not in queue)
        return False if certain else None

    def _serves(self, function: Function) -> bool:
        if is_route(function) or _is_decorated(function, _ENTRIES):
            return True
        if function.name == "dispatch" and function.owner is not None:
            return bool(self._values.derives(function.owner, HTTP_MIDDLEWARE))
        return self._is_entry(function)

    def runs_in_background(self, function: Function) -> bool:
        """Whether a function runs behind a response, and nothing that is known to serve calls it.

        Nobody answers with what it raises.
        """
        if self._serves(function) or not self.is_background_task(function):
            return False
        callers = self._callers(function)
        return not any(caller is not None and self.serves(caller) for caller in callers)

    def is_background_task(self, function: Function) -> bool:
        """Whether a call here or in another file makes a background task of a function."""
        return any(self._scheduled(function))

    def _scheduled(self, function: Function) -> Iterator[bool]:
        """Whether a call makes a background task of a function, for each that may."""
        around = (each for each in self._files(function) if each.says_any(_BACKGROUND))
        named = (each.calls_naming((function.name,)) for each in chain((self._own,), around))
        for call, _ in chain.from_iterable(named):
            if last_name(call.callee) in _BACKGROUND:
                given = call.argument("func", 0)
                for each in options_of(given) if given is not None else ():
                    if last_name(each) == function.name:
                        known = self._library_name(call.callee)
                        yield known is not None and self._stands_for(each, function)

    def is_exception_handler(self, function: Function) -> bool:
        """Whether an application here or in another file is given a function for exceptions."""
        return any(
            when is Calling.SERVING and last_name(call.callee) in _HANDLING
            for call, when in self._handing(function)
        )

    def is_added_as_middleware(self, function: Function) -> bool:
        """Whether a call here or in another file puts a function around all of an application."""
        for call, _ in self._handing(function):
            callee = call.callee.callee if isinstance(call.callee, Call) else call.callee
            if last_name(callee) in ("add_middleware", "middleware"):
                return True
        return False

    def calls_of(self, function: Function) -> Iterator[tuple[Call, Function | None]]:
        """The calls of a function, and who makes them; None: they are made at import."""
        found = False
        for call, caller in self._calls_among(self._own_calls, function):
            found = True
            yield call, caller
        # who knows only the abstract method that it stands for, is asked if nobody else calls it
        for target in chain((function,), self._completed_by(function)):
            if target is not function and found:
                break
            for call, caller in self._calls_among(self._made_elsewhere(target), function):
                found = True
                yield call, caller
        may_hang = function.name == "__call__" or not function.name.startswith("_")
        if not found and function.owner is not None and may_hang:
            yield from self._calls_from_afar(function)

    def _calls_among(
        self, made: _Made, function: Function
    ) -> Iterator[tuple[Call, Function | None]]:
        """Those of some calls that surely call a function."""
        for call, caller in self._called_by(function, made):
            if self._calls(call, function):
                yield call, caller

    def _called_by(self, function: Function, made: _Made) -> Iterator[tuple[Call, Function | None]]:
        """The calls of what has a name of the function; of objects, also those without a name."""
        for word in (*self._known_as(function), *([""] if function.name == "__call__" else [])):
            yield from made.get(word, ())

    def _calls_from_afar(self, method: Function) -> list[tuple[Call, Function | None]]:
        """The calls of a method that nobody calls nearby: it may hang on other objects."""
        found = self._far_away.get(method)
        if found is None:
            named = (each.calls_naming(self._known_as(method)) for each in self._afar(method))
            found = self._far_away[method] = [
                (call, caller)
                for call, caller in chain.from_iterable(named)
                if self._calls(call, method)
            ]
        return found

    def handed_to_threads(self, function: Function) -> Iterator[tuple[Call, Function | None]]:
        """The calls that let a thread call a function: `await to_thread.run_sync(copy, path)`."""
        for made in (self._own_calls, self._made_elsewhere(function)):
            for word in made.keys() & THREADING:
                for call, caller in made[word]:
                    given = run_in_thread(call, self._values)
                    if given is not None and self._stands_for(given, function):
                        yield call, caller

    @cached_property
    def _own_calls(self) -> _Made:
        """The calls of this file."""
        return _by_name(self._own.calls_naming(()))

    def _made_elsewhere(self, target: Function | Class) -> _Made:
        """The calls of other files that may use `target`."""
        made = self._elsewhere.get(target)
        if made is None:
            named = (each.calls_naming(self._known_as(target)) for each in self._files(target))
            made = self._elsewhere[target] = _by_name(chain.from_iterable(named))
        return made

    def _callers(self, function: Function) -> dict[Function | None, list[Call]]:
        """The functions that call `function`, and how; None: beside serving, or in vain."""
        found: dict[Function | None, list[Call]] = {}
        for call, caller in self.calls_of(function):
            if caller is not None and (
                runs_itself(caller, call) or drops(call, function, self._values)
            ):
                caller = None
            found.setdefault(caller, []).append(call)
        return found

    def _awaited_by(self, function: Function) -> Iterator[tuple[Call, Function | None, Call]]:
        """The calls of async functions that are given a function and await it, and who makes them.

        With each, where it is awaited: `await retry(read)` does `await function()`, in a loop.
        """
        if not function.is_async or function.name == "__call__":
            return
        made = chain(self._own_calls.values(), self._made_elsewhere(function).values())
        for call, caller in chain.from_iterable(made):
            if function.name not in map(last_name, call.given):
                continue
            runner = self._values.callee(self._values.of(call.callee))
            if runner is not None and not drops(call, runner, self._values):
                for awaiting in self._awaiting(function, runner, call):
                    yield call, caller, awaiting

    def _awaiting(self, function: Function, runner: Function, call: Call) -> Iterator[Call]:
        """Where an async function awaits what a call gives to one of its parameters."""
        if not runner.is_async or runner.is_generator is not False:
            return
        for inner in runner.calls:
            match inner.callee:
                case Param(function=runner.qualname, name=name) if inner.awaited and not inner.off:
                    given = argument_given(name, runner, call, self._values)
                    if given is not None and self._stands_for(given, function):
                        yield inner

    def _handed(self, function: Function) -> Iterator[Calling]:
        """When what a function is handed to calls it."""
        for _, when in self._handing(function):
            yield when

    def _handing(self, function: Function) -> Iterator[tuple[Call, Calling]]:
        """The calls that are given a function to call, or the class that has it, and when.

        In no certain order.
        """
        owner = function.owner if function.name == "__call__" else None
        cls = self._values.known_class(owner) if owner is not None else None
        maker = self._values.function(function.outer) if function.outer is not None else None
        for named in (function, cls, maker):  # `make_handler(app)` gives what is in it
            if named is None:
                continue
            names = self._known_as(named)
            for made in (self._own_calls, self._made_elsewhere(named)):
                for word in made.keys() & (_WRAPPING if named is cls else _HANDED_TO):
                    for call, _ in made[word]:
                        for given, when in self._given(call, names):
                            if self._stands_for(given, cls if named is cls else function):
                                yield call, when

    def _given(self, call: Call, names: Collection[str]) -> Iterator[tuple[Expr, Calling]]:
        """Arguments of those names, or made by them, that FastAPI or a scheduler calls."""
        if isinstance(call.callee, Call):  # `app.middleware("http")(f)`
            word = last_name(call.callee.callee)
            if word in _ENTRIES or word in METHODS or word == "on_event":
                for given in call.args[:1]:
                    if _named(given) in names and self._library_name(call.callee.callee):
                        yield given, Calling.STARTING if word == "on_event" else Calling.SERVING
            return
        word = last_name(call.callee)
        for when, table in _CALLING.items():
            for argument, position in table.get(word, ()):
                for given in _elements(call.argument(argument, position)):
                    if _named(given) in names and self._library_name(call.callee):
                        yield given, when
        job = scheduled(call, self._values)
        if job is not None and last_name(job) in names:
            yield job, Calling.SCHEDULED

    def _library_name(self, callee: Expr) -> str | None:
        """The name of a function, class or method of FastAPI or Starlette."""
        name = self._values.library_name(callee) or ""
        return name if name.startswith(("fastapi.", "starlette.")) else None

    def _stands_for(self, given: Expr, target: Function | Class) -> bool:
        value = self._values.of(given)
        return value is target or (
            isinstance(target, Function) and self._values.callee(value) is target
        )

    def _decorated_by(self, wrapper: Function) -> Iterator[Function]:
        """The async functions in whose place a decorator of the project puts an async `wrapper`.

        Who calls them runs it: `def retry(f): async def wrapper(*args): ...; return wrapper`.
        """
        maker = self._values.function(wrapper.outer) if wrapper.outer is not None else None
        if maker is None or not wrapper.is_async:
            return
        if all(self._values.of(returned) is not wrapper for returned in maker.returned):
            return
        factory = self._values.function(maker.outer) if maker.outer is not None else None
        for summary in chain((self._own,), self._files(factory or maker)):
            for each in summary.functions.values():
                if each.is_async and any(
                    self._is_made_with(made, maker, factory) for made in _upon(each)
                ):
                    yield each

    def _is_made_with(self, decorator: Expr, maker: Function, factory: Function | None) -> bool:
        """Whether a decorator is `maker`, or what `factory(...)` gives, in which `maker` stands."""
        right = factory or maker
        named = decorator.callee if factory and isinstance(decorator, Call) else decorator
        return (
            last_name(named) == right.name
            and self._values.callee(self._values.of(named)) is right
            and (factory is None or self._has_all_on(decorator, factory))
        )

    def _has_all_on(self, decorator: Expr, factory: Function) -> bool:
        """Whether no option of a decorator is off: `retry(delay=0)` may do nothing of the kind."""
        if not isinstance(decorator, Call):
            return False
        for argument in factory.arguments:
            given = argument_given(argument.name, factory, decorator, self._values)
            constant = self._values.constant(given)
            if given is None or (constant is not None and not constant.value):
                return False
        return True

    def _calls(self, call: Call, function: Function) -> bool:
        name = last_name(call.callee)
        if name not in self._known_as(function) and (name or function.name != "__call__"):
            return False
        callee = self._values.of(call.callee)
        called = self._values.callee(callee)
        is_it = called is function or (called is not None and self._completes(function, called))
        is_it = is_it or (called is None and self._is_run_after_init(function, callee))
        return is_it and not is_refused(callee, call, self._values)

    def _is_run_after_init(self, function: Function, made: Value | None) -> bool:
        """Whether it is the `__post_init__` of a dataclass that has no `__init__` of its own."""
        return (
            function.name == "__post_init__"
            and isinstance(made, Class)
            and self._values.decorated_by(made, {"dataclasses.dataclass"})
            and self._values.method(made, "__post_init__") is function
        )

    def _completed_by(self, method: Function) -> Iterator[Function]:
        """The abstract methods that one stands for: who calls those need not import its file."""
        return filter(self._values.is_left_open, self._values.overridden(method))

    def _completes(self, function: Function, abstract: Function) -> bool:
        """Whether a method is what an abstract one of a base stands for."""
        return (
            function.owner is not None
            and abstract.owner is not None
            and self._values.is_for_derived(abstract)
            and bool(self._values.derives(function.owner, abstract.owner))
        )


def scheduled(call: Call, values: Values) -> Expr | None:
    """The function that a scheduler is told to call again and again, on the event loop."""
    trigger = call.argument("trigger", 1) if last_name(call.callee) == "add_job" else None
    if trigger is None or not is_scheduling(values.library_name(call.callee) or ""):
        return None
    once = values.text(trigger) == "date" or values.class_of(trigger) == _ONCE
    return None if once else call.argument("func", 0)


def _are_tasks(calls: list[Call], caller: Function) -> bool:
    """Whether a function makes a task of one of its calls, so that it goes on by itself."""
    return any(task in calls for task in tasks_of(caller))


def tasks_of(function: Function) -> Iterator[Call]:
    """The calls that a function makes tasks of."""
    for call in function.calls:
        if last_name(call.callee) in _STARTING_TASKS and call.args:
            if isinstance(call.args[0], Call):
                yield call.args[0]


def _named(given: Expr) -> str:
    """The last name of an argument, or of what is called to make it."""
    return last_name(given.callee if isinstance(given, Call) else given)


def _elements(given: Expr | None) -> tuple[Expr, ...]:
    """An argument itself, or what is in the list or dictionary that it is."""
    match given:
        case None:
            return ()
        case Items(items=items):
            return tuple(items)
        case Pairs(pairs=pairs):
            return tuple(value for _, value in pairs)
        case Call(args=[partial, *_]) if last_name(given.callee) == "partial":
            return (partial,)
    return (given,)


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


def _is_decorated(function: Function, names: set[str]) -> bool:
    """Whether a decorator of one of those names is called."""
    made = (decorator.expression for decorator in function.decorators)
    return any(isinstance(each, Call) and last_name(each.callee) in names for each in made)


def _upon(function: Function) -> Iterator[Expr]:
    """The decorators around a function, the inmost first, up to one that registers what it has.

    Those above it do nothing for requests.
    """
    for decorator in reversed(function.decorators):
        made = decorator.expression
        if last_name(made.callee if isinstance(made, Call) else made) in _REGISTERING:
            return
        yield made


def _is_aside(function: Function) -> bool:
    for decorator in function.decorators:
        made = decorator.expression
        if last_name(made.callee if isinstance(made, Call) else made) in _ASIDE:
            return True
    return False


def drops(call: Call, function: Function, values: Values) -> bool:
    """Whether a call of an async function makes a coroutine of it that nothing ever runs."""
    return (
        function.is_async
        and not call.awaited
        and call.dropped
        and all(stays_async(each, values) for each in function.decorators)
    )
