"""
FastAPI puts the `BackgroundTasks` that an endpoint declares on the response, unless the response
has a `background=` of its own. Then the endpoint's tasks, and those that its dependencies added to
the same object, are dropped without a word, and only the response's own task runs.

Use one of the two: add all tasks to the parameter, `tasks.add_task(...)`, and leave `background=`
away, or give the response `background=tasks`.

Reported is a response that the endpoint returns with another `background=`, given or set later,
by itself or by a function of the project that always does so, where `add_task` was called on the
parameter on the way there. A parameter that is handed on is only followed to functions of the
project that do no more with it than add tasks.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import LostTasks, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI505",
    name="lost-background-tasks",
    title="Injected background tasks replaced by those of the response",
    message="`background=` of this response replaces `{name}`, whose tasks never run; "
    "add this task to `{name}`",
    skill=("5.1",),
    follows_imports=True,
    words=("*BackgroundTask*",),
)


@rule.on(LostTasks)
def check(lost: LostTasks, module: Module) -> Iterator[Finding]:
    yield rule.at(lost, name=lost.name)
