"""What a helper that declares nothing makes of what it is given: `def all_users(db): return ...`.

What `db` is depends on the call; so does what `db.query(User)` gives back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flake8_fastapi.model.syntax.conditions import alternatives
from flake8_fastapi.model.syntax.expressions import Attr, Call, Const, Expr, OneOf, Param, Star
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.values.evaluation import Evaluator
from flake8_fastapi.model.values.operations import agreed, methods_on
from flake8_fastapi.model.values.value_kinds import Instance, Value, same

#: What a call of something gives.
Result = Callable[[Value | None, Call | None], Value | None]
#: What an object is that went through one of some chains of methods, each of which may be left out.
Kept = Callable[[Value | None, list[list[Call]]], Value | None]
#: By a function and its parameter, the argument of a call.
_Given = dict[tuple[str, str], Expr]
#: Parts of an expression, one in the other.
_DEEPEST = 12


class HandedBack:
    """Follows the arguments of one call through what its function returns."""

    def __init__(self, evaluator: Evaluator, result: Result, kept: Kept) -> None:
        self._evaluator = evaluator
        self._result = result
        self._kept = kept

    def by(self, function: Function, call: Call, is_bound: bool) -> Value | None:
        """What a call gets back; None where it is not made of what it hands over."""
        if function.annotation is not None or function.decorators or not function.returned:
            return None
        given = _given(function, call, is_bound)
        if not given:
            return None
        return self._alike([self._of(each, given, 0) for each in function.returned])

    def _alike(self, values: list[Value | None]) -> Value | None:
        """What objects are that may stand for each other."""
        one, *others = values
        for other in others:
            if one is None or other is None:
                return None
            one = one if same(one, other) else self._evaluator.kin(one, other)
        return Instance(one.cls, one.known) if isinstance(one, Instance) else None

    def chosen(self, function: Function, call: Call, is_bound: bool) -> Value | None:
        """What a call gets that says by a constant, or a default, which of several things it is."""
        made = [each for each in function.returned if isinstance(each, Call)]
        if function.annotation is not None or function.decorators or len(made) < 2:
            return None
        constants = _constants(function, call, is_bound)
        left = tuple(it for it in made if not any(_is_unmet(each, constants) for each in it.needs))
        if len(made) < len(function.returned) or len(left) == len(made):
            return None
        return agreed(self._evaluator, left)

    def _of(self, expression: Expr, given: _Given, depth: int) -> Value | None:
        if depth > _DEEPEST:
            return None
        match expression:
            case Param(function=function, name=name):
                of = given.get((function, name))
                return self._evaluator.of(of) if of is not None else None
            case Call(callee=Attr(of=of, name=name)):
                value = self._evaluator.attribute(self._of(of, given, depth + 1), name)
                return self._result(value, expression) if value is not None else None
            case OneOf(options=options):  # `query = query.filter(...)`
                chains = [chain for it in options if (chain := methods_on(it, expression))]
                starts = [it for it in options if not methods_on(it, expression)]
                if len(starts) == 1:
                    return self._kept(self._of(starts[0], given, depth + 1), chains)
                if not chains:
                    return self._alike([self._of(it, given, depth + 1) for it in options])
        return None


def _constants(function: Function, call: Call, is_bound: bool) -> dict[str, str]:
    """The texts that a call gives to parameters, or leaves to be their defaults."""
    if call.spreads or any(isinstance(each, Star) for each in call.args):
        return {}
    found = {each.name: each.default for each in function.arguments}
    found.update(zip(function.by_position[is_bound:], call.args))
    found.update((name, each) for name, each in call.keywords if name is not None)
    texts = {name: each.value for name, each in found.items() if isinstance(each, Const)}
    return {name: repr(value) for name, value in texts.items() if isinstance(value, str)}


def _is_unmet(condition: str, constants: Mapping[str, str]) -> bool:
    """Whether constants do not meet a condition: "kind == 'a'" where kind is 'b'."""
    return all(_is_refuted(each, constants) for each in alternatives(condition))


def _is_refuted(condition: str, constants: Mapping[str, str]) -> bool:
    subject, sign, literal = [*condition.split(" ", 2), "", ""][:3]
    if subject not in constants or literal[:1] not in ("'", '"'):
        return False
    return sign in ("==", "!=") and (constants[subject] == literal) is (sign == "!=")


def _given(function: Function, call: Call, is_bound: bool) -> _Given:
    """The arguments of a call for the parameters that declare nothing."""
    if call.spreads or any(isinstance(each, Star) for each in call.args):
        return {}
    named = dict(zip(function.by_position[is_bound:], call.args))
    named.update((name, each) for name, each in call.keywords if name is not None)
    silent = {each.name for each in function.arguments if each.annotation is None}
    return {(function.qualname, name): each for name, each in named.items() if name in silent}
