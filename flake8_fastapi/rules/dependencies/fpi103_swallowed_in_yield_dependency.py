"""
FastAPI raises what the endpoint raises again at the `yield` of its dependencies. A dependency that
catches it and does not raise leaves FastAPI without a response: since 0.110 it answers 500 and logs
`Response not awaited`. `HTTPException` is no exception to this: every 404 and every 401 of the
endpoint becomes a 500, and what really happened is lost.

End the handler in `raise`, or raise another exception in its place: translating what the endpoint
raises into an `HTTPException` works. `suppress()` around a `yield`, and `return` in `finally`,
swallow in the same way.

Not reported are handlers that only catch what says that the client is gone or the task is
cancelled, handlers that may raise through a function that is not known, and dependencies of
WebSocket endpoints, where nothing waits for a response.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_fastapi.model import (
    External,
    Function,
    Instance,
    Method,
    Module,
    last_name,
    returns_true,
    swallowers,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI103",
    name="swallowed-in-yield-dependency",
    title="Exception of the endpoint swallowed in a dependency",
    message="`{swallower}` around `yield` swallows the endpoint's exception, and FastAPI answers "
    "500; {remedy}",
    versions={"fastapi": ">=0.110"},
    follows_imports=True,
    words=("yield", "yield from"),
)

#: The client is gone, or nobody waits any more: there is no response to lose.
HARMLESS = {
    "asyncio.CancelledError", "builtins.GeneratorExit", "concurrent.futures.CancelledError",
    "starlette.requests.ClientDisconnect", "starlette.websockets.WebSocketDisconnect",
}  # fmt: skip
EXITS = {"sys.exit", "os._exit", "os.abort", "builtins.exit", "builtins.quit"}
NEVER = {"typing.NoReturn", "typing.Never"}
MAY_RAISE = re.compile(r"raise|abort|fail|throw|reject|exit|translate|convert|handle|map_", re.I)
ONLY_NOTES = re.compile(
    r"debug|info|warn|warning|error|exception|critical|log|print|append|add_note|capture.*|record.*"
)


@rule.on(Function)
def check(function: Function, module: Module) -> Iterator[Finding]:
    if not module.is_yield_dependency(function):
        return
    node = module.node(function)
    if node is None:
        return
    errors = {handler.name for handler in ast.walk(node) if isinstance(handler, ast.ExceptHandler)}

    def raises(call: ast.Call) -> bool | None:
        return may_raise(call, errors, module)

    def harmless(kind: ast.expr) -> bool:
        return module.qualname(kind) in HARMLESS

    def swallows(context: ast.expr) -> bool:
        return ends_every_exception(context, module)

    found = list(swallowers(node, raises, harmless, swallows))
    if not found or module.is_only_for_websockets(function):
        return
    for swallower in found:
        handles = isinstance(swallower.place, ast.ExceptHandler)
        remedy = "end it with `raise`" if handles else "leave it out"
        yield rule.at(swallower, swallower=swallower.text, remedy=remedy)


def ends_every_exception(context: ast.expr, module: Module) -> bool:
    """Whether a context manager of the project returns True from its exit, whatever comes."""
    value = module.value(context)
    if not isinstance(value, Instance) or value.known is None:
        return False
    tree = module.syntax.tree
    statement = next(it for it in tree.ancestors(context) if isinstance(it, ast.stmt))
    name = "__aexit__" if isinstance(statement, ast.AsyncWith) else "__exit__"
    leaving = module.values.method(value.known, name)
    node = module.elsewhere.definition(leaving) if leaving and not leaving.decorators else None
    return node is not None and returns_true(node)


def may_raise(node: ast.Call, errors: set[str | None], module: Module) -> bool | None:
    """Whether a call in a handler raises; None if it may well be there to do so."""
    call = module.syntax.call(node)
    name = last_name(call.callee)
    value = module.value(call.callee)
    if isinstance(value, External) and value.name in EXITS:
        return True
    target = module.values.callee(value)
    if target is not None:
        if target.always_raises or module.qualname(target.annotation) in NEVER:
            return True
        within = [module.values.callee(module.value(inner.callee)) for inner in target.calls]
        return None if any(f is not None and f.raised for f in (target, *within)) else False
    if MAY_RAISE.search(name):
        return None
    if isinstance(value, External | Method) or ONLY_NOTES.fullmatch(name):
        return False
    given = (argument for argument in node.args if isinstance(argument, ast.Name))
    return None if any(argument.id in errors for argument in given) else False
