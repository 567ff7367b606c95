"""
FastAPI runs `def` routes, `def` dependencies and `def` background tasks in threads, and these have
no event loop. `asyncio.create_task(...)` and `asyncio.get_running_loop()` raise `RuntimeError: no
running event loop` there; `asyncio.get_event_loop()` and `asyncio.ensure_future(...)` raise
`There is no current event loop in thread 'AnyIO worker thread'`. The request fails.

Declare the function with `async def` where it does nothing that blocks. Otherwise hand work that
may follow the response to `BackgroundTasks`, or call `anyio.from_thread.run(...)` to run a
coroutine function on the event loop of the application. `asyncio.run(...)` works in a thread, on a
loop of its own.

Reported are these calls in functions that FastAPI is known to run in a thread. Code that catches
the `RuntimeError`, or sets a loop of its own with `asyncio.set_event_loop`, is not reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import LoopCall, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI216",
    name="loop-api-in-thread",
    title="Event loop asked for in a thread without one",
    message="`{call}()` raises RuntimeError, for {reason} and runs in a thread; "
    "do it in an `async def`",
    skill=("2.2",),
    follows_imports=True,
    words=("asyncio",),
)


@rule.on(LoopCall)
def check(need: LoopCall, module: Module) -> Iterator[Finding]:
    if need.kind != "needs" or need.handled:
        return
    reason = module.why_in_thread(need.function)
    if reason is not None:
        yield rule.at(need, call=module.syntax.callee_text(need.call), reason=reason.text)
