"""Sessions that a dependency lends within a transaction: who commits there can use them no more.

`async with session.begin(): yield session` commits at its end. Before that, a session that was
committed raises InvalidRequestError, whatever it is asked for.
"""

from __future__ import annotations

from flake8_fastapi.model.syntax.expressions import (
    Call,
    Entered,
    Expr,
    Param,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.values.values import Values

#: Methods of a session that end the transaction.
_ENDING = {"commit", "rollback"}


def breaks_off(call: Call, function: Function, values: Values) -> bool:
    """Whether a call ends the transaction that a dependency has begun, and the session is used on.

    `await` before it would do more than to let it happen.
    """
    session = receiver(call.callee)
    if not isinstance(session, Param) or last_name(call.callee) not in _ENDING:
        return False
    given = next((it for it in function.arguments if it.name == session.name), None)
    dependency = values.of(values.dependency(given)) if given is not None else None
    return (
        isinstance(dependency, Function)
        and any(_is_within_begin(each, dependency) for each in dependency.yielded)
        and any(_uses(each, session) for each in function.calls if each.lineno > call.lineno)
    )


def _is_within_begin(session: Expr, dependency: Function) -> bool:
    """Whether a function has begun a transaction of a session in an `async with` block."""
    begun = [it for it in dependency.calls if it.awaited and last_name(it.callee) == "begin"]
    made = _made(session)
    return any(each is made or _made(receiver(each.callee)) is made for each in begun)


def _made(session: Expr | None) -> Expr | None:
    return session.of if isinstance(session, Entered) else session


def _uses(call: Call, session: Param) -> bool:
    """Whether a call asks a session for something, or is given it."""
    used = (receiver(call.callee), *call.given)
    return any(isinstance(each, Param) and each.name == session.name for each in used)
