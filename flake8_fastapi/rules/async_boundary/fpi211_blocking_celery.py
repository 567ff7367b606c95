"""
`task.delay()` and `apply_async()` talk to the broker over a synchronous connection: the first call
connects, each one sends and waits, and while the broker is down the call tries again and again
before it raises. `result.get()` waits until a worker has finished. In an `async def` route or
dependency the event loop waits with them: measured against a local Redis, 0.2 seconds for the
first `delay()`, 1 millisecond later on, 0.6 seconds and more with the broker gone; for `get()`, as
long as the task takes. Whoever reads `result.state` or `result.info`, or calls `result.ready()`,
asks the backend each time.

Declare the route or dependency with plain `def`, so that FastAPI runs it in a thread, or send with
`await run_in_threadpool(task.delay, ...)`. For the result, answer with the task's id and let the
client ask for it. `AsyncResult(task_id)` without `app=` asks the thread it is in for the
application, and a thread that imported none has only Celery's default one, without a backend: name
it, or write `app.AsyncResult(task_id)`. Likewise a `@shared_task` in a thread belongs to Celery's
default application, which knows no broker, queue or eager mode of yours: `@app.task` binds it, or
`app.set_default()` does.

Reported are Celery's `delay`, `apply_async`, `send_task`, and what asks for its results: `get`,
`ready` and the like, of several attributes in one function the first. So are commands to the
workers: `control.inspect().ping()` always waits for its whole `timeout`, and `revoke` goes through
the broker, too. Likewise sending with Dramatiq and enqueuing with RQ; all of it also where a helper
does it, in this file or in another one of the project. What a decorator of the library made a task
counts; something else with a method `delay` does not. Nothing is said where the result backend is
`rpc://`: with it, only the thread that sent a task learns of its result.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import BlockingCall, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI211",
    name="blocking-celery",
    title="Talking to the task queue on the event loop",
    message="`{call}` blocks the event loop ({reason}); {remedy}",
    skill=("2.1",),
    follows_imports=True,
    words=("async def", "*validator*"),
)


@rule.on(BlockingCall)
def check(call: BlockingCall, module: Module) -> Iterator[Finding]:
    if call.kind == "queue":
        yield rule.at(call, **module.told(call))
