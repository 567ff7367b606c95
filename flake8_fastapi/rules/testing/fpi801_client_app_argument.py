"""
`httpx.AsyncClient(app=app)` was a shortcut for a transport that calls the application without a
server. It was deprecated in httpx 0.27 and is gone since 0.28: the call raises `TypeError`, before
a single request is made. `httpx2` never had it.

Make the transport: `AsyncClient(transport=ASGITransport(app=app), base_url="http://test")`. Where
nothing is awaited, Starlette's `TestClient(app)` does; used as a context manager, it also runs the
lifespan of the application.

Nothing is said where the project lists what it needs, and no httpx: it may have an older one. So it
may where httpx is listed for the tests, and FastAPI is not: what the application needs is written
down somewhere else then, and installed beside it. Nor where one of several lists, such as
`requirements-dev.txt` beside pyproject.toml, asks for an older one, and no lock file decides.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model import Call, Class, Expr, External, Method, Module, Partial
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI801",
    name="client-app-argument",
    title="Application given to a client of httpx",
    message="`{client}` takes no application: this raises TypeError; {remedy}",
    skill=("8.2",),
    versions={"httpx": ">=0.28"},
    follows_imports=True,
    everywhere=True,
    words=("*Client*", "httpx"),
)

GONE_SINCE = "0.28"
LIBRARIES = ("httpx", "httpx2")
CLIENTS = tuple(f"{library}.{name}" for library in LIBRARIES for name in ("AsyncClient", "Client"))
FUNCTIONS = ("get", "options", "head", "post", "put", "patch", "delete", "request", "stream")
TAKING = {*CLIENTS, *(f"{library}.{name}" for library in LIBRARIES for name in FUNCTIONS)}
APP = "starlette.applications.Starlette"


@rule.on(Module)
def check(module: Module, _same: Module) -> Iterator[Finding]:
    for call, _ in module.routing.calls.given("app"):
        name = module.qualname(call.callee)
        if name == "functools.partial" and call.args:
            name = module.qualname(call.args[0])
        name = client_of(call, module) or name
        given = call.argument("app")
        if name in TAKING and given is not None:
            yield from report(call, name, given, module)
    for call, _ in module.routing.calls_of(*CLIENTS):
        if call.args and call.argument("app") is None and module.is_instance(call.args[0], APP):
            yield from report(call, module.qualname(call.callee) or "", call.args[0], module)


def client_of(call: Call, module: Module) -> str | None:
    """The client of httpx that a class of the project hands all its arguments on to."""
    match module.value(call.callee):
        case Class() as cls if module.values.method(cls, "__init__") is None:
            derived = cls.qualname
        case Method(of=of, name="__init__"):  # `super().__init__(app=app)`
            derived = of.cls
        case Partial(of=External(name=name)):
            derived = name
        case _:
            return None
    for ancestor in module.values.ancestry(derived):
        if ancestor is None or module.values.known_class(ancestor) is None:
            return ancestor if ancestor in CLIENTS else None  # a TestClient takes one
    return None


def report(call: Call, name: str, given: Expr, module: Module) -> Iterator[Finding]:
    if is_fallback(call, module):
        return
    library, _, client = name.rpartition(".")
    if module.target.uses(library) is False or may_be_held_back(library, module):
        return
    if client == "AsyncClient":
        remedy = "pass `transport=ASGITransport(app=...)`"
    elif module.is_instance(given, APP) is False:
        remedy = f"use `Client` with `transport={library}.WSGITransport(app=...)`"
    else:
        remedy = "use `TestClient(app)`"
    yield rule.at(place(call, module), client=f"{library}.{client}", remedy=remedy)


def may_be_held_back(library: str, module: Module) -> bool:
    """Whether only the tests' own requirements are known, and they admit an httpx that takes one.

    Those of the application, with which they are installed, name FastAPI. Or one of several lists
    asks for such an httpx.
    """
    target = module.target
    if library == "httpx" and target.may_be_held_below(library, GONE_SINCE):
        return True
    is_new = target.lower_bound(library) is not None and target.always_has(library, GONE_SINCE)
    return (
        library == "httpx"
        and not is_new
        and target.uses(library) is True
        and not any(target.uses(framework) for framework in ("fastapi", "starlette"))
    )


def is_fallback(call: Call, module: Module) -> bool:
    """Whether the code knows of both ways and tries the other one too."""
    if any(isinstance(branch, ast.ExceptHandler) for branch in module.syntax.branches(call)):
        return True
    text = "".join(module.lines)
    return "httpx.__version__" in text or 'version("httpx")' in text


def place(call: Call, module: Module) -> Call | ast.keyword:
    node = module.syntax.call_node(call)
    return next((word for word in node.keywords if word.arg == "app"), call) if node else call
