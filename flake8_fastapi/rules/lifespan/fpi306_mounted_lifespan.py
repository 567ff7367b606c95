"""
A server starts the application that it is given, and nobody starts the applications that are
mounted in it: the `lifespan=` of a mounted application never runs. What it would have opened is
missing at the first request, and no error says why. (Routers are different: the lifespan of an
included `APIRouter` does run.)

Enter the lifespan of the mounted application in that of the outer one, `async with
sub.router.lifespan_context(sub): yield`, or pass it on, `FastAPI(lifespan=sub_app.lifespan)`, where
the library says so.

Reported is the `mount` of an application that is known to have a lifespan, or start-up handlers
(`@app.on_event("startup")`), in one that is known to leave them alone. The applications that
`FastMCP(...).http_app()` and its like make are known: without their lifespan they answer every
request with `Task group is not initialized`. Nothing is reported where the outer application has
the same function as its lifespan, or where the file starts lifespans by hand, unless those are
known to be of other applications: one of two is easily forgotten. The same goes for the application
of which the `VersionedFastAPI` of fastapi-versioning takes over the routes, and nothing else. A
lifespan that only writes a log is not missed, nor one whose other calls are those of the outer
lifespan as well, nor that of `server.app` where the outer lifespan calls `server.start()`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model import (
    Call,
    Function,
    Include,
    Instance,
    Method,
    Module,
    Router,
    last_name,
    leaves_alone,
    may_start,
    receiver,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI306",
    name="mounted-lifespan",
    title="Lifespan of a mounted application, which never runs",
    message="{what} of `{app}` never run{s}, for {why}; {remedy}",
    skill=(),
    versions={"fastapi": ">=0.93"},
    follows_imports=True,
    words=("mount", "VersionedFastAPI"),
)

#: Where one of these stands, somebody starts mounted applications himself.
BY_HAND = ("lifespan_context", "router.startup", "router.on_startup", "session_manager")


#: What gives an application for the Model Context Protocol, which needs its lifespan.
MCP = {
    "fastmcp.FastMCP.http_app",
    "fastmcp.FastMCP.streamable_http_app",
    "mcp.server.MCPServer.streamable_http_app",
    "mcp.server.fastmcp.FastMCP.streamable_http_app",
    "mcp.server.mcpserver.MCPServer.streamable_http_app",
}
#: What makes an application of its own, with the routes of another one.
VERSIONING = (
    "fastapi_versioning.VersionedFastAPI",
    "fastapi_versioning.versioning.VersionedFastAPI",
)
#: In the name of what starts such an application.
STARTING = ("lifespan", "enter_async_context", "run", "startup")
#: What is not missed.
TELLING = {"print", "debug", "info", "warning"}


@rule.on(Include)
def check(include: Include, module: Module) -> Iterator[Finding]:
    outer = include.router
    node = module.syntax.call_node(include.call)
    if not include.is_mount or not outer.is_app or node is None:
        return
    if is_by_hand(mounted_by(include, module), module):
        return
    by_handlers = never_start(include, module)
    if not by_handlers and not never_runs(include, module):
        return
    if not module.replaces_lifespan(outer):
        by_keyword = [word.value for word in node.keywords if word.arg == "app"]
        mounted = ast.unparse([*node.args[1:2], *by_keyword][0])
        yield rule.at(
            include.call,
            what="the start-up handlers" if by_handlers else "the lifespan",
            app=mounted.partition("(")[0],
            s="" if by_handlers else "s",
            why=f"it is mounted in `{outer.name}`",
            remedy=f"{'run them' if by_handlers else 'enter it'} in the lifespan of `{outer.name}`",
        )


@rule.on(Module)
def check_versioned(module: Module, _same: Module) -> Iterator[Finding]:
    for call, _ in module.routing.calls_of(*VERSIONING):
        app = module.routing.router(call.argument("app", 0))
        if app is None or call.spreads or any(word in module.source for word in BY_HAND):
            continue
        if any(call.argument(word) is not None for word in ("lifespan", "on_startup")):
            continue
        given = lifespan_of(app, module)
        handlers = module.startup_handlers(app, before=call)
        if given is None and (app.argument("lifespan") is not None or not handlers):
            continue
        if given is None or not only_repeats(given, [], module):
            yield rule.at(
                call,
                what="the start-up handlers" if given is None else "the lifespan",
                app=app.name,
                s="" if given is None else "s",
                why="`VersionedFastAPI` takes over no more than its routes",
                remedy="give that a `lifespan=`, too",
            )


def mounted_by(include: Include, module: Module) -> set[Call]:
    """The calls that make what is mounted: an application, and the server that it is of.

    What the `mount` has made anew by a function of the project, nothing else has a name for.
    """
    given = include.expression
    made = include.included.call if include.included else module.values.expand(given)
    if isinstance(made, Call) and isinstance(given, Call) and is_made_anew(given, made, module):
        made = given
    found = {made} if isinstance(made, Call) else set()
    for call in [*found]:
        server = module.value(receiver(call.callee))
        if isinstance(server, Instance) and server.made is not None:
            found.add(server.made)
    return found


def is_made_anew(given: Call, made: Call, module: Module) -> bool:
    """Whether a call of a function of the project makes another application each time."""
    factory = module.values.callee(module.value(given.callee))
    return (
        factory is not None
        and not factory.decorators
        and made.within == factory.qualname
        and not made.once
    )


def is_by_hand(made: set[Call], module: Module) -> bool:
    """Whether the file may start the mounted application: it starts some, and not others only."""
    written = sum(module.source.count(word) for word in BY_HAND)
    return written > 0 and written > sum(
        ast.unparse(node).endswith(BY_HAND)
        and leaves_alone(module.syntax.expr(node.value), made, module.values)
        for node in module.syntax.tree.nodes(ast.Attribute)
    )


def never_start(include: Include, module: Module) -> bool:
    """Whether what is mounted has start-up handlers, and nothing of the outer one calls them."""
    outer, app = include.router, include.included
    if app is None or app.argument("lifespan") is not None or outer.call is None:
        return False
    handlers = module.startup_handlers(app)
    if not handlers or outer.call.spreads:
        return False
    given = outer.argument("lifespan")
    lifespan = lifespan_of(outer, module)
    starting = [*module.startup_handlers(outer), *([lifespan] if lifespan else [])]
    if (given is not None and lifespan is None) or outer.argument("on_startup") is not None:
        return False
    if any(place.calls for place in module.assembly.places(outer).found):
        return False  # it is mounted itself
    calls = [call for each in starting for call in each.calls]
    made = mounted_by(include, module)
    return not any(may_run(call, made, handlers, module) for call in calls)


def may_run(call: Call, made: set[Call], handlers: list[Function], module: Module) -> bool:
    """Whether a call may start a mounted application: by a handler of it, or what that calls."""
    if may_start(call, made, module.values, has_word_for_it):
        return True
    called = module.values.callee(module.value(call.callee))
    return called in handlers or any(
        called is not None and called is module.values.callee(module.value(inner.callee))
        for handler in handlers
        for inner in handler.calls
    )


def never_runs(include: Include, module: Module) -> bool:
    """Whether what is mounted has a lifespan, and the outer application does not start it."""
    outer, app = include.router, include.included
    # what is cheap to tell comes first: most mounts are of static files
    if not is_mcp(include, module) if app is None else app.argument("lifespan") is None:
        return False
    inner, here = (lifespan_of(each, module) for each in (app, outer))
    if inner is not None and here is not None and runs(inner, [here], module):
        return False
    lifespans = module.assembly.lifespans(outer)
    own = [each for each in lifespans if each.router.call is outer.call]
    functions = [each.function for each in own if each.function]
    if any(place.calls for place in module.assembly.places(outer).found):
        return False  # it is mounted itself
    if app is None:
        known = outer.call is not None and not outer.call.spreads and len(own) == len(functions)
        made = mounted_by(include, module)
        return known and not any(
            may_start(call, made, module.values, has_word_for_it)
            for each in functions
            for call in each.calls
        )
    if is_started_by_owner(include, functions, module):
        return False
    return any(
        each.router.call is app.call
        and each.runs is False
        and each.function is not None
        and not runs(each.function, functions, module)
        and not only_repeats(each.function, functions, module)
        for each in lifespans
    )


def is_started_by_owner(include: Include, own: list[Function], module: Module) -> bool:
    """Whether the outer lifespan starts the object that the mounted application is of.

    With `app.mount("/jobs", server.app)`, by `await server.start()`.
    """
    mounted = include.expression
    owner = module.value(receiver(mounted)) if mounted is not None else None
    return isinstance(owner, Instance) and any(
        isinstance(of := module.value(receiver(call.callee)), Instance)
        and of.made is not None
        and of.made is owner.made
        and ("start" in last_name(call.callee) or has_word_for_it(last_name(call.callee)))
        for each in own
        for call in each.calls
    )


def has_word_for_it(name: str) -> bool:
    return any(word in name for word in STARTING)


def lifespan_of(router: Router | None, module: Module) -> Function | None:
    """The function that stands in the `lifespan=` of an application."""
    return module.values.callee(module.value(router.argument("lifespan"))) if router else None


def is_mcp(include: Include, module: Module) -> bool:
    made = module.values.expand(include.expression)
    method = module.value(made.callee) if isinstance(made, Call) else None
    if not isinstance(made, Call) or not isinstance(method, Method):
        return False
    transport = made.argument("transport")
    name = f"{method.of.cls}.{method.name}"
    return name in MCP and (
        not made.spreads
        if transport is None
        else module.values.text(transport) in ("http", "streamable-http")
    )


def runs(function: Function, own: list[Function], module: Module) -> bool:
    """Whether the outer application has that lifespan itself, or calls it."""
    return function in own or any(
        module.values.callee(module.value(call.callee)) is function
        for each in own
        for call in each.calls
    )


def only_repeats(function: Function, own: list[Function], module: Module) -> bool:
    """Whether a lifespan writes a log, and else only calls what the outer application calls."""
    if not function.calls or function.sets or function.kept:
        return False
    called = {
        module.values.callee(module.value(call.callee)) for each in own for call in each.calls
    } - {None}
    return all(
        last_name(call.callee) in TELLING
        or module.values.callee(module.value(call.callee)) in called
        for call in function.calls
    )
