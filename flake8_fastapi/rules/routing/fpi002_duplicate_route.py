"""
The first route whose path and method match answers. When the same method and path are registered
again, mostly by a copied decorator or by two routers under one prefix, the second endpoint is never
called, and nothing says so: requests go on to be answered by the first one, while the documentation
at `/docs` shows the second.

Give one of them another path or method, or remove the one that nobody gets.

Compared are the paths with the prefixes of their routers, in the order in which they are
registered; the routers that a file includes are followed into the files that define them. One
finding counts all the routes that an inclusion adds in vain. Routes in branches of which only one
is taken are let be, and so is a router that is included twice under one prefix: its functions are
the same. Paths that differ in the names of their parameters (`/items/{id}` and `/items/{item_id}`)
are what FPI001 reports.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from flake8_fastapi.model import ROUTE_WORDS, Module, RouteTable
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI002",
    name="duplicate-route",
    title="Route that is registered twice",
    message="`{route}` {were} registered before ({lines}), {these} never reached; "
    "remove one of {them}, or give it another path",
    follows_imports=True,
    words=ROUTE_WORDS,
)


@rule.on(RouteTable)
def check(table: RouteTable, module: Module) -> Iterator[Finding]:
    found = (each for each in table.duplicates if each.route.mount is None)
    for registration, group in groupby(found, key=attrgetter("registration")):
        again = [*group]
        lines = ", ".join(map(str, sorted({each.before.lineno for each in again})))
        more = len(again) - 1
        yield rule.at(
            registration,
            route=again[0].route.below(table.prefix),
            were=f"and {more} more were" if more else "was",
            lines=f"lines {lines}" if "," in lines else f"line {lines}",
            these="these are" if more else "this one is",
            them="each" if more else "them",
        )
