"""
A task that the lifespan starts goes on while the lifespan closes what it uses: behind the `yield`
the pool is closed, and the task, somewhere in its loop, runs its next query on it. Only when the
event loop itself ends is it cancelled, in the middle of what it does, and nobody hears of its
error. A task that is kept in no variable may also be collected as garbage long before that.

Keep the task in a variable; behind the `yield`, in `finally`, cancel it and wait for its end:
`task.cancel()`, then `await asyncio.gather(task, return_exceptions=True)`. A `TaskGroup` around the
`yield` needs the `cancel()` as well: its end waits for its tasks, so the shutdown waits for ever.
A task group of AnyIO is ended by `group.cancel_scope.cancel()`.

Reported is a task made by `asyncio.create_task`, or the loop's, before the `yield` that runs a
`while True` which nothing leaves, in its own function or in one that it awaits; also in a list, in
what the `yield` gives, or where a function of the project starts it: at the call of that, if it
returns the task or nobody keeps it. Tasks that end by themselves, tasks that are asked to end by an
event, that only sleep and write a log, or await nothing but their sleep, and tasks that something
called behind the `yield` may cancel are not reported: of one in `app.state`, what may is code that
says its name. Of a group around the `yield` it is reported if nothing else is done with the group,
or with the task.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Module, OpenedByLifespan
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI309",
    name="lifespan-task-not-cancelled",
    title="Task that outlives the lifespan",
    message="the task of `{function}` {effect}; {remedy} behind the `yield`",
    skill=("3.3",),
    follows_imports=True,
    words=("*lifespan*", "asynccontextmanager"),
)


@rule.on(OpenedByLifespan)
def check(lifespan: OpenedByLifespan, module: Module) -> Iterator[Finding]:
    for task, function in lifespan.left_running():
        yield rule.at(
            task,
            function=function.plain_name,
            effect="still runs when the lifespan has ended",
            remedy="cancel and await it",
        )
    for call, function in lifespan.holding_up():
        yield rule.at(
            call,
            function=function.plain_name,
            effect="never ends, so the shutdown waits for its group for ever",
            remedy="cancel it",
        )
