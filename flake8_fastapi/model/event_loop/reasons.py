"""Which functions run on the event loop, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from flake8_fastapi.model.calling.signs import drops, is_lifespan, scheduled, tasks_of
from flake8_fastapi.model.concurrency.loops import LOOP
from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.libraries import HTTP_MIDDLEWARE, awaiting, registers_callback
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Call,
    Expr,
    Ref,
    last_name,
    options_of,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Class, Function, Summary
from flake8_fastapi.model.values.callables import FUTURES
from flake8_fastapi.model.values.decorators import takes_away
from flake8_fastapi.model.values.value_kinds import Instance, Pending
from flake8_fastapi.model.values.values import Values

#: Methods of event loops that run a plain function on the loop, later; its position. Async code
#: that calls `call_soon_threadsafe` has another loop in mind, of a thread.
_CALLING_BACK = {"call_at": 1, "call_later": 1, "call_soon": 0}
#: What gives the event loop of the thread at hand.
_LOOPS = {"asyncio.get_event_loop", "asyncio.get_running_loop"}
#: What gives a future whose callbacks the loop runs.
_FUTURES = {*FUTURES, f"{LOOP}.create_task", f"{LOOP}.run_in_executor"}

_ROUTE, _GIVING_HANDLER = "fastapi.routing.APIRoute", "get_route_handler"
#: The methods of a middleware that are handed requests.
_HANDLING = ("dispatch", "__call__")
_CALLED = {_GIVING_HANDLER, *_HANDLING}


class Reason(NamedTuple):
    """Why a function runs on the event loop."""

    kind: (
        #: "route", "dependency", "middleware", "handler", "task", "stream", "called", "async",
        #: "callback" (may be a plain function), "validator" (is one), "perhaps"
        str
    )
    text: str  #: for the message: "`read` is an async route"


def is_async_callback(function: Function, values: Values) -> bool:
    """Whether a decorator makes it one that a library awaits on the event loop that serves."""
    decorators = function.decorators if function.is_async else ()
    names = (values.decorator_name(each.expression) for each in decorators)
    return any(name is not None and registers_callback(name) for name in names)


class Reasons:
    """Who runs on the event loop, of one file.

    `serves` tells whether the file is part of the served application as far as the project's
    imports show; only then does an async function count that no entry point of the file calls.
    `shared` tells whether a bot or a queue may run them on a loop of its own: then their callers
    have to be known.
    """

    def __init__(
        self,
        summary: Summary,
        values: Values,
        routing: Routing,
        serves: Callable[[], bool | None],
        validators: Callable[[], Iterable[tuple[Function, Class]]] = tuple,
        shared: Callable[[], bool] = lambda: False,
    ) -> None:
        self._summary = summary
        self._values = values
        self._routing = routing
        self._serves = serves
        self._validators = validators
        self._shared = shared

    def why(self, function: Function | None) -> Reason | None:
        """Why a function of the file runs on the event loop while requests are served, or None."""
        return self.reasons.get(function) if function is not None else None

    @cached_property
    def entries(self) -> dict[Function, str]:
        """The functions, async or not, that FastAPI itself calls while it serves, and as what."""
        found: dict[Function, str] = {}
        for function, reason in self._entries:
            found.setdefault(function, reason.kind)
        return found

    @cached_property
    def reasons(self) -> dict[Function, Reason]:
        found: dict[Function, Reason] = {}
        queue = [pair for pair in self._entries if pair[0].is_async]
        for function, model in self._validators():
            text = f"`{function.plain_name}` validates `{model.name}`, for `def` routes too"
            found[function] = Reason("validator", text)
        for function, reason in queue:
            if function in found or function in self._outside:
                continue
            found[function] = reason
            if self._summary.functions.get(function.qualname) is not function:
                continue
            for call in function.calls:
                callee = self._own_async(call)
                if callee is not None and callee not in found:
                    text = f"`{callee.plain_name}` is called by `{function.plain_name}`"
                    queue.append((callee, Reason("called", text)))
        rest = [f for f in self._summary.functions.values() if f.is_async and f not in found]
        if rest and self._serves():
            for function in rest:
                if function not in self._outside:
                    found[function] = Reason("async", f"`{function.plain_name}` is async")
        for function, (giver, method) in self.called_back.items():
            if giver in found and function not in found:
                kind = "async" if found[giver].kind == "async" else "callback"
                name = "a lambda" if function.is_lambda else f"`{function.plain_name}`"
                found[function] = Reason(kind, f"{name} is given to `{method}`")
        return found

    @cached_property
    def called_back(self) -> dict[Function, tuple[Function, str]]:
        """The plain functions that the event loop runs later, who hands them to it, and how."""
        found: dict[Function, tuple[Function, str]] = {}
        values = self._values
        handing = dict.fromkeys(_CALLING_BACK, _is_loop) | {"add_done_callback": _is_future}
        for method, is_one in handing.items():
            for call, giver in self._routing.calls_named(method):
                if giver is None or not is_one(receiver(call.callee), values):
                    continue
                function = values.callee(
                    values.of(call.argument("callback", _CALLING_BACK.get(method, 0)))
                )
                if function is not None and not function.is_async and not call.off:
                    found.setdefault(function, (giver, method))
        return found

    @cached_property
    def perhaps(self) -> dict[Function, Reason]:
        """The async functions of which only their callers tell whether they serve.

        What start-up calls, or `asyncio.run`, others may call as well.
        """
        if not (self._serves() or self._shared()):
            return {}
        known = {*self.reasons, *self._taken_away()}
        return {
            function: Reason("perhaps", f"`{function.plain_name}` is async")
            for function in self._summary.functions.values()
            if function.is_async and function not in known
        }

    def _own_async(self, call: Call) -> Function | None:
        """The async function of the file that a call runs; others are not even looked up."""
        callee, names = call.callee, self._async_names
        if isinstance(callee, (Ref, Attr)) and last_name(callee) not in names:
            is_own = isinstance(callee, Ref) and callee.name.startswith(f"{self._summary.name}.")
            if not is_own and "__call__" not in names:
                return None
        function = self._values.callee(self._values.of(callee))
        if function is None or not function.is_async or drops(call, function, self._values):
            return None
        return function

    @cached_property
    def _async_names(self) -> set[str]:
        return {each.name for each in self._summary.functions.values() if each.is_async}

    @cached_property
    def threaded(self) -> dict[Function, Reason]:
        """The `def` functions of the file that FastAPI hands to threads."""
        found: dict[Function, Reason] = {}
        routing = self._routing
        for endpoint in routing.endpoints:
            if endpoint.function is not None and not endpoint.websocket:
                reason = Reason("route", f"`{endpoint.name}` is a `def` route")
                found.setdefault(endpoint.function, reason)
        given = [dependency.function for dependency in routing.dependencies]
        for endpoint in routing.endpoints:  # `Depends()` has its class from the annotation
            for parameter in endpoint.parameters:
                given.append(self._values.callee(self._values.of(parameter.dependency)))
        for function in given:
            if function is not None:
                reason = _reason(function, "dependency", "a `def` dependency")
                found.setdefault(function, reason)
        for handler in routing.exception_handlers:
            if handler.function is not None:
                reason = _reason(handler.function, "handler", "a `def` exception handler")
                found.setdefault(handler.function, reason)
        for task in routing.background_tasks:
            for function in task.may_be:
                reason = _reason(function, "task", "a `def` background task")
                found.setdefault(function, reason)
        for streamed in routing.streamed:
            reason = _reason(streamed.function, "stream", "a streamed `def` generator")
            found.setdefault(streamed.function, reason)
        return {function: reason for function, reason in found.items() if not function.is_async}

    @cached_property
    def _entries(self) -> list[tuple[Function, Reason]]:
        """The functions of the file that FastAPI itself calls while it serves."""
        return list(self._called_by_framework())

    def _called_by_framework(self) -> Iterator[tuple[Function, Reason]]:
        yield from self._answering()
        called = {
            function.owner
            for function in self._summary.functions.values()
            if function.is_async or function.name in _CALLED
        }
        for cls in self._summary.classes.values():
            if cls.qualname in called and cls.bases:  # most classes have nothing to call
                yield from self._of_class(cls)
        yield from self._beside_answering()

    def _answering(self) -> Iterator[tuple[Function, Reason]]:
        """What answers requests, or takes part in it."""
        routing = self._routing
        for endpoint in routing.endpoints:
            if endpoint.function is not None:
                what = "a websocket route" if endpoint.websocket else "an async route"
                yield endpoint.function, Reason("route", f"`{endpoint.name}` is {what}")
        for dependency in routing.dependencies:
            if function := dependency.function:
                yield function, _reason(function, "dependency", "an async dependency")
        for middleware in routing.middleware:
            for function in self._middleware_code(middleware.known, middleware.function):
                yield function, _reason(function, "middleware", "middleware")

    def _of_class(self, cls: Class) -> Iterator[tuple[Function, Reason]]:
        """The methods that a framework calls of what is derived from a class of its own."""
        if self._values.derives(cls.qualname, HTTP_MIDDLEWARE):
            for function in self._middleware_code(cls, None):
                yield function, _reason(function, "middleware", "middleware")
        for function in self._handlers_of_routes(cls):
            text = f"`{function.plain_name}` handles the requests of `{cls.name}`"
            yield function, Reason("middleware", text)
        for name, qualname in cls.methods.items():
            if any(self._values.derives(cls.qualname, base) for base in awaiting(name)):
                method = self._summary.functions[qualname]
                if method.is_async:
                    yield method, _reason(method, "callback", "an async callback")

    def _beside_answering(self) -> Iterator[tuple[Function, Reason]]:
        """What runs when an answer fails, is sent or has been sent, and what libraries call."""
        routing = self._routing
        for handler in routing.exception_handlers:
            if function := handler.function:
                yield function, _reason(function, "handler", "an async exception handler")
        for task in routing.background_tasks:
            for function in task.may_be:
                yield function, _reason(function, "task", "an async background task")
        for function in self._summary.functions.values():
            if is_async_callback(function, self._values):
                yield function, _reason(function, "callback", "an async callback")
        for function in self._scheduled():
            yield function, _reason(function, "callback", "an async job")
        for streamed in routing.streamed:
            yield streamed.function, _reason(streamed.function, "stream", "streamed to the client")

    def _scheduled(self) -> Iterator[Function]:
        """The jobs of schedulers that run on the event loop of the server."""
        for call, _ in self._routing.calls_named("add_job"):
            job = scheduled(call, self._values)
            for each in options_of(job) if job is not None else ():
                function = self._values.callee(self._values.of(each))
                if function is not None and self._serves():
                    yield function

    def _handlers_of_routes(self, cls: Class) -> Iterator[Function]:
        """What a class of routes (`route_class=`) gives to handle each request of one of them."""
        giving = self._summary.functions.get(cls.methods.get(_GIVING_HANDLER, ""))
        if giving is not None and self._values.derives(cls.qualname, _ROUTE):
            for returned in giving.returned:
                handler = self._values.callee(self._values.of(returned))
                if handler is not None:
                    yield handler

    def _middleware_code(self, cls: Class | None, function: Function | None) -> Iterator[Function]:
        if function is not None:
            yield function
        if cls is not None:
            for name in _HANDLING:
                method = self._values.method(cls, name)
                if method is not None:
                    yield method

    @cached_property
    def _outside(self) -> set[Function]:
        """Async functions that run before or beside serving: start-up, `asyncio.run(f())`, jobs."""
        starting: set[Function] = set(self._routing.lifespans)
        for handler in self._routing.event_handlers:
            starting.update(handler.functions)
        for function in self._summary.functions.values():
            if is_lifespan(function, self._values):
                starting.add(function)
        taken = set(self._taken_away())
        beside = {*self._run_beside(), *taken}
        if not starting and not beside:
            return beside
        serving = {f for f, _ in self._entries} - taken | (self._tasks_of(starting) - beside)
        callers: dict[Function, set[Function]] = {}
        for function in self._summary.functions.values():
            for call in function.calls:
                callee = self._own_async(call)
                if callee is not None:
                    callers.setdefault(callee, set()).add(function)
        outside = (starting | beside) - serving
        grown = True
        while grown:
            grown = False
            for callee, by in callers.items():
                if callee not in outside and callee not in serving and by <= outside:
                    outside.add(callee)
                    grown = True
        return outside

    def _taken_away(self) -> Iterator[Function]:
        """What a decorator hands to others who run it, and puts a plain function in its place."""
        for function in self._summary.functions.values():
            for each in function.decorators if function.is_async else ():
                if takes_away(each, self._values):
                    yield function

    def _run_beside(self) -> Iterator[Function]:
        """What has an event loop or a process of its own: `asyncio.run(f())`, jobs of queues."""
        for call, _ in self._routing.calls_named("run", "run_until_complete"):
            for given in call.args[:1]:
                value = self._values.of(given)
                if isinstance(value, Pending):
                    yield value.function
                elif isinstance(value, Function):
                    yield value
        for call, _ in self._routing.calls_named("enqueue", "enqueue_at", "enqueue_in"):
            for given in call.args[:2]:
                value = self._values.of(given)
                if isinstance(value, Function):
                    yield value

    def _tasks_of(self, starting: set[Function]) -> set[Function]:
        """The functions that start-up makes tasks of, and that go on while requests are served."""
        queue = list(starting)
        tasks: set[Function] = set()
        for function in queue:
            started = [self._own_async(call) for call in tasks_of(function)]
            tasks.update(each for each in started if each is not None and _loops(each))
            for call in function.calls:
                callee = self._own_async(call)
                if callee is not None and callee not in queue and callee not in started:
                    queue.append(callee)
        return tasks


def _reason(function: Function, kind: str, what: str) -> Reason:
    return Reason(kind, f"`{function.plain_name}` is {what}")


def _is_loop(of: Expr | None, values: Values) -> bool:
    """Whether it is the event loop of those who hand it something, not one of a thread."""
    value = values.of(of)
    made = value.made if isinstance(value, Instance) else None
    return made is not None and values.library_name(made.callee) in _LOOPS


def _is_future(of: Expr | None, values: Values) -> bool:
    """Whether it is a future of the event loop, not one of threads."""
    return isinstance(of, Call) and values.library_name(of.callee) in _FUTURES


def _loops(function: Function) -> bool:
    """Whether a function has a loop that goes on for an unknown time."""
    return any(call.repeated for call in function.calls)
