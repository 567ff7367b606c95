"""
Routes are tried in the order in which they were registered, and the first whose path and method
match answers. `GET /users/{user_id}` matches `/users/me` as well, so a `GET /users/me` that is
registered after it is never reached: the earlier endpoint is called with `user_id="me"`, or
answers 422 where the parameter is annotated as `int`. Annotations play no part in matching; only
a converter in the path does: `{user_id:int}`.

The order is that of the code: decorators from top to bottom (two on one function from the bottom
up), and all routes of a router at the place of its `include_router`. The routers that a file
includes are followed into the files that define them.

Register the more special path first, or give the parameter a converter that tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import ROUTE_WORDS, Module, Registration, Route, RouteTable, covers
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI001",
    name="shadowed-route",
    title="Route that an earlier route always answers",
    message="`{route}` is never reached, `{first}` (line {line}) matches it first; {remedy}",
    follows_imports=True,
    words=ROUTE_WORDS,
)

BEFORE = "register it before"
#: Of two that match the same, the other one would be the shadowed one then.
APART = "tell them apart by a converter, or another path"


@rule.on(RouteTable)
def check(table: RouteTable, module: Module) -> Iterator[Finding]:
    earlier: list[Registration] = []  # that match more than their own path
    for later in table.registrations:
        shadowed = first_shadowed(later, earlier, table)
        if shadowed is not None:
            route, registration, first = shadowed
            yield rule.at(
                later,
                route=describe(route, table.prefix),
                first=describe(first, table.prefix),
                line=registration.lineno,
                remedy=APART if covers(route.path, first.path) else BEFORE,
            )
        if any("{" in route.path for route in later.routes):
            earlier.append(later)


def first_shadowed(
    later: Registration, earlier: list[Registration], table: RouteTable
) -> tuple[Route, Registration, Route] | None:
    """A route of `later` that is never reached, and what is reached instead."""
    for route in later.routes:
        for registration in earlier:
            if registration.is_made_before(later):
                for first in registration.routes:
                    if shadows(first, route) and not is_repeated(route, registration, table):
                        return route, registration, first
    return None


def is_repeated(route: Route, upto: Registration, table: RouteTable) -> bool:
    """Whether the same path is there by then: a copy, or its router is included twice."""
    known = table.registrations[: table.registrations.index(upto) + 1]
    return any(
        each.path == route.path and route.methods <= each.methods
        for registration in known
        if registration.branches <= upto.branches
        for each in registration.routes
    )


def shadows(first: Route, route: Route) -> bool:
    """Whether `first` answers whatever `route` would; the same path again is FPI002's."""
    return (
        "{" in first.path  # others match their own path alone
        and route.methods <= first.methods
        and route.path != first.path
        and covers(first.path, route.path) is True
        and (route.function is not first.function or route.function is None)
    )


def describe(route: Route, prefix: str) -> str:
    return f"{'/'.join(sorted(route.methods))} {prefix}{route.path}"
