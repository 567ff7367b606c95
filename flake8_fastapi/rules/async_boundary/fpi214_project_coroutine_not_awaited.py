"""
Calling an `async def` function of the project only makes a coroutine; its body does not run until
somebody awaits it. A dropped call does nothing at all, and a `RuntimeWarning` is all that says so.
A route that returns the coroutine answers 500, because FastAPI cannot encode it. A check such as
`if is_allowed(user):` always passes: a coroutine is true, whatever the function would have said.

Put `await` before the call. A plain `def` function cannot await: declare it with `async def`.

Reported are calls whose function is known to be `async def`, also in another file or as a method,
where the coroutine is dropped or used as if it were the result. A coroutine that is returned to the
caller, stored, yielded, put in a list or handed to a call may be awaited there, and is not
reported; neither is a function under a decorator that may make it synchronous, a method in whose
place a subclass may have an async generator (an abstract one that does not say what it gives, or
one that says `AsyncIterator`) or has a plain `def`, nor what a function calls that asks
`iscoroutinefunction`. A function that calls itself without arguments meant another one of its name;
what awaits the very function that drops it would never end; what only raises
`NotImplementedError` is yet to be written; and what stands in for an import that
failed (`except ImportError: class Item: ...`) may be called otherwise than that.

What nobody awaits is soon noticed where it runs. So in an application of several files only those
functions count, beside the file that makes it, to which requests are seen to get; and scripts do
not, which somebody starts and looks on: what is left there mostly fails before.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model import Function, Module, Role, Router, Unawaited, callee_of
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI214",
    name="project-coroutine-not-awaited",
    title="Coroutine of the project not awaited",
    message="`{call}()` only makes a coroutine: {effect}; {remedy}",
    skill=("2.2",),
    follows_imports=True,
    everywhere=True,
)


@rule.on(Unawaited)
def check(made: Unawaited, module: Module) -> Iterator[Finding]:
    function = made.coroutine
    if function is None or is_stand_in(function, module) or is_doubtful(made, module):
        return
    if is_unwritten(function, module) or calls_back(function, made, module):
        return
    if function is not made.function or made.call.args or made.call.keywords:
        yield rule.at(made, call=made.text, effect=made.effect, remedy=made.remedy)


def is_unwritten(function: Function, module: Module) -> bool:
    """Whether it does no more than to say that there is nothing yet."""
    return function.always_raises and all(
        each.exception is not None
        and module.qualname(callee_of(each.exception)) == "builtins.NotImplementedError"
        for each in function.raised
    )


def calls_back(function: Function, made: Unawaited, module: Module) -> bool:
    """Whether it would call the very function that does not await it, over and over."""
    return function is not made.function and any(
        module.value(call.callee) is made.function for call in function.calls if call.awaited
    )


def is_doubtful(made: Unawaited, module: Module) -> bool:
    """Whether no request is seen to get there, in an application that is made in another file.

    What nobody awaits is soon noticed where it runs; most of what is left elsewhere is dead.
    """
    if module.role is Role.SCRIPT:
        return True
    function = made.function
    if function is None:
        return module.is_application and is_try_out(made, module)
    if not module.is_application or module.serves(function):
        return False
    return not any(router.is_app for router in module.each(Router))


def is_try_out(made: Unawaited, module: Module) -> bool:
    """Whether it stands under `if __name__ == "__main__":`, in a file that is mostly imported."""
    node = module.syntax.call_node(made.call)
    return node is not None and any(
        isinstance(each, ast.If) and "__main__" in ast.unparse(each.test)
        for each in module.syntax.tree.ancestors(node)
    )


def is_stand_in(function: Function, module: Module) -> bool:
    """Whether a function is defined for the case that an import fails."""
    node = module.node(function)
    return node is not None and any(
        isinstance(each, ast.ExceptHandler) for each in module.syntax.tree.ancestors(node)
    )
