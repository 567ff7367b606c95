"""Which arguments a call gives to the parameters of the function that it runs."""

from __future__ import annotations

from flake8_fastapi.model.expressions import Call, Expr, receiver
from flake8_fastapi.model.functions import Class, Function
from flake8_fastapi.model.value_kinds import Bound, Partial, Value
from flake8_fastapi.model.values import Values


def arguments_given(value: Value | None, call: Call, values: Values) -> dict[str, Expr] | None:
    """What calling `value` gives to the parameters of the function; None where `*` hides it."""
    args, keywords, hidden = call.args, call.keywords, call.spreads
    while isinstance(value, Partial):
        bound = value.call
        args, keywords = bound.args[1:] + args, bound.keywords + keywords
        hidden, value = hidden or bound.spreads, value.of
    function = values.callee(value)
    if hidden or function is None:
        return None
    plain = [each.name for each in function.arguments if each.kind in ("positional", "plain")]
    found = dict(zip(plain[_is_bound(value, function, values) :], args))
    found.update((keyword, given) for keyword, given in keywords if keyword is not None)
    return found


def argument_given(name: str, function: Function, call: Call, values: Values) -> Expr | None:
    """What a call gives to one parameter: the object of a method to `self`, or the default."""
    if call.spreads:
        return None
    names = [a.name for a in function.arguments if a.kind in ("positional", "plain")]
    bound = function.owner is not None and not values.decorated_by(
        function, {"builtins.staticmethod"}
    )
    if bound and names:
        if names[0] == name:
            return receiver(call.callee)
        names = names[1:]
    argument = next((a for a in function.arguments if a.name == name), None)
    if argument is None or argument.kind in ("*", "**"):
        return None
    given = call.argument(name, names.index(name) if name in names else None)
    return given if given is not None else argument.default


def _is_bound(value: Value | None, function: Function, values: Values) -> bool:
    """Whether a function gets its first argument without a word: not so `Class.method(it)`."""
    if function.owner is None or values.decorated_by(function, {"builtins.staticmethod"}):
        return False
    match value:
        case Function() | Bound(of=Class()):
            return values.decorated_by(function, {"builtins.classmethod"})
    return True
