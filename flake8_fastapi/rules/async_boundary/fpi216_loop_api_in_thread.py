"""
FastAPI runs `def` routes, dependencies, exception handlers and background tasks in threads, and
these have no event loop. `asyncio.create_task(...)` and `asyncio.get_running_loop()` raise
`RuntimeError: no running event loop` there; `asyncio.get_event_loop()` and
`asyncio.ensure_future(...)` raise `There is no current event loop in thread 'AnyIO worker thread'`.
The request fails.

Declare the function with `async def` where it does nothing that blocks. Otherwise hand work that
may follow the response to `BackgroundTasks`, or call `anyio.from_thread.run(...)` to run a
coroutine function on the event loop of the application. `asyncio.run(...)` works in a thread, on a
loop of its own.

Reported are these calls in functions that FastAPI is known to run in a thread, or that are handed
to one with `run_in_threadpool` and its like, and the calls of helpers of the same file that make
them whenever they run; where such functions of other files, or further ones in between, call the
helper, it is reported itself. Code that catches the `RuntimeError`, or sets a loop of its own with
`asyncio.set_event_loop`, is not reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import (
    Call,
    Function,
    LoopCall,
    Module,
    ThreadCall,
    is_none,
    is_route,
    last_name,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI216",
    name="loop-api-in-thread",
    title="Event loop asked for in a thread without one",
    message="`{call}()` raises RuntimeError{via}, for {reason} and runs in a thread; "
    "do it in an `async def`",
    skill=("2.2",),
    follows_imports=True,
    words=(
        *("all_tasks", "create_task", "current_task", "ensure_future", "gather"),
        *("get_event_loop", "get_running_loop"),
    ),
)


@rule.on(LoopCall)
def check(need: LoopCall, module: Module) -> Iterator[Finding]:
    if need.kind != "needs" or need.handled:
        return
    text, function = module.syntax.callee_text(need.call), need.function
    reason = why_in_thread(function, need.call, module)
    if reason is not None:
        yield rule.at(need, call=text, via="", reason=reason)
    elif need.certain and not (function.is_async or function.is_generator or function.decorators):
        calls = list(check_helper(function, last_name(need.call.callee), module))
        yield from calls
        if not calls and module.is_reached(function, stays_in_thread):
            reason = f"a `def` route or dependency calls `{function.called_as}`"
            yield rule.at(need, call=text, via="", reason=reason)


def check_helper(helper: Function, needs: str, module: Module) -> Iterator[Finding]:
    """Report the calls that functions in threads make of one that needs a loop."""
    for call, caller in module.routing.calls_named(helper.called_as):
        if caller is None or call.caught or call.handling or call.off:
            continue
        if module.values.callee(module.value(call.callee)) is not helper:
            continue
        reason = why_in_thread(caller, call, module)
        if reason is not None and not sets_loop(caller):
            text = module.syntax.callee_text(call)
            yield rule.at(call, call=text, via=f", by `{needs}()`", reason=reason)


def why_in_thread(function: Function, call: Call, module: Module) -> str | None:
    """Why a call that a function makes is made in a thread; None: it is not, or may not be."""
    reason = module.why_in_thread(function)
    if reason is not None:
        return reason.text
    if function.is_async or function.is_generator or call.needs:
        return None
    for handed in module.each(ThreadCall):
        if module.values.callee(module.value(handed.given)) is function and runs_thread(
            handed.call, module
        ):
            return f"`{function.plain_name}` is given to `{last_name(handed.call.callee)}`"
    return None


def runs_thread(call: Call, module: Module) -> bool:
    """Whether the executor has threads: in a process of its own there may be a loop."""
    executor = call.argument("executor", 0) if last_name(call.callee) == "run_in_executor" else None
    return (
        executor is None
        or is_none(executor)
        or bool(module.is_instance(executor, "concurrent.futures.ThreadPoolExecutor"))
    )


def stays_in_thread(function: Function, on: Call | None) -> bool:
    """Whether a function that runs in a thread makes a call there, and lets its error through."""
    if function.is_async or (function.decorators and not is_route(function)):
        return False
    if on is None:
        return True
    return not (on.caught or on.handling or on.off or on.needs or sets_loop(function))


def sets_loop(function: Function) -> bool:
    return any(last_name(call.callee) == "set_event_loop" for call in function.calls)
