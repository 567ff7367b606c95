"""
A Celery worker calls the function of a task and takes what it returns for the result. It awaits
nothing. An `async def` task returns a coroutine: its body never runs, and the worker reports
`EncodeError: Object of type coroutine is not JSON serializable`, or, where results are ignored,
success.

Write the task with `def`, and run the asynchronous part in it with `asyncio.run(...)`.

A task is given itself as first argument only with `bind=True`. Without it, what the caller passes
first arrives as `self`, or an argument is missing: `send.delay("ann@example.com")` raises a
`TypeError` for `def send(self, address)`. Add `bind=True` to the decorator.

Reported are `async def` tasks of applications of Celery's own class, and tasks without `bind` that
call `retry` or `update_state` on their first parameter, or ask `self.request`. Nothing is reported
where other decorators stand below Celery's, with `base=` or a task class of the project's own, and
where the project uses one of the pools that await (celery-aio-pool and its like); nor of an `async
def` task that the project only calls by itself, and never sends.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_fastapi.model import (
    ASYNC_POOLS,
    ASYNC_TASKS,
    CeleryTask,
    Function,
    Module,
    Param,
    Role,
    last_name,
    receiver,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI510",
    name="celery-task-shape",
    title="Celery task that is a coroutine, or is not given itself",
    message="{task}",
    skill=("5.5",),
    versions={"celery": ">=4"},
    follows_imports=True,
    everywhere=True,
    words=("*elery*",),
)

#: What looks for tasks in packages, and the modules where it does, if no others are named.
DISCOVERING, DISCOVERED = "autodiscover_tasks", "tasks"
APP = "celery.Celery"
#: What only a task has.
OF_TASKS = {"retry", "update_state"}


@rule.on(CeleryTask)
def check(task: CeleryTask, module: Module) -> Iterator[Finding]:
    if module.role not in (Role.APPLICATION, Role.WORKER):
        return
    if not task.is_alone or task.spreads or task.option("base") is not None:
        return
    if not may_be_loaded(module):
        return
    function = task.function
    if function.is_async and not may_be_awaited(task, module):
        if is_only_called(function, module):
            return  # the decorator is too much, nothing else
        text = f"`{function.name}` is `async def`, and Celery awaits nothing: its body never runs; "
        yield rule.at(task, task=f"{text}use `def` and `asyncio.run(...)`")
    elif task.option("bind") is None and function.owner is None and function.arguments:
        own = function.arguments[0].name
        used = next(asked_of(own, function, module), None)
        if used is not None:
            text = f"`{own}` is not the task but an argument, `{own}.{used}` fails"
            yield rule.at(task, task=f"{text}; add `bind=True` to the decorator")


def may_be_loaded(module: Module) -> bool:
    """Whether a worker may know the tasks of a file: it imports what is listed, or so called."""
    project, usage = module.project, module.usage
    if project is None or usage is None or any(True for _ in module.routing.calls_of(APP)):
        return True
    name = module.syntax.summary.name.rpartition(".")[2]
    return (
        bool(usage.importing(project.path))
        or usage.spells_out(project.path)
        or (name == DISCOVERED and usage.mentioning(DISCOVERING) != [])
        or usage.says(rf"related_name\s*=\s*['\"]{re.escape(name)}\b", "related_name")
    )


def is_only_called(function: Function, module: Module) -> bool:
    """Whether the project calls it as the coroutine function that it is, and sends it nowhere."""
    if module.usage is None or not any(True for _ in module.callers.calls_of(function)):
        return False
    return not module.usage.says(rf"\b{re.escape(function.name)}\.|\bsend_task\b")


def asked_of(own: str, function: Function, module: Module) -> Iterator[str]:
    """What a function asks its first parameter for that only a task has."""
    for call in function.calls:
        of, method = receiver(call.callee), last_name(call.callee)
        if method in OF_TASKS and isinstance(of, Param) and of.name == own:
            yield f"{method}()"
    node = module.node(function) if own == "self" else None
    for each in ast.walk(node) if node else ():
        match each:
            case ast.Attribute(value=ast.Name(id="self"), attr="request"):
                yield "request"


def may_be_awaited(task: CeleryTask, module: Module) -> bool:
    """Whether the project may have workers that await, or nobody knows."""
    if not task.apps or any(module.target.uses(pool) for pool in ASYNC_POOLS):
        return True
    return any(
        not app.is_plain
        or app.says("task_cls") is not False
        or module.celery.may_set(app, ASYNC_TASKS)
        for app in task.apps
    )
