"""Calls that hand a function to a thread, and what is wrong with what they are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from flake8_fastapi.model import libraries
from flake8_fastapi.model.blocking import blocking_function, blocking_method
from flake8_fastapi.model.concurrency.coroutine_functions import asks_for_coroutines
from flake8_fastapi.model.concurrency.loops import calls_among
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.expressions import AtCall, Awaited, Call, Expr
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.values.callables import gives_callable
from flake8_fastapi.model.values.decorators import stays_async
from flake8_fastapi.model.values.value_kinds import (
    Bound,
    External,
    Instance,
    Method,
    Partial,
    Pending,
    Value,
)
from flake8_fastapi.model.values.values import Values

#: Kinds of blocking calls whose results are data, and cannot be called.
_DATA = {"sleep", "http", "database", "store", "subprocess", "text", "sdk", "socket"}


@dataclass(eq=False)
class ThreadCall(AtCall):
    """A call that hands a function to a thread."""

    call: Call
    given: Expr
    #: a call in the place of the function; a function that only makes a coroutine
    mistake: Literal["called", "coroutine"] | None


def thread_calls(
    values: Values, routing: Routing, may_be_plain: Callable[[Expr], bool]
) -> Iterator[ThreadCall]:
    """Every call of the file that hands a function to a thread.

    `may_be_plain` tells of an async method whether a derived class may have another kind.
    """
    for call, name, caller in calls_among(libraries.thread_functions(), values, routing):
        given = call.argument("func", libraries.handed_to_thread(name))
        if given is not None:
            mistake = _mistake(given, values)
            if mistake == "coroutine" and (may_be_plain(given) or asks_for_coroutines(caller)):
                mistake = None
            yield ThreadCall(call, given, mistake)


def run_in_thread(call: Call, values: Values) -> Expr | None:
    """The function that a call hands to a thread."""
    position = libraries.handed_to_thread(values.library_name(call.callee) or "")
    return None if position is None else call.argument("func", position)


def _mistake(given: Expr, values: Values) -> Literal["called", "coroutine"] | None:
    called = given.of if isinstance(given, Awaited) else given
    if isinstance(called, Call) and not isinstance(values.of(given), Partial):
        return "called" if _gives_data(given, called, values) else None
    return "coroutine" if _makes_coroutine(values.of(given), values) else None


def _gives_data(given: Expr, called: Call, values: Values) -> bool:
    """Whether a call gives nothing that a thread could call."""
    gives = gives_callable(given, values)
    if gives is not None:
        return not gives
    match values.of(called.callee):
        case External(name=name):
            blocking = blocking_function(name)
        case Method(of=Instance(cls=cls), name=method):
            blocking = blocking_method(cls, method)
        case _:
            return False
    return blocking is not None and blocking.kind in _DATA


def _makes_coroutine(value: Value | None, values: Values) -> bool:
    """Whether calling a function only makes a coroutine."""
    match value:
        case Function(is_lambda=True):
            return all(
                isinstance(values.of(each), Pending) and _is_coroutine(each, values)
                for each in value.returned
            )
        case Function() | Bound():
            function = value.function if isinstance(value, Bound) else value
            return (
                function.is_async
                and function.is_generator is False
                and all(stays_async(each, values) for each in function.decorators)
            )
        case Partial(of=inner):
            return _makes_coroutine(inner, values)
        case External(name=name):
            return libraries.is_coroutine(name)
        case Method(of=Instance(cls=cls), name=method):
            return libraries.coroutine_method(cls, method)
    return False


def _is_coroutine(returned: Expr, values: Values) -> bool:
    return isinstance(returned, Call) and _makes_coroutine(values.of(returned.callee), values)
