"""What waits as a rule, and is over at once here.

For what was told to end, what is there already, or to undo what was not begun.
"""

from __future__ import annotations

from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Call,
    Expr,
    Iterated,
    Param,
    Ref,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import INITIALIZERS, Function

#: Waits for the end of a thread or a process.
_WAITING_FOR_END = {"communicate", "join", "wait"}


def is_told_to_end(call: Call, function: Function) -> bool:
    """Whether what a call waits for was made to end: a thread by `stop.set()`, or by `kill()`."""
    name = last_name(call.callee)
    return name in _WAITING_FOR_END and any(
        not (each.args or each.keywords)
        and (name == "join" if last_name(each.callee) == "set" else _is_killed_by(each, call))
        for each in function.calls
        if each.lineno < call.lineno
    )


def _is_killed_by(kill: Call, call: Call) -> bool:
    """Whether a process that a call waits for was killed before: it is gone in milliseconds.

    Not by `terminate()`, which it may ignore, nor where it is only killed if something else is so.
    """
    return (
        last_name(kill.callee) == "kill"
        and key_of(receiver(kill.callee)) == key_of(receiver(call.callee))
        and (call.handling or not kill.handling)
        and (kill.usual or not call.usual)
        and kill.needs <= call.needs
        and kill.presumes <= call.presumes
    )


def is_there(call: Call, function: Function) -> bool:
    """Whether something is taken that was asked before whether there is anything: `q.empty()`."""
    return last_name(call.callee) == "get" and any(
        last_name(each.callee) == "empty"
        and key_of(receiver(each.callee)) == key_of(receiver(call.callee))
        for each in function.calls
        if each.lineno <= call.lineno
    )


def has_nothing_to_undo(call: Call, function: Function) -> bool:
    """Whether what a constructor has just come by is rolled back, and nothing was asked of it."""
    return (
        last_name(call.callee) == "rollback"
        and function.name in INITIALIZERS
        and not any(
            key_of(receiver(each.callee)) == key_of(receiver(call.callee))
            for each in function.calls
            if each.lineno < call.lineno
        )
    )


def key_of(expression: Expr | None) -> object:
    """Something that is equal for two mentions of one object: of a name, or of `self.name`."""
    match expression:
        case Attr(of=of, name=name):
            return key_of(of), name
        case Param(function=function, name=name):
            return function, name
        case Ref(name=name):
            return name
        case Iterated(of=of):
            return "each", key_of(of)
    return expression


#: What tells, of a call and the function that it is in, that it is over at once.
OVER_AT_ONCE = (is_told_to_end, is_there, has_nothing_to_undo)
