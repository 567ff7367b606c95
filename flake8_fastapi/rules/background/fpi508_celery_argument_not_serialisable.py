"""
Celery writes the arguments of a task as JSON, puts them into the queue, and another process reads
them. JSON as Celery speaks it holds text, numbers, lists, dicts, dates, UUIDs and decimals. A
Pydantic model, a row of the database, an upload, a session, a set or a dataclass it does not:
`task.delay(user)` raises `EncodeError: Object of type User is not JSON serializable`, in the
endpoint that calls it.

Pass plain data: the id of a row, which the task then loads itself; `model.model_dump()`; the path
under which an upload was saved; a list instead of a set.

Reported are arguments of `delay`, `apply_async`, `task.s(...).delay` and `send_task` whose class is
known. Nothing is reported where the task, the call or the project chooses another serializer such
as pickle, or teaches kombu's JSON more types, for classes with a `__json__` method, and for models
given to a task with `pydantic=True`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Const, Expr, Module, Role, TaskCall, not_json
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI508",
    name="celery-argument-not-serialisable",
    title="Argument of a Celery task that JSON cannot hold",
    message="`{call}` fails: {what} is not JSON serializable; pass {remedy}",
    skill=("5.6",),
    versions={"celery": ">=4"},
    follows_imports=True,
    everywhere=True,
    words=("delay", "apply_async", "send_task"),
)


@rule.on(TaskCall)
def check(sent: TaskCall, module: Module) -> Iterator[Finding]:
    if module.role not in (Role.APPLICATION, Role.WORKER) or chooses_serializer(sent):
        return
    for argument in sent.arguments:
        found = not_json(argument, module.values)
        if found is None or (found[0] == "a Pydantic model" and takes_models(sent)):
            continue
        if not module.celery.may_send_more(sent.app):
            what, remedy = found
            yield rule.at(sent, call=module.syntax.callee_text(sent.call), what=what, remedy=remedy)
        return


def chooses_serializer(sent: TaskCall) -> bool:
    """Whether the call, the task or the application names another serializer than JSON."""
    task = sent.task
    if task is not None and task.spreads:
        return True
    chosen = [sent.call.argument("serializer"), task.option("serializer") if task else None]
    if sent.app is not None:
        chosen.append(sent.app.call.argument("task_serializer"))
    return any(each is not None and not is_json(each) for each in chosen)


def is_json(serializer: Expr) -> bool:
    return isinstance(serializer, Const) and serializer.value == "json"


def takes_models(sent: TaskCall) -> bool:
    """Whether Celery itself turns models into dicts and back."""
    return sent.task is not None and sent.task.option("pydantic") is not None
