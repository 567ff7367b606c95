"""Which conditions on its parameters a call of a function meets: see `conditions`."""

from __future__ import annotations

from collections.abc import Mapping

from flake8_fastapi.model.conditions import parameter_of
from flake8_fastapi.model.expressions import Const, Expr, Param, Ref, Typed, receiver
from flake8_fastapi.model.functions import Class, Function
from flake8_fastapi.model.values import Values

_QUOTES = "'\""


def is_met(needs: frozenset[str], unmet: frozenset[str], values: Values) -> bool:
    """Whether none of some conditions is among the `unmet`: where "key != 'a'" is, key is 'a'."""
    if not unmet or not needs:
        return True
    needs = frozenset(_with_text(condition, values) for condition in needs)
    if needs & unmet:
        return False
    for condition in needs:
        name, is_equal, text = condition.partition(" == ")
        if (
            is_equal
            and text[0] in _QUOTES
            and any(
                other.startswith(f"{name} != ") and other != f"{name} != {text}" for other in unmet
            )
        ):
            return False
    return True


def _with_text(condition: str, values: Values) -> str:
    """A condition with the text that is compared in place of its name."""
    match condition.split(" ", 2):
        case [name, "==" | "!=" as sign, compared] if compared[0] not in _QUOTES:
            text = _text(Ref(compared), values)
            return condition if text is None else f"{name} {sign} {text!r}"
    return condition


def _text(expression: Expr, values: Values) -> str | None:
    """The text that a literal, or the constant of a module or class, is in every process."""
    bound = values.expand(expression)
    if isinstance(bound, Typed):
        bound = bound.value
    if isinstance(bound, Const) and isinstance(bound.value, str):
        return bound.value
    of_class = isinstance(bound, Ref) and isinstance(values.of(receiver(bound)), Class)
    return values.text(bound) if of_class else None


def unmet_by(name: str, constant: object) -> frozenset[str]:
    """The conditions that a name does not meet which stands for a constant."""
    return frozenset(
        {
            f"not {name}" if constant else name,
            f"{name} is {'not ' * (constant is None)}None",
            f"{name} != {constant!r}",
        }
    )


def left_out(
    function: Function,
    given: Mapping[str, Expr] | None,
    within: str,
    values: Values,
    unmet: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """The conditions that a call of a function does not meet: by a constant, or by a default.

    `given` is what the call gives to each parameter, and `unmet` what the function that makes the
    call, `within`, does not meet itself.
    """
    found: set[str] = set()
    if given is None:
        return frozenset()
    for each in function.arguments:
        value = given.get(each.name, each.default)
        if isinstance(value, Ref) and (text := _text(value, values)) is not None:
            value = Const(text)
        if isinstance(value, Const):
            found |= unmet_by(each.name, value.value)
        elif isinstance(value, Param) and unmet and value.function == within:
            found.update(
                each.name.join(condition.split(value.name, 1))
                for condition in unmet
                if parameter_of(condition) == value.name
            )
    return frozenset(found)
