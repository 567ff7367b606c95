"""
`time.sleep` holds the thread that it is called on. In an `async def` route, dependency,
middleware, exception handler, websocket, background task or stream that thread is the event loop:
until the sleep is over, the process answers no request at all, health checks included. So it is
in the `async def` jobs of an `AsyncIOScheduler`, and in the loop of a task that start-up begins
with `asyncio.create_task`. `psutil.cpu_percent(interval=1)` sleeps for as long as it measures.

`await asyncio.sleep(...)` waits without holding anything. A route, dependency or task declared
with plain `def` may sleep: FastAPI runs it in a thread.

Reported is the call in the code on the event loop, also where a helper sleeps for it, in this
file or in another one of the project, and in the async function that a decorator puts in the place
of one that serves requests. Not reported is what FastAPI or the code itself hands to a
thread, what runs before the application serves, and tests, scripts, migrations and worker tasks.
Nor is what a helper does in an `except`, such as to sleep before it tries again: most calls of it
come to no such thing. In the code on the event loop itself that is reported, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import BlockingCall, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI201",
    name="blocking-sleep",
    title="Sleeping on the event loop",
    message="`{call}` blocks the event loop ({reason}); {remedy}",
    skill=("2.1",),
    follows_imports=True,
    words=("async def", "*validator*"),
)


@rule.on(BlockingCall)
def check(call: BlockingCall, module: Module) -> Iterator[Finding]:
    if call.kind == "sleep":
        yield rule.at(call, **module.told(call))
