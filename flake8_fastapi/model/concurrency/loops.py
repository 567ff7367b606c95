"""Calls that start an event loop, or need a running one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import chain
from typing import Literal

from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.expressions import AtCall, Call, Expr, receiver
from flake8_fastapi.model.syntax.flow import is_try
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.value_kinds import External, Instance, Method
from flake8_fastapi.model.values.values import Values

LOOP = "asyncio.AbstractEventLoop"

#: What starts an event loop, and raises RuntimeError where one is running.
_STARTS = (
    "asyncio.run", "anyio.run", "uvloop.run", "asyncio.Runner.run",
    f"{LOOP}.run_until_complete", f"{LOOP}.run_forever",
)  # fmt: skip
#: What makes a plain function of a coroutine function, which starts one when it is called.
_MAKE_PLAIN = ("asgiref.sync.async_to_sync", "asgiref.sync.AsyncToSync")
#: What raises RuntimeError in a thread without an event loop.
NEEDING_LOOP = (
    "asyncio.all_tasks", "asyncio.create_task", "asyncio.current_task", "asyncio.ensure_future",
    "asyncio.gather", "asyncio.get_event_loop", "asyncio.get_running_loop",
)  # fmt: skip

#: Calls with which a function finds out whether a loop is running, or does without.
_ASKS = {"is_running", "get_running_loop", "_get_running_loop", "current_async_library",
         "sniff_async_library", "in_async_context"}  # fmt: skip
#: What else an `except` block may do with a coroutine.
_RESCUES = {"new_event_loop", "set_event_loop", "run", "run_until_complete", "create_task",
            "ensure_future", "submit", "Thread", "run_coroutine_threadsafe", "get_event_loop",
            "run_in_executor", "call_soon_threadsafe", "start"}  # fmt: skip
_ERRORS = {"builtins.RuntimeError", "builtins.Exception", "builtins.BaseException"}


#: A call, the name of what it calls, and the function that makes it.
AmongCalls = tuple[Call, str, Function | None]


@dataclass(eq=False)
class LoopCall(AtCall):
    """A call that starts an event loop, or needs one that runs in its thread."""

    call: Call
    name: str  #: `asyncio.run`, `asyncio.AbstractEventLoop.run_until_complete`
    kind: Literal["starts", "needs"]
    function: Function  #: the function that makes the call
    handled: bool  #: whether the code knows that there may be one, or none
    certain: bool  #: whether it is made whenever the function runs


def loop_calls(syntax: Syntax, values: Values, routing: Routing) -> Iterator[LoopCall]:
    """Every call about event loops that a function of the file makes."""
    starting = chain(calls_among(_STARTS, values, routing), _made_plain(syntax, values, routing))
    needing = calls_among(NEEDING_LOOP, values, routing)
    kind: Literal["starts", "needs"]
    for kind, calls in (("starts", starting), ("needs", needing)):
        for call, name, function in calls:
            if function is not None:
                yield LoopCall(
                    call,
                    name,
                    kind,
                    function,
                    _is_handled(call, function, kind, values),
                    all(is_try(each) and not each.handlers for each in syntax.branches(call)),
                )


def _made_plain(syntax: Syntax, values: Values, routing: Routing) -> Iterator[AmongCalls]:
    """The calls of coroutine functions that are made plain right there."""
    for made, name, function in calls_among(_MAKE_PLAIN, values, routing):
        node = syntax.call_node(made)
        around = syntax.tree.parent(node) if node is not None else None
        if isinstance(around, ast.Call) and around.func is node:
            yield syntax.call(around), name, function


def calls_among(names: tuple[str, ...], values: Values, routing: Routing) -> Iterator[AmongCalls]:
    """The calls of library functions and methods that are among `names`, and where they stand."""
    for last in dict.fromkeys(name.rpartition(".")[2] for name in names):
        for call, function in routing.calls_named(last):
            match values.of(call.callee):
                case External(name=name) if name in names:
                    yield call, name, function
                case Method(of=Instance(cls=cls), name=method) if f"{cls}.{method}" in names:
                    yield call, f"{cls}.{method}", function


def _is_handled(call: Call, function: Function, kind: str, values: Values) -> bool:
    """Whether the code around a call expects that a loop runs already, or that none does."""
    if call.handling:
        return True
    used = receiver(call.callee)  # the loop itself, in `get_running_loop().run_forever()`
    others = {
        _last(each.callee) for each in function.calls if each is not call and each is not used
    }
    if kind == "starts" and others & _ASKS:
        return True
    if kind == "needs" and "set_event_loop" in others:
        return True
    caught = [values.qualname(each) if each is not None else None for each in call.caught]
    if "builtins.RuntimeError" in caught:
        return True
    rescued = any(each.handling and _last(each.callee) in _RESCUES for each in function.calls)
    return rescued and (None in caught or not _ERRORS.isdisjoint(name or "" for name in caught))


def _last(callee: Expr) -> str:
    name: str = getattr(callee, "name", "")
    return name.rpartition(".")[2]
