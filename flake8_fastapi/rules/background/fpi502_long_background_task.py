"""
A background task lives in the process that answered its request. When that process is replaced (a
deployment, a crash, a worker that a supervisor recycles), the task is gone: nothing tells the
client, and nothing starts it again. A polite shutdown waits for the task instead, until whoever
asked for it loses patience and kills the process. A plain `def` task also occupies one of the
40 threads that serve `def` endpoints, for as long as it runs.

That is fine for what takes seconds. What takes longer belongs in a queue (Celery, arq, ...), whose
workers survive the web server, and whose tasks can be seen, retried and counted. What never ends
belongs in the lifespan, which starts it once and ends it, or in a process of its own.

What the task does decides, not its name. Reported is a task that

- sleeps for more than `fpi-background-limit` seconds (30), counting constant sleeps (the numbers
  that `add_task` is given, too) and loops over constant ranges, also where an answer may end a
  loop of polling early,
- runs into a `while True` without a way out,
- trains a model (Transformers, Keras, Lightning, Ultralytics), transcribes audio with Whisper, or
  encodes video with ffmpeg or MoviePy.

Functions of the project that it calls count as well. Branches count with what both of them do, and
what happens only after an exception does not.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import BackgroundTask, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI502",
    name="long-background-task",
    title="Background task that takes too long",
    message="`{task}` {does} and is lost when the process ends; {remedy}",
    skill=("5.2",),
    follows_imports=True,
    words=("add_task", "*BackgroundTask*"),
    options=("background_limit",),
)


@rule.on(BackgroundTask)
def check(task: BackgroundTask, module: Module) -> Iterator[Finding]:
    if task.function is None:
        return
    lasting = module.lastings.of_task(task)
    name = task.function.plain_name
    if lasting.is_endless:
        remedy = "start it in the lifespan or in a process of its own"
        yield rule.at(task, task=name, does="never ends", remedy=remedy)
        return
    does = lasting.heavy
    if lasting.seconds > module.options.background_limit:
        does = f"sleeps up to {lasting.seconds:g} s"
    if does:
        yield rule.at(task, task=name, does=does, remedy="hand it to a queue")
