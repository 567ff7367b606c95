"""
Decorators are applied from the bottom up. `@app.get(...)` registers the function that it is given
and hands back that same function, so a decorator above it wraps something that FastAPI never
calls: the rate limit does not limit, the permission is not asked for, the cache stays empty, the
retry does not retry. Nothing fails, and tests that do not look for the effect pass.

Put the route decorator on top, and look at what then happens for the first time. FastAPI asks what
stands below it for its parameters: a wrapper with `*args, **kwargs` needs `functools.wraps`, or
clients get 422; a plain wrapper of an `async def` may give FastAPI a coroutine for a response, and
a cache what it cannot keep. What nobody has missed can be taken out: requests are as before. It is
all that is named where below the route it would fail: a plain wrapper that returns the coroutine of
an `async def` (marked with `functools.wraps`, it works since FastAPI 0.123.5), `functools.cache` on
one, and the cache of `fastapi-cache2` on what returns a `Response` other than of JSON.

Reported are decorators of the project that are seen to return a wrapper, in this file or in another
one, and those of libraries that are known to. A decorator that hands back the function it was given
works in either place, and so does one that puts that function into a table, or marks it, before it
returns a wrapper.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import (
    ROUTE_WORDS,
    Decorator,
    Endpoint,
    Function,
    Module,
    decorator_text,
    hides_signature,
    notes,
    spoils_answers,
    wraps,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI005",
    name="decorator-above-route",
    title="Decorator above the route decorator",
    message="`@{decorator}` does nothing for the route: FastAPI has the function without it; "
    "{remedy}",
    skill=("9.2",),
    follows_imports=True,
    words=ROUTE_WORDS,
)

#: Since then, FastAPI looks under `functools.wraps` for whether a function is asynchronous.
UNWRAPPING = "0.123.5"


@rule.on(Endpoint)
def check(endpoint: Endpoint, module: Module) -> Iterator[Finding]:
    if not endpoint.decorates or endpoint.function is None:
        return
    above: list[Decorator] = []
    for decorator in endpoint.function.decorators:
        if decorator.expression is endpoint.call:
            return
        if wraps(decorator, module.values) and not notes(
            decorator, module.values, module.elsewhere
        ):
            yield rule.at(
                decorator,
                decorator=decorator_text(decorator.expression),
                remedy=remedy(decorator, endpoint.function, has_route(above, module), module),
            )
        above.append(decorator)


def remedy(decorator: Decorator, function: Function, is_between: bool, module: Module) -> str:
    """What to do with a decorator; with that of another route above it, it is not in vain."""
    hidden = hides_signature(decorator, module.values)
    below = f"move it below{' with `functools.wraps`' if hidden else ''}"
    if is_between:
        return below
    unwraps = module.target.always_has("fastapi", UNWRAPPING)
    if spoils_answers(decorator, function, unwraps, module.values):
        return "take it out"
    return f"{below} or take it out"


def has_route(decorators: list[Decorator], module: Module) -> bool:
    """Whether one of them makes a route, of what the decorators below it give."""
    routes = [endpoint.call for endpoint in module.each(Endpoint)]
    return any(each.expression in routes for each in decorators)
