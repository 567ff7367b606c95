"""The routes of an application or router in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flake8_fastapi.model.assembly.parameters import view_parameters
from flake8_fastapi.model.assembly.registering import INCLUDED, ROUTES, Step, Walk
from flake8_fastapi.model.assembly.scopes import DEEPEST, Given, Made, Scopes
from flake8_fastapi.model.assembly.terms import Terms, given_at, joined
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.syntax.expressions import Call, Expr
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.values.decorators import METHODS, WEBSOCKETS
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


class FlatTables:
    """Makes the tables of applications and routers, those that they include and mount told of."""

    def __init__(self, values: Values, scopes: Scopes, walk: Walk, terms: Terms) -> None:
        self._values = values
        self._scopes = scopes
        self._walk = walk
        self._terms = terms

    def of(self, made: Made, stack: tuple[Call, ...], homes: frozenset[str] | None) -> FlatTable:
        table = FlatTable([], True, True)
        if made.call in stack or len(stack) > DEEPEST:
            table.complete = False
            return table
        steps, table.ordered = self._walk.steps_on(made, ROUTES | INCLUDED.keys(), homes)
        prefix = self._terms.prefix(made)
        dependencies, complete = self._terms.dependencies(made)
        tags = self._terms.tags(made)
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
                        tags=joined(tags, route.tags),
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
            yield self.route(step)
            return
        included = self._scopes.router(step.included)
        mounts = step.verb == "mount"
        prefix = self._terms.prefix_given(step)
        dependencies, complete = self._terms.dependencies_given(step)
        tags = self._terms.tags_given(step)
        if included is None:
            table.complete = table.complete and mounts
            yield FlatRoute(
                step.call, None, prefix if mounts else None, None, False, dependencies, False,
                None, mounts, step.certain,
            )  # fmt: skip
            return
        inner = self.of(included, stack, homes)
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
                    tags=joined(tags, route.tags),
                    certain=certain,
                )

    def route(self, step: Step) -> FlatRoute:
        call, verb = step.call, step.verb
        function = self._walk.decorated_in(self._values.summary(call.within)).get(call)
        if function is None and verb.startswith("add_"):
            function = self._values.callee(
                self._values.of(
                    self._scopes.closed(given_at(call, "endpoint", 1, step.scope)).expression
                )
            )
        dependencies, complete = self._terms.dependencies_given(step)
        shared = view_parameters(function, self._values) if function else []
        dependencies += tuple(p.dependency for p in shared if p.dependency is not None)
        path = self._scopes.text(given_at(call, "path", 0, step.scope))
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
        tags = self._terms.tags_given(step)
        return FlatRoute(
            call, methods, path, function, websocket, dependencies, complete, tags, False,
            step.certain,
        )  # fmt: skip
