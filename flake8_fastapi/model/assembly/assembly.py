"""How the application is put together, across files: what ends up where, and in which order.

What the files register is noted by `registering`; it becomes routes in `flat_tables`, `places`,
and here the middleware and lifespans of one application or router.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flake8_fastapi.model.assembly.flat_tables import FlatTable, FlatTables
from flake8_fastapi.model.assembly.places import Places, Placing, Routers, places_of_route
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
)
from flake8_fastapi.model.assembly.terms import Terms, given_at
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.lifespan.starting import may_start
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.routing.kinds import Endpoint, Middleware, Router
from flake8_fastapi.model.syntax.expressions import Call, Expr, is_none, last_name, receiver
from flake8_fastapi.model.syntax.functions import Class, Function, Summary
from flake8_fastapi.model.values.value_kinds import External
from flake8_fastapi.model.values.values import Values


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
        self._values = values
        self._tables: dict[tuple[Call, frozenset[str] | None], FlatTable] = {}
        self._known_places: dict[Call, Places] = {}
        self._scopes = Scopes(values)
        self._walk = Walk(summary, values, self._scopes, around)
        terms = Terms(values, self._scopes)
        self._flat = FlatTables(values, self._scopes, self._walk, terms)
        self._routers = Routers(summary, values, routing)
        self._placing = Placing(values, self._scopes, self._walk, terms, around, self._routers)

    # -- questions -------------------------------------------------------------------------

    def table(self, router: Router, homes: frozenset[str] | None = None) -> FlatTable:
        """The routes of an application or router, those of included and mounted ones too.

        `homes`: the only files whose routes are of interest, beside this one and those that put
        others together. To go through all files of a large application takes long.
        """
        made = self._made(router)
        if made is None:
            return FlatTable([], False, False)
        table = self._tables.get((made.call, homes))
        if table is None:
            sees_all = self._walk.look_around()
            table = self._tables[made.call, homes] = self._flat.of(made, (), homes)
            table.complete = table.complete and sees_all and not self._walk.cut
        return table

    def places(self, what: Router | Endpoint) -> Places:
        """Everywhere that a router, or the route of an endpoint, becomes part of an application."""
        if isinstance(what, Endpoint):
            return self._places_of_route(what)
        made = self._made(what)
        if made is None:
            return Places([], False)
        places = self._known_places.get(made.call)
        if places is None:
            sees_all = self._walk.look_around()
            self._walk.walk_home(made, VERBS)
            places = self._known_places[made.call] = self._placing.of(made, ())
            places.complete = places.complete and sees_all and not self._walk.cut
        return places

    def middleware(self, app: Router) -> Wrapping:
        """The middleware of an application in the order in which it wraps, outermost first."""
        made = self._made(app)
        if made is None:
            return Wrapping([], False)
        sees_all = self._walk.look_around()
        steps, ordered = self._walk.steps_on(made, MIDDLEWARE)
        complete = (
            ordered and sees_all and not self._walk.cut and all(step.certain for step in steps)
        )
        fact = self._routers.of(made)
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
        made = self._made(app)
        if made is None:
            return []
        self._walk.look_around()
        return list(self._lifespans(made, True, ()))

    def owner(self, decorator: Expr) -> Router | None:
        """The application or router that a decorator makes routes of, in whichever file."""
        if not isinstance(decorator, Call) or last_name(decorator.callee) not in ROUTES:
            return None
        made = self._scopes.owner(Given(receiver(decorator.callee), NOWHERE))
        return self._routers.of(made) if made is not None else None

    def _made(self, router: Router) -> Made | None:
        return Made(router.call, NOWHERE, router.cls) if router.call is not None else None

    def _places_of_route(self, endpoint: Endpoint) -> Places:
        places = self.places(endpoint.router)
        made = self._made(endpoint.router)
        if made is None:
            return places
        step = Step(last_name(endpoint.call.callee), made, endpoint.call, NOWHERE, True, "")
        return places_of_route(places, endpoint, self._flat.route(step))

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
        value = self._values.of(self._scopes.closed(given_at(call, word, 0, scope)).expression)
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
            yield Lifespan(self._routers.of(made), function, runs)
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


def _hands_on(name: str) -> bool:
    """Whether what has that name may start the lifespan of another application."""
    return "lifespan" in name or name in ("enter_async_context", "startup")
