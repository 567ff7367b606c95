"""
A thread runs one event loop at a time. The body of an `async def` function runs on one, so
`asyncio.run(...)` and `loop.run_until_complete(...)` in it raise `RuntimeError: asyncio.run()
cannot be called from a running event loop`, or `This event loop is already running`. A new loop
does not help: it cannot run beside the other in the same thread. The coroutine is never awaited.
`async_to_sync(f)(...)` of asgiref raises `RuntimeError: You cannot use AsyncToSync in the same
thread as an async event loop`.

Await the coroutine instead. In a plain `def` function of a thread, as FastAPI runs `def` routes
and dependencies, `asyncio.run` works and is not reported.

Reported is the call in an `async def` function, and the call of a plain function of the same file
that always makes one; where async routes or dependencies of other files lead to that function, it
is reported itself. Not reported is code that catches the `RuntimeError` or asks first whether a
loop is running, and projects that use `nest_asyncio`, or Chainlit, which does, or trio.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Call, Function, LoopCall, Module, is_route
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI212",
    name="nested-event-loop",
    title="Event loop started where one is running",
    message="`{call}()` raises RuntimeError in `{function}`, which runs on an event loop{via}; "
    "await the coroutine instead",
    skill=("2.2",),
    follows_imports=True,
    everywhere=True,
    words=("asyncio", "anyio", "uvloop", "asgiref"),
)

#: Patches asyncio, so that loops may run inside each other (as the command line of `chainlit` does,
#: which runs its applications; as bittensor did before 8); or runs coroutines on another library.
OTHERWISE = ("nest_asyncio", "nest_asyncio2", "chainlit", "bittensor", "trio")


@rule.on(LoopCall)
def check(start: LoopCall, module: Module) -> Iterator[Finding]:
    if start.kind != "starts" or start.handled:
        return
    text = module.syntax.callee_text(start.call)
    if start.function.is_async:
        if not runs_otherwise(module):
            yield rule.at(start, call=text, function=start.function.name, via="")
    elif start.certain and not start.function.decorators and not start.function.is_generator:
        calls = list(check_helper(start.function, text, module))
        yield from calls
        if not calls and leads_to_loop(start.function, module) and not runs_otherwise(module):
            via = ", called by async code"
            yield rule.at(start, call=text, function=start.function.called_as, via=via)


def check_helper(helper: Function, starts: str, module: Module) -> Iterator[Finding]:
    """Report the calls that async functions make of a function that starts a loop."""
    for call, caller in module.routing.calls_named(helper.name):
        if caller is None or not caller.is_async or call.awaited or call.caught or call.handling:
            continue
        if module.values.callee(module.value(call.callee)) is helper:
            if not runs_otherwise(module):
                text = module.syntax.callee_text(call)
                via = f", by `{starts}()`"
                yield rule.at(call, call=text, function=caller.name, via=via)


def leads_to_loop(helper: Function, module: Module) -> bool:
    """Whether an async route or dependency calls a plain function, or through plain ones."""

    def stays_on_loop(function: Function, on: Call | None) -> bool:
        if on is not None and (on.caught or on.handling or on.off or on.needs):
            return False
        if is_route(function) or module.is_resolved(function) or module.is_called_back(function):
            return function.is_async
        return not function.decorators and not function.is_generator

    return module.is_reached(helper, stays_on_loop)


def runs_otherwise(module: Module) -> bool:
    return any(module.is_imported(name) is not False for name in OTHERWISE)
