"""
Background tasks run because they hang on the response: FastAPI puts the `BackgroundTasks` that an
endpoint declares as a parameter there, and a response runs what it was given as `background=`. A
`BackgroundTasks()` that a function makes for itself, fills and then drops hangs on nothing. Its
tasks never run, and nothing says so.

A WebSocket endpoint has no response. FastAPI hands it `BackgroundTasks` all the same, and never
runs them.

Declare a parameter `tasks: BackgroundTasks` in the endpoint, and pass it on to the helpers that
add tasks. Where you make a response yourself, give it `background=tasks`. In a WebSocket endpoint,
await the function, or start it with `asyncio.create_task` and keep the task that this gives.

Outside of endpoints, in a lifespan for example, await the functions, or the object itself:
`await tasks()`.

Reported are objects that are made in a function and only ever asked to `add_task` there, or by
functions of the project that they are given to and that do no more with them. One that is returned,
stored, awaited or handed on otherwise is not, nor is one that is only given what runs at once
anyway, as in `add_task(await send())`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Module, UnattachedTasks
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI504",
    name="unattached-background-tasks",
    title="Background tasks that never run",
    message="{tasks} and never run; {remedy}",
    skill=("5.1",),
    follows_imports=True,
    words=("*BackgroundTask*",),
)


@rule.on(UnattachedTasks)
def check(tasks: UnattachedTasks, module: Module) -> Iterator[Finding]:
    if tasks.has_run:
        return
    if tasks.why == "made":
        yield rule.at(
            tasks,
            tasks=f"tasks of this `{tasks.name}` hang on no response",
            remedy="take them as a parameter of the endpoint, or await them",
        )
    else:
        yield rule.at(
            tasks,
            tasks=f"tasks added to `{tasks.name}` in a WebSocket endpoint have no response",
            remedy="use `asyncio.create_task`",
        )
