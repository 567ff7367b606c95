"""
Workers write the state and the result of a task to the result backend, and an `AsyncResult` reads
them there. An application made without `backend=` has none: `result.state`, `result.ready()` and
`result.result` raise `AttributeError: 'DisabledBackend' object has no attribute
'_get_task_meta_for'`, and `result.get()` a `NotImplementedError`. The broker, Redis or not, knows
nothing of results.

Name a backend, `Celery("shop", broker=..., backend="redis://localhost/1")`.

The skill's example makes its application without a backend and has an endpoint that asks for the
state; that endpoint fails.

Reported is the first read of a result of an application whose `Celery(...)` names no backend. If
files that are connected with the application's by imports, or settings for the deployment beside
the project's, speak of a result backend or load a configuration, nothing is reported.

A backend does not help `AsyncResult(job)` without `app=` in a `def` endpoint or dependency: it asks
the current application, and in the threads where FastAPI runs those, that is Celery's default one,
which has no backend unless the environment names it in `CELERY_RESULT_BACKEND`. Write
`AsyncResult(job, app=queue)`, or `queue.AsyncResult(job)`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import SOME_BACKEND, SOME_DEFAULT, Module, ResultRead, Role
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI509",
    name="celery-without-backend",
    title="Result of a Celery task read without a result backend",
    message="`{read}` fails, {why}",
    skill=("5.4",),
    versions={"celery": ">=4"},
    follows_imports=True,
    everywhere=True,
    words=("*AsyncResult*", "delay", "apply_async", "send_task"),
)


@rule.on(ResultRead)
def check(read: ResultRead, module: Module) -> Iterator[Finding]:
    if module.role not in (Role.APPLICATION, Role.WORKER):
        return
    app = read.app
    if app is None or not app.is_plain or module.deployment_says("RESULT_BACKEND"):
        return
    if app.says("backend", 2) is False and not module.celery.may_set(app, SOME_BACKEND):
        why = "the Celery application has no result backend; give it `backend=`"
        yield rule.at(read, read=read.text, why=why)
    elif (
        read.asks_current is not None
        and module.why_in_thread(read.asks_current) is not None
        and not module.celery.may_set(app, SOME_DEFAULT)
    ):
        why = "in a thread it asks Celery's default application; name yours, `app=`"
        yield rule.at(read, read=read.text, why=why)
