"""
`Queue.get`, `Event.wait`, `Thread.join`, `Future.result` of `concurrent.futures`, `input` and a
debugger hold the thread that calls them until another thread, another process or a person has done
something. In an `async def` route or dependency that thread is the event loop, and every request of
the process waits along; if what they wait for needs the event loop itself, they wait forever.

So does a `threading.Lock` that is held across `await`: while its holder is suspended, the next task
that wants it stops the event loop, and the holder never gets to run on and give it back.

Wait in a thread, with `await run_in_threadpool(...)` or in a route declared with plain `def`, await
the result of another thread with `asyncio.wrap_future` or `loop.run_in_executor`, or use the
counterparts of `asyncio` (`Queue`, `Event`, `Lock` with `async with`) where all that touch them run
on the event loop: other threads cannot wake who waits for those. A lock that plain functions take,
too, is to be given back before the `await`.

Reported is the wait in the code on the event loop, also where a helper waits for it. Not reported
is what cannot wait (`block=False`, `timeout=0`, `get_nowait`) or is asked first whether it is done
(`done()`, `is_alive()`), a process after its `kill()`, `result()` of an asyncio task, a lock that
is given back before the next `await`, an event that a thread sets as it begins, where the function
that waits starts that thread, and threads of a pool that only compute a little: that takes a
moment.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import BlockingCall, HeldLock, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI210",
    name="blocking-wait",
    title="Waiting for a thread, a process or a person on the event loop",
    message="`{call}` blocks the event loop ({reason}); {remedy}",
    skill=("2.1",),
    follows_imports=True,
    words=("async def", "*validator*"),
)


#: Of a lock that plain functions take, which cannot await one of asyncio.
_RELEASE = "give it back before the `await`"


@rule.on(BlockingCall)
def check_call(call: BlockingCall, module: Module) -> Iterator[Finding]:
    if call.kind == "wait" and not call.name.endswith(".acquire"):
        told = module.told(call)
        if call.name.startswith(("breakpoint", "pdb.")):
            told["remedy"] = call.remedy
        yield rule.at(call, **told)


@rule.on(HeldLock)
def check_lock(lock: HeldLock, module: Module) -> Iterator[Finding]:
    yield rule.at(
        lock,
        call=lock.text,
        reason=f"held across `await` while {lock.reason.text}",
        remedy=_RELEASE if lock.is_for_plain else "use `asyncio.Lock`",
    )
