"""
Decorators are applied from the bottom up. `@app.get(...)` registers the function that it is given
and hands back that same function, so a decorator above it wraps something that FastAPI never
calls: the rate limit does not limit, the permission is not asked for, the cache stays empty, the
retry does not retry. Nothing fails, and tests that do not look for the effect pass.

Put the route decorator on top.

Reported are decorators of the project that are seen to return a wrapper, in this file or in another
one, and those of libraries that are known to. A decorator that hands back the function it was given
(to register or to mark it) works in either place.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import ROUTE_WORDS, Endpoint, Module, decorator_text, wraps
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI005",
    name="decorator-above-route",
    title="Decorator above the route decorator",
    message="`@{decorator}` stands above the route decorator and has no effect on the route; "
    "move it below",
    skill=("9.2",),
    follows_imports=True,
    words=ROUTE_WORDS,
)


@rule.on(Endpoint)
def check(endpoint: Endpoint, module: Module) -> Iterator[Finding]:
    if not endpoint.decorates or endpoint.function is None:
        return
    for decorator in endpoint.function.decorators:
        if decorator.expression is endpoint.call:
            return
        if wraps(decorator, module.values):
            yield rule.at(decorator, decorator=decorator_text(decorator.expression))
