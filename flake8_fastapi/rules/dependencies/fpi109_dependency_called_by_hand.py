"""
With `db: Session = Depends(get_db)` it is FastAPI that fills in a session, when it calls the
function as a route or dependency. A function that calls it without `db` leaves it the default, and
the first use fails with `AttributeError: 'Depends' object has no attribute 'query'`; where
`Depends` stands in `Annotated`, the call itself fails with `TypeError`. Background tasks, tasks of
Celery, exception handlers and start-up handlers are called without FastAPI's help too, and so is
the lifespan, which is left to FPI303.

Pass the value on, from a parameter of the caller that FastAPI fills in. Where no request is served,
open what is needed in a `with` block.

`limit: int = Query(10)` is no default of 10 either: a function that calls the route without `limit`
leaves it the `Query` object.

A generator that is driven by hand is no better: in `db = next(get_db())` nobody holds the generator
once `next` has returned. Python closes it, which runs its `finally`: the session is closed before
it is used. Without `next`, `get_db().query` fails with `AttributeError: 'generator' object has no
attribute 'query'`.

Reported are calls that leave out a parameter which the function works with; one that is only there
to check the user does not count, nor one that is used only the first time (`if kept is None: kept =
make(config)`). In tests and scripts nothing is reported. `next()` is reported on what `Depends` is
given elsewhere, in code that serves requests, unless a `with` or a call closes what it returns.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model import (
    Call,
    Dependency,
    Endpoint,
    Entered,
    Function,
    Module,
    Pending,
    Role,
    Unresolved,
    last_name,
    receiver,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI109",
    name="dependency-called-by-hand",
    title="Dependencies of a function that is called by hand",
    message="{what}; {remedy}",
    skill=("1.5",),
    follows_imports=True,
    words=("Depends", "Security", "fastapi", "next", "__anext__"),
)

CLOSING = {"close", "aclose", "release", "disconnect", "dispose", "remove", "rollback"}
#: What generators have themselves.
INNER = ("__", "gi_", "ag_")
OWN = {"send", "throw", "close", "asend", "athrow", "aclose"}
NEXT = {"builtins.next", "builtins.anext"}


@rule.on(Unresolved)
def check(left: Unresolved, module: Module) -> Iterator[Finding]:
    parameter = left.argument.name
    if left.how in ("call", "task"):
        how = "is called" if left.how == "call" else "runs as a task"
        what = (
            f"`{name_of(left.function)}` {how} without `{parameter}`, which only FastAPI fills in"
        )
        yield rule.at(left, what=what, remedy="pass it")
    else:
        what = f"nobody fills in `{parameter}` of `{name_of(left.function)}`, which is {left.how}"
        yield rule.at(left, what=what, remedy="open in the function what it needs")


def name_of(function: Function) -> str:
    """What the source calls: the class, where its `__init__` runs."""
    if function.owner and function.name in ("__init__", "__call__"):
        return function.owner.rpartition(".")[2]
    return function.plain_name


@rule.on(Module)
def check_next(subject: Module, module: Module) -> Iterator[Finding]:
    """`next(get_db())`: what it yields is cleaned up before it is used."""
    for call, _ in module.routing.calls_named("next", "anext", "__next__", "__anext__"):
        started = generator_started(call, module)
        if started is None or not cleans_up(started) or not module.is_dependency(started):
            continue
        if serves(call, module):
            name = last_name(call.callee)
            what = f"`{started.name}` cleans up as soon as `{name}` has returned"
            manager = (
                "async with asynccontextmanager" if started.is_async else "with contextmanager"
            )
            yield rule.at(call, what=what, remedy=f"use `{manager}({started.name})()`")


@rule.on(Module)
def check_generator(subject: Module, module: Module) -> Iterator[Finding]:
    """`get_db().query(...)`: the generator is taken for what it yields."""
    if module.role is not Role.APPLICATION:
        return
    dependencies = {dependency.function for dependency in module.each(Dependency)}
    for function in filter(None, dependencies):
        if not function.is_generator or function.decorators:
            continue
        for call, _ in module.routing.calls_named(function.name):
            value = module.value(call)
            if isinstance(value, Pending) and value.function is function:
                asked = asked_of(call, module)
                if asked is not None:
                    what = f"`{function.name}()` gives a generator, which has no `{asked}`"
                    yield rule.at(call, what=what, remedy="let `Depends` fill in what it yields")


def asked_of(call: Call, module: Module) -> str | None:
    """The attribute that is read of what the call gives, there or by its variable."""
    node = module.syntax.call_node(call)
    if node is None:
        return None
    tree = module.syntax.tree
    places: list[ast.expr] = [node]
    if isinstance(tree.parent(node), (ast.Assign, ast.AnnAssign)):
        if is_bound_again(node, module):
            return None
        places = [*module.syntax.later_loads(node)]
    for place in places:
        match tree.parent(place):
            case ast.Attribute(attr=name) if name not in OWN and not name.startswith(INNER):
                return name
    return None


def is_bound_again(node: ast.Call, module: Module) -> bool:
    """Whether the variable that holds what a call gives holds something else as well."""
    name = module.syntax.bound_name(node)
    function = module.syntax.tree.function(node)
    stores = [
        each
        for each in module.syntax.tree.nodes(ast.Name)
        if each.id == name
        and not isinstance(each.ctx, ast.Load)
        and module.syntax.tree.function(each) is function
    ]
    return len(stores) != 1


def generator_started(call: Call, module: Module) -> Function | None:
    """The generator function whose generator nobody else holds."""
    node = module.syntax.call_node(call)
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Call() as made), args=[]):
            pass
        case ast.Call(func=ast.Name(), args=[ast.Call() as made]):
            if module.qualname(call.callee) not in NEXT:
                return None
        case _:
            return None
    value = module.value(made)
    return value.function if isinstance(value, Pending) and value.kind == "generator" else None


def cleans_up(function: Function) -> bool:
    return any(isinstance(each, Entered) for each in function.yielded) or any(
        last_name(call.callee) in CLOSING for call in function.calls
    )


def is_closed(call: Call, node: ast.Call, function: Function, module: Module) -> bool:
    """Whether the function closes what `next` returns, also if its name was `None` before."""
    if any(
        last_name(it.callee) in CLOSING and receiver(it.callee) is call for it in function.calls
    ):
        return True
    parent = module.syntax.tree.parent
    return any(
        isinstance(method := parent(load), ast.Attribute)
        and method.attr in CLOSING
        and isinstance(parent(method), ast.Call)
        for load in module.syntax.later_loads(node)
    )


def serves(call: Call, module: Module) -> bool:
    """Whether a call is made while a request is served, and left to clean up by itself."""
    node = module.syntax.call_node(call)
    function = module.syntax.function_at(node) if node is not None else None
    if node is None or function is None:
        return False
    if is_closed(call, node, function, module):
        return False  # by hand
    if isinstance(module.syntax.tree.parent(node), ast.withitem):
        return False  # a session that was closed can be used again, and the `with` closes it
    if any(endpoint.function is function for endpoint in module.each(Endpoint)):
        return True
    return bool(module.why_on_event_loop(function) or module.is_dependency(function))
