"""
A task that the lifespan starts goes on while the lifespan closes what it uses: behind the `yield`
the pool is closed, and the task, somewhere in its loop, runs its next query on it. Only when the
event loop itself ends is it cancelled, in the middle of what it does, and nobody hears of its
error. A task that is kept in no variable may also be collected as garbage long before that.

Keep the task in a variable; behind the `yield`, in `finally`, cancel it and wait for its end:
`task.cancel()`, then `await asyncio.gather(task, return_exceptions=True)`. A `TaskGroup` around the
`yield` needs the `cancel()` as well.

Reported is a task made by `asyncio.create_task`, or the loop's, before the `yield` that runs a
`while True` which nothing leaves, in its own function or in one that it awaits. Tasks that end by
themselves, tasks that are asked to end by an event, that only sleep and write a log, and tasks that
something called behind the `yield` may cancel are not reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Module, OpenedByLifespan
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI309",
    name="lifespan-task-not-cancelled",
    title="Task that outlives the lifespan",
    message="the task of `{function}` still runs when the lifespan has ended; cancel and await it "
    "behind the `yield`",
    skill=("3.3",),
    follows_imports=True,
    words=("create_task", "ensure_future"),
)


@rule.on(OpenedByLifespan)
def check(lifespan: OpenedByLifespan, module: Module) -> Iterator[Finding]:
    for task, function in lifespan.left_running():
        yield rule.at(task, function=function.plain_name)
