"""
`run_in_threadpool(function, *arguments)` calls the function in a thread while the event loop serves
others, and so do `asyncio.to_thread`, `anyio.to_thread.run_sync` and `loop.run_in_executor`. Three
mistakes undo it:

* `await run_in_threadpool(read(path))` calls `read` at once, on the event loop, which it blocks.
  Its result is no function: `TypeError: the first argument must be callable`.
* `run_in_threadpool(read, path)` without `await` only makes a coroutine. Nothing runs.
* `await run_in_threadpool(read, path)` with an `async def read` calls it in the thread, which only
  makes a coroutine. Nobody awaits it, so `read` never runs.

Pass the function and its arguments apart, await the call, and await an async function where it is.

Calls whose result is a function, such as `functools.partial(read, path)`, are right. So is
`run_in_executor` without `await`: it starts at once. So is a coroutine that comes back from the
thread and is awaited then: `await (await run_in_threadpool(start))` runs it on the event loop.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model import (
    Awaited,
    Call,
    Expr,
    Module,
    ThreadCall,
    Unawaited,
    callee_of,
    last_name,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI215",
    name="threadpool-misuse",
    title="Work that does not reach its thread",
    message="`{call}({given})` {effect}; {remedy}",
    skill=("2.3",),
    follows_imports=True,
    everywhere=True,
    words=("run_in_threadpool", "to_thread", "run_in_executor", "submit"),
)


@rule.on(ThreadCall)
def check(handed: ThreadCall, module: Module) -> Iterator[Finding]:
    given = written(handed.given, module)
    call = module.syntax.callee_text(handed.call).rpartition(".")[2]
    if handed.mistake == "called":
        effect = f"calls `{given}` before there is a thread"
        remedy = "pass the function and its arguments apart"
        yield rule.at(handed, call=call, given=f"{given}(...)", effect=effect, remedy=remedy)
    elif handed.mistake == "coroutine" and not is_awaited_here(handed.call, module):
        effect = f"only makes a coroutine there, so `{given}` never runs"
        remedy = f"await `{given}` itself"
        yield rule.at(handed, call=call, given=given, effect=effect, remedy=remedy)


def is_awaited_here(call: Call, module: Module) -> bool:
    """Whether somebody awaits the coroutine that comes back: `await (await to_thread(load))`."""
    node = module.syntax.call_node(call)
    if node is None:
        return False
    tree = module.syntax.tree
    given_back = tree.parent(node)
    if not isinstance(given_back, ast.Await):
        return False
    places: list[ast.expr] = [given_back, *module.syntax.later_loads(given_back)]
    return any(takes_coroutine(tree.parent(place), module) for place in places)


def takes_coroutine(node: ast.AST | None, module: Module) -> bool:
    """Whether an expression runs the coroutine that stands in it, or keeps it for later."""
    match node:
        case ast.Await() | ast.List() | ast.Tuple() | ast.ListComp() | ast.GeneratorExp():
            return True
        case ast.Call(func=func):
            return (module.qualname(func) or "").startswith("asyncio.")
    return False


@rule.on(Unawaited)
def check_await(made: Unawaited, module: Module) -> Iterator[Finding]:
    if made.threaded:
        effect = f"only makes a coroutine: {made.effect}"
        yield rule.at(made, call=made.text, given="...", effect=effect, remedy=made.remedy)


def written(given: Expr, module: Module) -> str:
    """The name of the function that was meant."""
    function = module.values.callee(module.value(given))
    if function is not None and function.is_lambda:
        given = function.returned[0]
    elif function is not None:
        return function.plain_name
    called = given.of if isinstance(given, Awaited) else given
    return last_name(callee_of(called))
