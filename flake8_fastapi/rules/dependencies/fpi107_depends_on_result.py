"""
`Depends` takes the function that FastAPI is to call for each request. `Depends(get_db())` calls it
once, when the module is imported, and gives FastAPI the result: a generator, a coroutine, an
object. FastAPI cannot call that, and stops the import with `TypeError: ... is not a callable
object`; so it does when the result is a `Depends` itself. A `None` is taken for a dependency, and
every request is answered with 422.

Leave the parentheses out. A factory, which builds and returns the function to be called, is meant
to be called: `Depends(requires("admin"))`. So the rule speaks only where it can see that the call
gives nothing callable; it looks the function up in other files too.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import (
    DEPENDS,
    Call,
    Class,
    Dependency,
    Function,
    Instance,
    Module,
    gives_callable,
    last_name,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI107",
    name="depends-on-result",
    title="Depends on the result of a call",
    message="`Depends` is given what `{called}()` returns, {result}; {remedy}",
    skill=("1.5",),
    follows_imports=True,
    everywhere=True,
    words=("*Depends*", "Security"),
)


@rule.on(Dependency)
def check(dependency: Dependency, module: Module) -> Iterator[Finding]:
    target = dependency.target
    called = last_name(target.callee) if isinstance(target, Call) else ""
    if isinstance(target, Call) and called and gives_callable(target, module.values) is False:
        callee = module.value(target.callee)
        remedy = f"write `Depends({called})`"
        if isinstance(callee, Class):
            result = "an object that cannot be called"
        else:
            function = module.values.callee(callee)
            result = what_it_gives(function)
            if is_depends(target, module):
                result, remedy = "a `Depends`", "leave out one of the two"
            elif target.args or target.keywords:
                remedy = f"have `{called}` return a function, or take its arguments as parameters"
        yield rule.at(dependency, called=called, result=result, remedy=remedy)


def is_depends(call: Call, module: Module) -> bool:
    """Whether a call gives what may stand in place of this `Depends`."""
    given = module.value(call)
    return isinstance(given, Instance) and given.cls in DEPENDS


def what_it_gives(function: Function | None) -> str:
    if function is not None and function.is_generator:
        return "a generator, which FastAPI cannot call"
    if function is not None and function.is_async:
        return "a coroutine, which FastAPI cannot call"
    return "which FastAPI cannot call"
