"""Which parameters of the project's functions are statements that they have executed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flake8_fastapi.model.syntax.expressions import Call, Expr, last_name
from flake8_fastapi.model.syntax.functions import Function, is_parameter
from flake8_fastapi.model.values.arguments import arguments_given
from flake8_fastapi.model.values.value_kinds import Value
from flake8_fastapi.model.values.values import Values

#: Functions, one calling the next, that a statement is followed through.
_DEEPEST = 4


class Executing:
    """Answers for functions in any file.

    `is_executing` tells whether a call executes what it is given first, or by one of `words`,
    `looks_at` whether a function of that name may refuse what it is given, and `hands_on` whether
    a function gives back the text that is its last argument: `text`, `dedent`.
    """

    def __init__(
        self,
        values: Values,
        words: Iterable[str],
        is_executing: Callable[[Call], bool],
        looks_at: Callable[[str], bool],
        hands_on: Callable[[Expr], bool],
    ) -> None:
        self._values = values
        self._words = frozenset(words)
        self._is_executing = is_executing
        self._looks_at = looks_at
        self._hands_on = hands_on
        self._known: dict[tuple[str, str], bool] = {}

    def given(self, call: Call) -> list[Expr]:
        """The arguments of a call that the function it runs has executed as they are."""
        return self._given(call, self._values.of(call.callee), 0)

    def _given(self, call: Call, value: Value | None, depth: int) -> list[Expr]:
        function = self._values.callee(value)
        if function is None or depth > _DEEPEST:
            return []
        given = arguments_given(value, call, self._values) or {}
        return [each for name, each in given.items() if self._executes(function, name, depth)]

    def _executes(self, function: Function, name: str, depth: int) -> bool:
        key = function.qualname, name
        if key not in self._known:
            self._known[key] = False  # where it calls itself
            self._known[key] = self._comes_to_execute(function, name, depth)
        return self._known[key]

    def _comes_to_execute(self, function: Function, name: str, depth: int) -> bool:
        """Whether a function has its parameter executed, and nobody look at it."""

        def is_it(given: Expr) -> bool:
            if isinstance(given, Call) and given.args and self._hands_on(given.callee):
                return is_it(given.args[-1])
            return is_parameter(given, function, name)

        if any(map(is_it, function.compared)):
            return False
        taking = [call for call in function.calls if any(map(is_it, call.given))]
        if any(self._looks_at(last_name(call.callee)) for call in taking):
            return False
        return any(
            any(map(is_it, self._executed_by(call)))
            if self._is_executing(call)
            else any(map(is_it, self._given(call, self._values.of(call.callee), depth + 1)))
            for call in taking
        )

    def _executed_by(self, call: Call) -> list[Expr]:
        return [*call.args[:1], *(given for word, given in call.keywords if word in self._words)]
