"""
`lifespan=` takes a function that FastAPI calls with the application, and enters with `async with`:
an async generator with one `yield`, decorated with `@asynccontextmanager`. Anything else is
accepted when the application is made, and fails when the server starts: `@contextmanager` instead
of `@asynccontextmanager`, `def` instead of `async def` below it, a function without `yield` or
without a parameter, a function that has been called (`lifespan=lifespan(app)`) all end in an error.
With a second `yield` the application does start, and fails at shutdown with `RuntimeError:
generator didn't stop`; what stands behind it never runs. Tests that use `TestClient(app)` without
`with` notice none of this.

A lifespan is not a dependency either: `Depends(...)` as a default is not resolved, the parameter is
the `Depends` object itself.

Write `@asynccontextmanager async def lifespan(app: FastAPI)` with one `yield` between start-up and
shutdown, and pass the function itself.

A generator without `@asynccontextmanager` is not reported: FastAPI decorates it by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flake8_fastapi.model import (
    DEPENDS,
    Function,
    GivenLifespan,
    Module,
    is_lifespan,
    is_lifespan_function,
    second_yield,
    takes_one,
)
from flake8_fastapi.rule import Finding, Located, Rule

rule = Rule(
    code="FPI303",
    name="lifespan-shape",
    title="Lifespan that the application cannot start or stop with",
    message="`{name}` {fault}; {remedy}",
    skill=("3.2",),
    versions={"fastapi": ">=0.93"},
    follows_imports=True,
    words=("*lifespan*", "asynccontextmanager"),
)


class Fault(NamedTuple):
    place: Located | None  #: None: the function itself
    text: str
    remedy: str


@rule.on(GivenLifespan)
def check(lifespan: GivenLifespan, module: Module) -> Iterator[Finding]:
    function = lifespan.function
    if function is None or not is_lifespan_function(function, module.values):
        return
    if module.replaces_lifespan(lifespan.router):
        return
    if lifespan.called:
        text = "is called, so the application cannot start"
        remedy = f"pass the function itself, `lifespan={function.name}`"
        yield rule.at(lifespan, name=f"{function.name}(...)", fault=text, remedy=remedy)
    elif isinstance(module.value(lifespan.given), Function):
        place = module.node(function) or lifespan
        for fault in faults(function, module):
            yield found(fault, function, place)


@rule.on(Function)
def check_written(function: Function, module: Module) -> Iterator[Finding]:
    """A lifespan that another file gives to its application."""
    if function in module.routing.lifespans or not is_lifespan(function, module.values):
        return
    if is_lifespan_function(function, module.values) and takes_one(function):
        if next(iter(module.callers.calls_of(function)), None) is None:
            for fault in faults_inside(function, module):
                yield found(fault, function, function)


def found(fault: Fault, function: Function, place: Located) -> Finding:
    return rule.at(
        fault.place or place, name=function.plain_name, fault=fault.text, remedy=fault.remedy
    )


def faults(function: Function, module: Module) -> Iterator[Fault]:
    """Why a function cannot be a lifespan."""
    if module.values.decorated_by(function, {"contextlib.contextmanager"}):
        text = "is a synchronous context manager, so the application cannot start"
        yield Fault(None, text, "use `@asynccontextmanager`")
    elif function.is_generator and not function.is_async and function.decorators:
        text = "is a synchronous generator, so the application cannot start"
        yield Fault(None, text, "declare it with `async def`")
    elif function.is_async and function.is_generator is False:
        text = "has no `yield`, so the application cannot start"
        yield Fault(None, text, "yield once, between start-up and shutdown")
    elif not takes_one(function):
        text = "cannot be called with the application alone, so that cannot start"
        yield Fault(None, text, f"declare it as `{function.plain_name}(app)`")
    else:
        yield from faults_inside(function, module)


def faults_inside(function: Function, module: Module) -> Iterator[Fault]:
    """Why a lifespan fails that the application can begin with; seen where it is written."""
    node = module.node(function)
    again = second_yield(node) if node else None
    if again is not None:
        yield Fault(again, "yields a second time, so the shutdown fails here", "yield once")
    elif node is not None:
        for argument in function.arguments:
            marks = (module.qualname(each.callee) for each in module.values.markers(argument))
            if not DEPENDS.isdisjoint(marks):
                text = f"is no dependency, so `{argument.name}` is the `Depends` object itself"
                yield Fault(argument, text, "make it in the function")
