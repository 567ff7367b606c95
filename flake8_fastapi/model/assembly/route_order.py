"""The routes of each application and router in the order in which they are tried."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterator
from itertools import islice

from flake8_fastapi.model.assembly.paths import covers
from flake8_fastapi.model.assembly.registering import by_decorator, order_of
from flake8_fastapi.model.lean import cached_property, dataclass
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.routing.kinds import Router
from flake8_fastapi.model.syntax.expressions import AtCall, Call, Expr, Items, last_name, receiver
from flake8_fastapi.model.syntax.functions import Function, Summary
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.decorators import METHODS
from flake8_fastapi.model.values.value_kinds import Display, Instance
from flake8_fastapi.model.values.values import Values

#: Routers included one in the other before the rest is left out.
DEEPEST = 6

_WEBSOCKETS = ("websocket", "add_api_websocket_route")
_REGISTERING = (*sorted(METHODS), "api_route", "add_api_route", *_WEBSOCKETS)
_ADDING = (*_REGISTERING, "include_router", "mount")
_STATIC_FILES = "starlette.staticfiles.StaticFiles"
#: What a mounted application takes, whether it has an answer or not.
_ALL_METHODS = frozenset({*(name.upper() for name in METHODS), "WEBSOCKET"})
_FRAMEWORK = ("fastapi.", "starlette.", "builtins.")


@dataclass(eq=False)
class Route:
    """One route as it is tried."""

    methods: frozenset[str]  #: `{"WEBSOCKET"}` for a websocket route
    path: str  #: with the prefixes of the routers between it and the table it stands in
    function: Function | None
    mount: str | None = None  #: where it is all that a mounted application takes: its path
    files: str | None = None  #: the folder whose files that application serves, if it does

    def below(self, prefix: str) -> str:
        """What a message calls it, in a table with a prefix: `GET /users/me`, `mount("/users")`."""
        if self.mount is not None:
            return f'mount("{self.mount}")'
        return f"{'/'.join(sorted(self.methods))} {prefix}{self.path}"


@dataclass(eq=False)
class Registration(AtCall):
    """A call that adds routes: a decorator, `add_api_route`, `include_router`, `mount`."""

    call: Call
    routes: list[Route]
    included: bool  #: they are those of another router
    branches: frozenset[tuple[ast.AST, str]]  #: the branches it stands in, each with its arm

    def is_made_before(self, later: Registration) -> bool:
        """Whether this one, which stands before `later`, is made whenever that one is."""
        return self.branches <= later.branches


@dataclass(eq=False)
class RouteTable:
    """What a file, or one function of it, registers on one application or router, in order.

    Routes whose path, methods or prefix is not known are left out, and so are those of routers
    that choose by more than path and method.
    """

    router: Router
    prefix: str  #: of the router, "" where it is not known
    registrations: list[Registration]

    @cached_property
    def shadowed(self) -> list[Shadowed]:
        """The registrations with a route that is never reached, each once."""
        earlier: list[Registration] = []  # that match more than their own path
        all_found: list[Shadowed] = []
        for later in self.registrations:
            found = self._first_shadowed(later, earlier)
            if found is not None:
                all_found.append(found)
            if any("{" in route.path for route in later.routes):
                earlier.append(later)
        return all_found

    @cached_property
    def repeated(self) -> list[Registration]:
        """The registrations whose paths and methods others have all taken before."""
        return [
            later
            for index, later in enumerate(self.registrations)
            if all(_is_taken(route, later, self.registrations[:index]) for route in later.routes)
        ]

    @cached_property
    def duplicates(self) -> list[Shadowed]:
        """The routes that an earlier registration has too, those of one registration together.

        A router that is included twice has the same functions twice, which harms nobody.
        """
        found: list[Shadowed] = []
        for index, later in enumerate(self.registrations):
            for route in later.routes:
                again = (
                    Shadowed(later, route, before, first)
                    for before in self.registrations[:index]
                    if before.is_made_before(later)
                    for first in before.routes
                    if _is_same(first, route) and first.function is not route.function
                )
                found += islice(again, 1)
        return found

    def _first_shadowed(self, later: Registration, earlier: list[Registration]) -> Shadowed | None:
        for route in later.routes:
            for before in earlier:
                if before.is_made_before(later):
                    for first in before.routes:
                        if _shadows(first, route) and not self._is_repeated(route, before):
                            return Shadowed(later, route, before, first)
        return None

    def _is_repeated(self, route: Route, upto: Registration) -> bool:
        """Whether the same path is there by then: a copy, or its router is included twice."""
        return _is_taken(route, upto, self.registrations[: self.registrations.index(upto) + 1])


@dataclass(eq=False)
class Shadowed:
    """A route that is never reached, as another one takes all its requests."""

    registration: Registration
    route: Route
    before: Registration
    first: Route  #: the one that is reached instead

    @property
    def is_mutual(self) -> bool:
        """Whether both match the same, so that it would be the other one in another order."""
        return covers(self.route.path, self.first.path) is True


def _is_taken(route: Route, by: Registration, before: list[Registration]) -> bool:
    """Whether one of the registrations before, made whenever this one is, has the same route."""
    return any(
        _is_same(first, route)
        for each in before
        if each.is_made_before(by)
        for first in each.routes
    )


def _is_same(first: Route, route: Route) -> bool:
    """Whether `first` has the path of `route`, and all its methods."""
    return first.path == route.path and route.methods <= first.methods


def _shadows(first: Route, route: Route) -> bool:
    """Whether `first` answers whatever `route` would, by another path."""
    return (
        "{" in first.path  # others match their own path alone
        and route.methods <= first.methods
        and route.path != first.path
        and covers(first.path, route.path) is True
        and (route.function is not first.function or route.function is None)
        and not _serves_the_same(first, route)
    )


def _serves_the_same(first: Route, route: Route) -> bool:
    """Whether both mount folders, one of which lies in the other as their paths do."""
    if first.mount is None or first.files is None or route.mount is None or route.files is None:
        return False
    inner = posixpath.relpath(f"/{route.mount}", f"/{first.mount}")
    return posixpath.normpath(f"{first.files}/{inner}") == posixpath.normpath(route.files)


def route_tables(syntax: Syntax, values: Values, routing: Routing) -> list[RouteTable]:
    """The tables that a file fills."""
    registered = list(_registering(routing))
    if len(registered) < 2:
        return []
    reader = _Reader(values)
    decorated = by_decorator(syntax.summary.functions.values())
    registered.sort(key=lambda each: order_of(each[0], decorated))
    tables: dict[tuple[object, ...], RouteTable] = {}
    for call, within, router in registered:
        if last_name(call.callee) == "mount" and not router.is_app:
            continue  # left out where the router is included, before FastAPI 0.137
        routes = reader.routes(call, decorated)
        if not routes or not chooses_plainly(router.call, router.cls, values):
            continue
        key = (router.key, within, _bound_before(call, router, syntax))
        table = tables.get(key)
        if table is None:
            prefix = reader.prefix(router.call) or ""
            table = tables[key] = RouteTable(router, prefix, [])
        included = last_name(call.callee) == "include_router"
        table.registrations.append(Registration(call, routes, included, arms(syntax, call)))
    return list(tables.values())


def _registering(routing: Routing) -> Iterator[tuple[Call, Function | None, Router]]:
    """The calls that put routes on applications and routers, and the function they stand in."""
    calls = routing.calls
    for name in _ADDING:
        # `.get()` may be that of a dictionary, a client
        for call, within in calls.given_functions(name) if name in METHODS else calls.named(name):
            router = routing.router(receiver(call.callee))
            if router is not None:
                yield call, within, router


def _bound_before(call: Call, router: Router, syntax: Syntax) -> int:
    """How often the file has bound the name of a router by then: after `app = FastAPI()`, anew."""
    match router.key:
        case ("name", str(name)):
            bindings = syntax.names.bindings(syntax.tree.root).get(name.rpartition(".")[2], ())
            return sum(getattr(each.node, "lineno", call.lineno) < call.lineno for each in bindings)
    return 0


def arms(syntax: Syntax, call: Call) -> frozenset[tuple[ast.AST, str]]:
    """The branches around a call, each with the name of the block that it stands in."""
    node = syntax.call_node(call)
    around = syntax.branches(call)
    found: list[tuple[ast.AST, str]] = []
    child: ast.AST | None = node
    for parent in syntax.tree.ancestors(node) if node and around else ():
        if parent in around:
            fields = ast.iter_fields(parent)
            found += [
                (parent, name)
                for name, value in fields
                if value is child or (isinstance(value, list) and child in value)
            ]
        child = parent
    return frozenset(found)


class _Reader:
    """Reads calls into routes; those of included routers out of the files that make them."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._routers: dict[Call, list[Route]] = {}

    def routes(self, call: Call, decorated: dict[Expr, Function], depth: int = 0) -> list[Route]:
        """What one call registers, as far as it is known."""
        name = last_name(call.callee)
        if call.spreads:
            return []
        if name == "mount":
            path = self._values.text(call.argument("path", 0)) if depth == 0 else None
            return [] if path is None else [_mounted(path, self._folder(call.argument("app", 1)))]
        if name == "include_router":
            prefix = self.prefix(call)
            routes = self._routes_of(call.argument("router", 0), depth)
            return [] if prefix is None else _prefixed(prefix, routes)
        path = self._values.text(call.argument("path", 0))
        methods = self._methods(call, name)
        if path is None or not methods:
            return []
        endpoint = self._values.of(call.argument("endpoint", 1))
        return [Route(methods, path, decorated.get(call) or self._values.callee(endpoint))]

    def _folder(self, app: Expr | None) -> str | None:
        """The folder that `StaticFiles(directory="static")` serves; None for anything else."""
        made = self._values.expand(app)
        if not isinstance(made, Call) or self._values.qualname(made.callee) != _STATIC_FILES:
            return None
        return self._values.text(made.argument("directory", 0))

    def _methods(self, call: Call, name: str) -> frozenset[str] | None:
        if name in METHODS:
            return frozenset({name.upper()})
        if name in _WEBSOCKETS:
            return frozenset({"WEBSOCKET"})
        given = call.argument("methods")
        if given is None:
            return frozenset({"GET"})
        display = self._values.of(given)
        if not isinstance(display, Display) or not isinstance(display.expression, Items):
            return None
        texts = [self._values.text(item) for item in display.expression.items]
        return frozenset(text.upper() for text in texts if text) if all(texts) else None

    def prefix(self, call: Call | None) -> str | None:
        """The `prefix=` of a router or of an inclusion; None where it is not known."""
        if call is None or call.spreads:
            return None
        given = call.argument("prefix")
        return "" if given is None else self._values.text(given)

    def _routes_of(self, expression: Expr | None, depth: int) -> list[Route]:
        """The routes of a router that is made at import, with its own prefix."""
        router = self._values.of(expression)
        if not isinstance(router, Instance) or router.cls != "fastapi.APIRouter":
            return []
        made, home = router.made, self._values.home(expression)
        if made is None or home is None or depth > DEEPEST:
            return []
        if made not in self._routers:
            self._routers[made] = []  # until they are known: a router may lead back to itself
            prefix = self.prefix(made)
            if prefix is not None and chooses_plainly(made, router.cls, self._values):
                registered = list(self._registered(home, made, depth))
                self._routers[made] = _prefixed(prefix, registered)
        return self._routers[made]

    def _registered(self, summary: Summary, made: Call, depth: int) -> Iterator[Route]:
        """The routes that a file, when it is imported, registers on the router made by `made`."""
        imported = summary.at_import(_ADDING)
        decorated = by_decorator(imported.functions)
        for call in sorted(imported.calls, key=lambda call: order_of(call, decorated)):
            if last_name(call.callee) in _ADDING:
                owner = self._values.of(receiver(call.callee))
                if isinstance(owner, Instance) and owner.made is made:
                    yield from self.routes(call, decorated, depth + 1)


def chooses_plainly(made: Call | None, cls: str, values: Values) -> bool:
    """Whether the routes of a router match by path and method alone."""
    if made is None:
        return cls in ("fastapi.FastAPI", "fastapi.APIRouter")
    given = made.argument("route_class")
    if given is None:
        return not made.spreads
    name = values.qualname(given)
    for ancestor in values.ancestry(name) if name else (None,):
        known = values.known_class(ancestor) if ancestor else None
        if known is None and not (ancestor or "").startswith(_FRAMEWORK):
            return False
        if known is not None and "matches" in known.methods:
            return False
    return True


def _mounted(path: str, files: str | None) -> Route:
    return Route(_ALL_METHODS, f"{path.rstrip('/')}/{{path:path}}", None, path, files)


def _prefixed(prefix: str, routes: list[Route]) -> list[Route]:
    return [Route(route.methods, prefix + route.path, route.function) for route in routes]
