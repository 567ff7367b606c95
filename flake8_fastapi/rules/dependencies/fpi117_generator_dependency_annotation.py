"""
A function with `yield` gives a generator, whatever its annotation says. `def get_db() -> Session:`
is rejected by mypy (`The return type of a generator function should be "Generator"`) and by
pyright, and an editor offers the methods of a session on `get_db()`, which has none of them.
FastAPI ignores the annotation, so nothing fails at run time. The skill's own `get_db` is annotated
that way.

Write `Iterator[Session]`, or `AsyncIterator[AsyncSession]` for an async generator, from
`collections.abc`. The parameter of the endpoint stays a `Session`. For fastapi-users, whose older
versions accept no other iterator, write `AsyncGenerator[UserManager, None]`.

Reported are functions that are given to `Depends`, here or in another file of the project.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_fastapi.model import Expr, Function, Instance, Module, is_none
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI117",
    name="generator-dependency-annotation",
    title="Generator annotated with what it yields",
    message="`{function}` gives a generator, no `{declared}`; annotate it with `{iterator}`",
    skill=("1.7",),
    follows_imports=True,
    words=("yield", "yield from"),
)

#: Of `typing`, of `collections.abc`, or derived from one of them.
ITERATES = re.compile(r"Generator|Itera(tor|ble)|Stream")

#: These hand on what a session does, and are none.
SCOPED = {"scoped_session", "async_scoped_session"}


@rule.on(Function)
def check(function: Function, module: Module) -> Iterator[Finding]:
    if not function.is_generator or function.annotation is None:
        return
    node = module.node(function)
    declared = declared_class(function.annotation, module)
    if node is None or node.returns is None or declared is None:
        return
    given = yielded_name(declared, function, module)
    if given is not None and not function.decorators and module.is_dependency(function):
        yield rule.at(
            node.returns,
            function=function.name,
            declared=last(declared),
            iterator=iterator_of(given, function.is_async, module),
        )


def iterator_of(given: str, is_async: bool, module: Module) -> str:
    """The annotation for a generator; older versions of fastapi-users take no other iterator."""
    if "fastapi_users" in module.packages:
        return f"AsyncGenerator[{given}, None]" if is_async else f"Generator[{given}, None, None]"
    return f"AsyncIterator[{given}]" if is_async else f"Iterator[{given}]"


def declared_class(annotation: Expr, module: Module) -> str | None:
    """The class that an annotation says, or "None", if that is certainly no iterator."""
    if is_none(annotation):
        return "None"
    declared = module.values.type_of(annotation) or module.value(annotation)
    if not isinstance(declared, Instance):
        return None
    if any(may_iterate(name, declared, module) for name in module.values.ancestry(declared.cls)):
        return None
    return declared.cls


def yielded_name(declared: str, function: Function, module: Module) -> str | None:
    """The name of the class of what a function yields, which mostly is the declared one.

    "..." if that is not known, though it is declared to be None; None: nor is what is declared.
    """
    classes = {module.values.class_of(each) for each in function.yielded}
    yielded = classes.pop() if len(classes) == 1 else None
    if yielded is not None:
        is_declared = module.values.derives(yielded, declared) and last(yielded) not in SCOPED
        return last(declared if is_declared else yielded)
    if declared == "None":
        nothing = all(is_none(each) for each in function.yielded)
        return "None" if nothing else "..."
    # of a variable, or of a function, the name is none of a class
    named = module.value(function.annotation)
    return None if isinstance(named, Instance) or last(declared) == "Callable" else last(declared)


def last(cls: str) -> str:
    return cls.rpartition(".")[2]


def may_iterate(ancestor: str | None, declared: Instance, module: Module) -> bool:
    """Whether a class that the declared one is derived from says that it is an iterator."""
    if ancestor is None or ITERATES.search(last(ancestor)):
        return True
    return ancestor != declared.cls and module.values.known_class(ancestor) is None
