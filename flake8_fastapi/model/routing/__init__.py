"""What one file registers with FastAPI: routes, dependencies, middleware, tasks, ...

`kinds` are what it may be, `routers` finds the applications and routers that it is registered with,
`application` what these are given besides routes.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from flake8_fastapi.model.assembly.parameters import (
    Parameter,
    Parameters,
    Signature,
    path_names,
    signature,
    view_parameters,
)
from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.libraries import DEPENDS
from flake8_fastapi.model.routing import application
from flake8_fastapi.model.routing.kinds import (
    BackgroundTask,
    Dependency,
    Endpoint,
    EventHandler,
    ExceptionHandler,
    Include,
    Middleware,
    Router,
    Streamed,
    TestClient,
)
from flake8_fastapi.model.routing.routers import Routers
from flake8_fastapi.model.syntax.expressions import (
    Call,
    Const,
    Expr,
    is_none,
    last_name,
    options_of,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.decorators import METHODS, ROUTE_DECORATORS, WEBSOCKETS
from flake8_fastapi.model.values.value_kinds import Pending
from flake8_fastapi.model.values.values import Values

#: One of these stands wherever a route is registered; see `Rule.words`.
ROUTE_WORDS = (
    *("*oute*", "*ebsocket*", "getattr", "mount", "Mount"),
    *(f".{method}" for method in sorted(METHODS)),
)
#: Those that take the function of a route as an argument.
ROUTE_CALLS = {"add_api_route", "add_api_websocket_route"}

#: Attributes of a request that lead to the parameters of its path.
_TELLING = {"path_params", "scope", "url", "get", "items", "values", "keys", "_url", "base_url"}

_TEST_CLIENTS = {
    "starlette.testclient.TestClient": 0, "httpx.AsyncClient": None, "httpx.Client": None,
    "httpx2.AsyncClient": None, "httpx2.Client": None,
}  # fmt: skip


def is_route(function: Function, names: Collection[str] = METHODS) -> bool:
    """Whether a decorator makes it a route, whatever that belongs to: `@router.get("/")`.

    The names of the decorators tell, and a path that is written out: in another file, it need not
    be known what the router is. Where that is to be certain, see `decorators.registers`.
    """
    for decorator in function.decorators:
        made = decorator.expression
        if isinstance(made, Call) and last_name(made.callee) in names:
            path = made.argument("path", 0)
            if isinstance(path, Const) and isinstance(path.value, str):
                return True
    return False


def _may_read_path(parameter: Parameter) -> bool:
    """Whether a function may take the path's parameters out of the request it is given."""
    asked = parameter.function.parameters_asked.get(parameter.name)
    return asked is None or "" in asked or not asked.isdisjoint(_TELLING)


class Routing(Routers):
    """What one file registers, worked out when first asked for."""

    def __init__(self, syntax: Syntax, values: Values) -> None:
        super().__init__(syntax, values)
        self._parameters = Parameters(values)

    @cached_property
    def endpoints(self) -> list[Endpoint]:
        """The routes that this file registers, in the order of the source."""
        found = []
        for call, function in self.decorated.items():
            if last_name(call.callee) in ROUTE_DECORATORS:
                router = self.router(receiver(call.callee))
                if router is not None:
                    found.append(self._endpoint(call, router, function, True))
        for call, _, router in self.registering(*ROUTE_CALLS):
            target = self._values.callee(self._values.of(call.argument("endpoint", 1)))
            found.append(self._endpoint(call, router, target, False))
        for call, router, target in self._called_decorators():
            found.append(self._endpoint(call, router, target, False))
        found.sort(key=lambda endpoint: (endpoint.lineno, endpoint.col_offset))
        return found

    def _called_decorators(self) -> Iterator[tuple[Call, Router, Function]]:
        """Routes as in `app.get("/ping")(ping)`."""
        for name in ROUTE_DECORATORS:
            for call, _ in self.calls.given_functions(name):
                if call not in self.decorated and (target := self.handed_on(call)):
                    router = self.router(receiver(call.callee))
                    if router is not None:
                        yield call, router, target

    def serves(self, function: Function) -> bool:
        """Whether the file makes the function an endpoint or a dependency."""
        return function in self._serving

    @cached_property
    def _serving(self) -> set[Function | None]:
        return self.answering.union(dependency.function for dependency in self.dependencies)

    @cached_property
    def answering(self) -> set[Function | None]:
        """The functions of the routes."""
        return {endpoint.function for endpoint in self.endpoints}

    def _endpoint(
        self,
        call: Call,
        router: Router,
        function: Function | None,
        decorates: bool,
    ) -> Endpoint:
        verb = last_name(call.callee)
        path = self._values.text(call.argument("path", 0))
        further: list[Expr] = []
        complete = True
        for given in (call.argument("dependencies"), router.argument("dependencies")):
            complete = self._listed(given, further) and complete
        return Endpoint(
            function=function,
            router=router,
            call=call,
            methods=self._methods(call, verb),
            path=path,
            websocket=verb in WEBSOCKETS or verb == "add_api_websocket_route",
            decorates=decorates,
            parameters=self._parameters.of(function, path_names(path) if path else ())
            if function
            else [],
            further=further,
            complete=complete and not call.spreads,
        )

    def _methods(self, call: Call, verb: str) -> frozenset[str] | None:
        if verb in METHODS:
            return frozenset({verb.upper()})
        given = call.argument("methods")
        if given is None:
            return frozenset() if call.spreads else frozenset({"GET"})
        names = self.strings(given)
        return None if names is None else frozenset(name.upper() for name in names)

    @cached_property
    def signed(self) -> set[Function | None]:
        """The functions of the file that it gives another signature, which FastAPI then reads."""
        return {
            self._values.callee(self._values.of(self._syntax.expr(each.value)))
            for each in self._syntax.tree.nodes(ast.Attribute)
            if each.attr == "__signature__" and isinstance(each.ctx, ast.Store)
        }

    def signature(self, endpoint: Endpoint) -> Signature | None:
        """The parameters of a route and of all its dependencies."""
        if endpoint.function is None or endpoint.function in self.signed:
            return None
        shared = view_parameters(endpoint.function, self._values, endpoint.path_parameters)
        found = signature(
            endpoint.function,
            self._parameters,
            endpoint.path_parameters,
            [*endpoint.further, *(p.dependency for p in shared if p.dependency is not None)],
            _may_read_path,
        )
        found.parameters += shared
        found.complete = found.complete and endpoint.complete
        return found

    @cached_property
    def dependencies(self) -> list[Dependency]:
        """Every `Depends(...)` and `Security(...)` of the file."""
        found = []
        for call, _ in self.calls_of(*DEPENDS):
            target = call.argument("dependency", 0)
            node = self._syntax.call_node(call) if target is None else None
            declared = self._syntax.declared(node) if node is not None else None
            found.append(
                Dependency(
                    call,
                    target,
                    self._values.callee(self._values.of(target or declared)),
                    self._values.text(call.argument("scope")),
                    declared,
                )
            )
        return found

    def _listed(self, given: Expr | None, found: list[Expr]) -> bool:
        """Add the dependencies of a `dependencies=[...]`; False if not all can be read."""
        if given is None or is_none(given):
            return True
        items = self.items(given)
        if items is None:
            return False
        for item in items:
            call = self._values.expand(item)
            if not isinstance(call, Call) or self._values.qualname(call.callee) not in DEPENDS:
                return False
            target = call.argument("dependency", 0)
            if target is None:
                return False
            found.append(target)
        return True

    @cached_property
    def middleware(self) -> list[Middleware]:
        """Every middleware that this file registers, in the order of the source."""
        return application.middleware(self, self._values)

    @cached_property
    def exception_handlers(self) -> list[ExceptionHandler]:
        """What is called for exceptions and status codes."""
        return application.exception_handlers(self, self._values)

    @cached_property
    def event_handlers(self) -> list[EventHandler]:
        """The start-up and shutdown handlers in the old style."""
        return application.event_handlers(self, self._values, self._syntax)

    @cached_property
    def lifespans(self) -> list[Function]:
        """The functions of the project that this file gives to `lifespan=`."""
        return application.lifespans(self, self._values)

    @cached_property
    def includes(self) -> list[Include]:
        found = []
        for call, _, router in self.registering("include_router"):
            given = call.argument("router", 0)
            prefix = call.argument("prefix")
            found.append(
                Include(
                    router, self.router(given), given,
                    "" if prefix is None else self._values.text(prefix), False, call,
                )
            )  # fmt: skip
        for call, _, router in self.registering("mount"):
            given = call.argument("app", 1)
            found.append(
                Include(
                    router, self.router(given), given,
                    self._values.text(call.argument("path", 0)), True, call,
                )
            )  # fmt: skip
        return found

    @cached_property
    def background_tasks(self) -> list[BackgroundTask]:
        found = []
        for call, within in self.calls_named("add_task"):
            owner = receiver(call.callee)
            if self._values.is_instance(owner, "starlette.background.BackgroundTasks"):
                found.append(self._task(call, within))
        for call, within in self.calls_of("starlette.background.BackgroundTask"):
            found.append(self._task(call, within))
        return found

    def _task(self, call: Call, within: Function | None) -> BackgroundTask:
        task, values = call.argument("func", 0), self._values
        functions = [values.callee(values.of(each)) for each in options_of(task)] if task else []
        return BackgroundTask(
            call, task, values.callee(values.of(task)), within, tuple(filter(None, functions))
        )

    @cached_property
    def streamed(self) -> list[Streamed]:
        """Generators of the project that are given to streaming responses."""
        found = []
        for call, _ in self.calls_of(
            "starlette.responses.StreamingResponse",
            "fastapi.responses.EventSourceResponse",
            "sse_starlette.EventSourceResponse",
            "sse_starlette.sse.EventSourceResponse",
        ):
            value = self._values.of(call.argument("content", 0))
            if isinstance(value, Pending) and value.kind == "generator":
                found.append(Streamed(call, value.function))
        return found

    @cached_property
    def test_clients(self) -> list[TestClient]:
        found = []
        for call, _ in self.calls_of(*_TEST_CLIENTS):
            cls = self._values.qualname(call.callee) or ""
            found.append(TestClient(call, cls, call.argument("app", _TEST_CLIENTS[cls])))
        return found
