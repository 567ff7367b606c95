"""
`add_task(send(address))` calls `send` at once, while the client waits, and adds its result as the
task. The result is no function: after the response has gone out, the task fails with a `TypeError`,
and so do not run the tasks after it. If `send` is an `async def`, it never runs at all, because
nothing awaits the coroutine. The client sees a success in either case.

`add_task(lambda: send(address))` with an `async def send` is worse: Starlette runs the lambda in a
thread, gets a coroutine, and drops it. Nothing happens and nothing is said, except that Python may
warn of a coroutine that was never awaited.

Pass the function and its arguments apart: `add_task(send, address)`. Calls that give a function,
such as `functools.partial(send, address)` or a factory of the project, are right and not reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import (
    Awaited,
    BackgroundTask,
    Call,
    Expr,
    Function,
    Module,
    Pending,
    gives_callable,
    last_name,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI501",
    name="task-called",
    title="Background task called instead of passed",
    message="`{adder}({task})` {effect}; pass the function and its arguments apart",
    skill="§5 Background Task Decision Matrix: `background_tasks.add_task(send_email, email)`",
    follows_imports=True,
    words=("add_task", "BackgroundTask"),
)


@rule.on(BackgroundTask)
def check(task: BackgroundTask, module: Module) -> Iterator[Finding]:
    if not module.is_application:
        return
    given = task.task
    adder = last_name(task.call.callee)
    call = given.of if isinstance(given, Awaited) else given
    if (made := coroutine_of_lambda(given, module)) is not None:
        text = f"lambda: {module.syntax.callee_text(made)}(...)"
        yield rule.at(task, adder=adder, task=text, effect="makes a coroutine that nothing awaits")
    elif isinstance(call, Call) and gives_callable(given, module.values) is False:
        text = f"{module.syntax.callee_text(call)}(...)"
        effect = (
            "never runs it, and fails after the response"
            if isinstance(module.value(given), Pending)
            else "runs it before the response, and fails after it"
        )
        yield rule.at(task, adder=adder, task=text, effect=effect)


def coroutine_of_lambda(given: Expr | None, module: Module) -> Call | None:
    """The call of an `async def` that a lambda returns."""
    value = module.value(given)
    if isinstance(value, Function) and value.is_lambda:
        for returned in value.returned:
            if isinstance(returned, Call) and isinstance(module.value(returned), Pending):
                if gives_callable(returned, module.values) is False:
                    return returned
    return None
