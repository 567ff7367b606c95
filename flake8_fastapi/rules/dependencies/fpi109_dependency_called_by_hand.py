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
attribute 'query'`; `with get_db() as db` fails, too: it is no context manager.

Reported are calls that leave out a parameter which the function works with; one that is only there
to check the user does not count, nor one that is used only the first time (`if kept is None: kept =
make(config)`), or behind a flag that the call leaves at False. What `__init__` only keeps counts
where a method that may be called reads it; a call that fails for other arguments is not reported.
In tests and scripts nothing is reported. `next()` is reported on what `Depends` is given elsewhere,
in code that serves requests, unless a `with` or a call closes what it returns; so is `with` on the
generator itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model import (
    Call,
    Dependency,
    Function,
    Module,
    Pending,
    Role,
    Unresolved,
    last_name,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI109",
    name="dependency-called-by-hand",
    title="Dependencies of a function that is called by hand",
    message="{what}; {remedy}",
    skill=("1.5",),
    follows_imports=True,
    words=("*Depends*", "Security", "fastapi", "next", "__anext__"),
)

#: What generators have themselves.
OWN = {"send", "throw", "close", "asend", "athrow", "aclose"}
INNER = ("__", "gi_", "ag_")
FROM_DEPENDS = "let `Depends` fill in what it yields"


@rule.on(Unresolved)
def check(left: Unresolved, module: Module) -> Iterator[Finding]:
    parameter = left.argument.name
    if left.how in ("call", "task"):
        how = "is called" if left.how == "call" else "runs as a task"
        what = (
            f"`{name_of(left.function)}` {how} without `{parameter}`, which only FastAPI fills in"
        )
        yield rule.at(left, what=what, remedy=FROM_DEPENDS if yields(left, module) else "pass it")
    else:
        what = f"nobody fills in `{parameter}` of `{name_of(left.function)}`, which is {left.how}"
        yield rule.at(left, what=what, remedy="open in the function what it needs")


def yields(left: Unresolved, module: Module) -> bool:
    """Whether a call is to get what a dependency yields, and gets a generator."""
    return bool(left.function.is_generator and module.is_yield_dependency(left.function))


def name_of(function: Function) -> str:
    """What the source calls: the class, where its `__init__` runs."""
    if function.owner and function.name in ("__init__", "__call__"):
        return function.owner.rpartition(".")[2]
    return function.plain_name


@rule.on(Module)
def check_next(module: Module, _same: Module) -> Iterator[Finding]:
    """`next(get_db())`: what it yields is cleaned up before it is used."""
    for call, _ in module.routing.calls_named("next", "anext", "__next__", "__anext__"):
        started = module.closed_too_soon(call)
        if started is not None:
            name = last_name(call.callee)
            what = f"`{started.name}` cleans up as soon as `{name}` has returned"
            yield rule.at(call, what=what, remedy=f"use `{entering(started)}`")


@rule.on(Module)
def check_entered(module: Module, _same: Module) -> Iterator[Finding]:
    """`with get_db() as db:`: the generator is taken for a context manager."""
    if module.role is not Role.APPLICATION:
        return
    for item in module.syntax.tree.nodes(ast.withitem):
        if not isinstance(item.context_expr, ast.Call):
            continue
        call = module.syntax.call(item.context_expr)
        match module.value(call):
            case Pending(kind="generator", function=function) if not function.decorators:
                if module.is_yield_dependency(function):
                    what = f"`{function.name}()` gives a generator, which `with` cannot enter"
                    yield rule.at(call, what=what, remedy=f"use `{entering(function)}`")


def entering(function: Function) -> str:
    """How a dependency that yields is run by hand."""
    manager = "async with asynccontextmanager" if function.is_async else "with contextmanager"
    return f"{manager}({function.name})()"


@rule.on(Module)
def check_generator(module: Module, _same: Module) -> Iterator[Finding]:
    """`get_db().query(...)`: the generator is taken for what it yields."""
    if module.role is not Role.APPLICATION:
        return
    dependencies = {dependency.function for dependency in module.each(Dependency)}
    refused = {(left.lineno, left.col_offset) for left in module.each(Unresolved)}
    for function in filter(None, dependencies):
        if not function.is_generator or function.decorators:
            continue
        for call, _ in module.routing.calls_named(function.name):
            value = module.value(call)
            if (call.lineno, call.col_offset) in refused:
                continue
            if isinstance(value, Pending) and value.function is function:
                asked = asked_of(call, module)
                if asked is not None:
                    what = f"`{function.name}()` gives a generator, which has no `{asked}`"
                    yield rule.at(call, what=what, remedy=FROM_DEPENDS)


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
    tree = module.syntax.tree
    around = tree.function(node) or tree.root
    return sum(each.id == name for each in tree.stored(around)) != 1
