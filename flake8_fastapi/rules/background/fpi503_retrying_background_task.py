"""
A task that has to be retried has to succeed in the end: a payment, a webhook, a mail that somebody
waits for. Retries inside a background task live in the memory of the web server. While the other
side is down, tasks wait there and pile up; when the process is replaced, those that were waiting
for their next attempt are gone, and nobody knows of them.

A queue keeps the task until an attempt succeeds, across restarts: `self.retry(...)` or
`autoretry_for=` in Celery, `raise Retry(...)` in arq.

Reported are background tasks that tenacity, backoff, stamina, retrying or retry run again, as
decorators of the task or of a function that it calls itself. A call whose failure the task catches
is not: what it does may be lost. Nor is what a `with` of the task enters: a connection that is
opened again is soon there, or never.

Opt-in: a few quick retries of what may be lost are fine where they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import BackgroundTask, Function, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI503",
    name="retrying-background-task",
    title="Background task that is retried in memory",
    message="`{task}` is retried in memory and lost when the process ends; retry it in a queue",
    skill=("5.3",),
    opt_in=True,
    follows_imports=True,
    words=("add_task", "*BackgroundTask*"),
)

RETRIES = {
    "tenacity.retry", "backoff.on_exception", "backoff.on_predicate", "stamina.retry",
    "retrying.retry", "retry.retry",
}  # fmt: skip
#: Objects that are called with what is to be retried, or iterated over: one attempt each.
ATTEMPTS = {
    "tenacity.Retrying", "tenacity.AsyncRetrying", "stamina.retry_context",
    "stamina.RetryingCaller", "stamina.AsyncRetryingCaller",
}  # fmt: skip


@rule.on(BackgroundTask)
def check(task: BackgroundTask, module: Module) -> Iterator[Finding]:
    function = task.function
    if function is None:
        return
    if retries(function, module):
        yield rule.at(task, task=function.plain_name)
        return
    for call in function.calls:
        if any(entered is call for entered in function.entered):
            continue  # a session is opened again, not the work done
        called = module.values.callee(module.value(call.callee))
        if called is not None and not call.caught and is_retried(called, module):
            yield rule.at(task, task=called.plain_name)
            return


def retries(function: Function, module: Module) -> bool:
    """Whether a function is run again when it fails, or runs a part of itself again."""
    return is_retried(function, module) or any(
        module.qualname(call.callee) in ATTEMPTS for call in function.calls
    )


def is_retried(function: Function, module: Module) -> bool:
    return module.values.decorated_by(function, RETRIES)
