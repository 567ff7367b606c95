"""
Decorators are applied from the bottom up. `@app.get(...)` registers the function that it is given
and hands back that same function, so a decorator above it wraps something that FastAPI never
calls: the rate limit does not limit, the permission is not asked for, the cache stays empty, the
retry does not retry. Nothing fails, and tests that do not look for the effect pass.

Put the route decorator on top. FastAPI asks what stands below it for its parameters: a wrapper with
`*args, **kwargs` needs `functools.wraps`, or clients get 422.

Reported are decorators of the project that are seen to return a wrapper, in this file or in another
one, and those of libraries that are known to. A decorator that hands back the function it was given
(to register it), or that marks it, works in either place.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model import (
    ROUTE_WORDS,
    Decorator,
    Endpoint,
    Module,
    decorator_text,
    hides_signature,
    wraps,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI005",
    name="decorator-above-route",
    title="Decorator above the route decorator",
    message="`@{decorator}` stands above the route decorator and has no effect on the route; "
    "move it below{how}",
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
        if wraps(decorator, module.values) and not marks(decorator, module):
            hidden = hides_signature(decorator, module.values)
            yield rule.at(
                decorator,
                decorator=decorator_text(decorator.expression),
                how=", with `functools.wraps` in it" if hidden else "",
            )


def marks(decorator: Decorator, module: Module) -> bool:
    """Whether it sets an attribute of the very function that it is given, too."""
    function = module.values.callee(module.value(decorator.expression))
    node = module.elsewhere.definition(function) if function is not None else None
    if function is None or node is None or not function.sets:
        return False
    given = function.arguments[0 if function.owner is None else 1 :][:1]
    return any(
        isinstance(each, ast.Attribute)
        and isinstance(each.ctx, ast.Store)
        and isinstance(each.value, ast.Name)
        and each.value.id in [argument.name for argument in given]
        for each in ast.walk(node)
    )
