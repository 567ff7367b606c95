"""What is added to an application when it is too late: by its start-up functions and its routes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flake8_fastapi.model.calling.signs import is_lifespan
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.libraries import CONNECTION
from flake8_fastapi.model.lifespan.startup import given_lifespans
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.routing.kinds import Router
from flake8_fastapi.model.syntax.expressions import (
    AtCall,
    Attr,
    Call,
    Expr,
    Param,
    Ref,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.value_kinds import Instance
from flake8_fastapi.model.values.values import Values

#: Methods of an application that a running one refuses ("raises") or does not heed ("ignored").
_TOO_LATE = {
    "add_middleware": "raises",
    "middleware": "raises",
    "add_exception_handler": "ignored",
    "exception_handler": "ignored",
}
#: Methods of libraries that add middleware to the application they are given.
_ADDING = {"prometheus_fastapi_instrumentator.Instrumentator.instrument": "raises"}
#: Since 0.55b0 it replaces `build_middleware_stack`, which nobody calls again (run, 0.66b2).
_OPENTELEMETRY = "opentelemetry.instrumentation.fastapi.FastAPIInstrumentor.instrument_app"
_STACK = "middleware_stack"
#: Helpers followed, one inside the other, that are handed the application.
_DEEPEST = 3


@dataclass(eq=False)
class LateAssembly(AtCall):
    """A call that adds to an application which has started."""

    call: Call  #: as it stands in the function
    adds: str  #: what it comes down to: `add_middleware`, `Instrumentator.instrument`
    effect: str  #: "raises" or "ignored"
    function: Function  #: that runs when the application has started


class LateAssemblies:
    """Goes through the functions of one file that run when an application has started.

    Of those that start it, the helpers are followed. `has` says whether the project has a version
    of a distribution, or a later one.
    """

    def __init__(
        self, syntax: Syntax, values: Values, routing: Routing, has: Callable[[str, str], bool]
    ) -> None:
        self._syntax = syntax
        self._values = values
        self._routing = routing
        self._has = has

    def __iter__(self) -> Iterator[LateAssembly]:
        for function, app in self._starting():
            for call in function.calls:
                found = self._late(call, function, app, 0)
                if found is not None and _matters(call, found[1]):
                    yield LateAssembly(call, *found, function)
        for call, answering in self._routing.calls_named(*_TOO_LATE):
            if answering is not None and not call.caught:
                if self._is_serving(receiver(call.callee), answering):
                    name = last_name(call.callee)
                    yield LateAssembly(call, name, _TOO_LATE[name], answering)

    def _is_serving(self, what: Expr | None, function: Function) -> bool:
        """Whether it is the application that answers a request: `request.app`, or the route's."""
        if isinstance(what, Attr) and what.name == "app":
            return self._values.is_instance(what.of, CONNECTION) is True
        return not isinstance(what, Param) and any(
            self._is_app(what, function, endpoint.router, 0, None)
            for endpoint in self._routing.endpoints
            if endpoint.function is function and endpoint.router.is_app
        )

    def _starting(self) -> Iterator[tuple[Function, Router | None]]:
        """The functions of this file that run when an application has started."""
        seen = set()
        for given in given_lifespans(self._syntax, self._values, self._routing):
            function = given.function
            if function is not None and not given.called and given.router.is_app:
                if function not in seen and self._syntax.function_node(function) is not None:
                    seen.add(function)
                    yield function, given.router
        for handler in self._routing.event_handlers:
            for function in handler.functions if handler.owner.is_app else ():
                if function not in seen and self._syntax.function_node(function) is not None:
                    seen.add(function)
                    yield function, handler.owner
        for function in self._syntax.summary.functions.values():
            if function not in seen and is_lifespan(function, self._values):
                yield function, None  # of an application in another file

    def _late(
        self,
        call: Call,
        function: Function,
        app: Router | None,
        depth: int,
        handed: str | None = None,
    ) -> tuple[str, str] | None:
        """What a call adds to the application, and what becomes of it."""
        name = last_name(call.callee)
        if name in _TOO_LATE:
            if self._is_app(receiver(call.callee), function, app, depth, handed):
                return name, _TOO_LATE[name]
            return None
        arguments: list[tuple[int | str | None, Expr]] = [
            *enumerate(call.args),
            *call.keywords,
        ]
        places = [
            place
            for place, argument in arguments
            if self._is_app(argument, function, app, depth, handed)
        ]
        if not places and not _lies_in(call.callee, function.module):
            return None  # knows the application neither as argument nor, likely, as global
        value = self._values.of(call.callee)
        if places:
            adding = self._values.library_name(call.callee) or ""
            effect = self._effect(adding, function)
            if effect is not None:
                return ".".join(adding.split(".")[-2:]), effect
        helper = self._values.callee(value)
        if helper is None or helper.is_generator or depth >= _DEEPEST or helper.owner is not None:
            return None
        if not places and helper.module != function.module:
            return None  # knows the application neither as argument nor, likely, as global
        taken = _taken(helper, places[0]) if places else None
        for inner in helper.calls:
            found = self._late(inner, helper, app, depth + 1, taken)
            if found is not None and _matters(inner, found[1]):
                if not inner.branched or _needs_only(taken, inner):
                    return found
        return None

    def _effect(self, adding: str, function: Function) -> str | None:
        """What becomes of a call of a library that adds middleware; None: of another, or nothing.

        Whoever has the middleware put together again, `app.middleware_stack = None`, may do so.
        """
        if adding != _OPENTELEMETRY:
            return _ADDING.get(adding)
        if not self._has("opentelemetry-instrumentation-fastapi", "0.55b0"):
            return "raises"
        return None if _STACK in function.sets else "ignored"

    def _is_app(
        self,
        what: Expr | None,
        function: Function,
        app: Router | None,
        depth: int,
        handed: str | None,
    ) -> bool:
        """Whether an expression in `function` is the application that starts."""
        if isinstance(what, Param):
            if what.function != function.qualname:
                return False
            if depth:
                return what.name == handed
            plain = function.arguments[1:] if function.owner else function.arguments
            return bool(plain) and plain[0].name == what.name
        if app is None or app.call is None or not isinstance(what, (Ref, Attr)):
            return False
        if not _lies_in(what, function.module) and last_name(what) != app.name.rpartition(".")[2]:
            return False  # elsewhere, under another name than it was made under
        value = self._values.of(what)
        return isinstance(value, Instance) and value.made is app.call


def _lies_in(callee: Expr, module: str) -> bool:
    """Whether what is called is a global name of that module, not of one in its package."""
    return isinstance(callee, Ref) and callee.name.rpartition(".")[0] == module


def _matters(call: Call, effect: str) -> bool:
    """Whether nobody expects it: what is raised may be caught, what is ignored may not."""
    return effect == "ignored" or not call.caught


def _needs_only(app: str | None, call: Call) -> bool:
    """Whether the one thing asked before a call is made is that there is an application."""
    return app is not None and call.needs in ({app}, {f"{app} is not None"})


def _taken(helper: Function, place: int | str | None) -> str | None:
    """The parameter that takes an argument, given by position or by keyword."""
    if not isinstance(place, int):
        return place
    return helper.arguments[place].name if place < len(helper.arguments) else None
