"""
FastAPI itself turns a dependency with `yield` into a context manager. One that `@contextmanager` or
`@asynccontextmanager` has already turned into one is not entered: older versions of FastAPI hand
the endpoint the manager, and `db.query` fails with `AttributeError:
'_GeneratorContextManager' object has no attribute 'query'`; newer ones fail in each request with
`TypeError: '_GeneratorContextManager' object is not an iterator`.

Give `Depends` the plain generator. Where other code needs the manager too, make it from the
generator: `open_db = contextmanager(get_db)`.

Functions of other files are followed, as is `contextmanager(get_db)`. Nothing is reported where the
endpoint enters the manager by itself, `with` what it is given, nor where `Depends` is the default
of a helper that is only called by hand: FastAPI does not see it there; nor, with FastAPI before
0.123.5, what nobody reads.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model import (
    Argument,
    Dependency,
    Function,
    Module,
    Param,
    Partial,
    decorator_text,
    last_name,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI108",
    name="context-manager-dependency",
    title="Context manager used as a dependency",
    message="`{function}` gives a context manager, which FastAPI does not enter; "
    "give `Depends` {generator}",
    skill=("1.4",),
    follows_imports=True,
    everywhere=True,
    words=("*Depends*", "Security"),
)

#: Since then FastAPI fails in each request; before, whoever reads what it hands over.
FAILING = "0.123.5"
METHODS = {"builtins.staticmethod", "builtins.classmethod"}
MANAGERS = {"contextlib.contextmanager", "contextlib.asynccontextmanager"}


@rule.on(Dependency)
def check(dependency: Dependency, module: Module) -> Iterator[Finding]:
    function = dependency.function
    if function is None:
        return
    name = function.qualname.removeprefix(f"{function.module}.")
    made = made_by_call(dependency, module)
    if made is not None and not function.decorators and function.is_generator:
        name, generator = made, f"`{name}` itself"
    elif decorator := made_by_decorator(function, module):
        generator = f"the generator without `@{decorator}`"
    else:
        return
    if is_entered(dependency, module) or is_by_hand(dependency, module):
        return
    if module.target.at_least("fastapi", FAILING) or is_read(dependency, module):
        yield rule.at(dependency, function=name, generator=generator)


def made_by_decorator(function: Function, module: Module) -> str | None:
    """The decorator that makes a context manager of a function."""
    decorators = [each.expression for each in function.decorators]
    made = decorators.pop() if decorators else None
    if made is None or module.values.decorator_name(made) not in MANAGERS:
        return None
    if any(module.values.decorator_name(each) not in METHODS for each in decorators):
        return None  # others may change what it gives
    return decorator_text(made).rpartition(".")[2]


def made_by_call(dependency: Dependency, module: Module) -> str | None:
    """What `Depends` is given, if `contextmanager(function)` made that."""
    given = dependency.target
    made = module.value(given)
    if given is None or not isinstance(made, Partial):
        return None
    if module.qualname(made.call.callee) not in MANAGERS:
        return None
    return last_name(given) or last_name(made.call.callee)


def is_entered(dependency: Dependency, module: Module) -> bool:
    """Whether a function of the file enters the manager that the dependency hands it."""
    return any(
        dependency.call in module.values.markers(argument)
        for item in module.syntax.tree.nodes(ast.withitem)
        if (argument := argument_of(item, module)) is not None
    )


def argument_of(item: ast.withitem, module: Module) -> Argument | None:
    entered = module.syntax.expr(item.context_expr)
    function = module.values.function(entered.function) if isinstance(entered, Param) else None
    if function is None or not isinstance(entered, Param):
        return None
    return next((each for each in function.arguments if each.name == entered.name), None)


def is_by_hand(dependency: Dependency, module: Module) -> bool:
    """Whether the parameter is one of a helper that is called by hand, and not by FastAPI."""
    return any(
        any(module.callers.calls_of(function)) and not module.is_resolved(function)
        for function, _ in taking(dependency, module)
    )


def is_read(dependency: Dependency, module: Module) -> bool:
    """Whether a function that is handed the manager does anything with it, as far as is known."""
    handed = list(taking(dependency, module))
    return not handed or any(
        isinstance(each, ast.Name) and each.id == argument.name
        for function, argument in handed
        if (node := module.node(function)) is not None
        for kinds in module.syntax.tree.within(node)
        for each in kinds.get(ast.Name, ())
    )


def taking(dependency: Dependency, module: Module) -> Iterator[tuple[Function, Argument]]:
    """The functions of the file that are handed it, each with the parameter."""
    for function in module.syntax.summary.functions.values():
        for argument in function.arguments:
            if dependency.call in module.values.markers(argument):
                yield function, argument
