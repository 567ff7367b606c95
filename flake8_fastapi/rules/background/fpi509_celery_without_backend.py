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
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import SOME_BACKEND, Module, ResultRead, Role
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI509",
    name="celery-without-backend",
    title="Result of a Celery task read without a result backend",
    message="`{read}` fails, the Celery application has no result backend; give it `backend=`",
    skill=("5.4",),
    versions={"celery": ">=4"},
    follows_imports=True,
    words=("AsyncResult", "delay", "apply_async", "send_task"),
)


@rule.on(ResultRead)
def check(read: ResultRead, module: Module) -> Iterator[Finding]:
    if module.role not in (Role.APPLICATION, Role.WORKER):
        return
    app = read.app
    if app is None or not app.is_plain or app.says("backend", 2) is not False:
        return
    if module.celery.may_set(app, SOME_BACKEND) or module.deployment_says("RESULT_BACKEND"):
        return
    yield rule.at(read, read=read.text)
