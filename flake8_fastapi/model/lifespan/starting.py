"""Whether a call in a lifespan may start that of a mounted application.

`async with billing.router.lifespan_context(billing)` starts `billing`, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Set

from flake8_fastapi.model.routing.routers import ROUTERS
from flake8_fastapi.model.syntax.expressions import (
    Awaited,
    Call,
    Const,
    Entered,
    Expr,
    Items,
    Text,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.values.value_kinds import External, Instance
from flake8_fastapi.model.values.values import CONTEXT_MANAGERS, Values

#: What is an object's own: in `app.state`, others may be kept.
_OWN = {"lifespan", "lifespan_context", "router", "session_manager"}
#: Attributes and calls followed one inside the other.
_DEEPEST = 8
#: Functions of the project followed, one inside the other.
_HELPERS = 4


def may_start(
    call: Call, made: Set[Call], values: Values, starts: Callable[[str], bool], depth: int = 0
) -> bool:
    """Whether a call may start what some calls made; `starts` tells by the name of a function.

    A function of the project starts what it calls, whatever its own name is.
    """
    if any(is_made(argument, made, values) for argument in call.given):
        return True
    called = values.callee(values.of(call.callee))
    if called is not None and depth < _HELPERS and _is_plain(called, values):
        return any(may_start(inner, made, values, starts, depth + 1) for inner in called.calls)
    return starts(last_name(call.callee)) and not leaves_alone(call, made, values)


def _is_plain(function: Function, values: Values) -> bool:
    """Whether its body tells what happens when it is called, or when what it gives is entered."""
    decorated = bool(function.decorators) and not values.decorated_by(function, CONTEXT_MANAGERS)
    return function.is_generator is not None and not decorated


def is_made(expression: Expr, made: Set[Call], values: Values) -> bool:
    """Whether an expression is what one of some calls made, or has it among its elements.

    Of `[*parts.values(), whole]` and `list(parts.values()) + [whole]`, both have.
    """
    expanded = values.expand(expression)
    match expanded:
        case Items(items=inside) | Text(how="+", parts=inside):
            return any(is_made(each, made, values) for each in inside)
        case Call() if expanded in made:
            return True
    value = values.of(expression)
    return isinstance(value, Instance) and value.made in made


def leaves_alone(expression: Expr | None, made: Set[Call], values: Values, depth: int = 0) -> bool:
    """Whether an expression is known to have nothing of the objects that some calls made.

    It is put together from constants, other applications, and objects of libraries that were made
    with no more than that.
    """
    if expression is None or depth > _DEEPEST:
        return False
    match expression:
        case Const():
            return True
        case Awaited(of=of) | Entered(of=of):
            return leaves_alone(of, made, values, depth + 1)
        case Call():
            return _made_alone(expression, made, values, depth)
    value = values.of(expression)
    if isinstance(value, Instance) and value.made is not None:
        if value.known is not None or value.made in made:
            return False
        is_app = values.derives_from_any(value.cls, ROUTERS)
        return is_app or _made_alone(value.made, made, values, depth)
    if last_name(expression) not in _OWN:
        return False
    return leaves_alone(receiver(expression), made, values, depth + 1)


def _made_alone(call: Call, made: Set[Call], values: Values, depth: int) -> bool:
    """The same of a call: of what it is made on, and of all that it is given."""
    if call in made:
        return False
    parts: list[Expr | None] = [*call.given]
    if not isinstance(values.of(call.callee), External):
        parts += [receiver(call.callee)]
    return all(leaves_alone(part, made, values, depth + 1) for part in parts)
