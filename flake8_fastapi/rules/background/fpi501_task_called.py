"""
`add_task(send(address))` calls `send` at once, while the client waits, and adds its result as the
task. The result is no function: after the response has gone out, the task fails with a `TypeError`,
and the tasks after it do not run. If `send` is an `async def`, it never runs at all, because
nothing awaits the coroutine. The client sees a success in either case.

`add_task(lambda: send(address))` with an `async def send` is worse: Starlette runs the lambda in a
thread, gets a coroutine, and drops it. Nothing happens and nothing is said, except that Python may
warn of a coroutine that was never awaited. `lambda: asyncio.create_task(...)` fails, as that thread
has no event loop.

Pass the function and its arguments apart: `add_task(send, address)`. Calls that give a function,
such as `functools.partial(send, address)` or a factory of the project, are right and not reported.
Nor are tasks added to a `BackgroundTasks()` that goes to no response (FPI504) or is kept on an
object: there, only what runs at once runs at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_fastapi.model import (
    STARTS_TASK,
    Awaited,
    BackgroundTask,
    Call,
    Expr,
    Function,
    Instance,
    Module,
    UnattachedTasks,
    gives_callable,
    is_callable,
    last_name,
    makes_coroutine,
    receiver,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI501",
    name="task-called",
    title="Background task called instead of passed",
    message="`{adder}({task})` {effect}; pass the function and its arguments apart",
    skill=("5.1",),
    follows_imports=True,
    words=("add_task", "*BackgroundTask*"),
)


#: Calls that are awaited for a function, by the names that such calls have.
MAKES = re.compile(r"make|build|factory|partial|wrap|bind|get_|callback|handler|callable", re.I)


@rule.on(BackgroundTask)
def check(task: BackgroundTask, module: Module) -> Iterator[Finding]:
    if may_never_run(task, module):
        return
    adder = last_name(task.call.callee)
    for call in returned_by_lambda(task.task, module):
        text = f"lambda: {module.syntax.callee_text(call)}(...)"
        if module.qualname(call.callee) in STARTS_TASK:
            yield rule.at(
                task, adder=adder, task=text, effect="fails, its thread has no event loop"
            )
        elif is_coroutine(call, module):
            effect = "makes a coroutine that nothing awaits"
            yield rule.at(task, adder=adder, task=text, effect=effect)
    called = task.task.of if isinstance(task.task, Awaited) else task.task
    if isinstance(called, Call) and is_no_function(task.task, module):
        text = f"{module.syntax.callee_text(called)}(...)"
        effect = (
            "never runs it, and fails after the response"
            if isinstance(task.task, Call) and makes_coroutine(task.task, module.values)
            else "runs it before the response, and fails after it"
        )
        yield rule.at(task, adder=adder, task=text, effect=effect)


def may_never_run(task: BackgroundTask, module: Module) -> bool:
    """Whether the task is added to a `BackgroundTasks()` that no response is seen to get."""
    tasks = module.value(receiver(task.call.callee))
    made = tasks.made if isinstance(tasks, Instance) else None
    if made is None:
        return False
    place = (made.lineno, made.col_offset)
    return (task.within is not None and task.within.qualname != made.within) or any(
        (each.lineno, each.col_offset) == place for each in module.each(UnattachedTasks)
    )


def is_no_function(given: Expr | None, module: Module) -> bool:
    """Whether a call, or what it gives when awaited, is nothing that can be run as a task."""
    gives = gives_callable(given, module.values)
    if gives is None and isinstance(given, Awaited) and isinstance(given.of, Call):
        # Nobody is known to await a function, unless the name says so.
        name = module.syntax.callee_text(given.of)
        return not is_callable(module.value(given), module.values) and not MAKES.search(name)
    return gives is False


def is_coroutine(call: Call, module: Module) -> bool:
    """Whether a call makes a coroutine, or another thing that does not run by itself."""
    made = makes_coroutine(call, module.values)
    return made and gives_callable(call, module.values) is False


def returned_by_lambda(given: Expr | None, module: Module) -> Iterator[Call]:
    """The calls one of which a lambda returns: of `a() if x else b()`, both."""
    value = module.value(given)
    if isinstance(value, Function) and value.is_lambda:
        yield from (returned for returned in value.returned if isinstance(returned, Call))
