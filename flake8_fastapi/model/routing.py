"""How the application is put together: apps, routers, routes, dependencies, middleware, ..."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import field
from functools import cache, cached_property

from flake8_fastapi.model.annotations import DEPENDS
from flake8_fastapi.model.calls import Calls, Made
from flake8_fastapi.model.expressions import (
    AtCall,
    Attr,
    Call,
    Const,
    Expr,
    Items,
    Pairs,
    Param,
    Ref,
    Star,
    Text,
    Typed,
)
from flake8_fastapi.model.functions import Class, Function
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.parameters import (
    Parameter,
    Parameters,
    Signature,
    path_names,
    signature,
    view_parameters,
)
from flake8_fastapi.model.syntax import Syntax
from flake8_fastapi.model.value_kinds import Display, External, Instance, Pending
from flake8_fastapi.model.values import Values

METHODS = {"get", "post", "put", "patch", "delete", "head", "options", "trace"}
WEBSOCKETS = {"websocket", "websocket_route"}
_ROUTE_DECORATORS = METHODS | WEBSOCKETS | {"api_route"}
_ROUTE_CALLS = {"add_api_route", "add_api_websocket_route"}
APP = "starlette.applications.Starlette"
ROUTERS = ("fastapi.FastAPI", "fastapi.APIRouter", APP, "starlette.routing.Router")


@dataclass(eq=False)
class Router:
    """An application or router, as the place where routes are registered."""

    key: object  #: equal for two expressions that are the same object
    cls: str
    is_app: bool
    call: Call | None  #: what makes it, where that is known
    name: str  #: as the source names it
    own: bool  #: made in the file being checked

    def argument(self, name: str) -> Expr | None:
        return self.call.argument(name) if self.call else None


@dataclass(eq=False)
class Endpoint(AtCall):
    """A route: what is registered, where and how."""

    function: Function | None  #: None where it could not be followed
    router: Router
    call: Call  #: the decorator, or the call of `add_api_route`
    methods: frozenset[str] | None  #: in upper case; None where they are not literal
    path: str | None  #: as given here, without prefixes; None where it is not literal
    websocket: bool
    conditional: bool  #: registered in a branch, a loop or a function
    decorates: bool  #: registered by decorator
    parameters: list[Parameter]
    further: list[Expr] = field(default_factory=list)  #: dependencies outside the signature
    complete: bool = True  #: every list of further dependencies could be read

    @property
    def path_parameters(self) -> list[str]:
        return path_names(self.path) if self.path else []

    @property
    def name(self) -> str:
        return self.function.plain_name if self.function else "the route"

    def argument(self, name: str) -> Expr | None:
        """A keyword argument of the decorator, such as `response_model`."""
        return self.call.argument(name)


@dataclass(eq=False)
class Dependency(AtCall):
    """A use of `Depends` or `Security` in this file."""

    call: Call
    target: Expr | None  #: what it is given
    function: Function | None  #: the function of the project that runs
    scope: str | None
    declared: Expr | None = None  #: of `Depends()`: the type that stands with it, which is called


@dataclass(eq=False)
class Middleware(AtCall):
    """A middleware of an application."""

    app: Router | None
    cls: str | None  #: qualified name of its class; None for a function or the unknown
    known: Class | None  #: its class, if it is one of the project
    function: Function | None  #: of `@app.middleware("http")`
    call: Call  #: `add_middleware(...)`, `Middleware(...)`, `app.middleware("http")`, `Cls(app)`
    form: str  #: "add", "decorator", "list" or "wrap"
    position: int  #: of a list: its place, the first is the outermost; else the order of adding
    within: Function | None  #: the function that registers it; None at import

    def argument(self, name: str) -> Expr | None:
        return self.call.argument(name)


@dataclass(eq=False)
class ExceptionHandler:
    app: Router | None
    exception: Expr | None  #: a class or a status code
    function: Function | None
    call: Call


@dataclass(eq=False)
class EventHandler:
    """A start-up or shutdown handler in the old style."""

    owner: Router
    kind: str | None  #: "startup" or "shutdown"
    how: str  #: "on_event", "add_event_handler", "on_startup", "on_shutdown"
    functions: list[Function]
    call: Call  #: the registering call, or the one that makes the application
    lineno: int
    col_offset: int


@dataclass(eq=False)
class BackgroundTask(AtCall):
    """A task given to `add_task` or `BackgroundTask(...)`."""

    call: Call
    task: Expr | None
    function: Function | None
    within: Function | None


@dataclass(eq=False)
class Include:
    """`include_router` or `mount`"""

    router: Router
    included: Router | None
    expression: Expr | None
    prefix: str | None  #: None where it is not literal
    is_mount: bool
    call: Call


@dataclass(eq=False)
class Streamed:
    """A generator given to a streaming response."""

    call: Call
    function: Function


@dataclass(eq=False)
class TestClient(AtCall):
    """A client made to call an application in tests."""

    __test__ = False  # not a test case, whatever pytest thinks of the name

    call: Call
    cls: str
    app: Expr | None


#: Attributes of a request that lead to the parameters of its path.
_TELLING = {"path_params", "scope", "url", "get", "items", "values", "keys", "_url", "base_url"}

_TEST_CLIENTS = {
    "starlette.testclient.TestClient": 0, "httpx.AsyncClient": None, "httpx.Client": None,
    "httpx2.AsyncClient": None, "httpx2.Client": None,
}  # fmt: skip


class Routing:
    """What one file registers, worked out when first asked for."""

    def __init__(self, syntax: Syntax, values: Values) -> None:
        self._syntax = syntax
        self._summary = syntax.summary
        self._values = values
        self._parameters = Parameters(values)
        self._routers: dict[object, Router] = {}
        self._router_classes: dict[str, bool] = {}

    # -- calls by name ---------------------------------------------------------------------

    @cached_property
    def calls(self) -> Calls:
        """The calls of the file: see `model.calls`."""
        return Calls(self._syntax)

    def calls_named(self, *names: str) -> Iterable[Made]:
        """Calls whose callee's last name is one of `names`, and the function they stand in."""
        return self.calls.named(*names)

    def calls_of(self, *qualnames: str) -> Iterable[Made]:
        """Calls of these functions or classes of libraries, however they were imported."""
        for call, function in self.calls.named(*_last_names(qualnames)):
            if self._values.qualname(call.callee) in qualnames:
                yield call, function

    def registering(self, *names: str) -> Iterable[tuple[Call, Function | None, Router]]:
        """Calls of these methods on applications and routers."""
        for call, function in self.calls.named(*names):
            router = self.router(receiver(call.callee))
            if router is not None:
                yield call, function, router

    # -- applications and routers ----------------------------------------------------------

    def router(self, expression: Expr | None) -> Router | None:
        """The application or router that an expression is."""
        value = self._values.of(expression)
        if not isinstance(value, Instance):
            return None
        if not self._routes(value.cls):
            return None
        made = value.made
        key: object = made if made is not None else self._described(expression)
        known = self._routers.get(key)
        if known is None:
            known = self._routers[key] = Router(
                key=key,
                cls=value.cls,
                is_app=bool(self._values.derives(value.cls, APP)),
                call=made,
                name=self._written_name(made) or _source_name(expression),
                own=made is not None and self._syntax.call_node(made) is not None,
            )
        return known

    def _routes(self, cls: str) -> bool:
        """Whether a class is that of an application or router; asked of the class of each call."""
        known = self._router_classes.get(cls)
        if known is None:
            known = self._values.derives_from_any(cls, ROUTERS)
            self._router_classes[cls] = known
        return known

    def _written_name(self, made: Call | None) -> str | None:
        """What an object made here is assigned to: not how the first who asked referred to it."""
        node = self._syntax.call_node(made) if made is not None else None
        return self._syntax.assigned_to(node) if node is not None else None

    def _described(self, expression: Expr | None) -> object:
        """A key for an object that nobody was seen to make: a parameter, `self.router`."""
        match expression:
            case Param(function=function, name=name):
                return ("parameter", function, name)
            case Attr(of=of, name=name):
                holder = self._values.class_of(of)
                return ("attribute", holder or self._described(of), name)
            case Ref(name=name):
                return ("name", name)
            case Typed(value=value):
                return self._described(value)
        return ("expression", id(expression))

    @cached_property
    def routers(self) -> list[Router]:
        """The applications and routers made in this file, in order."""
        classes = [name for name in self.calls.names() if name[:1].isupper()]
        calls = sorted(self.calls.named(*classes), key=_position)
        return [router for call, _ in calls if (router := self._made_by(call))]

    def _made_with(self, argument: str) -> list[Router]:
        """Those of them that are given an argument of that name."""
        calls = self.calls.given(argument)
        return [router for call, _ in calls if (router := self._made_by(call))]

    def _made_by(self, call: Call) -> Router | None:
        """The application or router that a call makes itself, if it looks like that of a class."""
        value = self._values.of(call) if last_name(call.callee)[:1].isupper() else None
        if isinstance(value, Instance) and value.made is call and self._routes(value.cls):
            return self.router(call)
        return None

    # -- routes ----------------------------------------------------------------------------

    @cached_property
    def endpoints(self) -> list[Endpoint]:
        """The routes that this file registers, in the order of the source."""
        found = []
        for call, function in self._decorated_by_call.items():
            if last_name(call.callee) in _ROUTE_DECORATORS:
                router = self.router(receiver(call.callee))
                if router is not None:
                    within = self._within(call)
                    found.append(self._endpoint(call, within, router, function, True))
        for call, within, router in self.registering(*_ROUTE_CALLS):
            target = self._values.callee(self._values.of(call.argument("endpoint", 1)))
            found.append(self._endpoint(call, within, router, target, False))
        found.sort(key=lambda endpoint: (endpoint.lineno, endpoint.col_offset))
        return found

    def serves(self, function: Function) -> bool:
        """Whether the file makes the function an endpoint or a dependency."""
        return function in self._serving

    @cached_property
    def _serving(self) -> set[Function | None]:
        served = {endpoint.function for endpoint in self.endpoints}
        return served.union(dependency.function for dependency in self.dependencies)

    @cached_property
    def answering(self) -> set[Function | None]:
        """The functions of the routes."""
        return {endpoint.function for endpoint in self.endpoints}

    def _endpoint(
        self,
        call: Call,
        within: Function | None,
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
            conditional=within is not None or bool(self._syntax.branches(call)),
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

    def strings(self, expression: Expr | None) -> list[str] | None:
        """The texts in a list, tuple or set; None where one of them is not certain."""
        display = self.items(expression)
        if display is None:
            return None
        texts = [self._values.text(item) for item in display]
        return [text for text in texts if text is not None] if None not in texts else None

    def items(self, expression: Expr | None) -> list[Expr] | None:
        """The elements of a display, through names and other files; None if not all are known."""
        value = self._values.of(expression)
        if isinstance(value, Display) and isinstance(value.expression, Items):
            found: list[Expr] = []
            for item in value.expression.items:
                if isinstance(item, Star):
                    inner = self.items(item.of)
                    if inner is None:
                        return None
                    found += inner
                else:
                    found.append(item)
            return found
        expanded = self._values.expand(expression)
        if isinstance(expanded, Text) and expanded.how == "+":
            left, right = (self.items(part) for part in expanded.parts)
            return left + right if left is not None and right is not None else None
        return None

    def signature(self, endpoint: Endpoint) -> Signature | None:
        """The parameters of a route and of all its dependencies."""
        if endpoint.function is None:
            return None
        shared = view_parameters(endpoint.function, self._values, endpoint.path_parameters)
        found = signature(
            endpoint.function,
            self._parameters,
            endpoint.path_parameters,
            [*endpoint.further, *(p.dependency for p in shared if p.dependency is not None)],
            self._may_read_path,
        )
        found.parameters += shared
        found.complete = found.complete and endpoint.complete
        return found

    def _may_read_path(self, parameter: Parameter) -> bool:
        """Whether a function may take the path's parameters out of the request it is given."""
        node = self._syntax.function_node(parameter.function)
        if node is None:
            return True
        tree = self._syntax.tree
        for name in tree.nodes(ast.Name):
            if name.id == parameter.name and tree.function(name) is not None:
                outer = tree.parent(name)
                if node not in tree.ancestors(name):
                    continue
                if not isinstance(outer, ast.Attribute) or outer.attr in _TELLING:
                    return True
        return False

    # -- dependencies ----------------------------------------------------------------------

    @cached_property
    def dependencies(self) -> list[Dependency]:
        """Every `Depends(...)` and `Security(...)` of the file."""
        found = []
        for call, _ in self.calls_of(*DEPENDS):
            target = call.argument("dependency", 0)
            node = self._syntax.call_node(call) if target is None else None
            found.append(
                Dependency(
                    call,
                    target,
                    self._values.callee(self._values.of(target)) if target else None,
                    self._values.text(call.argument("scope")),
                    self._syntax.declared(node) if node is not None else None,
                )
            )
        return found

    def _listed(self, given: Expr | None, found: list[Expr]) -> bool:
        """Add the dependencies of a `dependencies=[...]`; False if not all can be read."""
        if given is None or (isinstance(given, Const) and given.value is None):
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

    # -- middleware ------------------------------------------------------------------------

    @cached_property
    def middleware(self) -> list[Middleware]:
        """Every middleware that this file registers, in the order of the source."""
        found: list[Middleware] = []
        for call, within, router in self.registering("add_middleware"):
            given = call.argument("middleware_class", 0)
            found.append(self._class_middleware(router, given, call, "add", len(found), within))
        for call, within, router in self.registering("middleware"):
            function = self._decorated_by_call.get(call) or self._handed_on(call)
            found.append(
                Middleware(router, None, None, function, call, "decorator", len(found), within)
            )
        for router in self._made_with("middleware"):
            for position, item in enumerate(self.items(router.argument("middleware")) or ()):
                call_made = self._values.expand(item)
                if isinstance(call_made, Call):
                    name = self._values.qualname(call_made.callee)
                    if name == "starlette.middleware.Middleware":
                        given = call_made.argument("cls", 0)
                        found.append(
                            self._class_middleware(router, given, call_made, "list", position, None)
                        )
        found.sort(key=lambda middleware: (middleware.lineno, middleware.col_offset))
        return found

    def _handed_on(self, call: Call) -> Function | None:
        """The function of `app.middleware("http")(function)`."""
        node = self._syntax.call_node(call)
        outer = self._syntax.tree.parent(node) if node is not None else None
        if isinstance(outer, ast.Call) and outer.func is node and outer.args:
            return self._values.callee(self._values.of(self._syntax.expr(outer.args[0])))
        return None

    def _within(self, call: Call) -> Function | None:
        """The function whose body makes a call; None: it is made at import."""
        node = self._syntax.call_node(call)
        return self._syntax.function_at(node) if node is not None else None

    def _class_middleware(
        self,
        router: Router,
        given: Expr | None,
        call: Call,
        form: str,
        position: int,
        within: Function | None,
    ) -> Middleware:
        value = self._values.of(given)
        match value:
            case Class(qualname=name):
                return Middleware(router, name, value, None, call, form, position, within)
            case External(name=name):
                return Middleware(router, name, None, None, call, form, position, within)
        return Middleware(router, None, None, None, call, form, position, within)

    # -- the rest --------------------------------------------------------------------------

    @cached_property
    def exception_handlers(self) -> list[ExceptionHandler]:
        found = []
        decorated = self._decorated_by_call
        for call, _, router in self.registering("exception_handler"):
            function = decorated.get(call) or self._handed_on(call)
            found.append(
                ExceptionHandler(
                    router, call.argument("exc_class_or_status_code", 0), function, call
                )
            )
        for call, _, router in self.registering("add_exception_handler"):
            handler = self._values.callee(self._values.of(call.argument("handler", 1)))
            found.append(
                ExceptionHandler(
                    router, call.argument("exc_class_or_status_code", 0), handler, call
                )
            )
        for router in self._made_with("exception_handlers"):
            for exception, given in self._pairs(router.argument("exception_handlers")):
                function = self._values.callee(self._values.of(given))
                assert router.call is not None
                found.append(ExceptionHandler(router, exception, function, router.call))
        return found

    def _pairs(self, expression: Expr | None) -> list[tuple[Expr | None, Expr]]:
        value = self._values.of(expression)
        if isinstance(value, Display) and isinstance(value.expression, Pairs):
            return list(value.expression.pairs)
        return []

    @cached_property
    def _decorated_by_call(self) -> dict[Call, Function]:
        return {
            self._syntax.call(decorator): function
            for node, function in self._syntax.reader.functions.items()
            for decorator in getattr(node, "decorator_list", ())
            if isinstance(decorator, ast.Call)
        }

    @cached_property
    def event_handlers(self) -> list[EventHandler]:
        found = []
        for call, _, router in self.registering("on_event"):
            function = self._decorated_by_call.get(call) or self._handed_on(call)
            kind = self._values.text(call.argument("event_type", 0))
            found.append(
                EventHandler(
                    router, kind, "on_event", [function] if function else [], call,
                    call.lineno, call.col_offset,
                )
            )  # fmt: skip
        for call, _, router in self.registering("add_event_handler"):
            function = self._values.callee(self._values.of(call.argument("func", 1)))
            kind = self._values.text(call.argument("event_type", 0))
            found.append(
                EventHandler(
                    router, kind, "add_event_handler", [function] if function else [], call,
                    call.lineno, call.col_offset,
                )
            )  # fmt: skip
        for how, kind in (("on_startup", "startup"), ("on_shutdown", "shutdown")):
            for router in self._made_with(how):
                given = router.argument(how)
                if given is None or router.call is None:
                    continue
                functions = [
                    function
                    for item in self.items(given) or ()
                    if (function := self._values.callee(self._values.of(item)))
                ]
                node = self._syntax.call_node(router.call)
                word = next((k for k in node.keywords if k.arg == how), None) if node else None
                found.append(
                    EventHandler(
                        router, kind, how, functions, router.call,
                        word.lineno if word else router.call.lineno,
                        word.col_offset if word else router.call.col_offset,
                    )
                )  # fmt: skip
        return found

    @cached_property
    def lifespans(self) -> list[Function]:
        """The functions of the project that this file gives to `lifespan=`."""
        found = []
        for router in self._made_with("lifespan"):
            function = self._values.callee(self._values.of(router.argument("lifespan")))
            if function is not None:
                found.append(function)
        return found

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
        task = call.argument("func", 0)
        return BackgroundTask(call, task, self._values.callee(self._values.of(task)), within)

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


def receiver(callee: Expr) -> Expr | None:
    """The `x` of `x.method`."""
    match callee:
        case Attr(of=of):
            return of
        case Ref(name=name) if "." in name:
            return Ref(name.rpartition(".")[0])
    return None


def last_name(callee: Expr) -> str:
    match callee:
        case Attr(name=name):
            return name
        case Ref(name=name):
            return name.rpartition(".")[2]
    return ""


def _source_name(expression: Expr | None) -> str:
    match expression:
        case Ref(name=name):
            return name.rpartition(".")[2]
        case Attr(of=of, name=name):
            return f"{_source_name(of)}.{name}"
        case Param(name=name):
            return name
    return "the application"


@cache
def _last_names(qualnames: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.rpartition(".")[2] for name in qualnames))


def _position(made: Made) -> tuple[int, int]:
    return made[0].lineno, made[0].col_offset
