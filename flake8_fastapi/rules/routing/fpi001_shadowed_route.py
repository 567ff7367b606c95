"""
Routes are tried in the order in which they were registered, and the first whose path and method
match answers. `GET /users/{user_id}` matches `/users/me` as well, so a `GET /users/me` that is
registered after it is never reached: the earlier endpoint is called with `user_id="me"`, or
answers 422 where the parameter is annotated as `int`. Annotations play no part in matching; only
a converter in the path does: `{user_id:int}`.

A mounted application takes all that begins with its path, whether it has an answer or not: behind
`app.mount("/", StaticFiles(...))` every route answers 404, or 405. Such a mount comes last.

The order is that of the code: decorators from top to bottom (two on one function from the bottom
up), and all routes of a router at the place of its `include_router`. The routers that a file
includes are followed into the files that define them.

Register the more special path first, or give the parameter a converter that tells them apart.
The very same path, registered twice, is what FPI002 reports.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import ROUTE_WORDS, Module, RouteTable
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
#: What answers these does nothing else, and a handler for all of them comes first on purpose.
PREFLIGHT = {"OPTIONS"}
#: Of two that match the same, the other one would be the shadowed one then.
APART = "tell them apart by a converter, or another path"


@rule.on(RouteTable)
def check(table: RouteTable, module: Module) -> Iterator[Finding]:
    for each in table.shadowed:
        if each.route.methods == PREFLIGHT:
            continue
        yield rule.at(
            each.registration,
            route=each.route.below(table.prefix),
            first=each.first.below(table.prefix),
            line=each.before.lineno,
            remedy=APART if each.is_mutual else BEFORE,
        )
