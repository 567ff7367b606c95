"""
FastAPI turns an `HTTPException` into a response inside of all middleware, around the routes. One
that a middleware raises passes nobody who knows it: the client gets a bare `500 Internal Server
Error`, whatever its status and detail say, and the log a traceback. A handler registered for
`HTTPException` changes nothing.

Return the response instead: `return JSONResponse({"detail": ...}, status_code=401)`. Or make the
check a dependency (`FastAPI(dependencies=[...])`), where raising is right.

Reported is what leaves the code of a middleware, also where a helper raises it, in this file or in
another one, or a method that the `dispatch` of a base class calls. Not reported is what a `try` in
the middleware, or another middleware around it, catches, and what it would raise in place of an
`HTTPException` from `call_next`: none comes. Nor is a class that nothing in the project names:
nobody adds it; nor what a plain `def` raises, which has to give back something to await.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import HTTP_MIDDLEWARE, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI704",
    name="http-exception-in-middleware",
    title="HTTPException raised in a middleware",
    message="{what} in the middleware `{middleware}` becomes a 500; return a `JSONResponse`",
    skill=("7.2",),
    follows_imports=True,
    words=("*iddleware*", "call_next", "receive"),
)


@rule.on(Module)
def check(module: Module, _same: Module) -> Iterator[Finding]:
    for function in module.middleware_code.functions():
        if not function.is_async:
            continue  # it has to give something to await, which a response is not
        name, owner = function.name, function.owner
        if owner and (
            name in ("dispatch", "__call__") or module.values.derives(owner, HTTP_MIDDLEWARE)
        ):
            name = owner.rpartition(".")[2]
        for raised in module.middleware_code.leaving(function):
            what = "an HTTPException"
            if raised.helper is not None:
                what = f"the HTTPException of `{raised.helper.name}`"
            yield rule.at(raised, what=what, middleware=name)
