"""How the application is put together, across files: what ends up where, and in which order.

What the files register is noted by `registering`; here it becomes the routes, places, middleware
and lifespans of one application or router.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace

from flake8_fastapi.model.assembly.parameters import view_parameters
from flake8_fastapi.model.assembly.registering import (
    INCLUDED,
    MIDDLEWARE,
    ROUTES,
    VERBS,
    Around,
    Step,
    Walk,
    every_call,
)
from flake8_fastapi.model.assembly.scopes import (
    DEEPEST,
    NOWHERE,
    Given,
    Made,
    Scope,
    Scopes,
    is_none,
)
from flake8_fastapi.model.assembly.settings import SettingsClass, settings_classes
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.lifespan.starting import may_start
from flake8_fastapi.model.routing import METHODS, WEBSOCKETS, Routing
from flake8_fastapi.model.routing.kinds import Endpoint, Middleware, Router
from flake8_fastapi.model.routing.routers import APP, ROUTERS
from flake8_fastapi.model.syntax.expressions import Call, Expr, Ref, Typed, last_name, receiver
from flake8_fastapi.model.syntax.functions import Class, Function, Summary
from flake8_fastapi.model.values.annotations import DEPENDS
from flake8_fastapi.model.values.value_kinds import External, Instance, Method
from flake8_fastapi.model.values.values import Values


@dataclass(eq=False)
class FlatRoute:
    """A route as it is tried, seen from an application or router."""

    call: Call  #: what registers it, or what includes or mounts the unknown
    methods: frozenset[str] | None  #: in upper case; None where they are not known
    path: str | None  #: with the prefixes down to it; None where it is not known
    function: Function | None
    websocket: bool
    dependencies: tuple[Expr, ...]  #: outside of its signature, outermost first
    complete: bool  #: these are all
    tags: tuple[str, ...] | None
    mounted: bool  #: stands in, or is, a mounted application: what it does not know is not found
    certain: bool  #: no branch and no other file decides whether it is registered


@dataclass(eq=False)
class FlatTable:
    """The routes of an application or router in the order in which they are tried."""

    routes: list[FlatRoute]
    complete: bool  #: there are no others; else some are missing, or not known (path None)
    ordered: bool  #: False where some are registered by other files, nobody knows when


@dataclass(eq=False)
class Place:
    """One way in which the routes of a router (or one route) become part of an application."""

    path: str | None  #: prefix of the routes, or path of the route; None where it is not known
    dependencies: tuple[Expr, ...]  #: of what is around and of the router, outermost first
    complete: bool  #: these dependencies are all
    tags: tuple[str, ...] | None
    apps: tuple[Router, ...]  #: innermost first: those behind the first mount them
    calls: tuple[Call, ...]  #: `include_router` and `mount` on the way, innermost first
    certain: bool  #: no branch decides whether it is there


@dataclass(eq=False)
class Places:
    found: list[Place]
    complete: bool  #: there are no others


@dataclass(eq=False)
class Wrapping:
    """The middleware of an application, outermost first."""

    layers: list[Middleware]
    complete: bool  #: all of it is known, always there, and in this order


@dataclass(frozen=True)
class Lifespan:
    """What is given to `lifespan=` of an application, or of a router or application in it."""

    router: Router
    function: Function | None
    runs: bool | None  #: False: that of a mounted application, which nobody starts


class Assembly:
    """Answers for the routers of one file, and of those that they meet."""

    def __init__(
        self, summary: Summary, values: Values, routing: Routing, around: Around | None
    ) -> None:
        self._summary = summary
        self._values = values
        self._routing = routing
        self._around = around
        self._facts: dict[Call, Router] = {}
        self._tables: dict[tuple[Call, frozenset[str] | None], FlatTable] = {}
        self._known_places: dict[Call, Places] = {}
        self._scopes = Scopes(values)
        self._walk = Walk(summary, values, self._scopes, around)

    # -- questions -------------------------------------------------------------------------

    def table(self, router: Router, homes: frozenset[str] | None = None) -> FlatTable:
        """The routes of an application or router, those of included and mounted ones too.

        `homes`: the only files whose routes are of interest, beside this one and those that put
        others together. To go through all files of a large application takes long.
        """
        made = self._object(router)
        if made is None:
            return FlatTable([], False, False)
        table = self._tables.get((made.call, homes))
        if table is None:
            sees_all = self._walk.look_around()
            table = self._tables[made.call, homes] = self._table(made, (), homes)
            table.complete = table.complete and sees_all and not self._walk.cut
        return table

    def places(self, what: Router | Endpoint) -> Places:
        """Everywhere that a router, or the route of an endpoint, becomes part of an application."""
        if isinstance(what, Endpoint):
            return self._places_of_route(what)
        made = self._object(what)
        if made is None:
            return Places([], False)
        places = self._known_places.get(made.call)
        if places is None:
            sees_all = self._walk.look_around()
            self._walk.walk_home(made, VERBS)
            places = self._known_places[made.call] = self._places(made, ())
            places.complete = places.complete and sees_all and not self._walk.cut
        return places

    def middleware(self, app: Router) -> Wrapping:
        """The middleware of an application in the order in which it wraps, outermost first."""
        made = self._object(app)
        if made is None:
            return Wrapping([], False)
        sees_all = self._walk.look_around()
        steps, ordered = self._walk.steps_on(made, MIDDLEWARE)
        complete = (
            ordered and sees_all and not self._walk.cut and all(step.certain for step in steps)
        )
        fact = self._fact(made)
        layers = [self._layer(fact, step) for step in reversed(steps)]
        given, known = self._scopes.argument(made, "middleware")
        listed = self._scopes.items(given) if given.expression is not None else []
        complete = complete and known and listed is not None
        for item in listed or []:
            inner = self._scopes.closed(item)
            call = inner.expression
            if not isinstance(call, Call) or (
                self._values.qualname(call.callee) != "starlette.middleware.Middleware"
            ):
                complete = False
                continue
            layers.append(self._class_layer(fact, call, inner.scope, "list", "cls"))
        for position, layer in enumerate(layers):
            layer.position = position
            if layer.cls is None and layer.function is None:
                complete = False
        return Wrapping(layers, complete)

    def lifespans(self, app: Router) -> list[Lifespan]:
        """The lifespans of an application and of what is included and mounted in it."""
        made = self._object(app)
        if made is None:
            return []
        self._walk.look_around()
        return list(self._lifespans(made, True, ()))

    def owner(self, decorator: Expr) -> Router | None:
        """The application or router that a decorator makes routes of, in whichever file."""
        if not isinstance(decorator, Call) or last_name(decorator.callee) not in ROUTES:
            return None
        made = self._scopes.owner(Given(receiver(decorator.callee), NOWHERE))
        return self._fact(made) if made is not None else None

    def settings(self) -> list[SettingsClass] | None:
        """The settings classes of the project, and where they are built; None: too large."""
        return settings_classes(self._summary, self._values, self._around)

    # -- routes ----------------------------------------------------------------------------

    def _table(
        self, made: Made, stack: tuple[Call, ...], homes: frozenset[str] | None
    ) -> FlatTable:
        table = FlatTable([], True, True)
        if made.call in stack or len(stack) > DEEPEST:
            table.complete = False
            return table
        steps, table.ordered = self._walk.steps_on(made, ROUTES | INCLUDED.keys(), homes)
        prefix = self._prefix(made)
        dependencies, complete = self._dependencies(*self._scopes.argument(made, "dependencies"))
        tags = self._scopes.strings(*self._scopes.argument(made, "tags"))
        listed, _ = self._scopes.argument(made, "routes")
        if listed.expression is not None and self._scopes.items(listed) != []:
            table.complete = False
        for step in steps:
            for route in self._registered(step, (*stack, made.call), table, homes):
                if route.mounted:
                    inner = route
                else:
                    inner = replace(
                        route,
                        dependencies=(*dependencies, *route.dependencies),
                        complete=complete and route.complete,
                        tags=_joined(tags, route.tags),
                    )
                inner.path = None if None in (prefix, inner.path) else f"{prefix}{inner.path}"
                table.routes.append(inner)
                if inner.path is None or (inner.methods is None and not inner.mounted):
                    table.complete = False
        return table

    def _registered(
        self,
        step: Step,
        stack: tuple[Call, ...],
        table: FlatTable,
        homes: frozenset[str] | None,
    ) -> Iterator[FlatRoute]:
        """The routes of one step, without what the router around adds; notes what is unknown."""
        if step.verb not in INCLUDED:
            yield self._route(step)
            return
        included = self._scopes.router(step.included)
        mounts = step.verb == "mount"
        prefix = self._given_prefix(step)
        dependencies, complete = self._own_dependencies(step)
        tags = self._own_tags(step)
        if included is None:
            table.complete = table.complete and mounts
            yield FlatRoute(
                step.call, None, prefix if mounts else None, None, False, dependencies, False,
                None, mounts, step.certain,
            )  # fmt: skip
            return
        inner = self._table(included, stack, homes)
        table.complete = table.complete and inner.complete
        table.ordered = table.ordered and inner.ordered
        for route in inner.routes:
            path = None if None in (prefix, route.path) else f"{prefix}{route.path}"
            certain = step.certain and route.certain
            if mounts:
                yield replace(route, path=path, mounted=True, certain=certain)
            else:
                yield replace(
                    route,
                    path=path,
                    dependencies=(*dependencies, *route.dependencies),
                    complete=complete and route.complete,
                    tags=_joined(tags, route.tags),
                    certain=certain,
                )

    def _route(self, step: Step) -> FlatRoute:
        call, verb = step.call, step.verb
        function = self._walk.decorated_in(self._values.summary(call.within)).get(call)
        if function is None and verb.startswith("add_"):
            function = self._values.callee(
                self._values.of(
                    self._scopes.closed(_given(call, "endpoint", 1, step.scope)).expression
                )
            )
        dependencies, complete = self._own_dependencies(step)
        shared = view_parameters(function, self._values) if function else []
        dependencies += tuple(p.dependency for p in shared if p.dependency is not None)
        path = self._scopes.text(_given(call, "path", 0, step.scope))
        websocket = verb in WEBSOCKETS or verb == "add_api_websocket_route"
        methods: frozenset[str] | None = frozenset({"GET"})
        if verb in METHODS:
            methods = frozenset({verb.upper()})
        elif not websocket:
            given = call.argument("methods")
            if given is not None:
                names = self._scopes.strings(Given(given, step.scope), True)
                methods = None if names is None else frozenset(map(str.upper, names))
            elif call.spreads:
                methods = None
        return FlatRoute(
            call, methods, path, function, websocket, dependencies, complete, self._own_tags(step),
            False, step.certain,
        )  # fmt: skip

    def _own_dependencies(self, step: Step) -> tuple[tuple[Expr, ...], bool]:
        """What the call itself says in `dependencies=`."""
        given = step.call.argument("dependencies")
        known = given is not None or not step.call.spreads
        return self._dependencies(Given(given, step.scope), known)

    def _own_tags(self, step: Step) -> tuple[str, ...] | None:
        given = step.call.argument("tags")
        known = given is not None or not step.call.spreads
        return self._scopes.strings(Given(given, step.scope), known)

    def _given_prefix(self, step: Step) -> str | None:
        """The `prefix=` of an inclusion, or the path of a mount."""
        if step.verb == "mount":
            path = self._scopes.text(_given(step.call, "path", 0, step.scope))
            return None if path is None else path.rstrip("/")
        given = step.call.argument("prefix")
        if given is None:
            return None if step.call.spreads else ""
        return self._scopes.text(Given(given, step.scope))

    def _prefix(self, made: Made) -> str | None:
        """The prefix that a router is made with."""
        if self._values.derives(made.cls, APP):
            return ""
        given, known = self._scopes.argument(made, "prefix")
        if given.expression is None:
            return "" if known else None
        return self._scopes.text(given)

    def _dependencies(self, given: Given, known: bool) -> tuple[tuple[Expr, ...], bool]:
        """What `Depends` is given in a list, and whether these are all."""
        if given.expression is None:
            return (), known
        items = self._scopes.items(given)
        found: list[Expr] = []
        complete = items is not None
        for item in items or ():
            call = self._scopes.closed(item).expression
            is_depends = isinstance(call, Call) and self._values.qualname(call.callee) in DEPENDS
            target = call.argument("dependency", 0) if isinstance(call, Call) else None
            if is_depends and target is not None:
                found.append(target)
            else:
                complete = False
        return tuple(found), complete

    # -- places ----------------------------------------------------------------------------

    def _places(self, made: Made, stack: tuple[Call, ...]) -> Places:
        """Where an object stands, its own prefix and dependencies included."""
        places = Places([], True)
        seen: set[tuple[Call, object]] = set()
        if made.call in stack or len(stack) > DEEPEST:
            places.complete = False
            return places
        prefix = self._prefix(made)
        dependencies, complete = self._dependencies(*self._scopes.argument(made, "dependencies"))
        tags = self._scopes.strings(*self._scopes.argument(made, "tags"))
        is_app = bool(self._values.derives(made.cls, APP))
        for step in self._walk.all_steps():
            if step.verb not in INCLUDED:
                continue
            given = step.included
            included = self._scopes.router(given)
            if included is None and self._may_be(given, made):
                places.complete = False
            if not made.same(included):
                continue
            if not made.scope.sites and (step.call, step.told) in seen:
                continue  # the same factory, called once more
            seen.add((step.call, step.told))
            if step.owner is None:
                places.complete = False
                outer = [Place(None, (), False, None, (), (), step.certain)]
            else:
                around = self._places(step.owner, (*stack, made.call))
                places.complete = places.complete and around.complete
                outer = around.found
            for each in outer:
                places.found.append(self._within(each, step, made, prefix, tags))
        if is_app and not places.found:
            app = self._fact(made)
            places.found.append(Place("", dependencies, complete, (), (app,), (), True))
        return places

    def _within(
        self, outer: Place, step: Step, made: Made, prefix: str | None,
        tags: tuple[str, ...] | None,
    ) -> Place:  # fmt: skip
        """A place inside another one, as one inclusion makes it."""
        mounts = step.verb == "mount"
        parts = (outer.path, self._given_prefix(step), prefix)
        own, own_known = self._dependencies(*self._scopes.argument(made, "dependencies"))
        given, given_known = self._own_dependencies(step)
        apps = outer.apps
        if self._values.derives(made.cls, APP):
            apps = (self._fact(made), *apps)
        return Place(
            path=None if None in parts else "".join(part for part in parts if part),
            dependencies=own if mounts else (*outer.dependencies, *given, *own),
            complete=own_known if mounts else outer.complete and given_known and own_known,
            tags=tags if mounts else _joined(_joined(outer.tags, self._own_tags(step)), tags),
            apps=apps,
            calls=(step.call, *outer.calls),
            certain=outer.certain and step.certain,
        )

    def _may_be(self, given: Given, made: Made) -> bool:
        """Whether what is included may be that router: no more than its type is known of it."""
        expression, _ = self._scopes.closed(given)
        if isinstance(expression, Call):
            match self._values.of(expression.callee):
                case External(name=name) | Method(of=Instance(cls=name)):
                    # `getattr`, `next`, `ROUTERS.get` hand out what the project made
                    return name.partition(".")[0] in sys.stdlib_module_names
                case Class():
                    return False
            return True
        value = self._values.of(expression)
        if isinstance(value, Instance):
            return any(self._values.derives(value.cls, base) is not False for base in ROUTERS)
        if not isinstance(expression, Ref):
            return value is None
        # of what lies elsewhere, or cannot be read, the name tells: it may lead there
        home, around = self._values.summary(made.call.within), self._around
        return home is None or around is None or around.may_lead(expression.name, home)

    def _places_of_route(self, endpoint: Endpoint) -> Places:
        places = self.places(endpoint.router)
        made = self._object(endpoint.router)
        if made is None:
            return places
        step = Step(last_name(endpoint.call.callee), made, endpoint.call, NOWHERE, True, "")
        route = self._route(step)
        path = endpoint.path
        return Places(
            [
                replace(
                    place,
                    path=None if place.path is None or path is None else place.path + path,
                    dependencies=(*place.dependencies, *route.dependencies),
                    complete=place.complete and route.complete,
                    tags=_joined(place.tags, route.tags),
                    certain=place.certain and not endpoint.call.branched,
                )
                for place in places.found
            ],
            places.complete,
        )

    # -- middleware and lifespans ----------------------------------------------------------

    def _layer(self, app: Router, step: Step) -> Middleware:
        call = step.call
        if step.verb == "add_middleware":
            return self._class_layer(app, call, step.scope, "add", "middleware_class")
        summary = self._values.summary(call.within)
        function = self._walk.decorated_in(summary).get(call)
        for outer in every_call(summary) if summary and function is None else ():
            if outer.callee is call and outer.args:  # app.middleware("http")(function)
                function = self._values.callee(self._values.of(outer.args[0]))
        within = self._values.function(call.within)
        return Middleware(app, None, None, function, call, "decorator", 0, within)

    def _class_layer(
        self, app: Router, call: Call, scope: Scope, form: str, word: str
    ) -> Middleware:
        value = self._values.of(self._scopes.closed(_given(call, word, 0, scope)).expression)
        within = self._values.function(call.within) if form == "add" else None
        name = value.qualname if isinstance(value, Class) else None
        if isinstance(value, External):
            name = value.name
        known = value if isinstance(value, Class) else None
        return Middleware(app, name, known, None, call, form, 0, within)

    def _lifespans(
        self, made: Made, runs: bool | None, stack: tuple[Call, ...]
    ) -> Iterator[Lifespan]:
        if made.call in stack or len(stack) > DEEPEST:
            return
        given, known = self._scopes.argument(made, "lifespan")
        calls: Iterable[Call] | None = () if known else None  # what may start mounted ones
        if given.expression is not None and not is_none(given.expression):
            value = self._values.of(self._scopes.closed(given).expression)
            function = self._values.callee(value)
            yield Lifespan(self._fact(made), function, runs)
            calls = function.calls if function is not None else None
        steps, _ = self._walk.steps_on(made, INCLUDED)
        for step in steps:
            inner = self._scopes.router(step.included)
            if inner is not None:
                there = runs
                if step.verb == "mount":
                    there = None if calls is None or self._may_start(inner, calls) else False
                yield from self._lifespans(inner, there, (*stack, made.call))

    def _may_start(self, inner: Made, calls: Iterable[Call]) -> bool:
        """Whether the calls of a lifespan may start that of a mounted application."""
        return any(may_start(call, {inner.call}, self._values, _hands_on) for call in calls)

    # -- facts -----------------------------------------------------------------------------

    def _object(self, router: Router) -> Made | None:
        return Made(router.call, NOWHERE, router.cls) if router.call is not None else None

    def _fact(self, made: Made) -> Router:
        known = self._facts.get(made.call)
        if known is None:
            home = self._values.summary(made.call.within)
            if home is self._summary:
                known = self._routing.router(made.call)
            if known is None:
                names = home.names.items() if home else ()
                name = next((n for n, bound in names if _is(bound, made.call)), "the application")
                is_app = bool(self._values.derives(made.cls, APP))
                known = Router(made.call, made.cls, is_app, made.call, name, False)
            self._facts[made.call] = known
        return known


def _given(call: Call, name: str, position: int, scope: Scope) -> Given:
    return Given(call.argument(name, position), scope)


def _is(bound: Expr, call: Call) -> bool:
    return bound is call or (isinstance(bound, Typed) and bound.value is call)


def _joined(outer: tuple[str, ...] | None, inner: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if outer is None or inner is None else (*outer, *inner)


def _hands_on(name: str) -> bool:
    """Whether what has that name may start the lifespan of another application."""
    return "lifespan" in name or name in ("enter_async_context", "startup")
