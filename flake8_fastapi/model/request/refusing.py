"""Which calls refuse what they are given: functions that raise, that convert, that check."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from flake8_fastapi.model.reaching.checks import looks_like_check
from flake8_fastapi.model.request.types import ClientTypes
from flake8_fastapi.model.syntax.expressions import Call, Expr, last_name
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.value_kinds import External
from flake8_fastapi.model.values.values import Values


class Refusing:
    """What `model.reaching` needs to know of the calls of one file: it is its `Knowledge`.

    `runs` gives the functions of the project one of which a call runs; None: another.
    """

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        types: ClientTypes,
        runs: Callable[[Expr], Sequence[Function | None]],
    ) -> None:
        self._syntax = syntax
        self._values = values
        self._types = types
        self._runs = runs

    def leaves(self, call: ast.Call) -> bool:
        """Whether it always raises."""
        return all(
            function is not None and function.always_raises
            for function in self._runs(self._syntax.expr(call.func))
        )

    def converts(self, call: ast.Call) -> bool:
        """Whether it raises unless its argument does no harm: `UUID(text)`."""
        match self._values.of(self._syntax.expr(call.func)):
            case External(name=name) | Class(qualname=name):
                return self._types.is_clean(name)
        return False

    def checks(self, call: ast.Call, name: str | None, position: int) -> bool:
        """Whether it looks at an argument to accept or refuse it, whichever it is."""
        return self.may_refuse(self._syntax.call(call))

    def may_refuse(self, call: Call) -> bool:
        """Whether a call may refuse what it is given."""
        for function in self._runs(call.callee):
            if function is not None and (_raises(function) or function.compared):
                return True
        return looks_like_check(last_name(call.callee))


def _raises(function: Function) -> bool:
    """Whether a function raises something of its own.

    A context manager passes on what its block has raised: `except: path.unlink(); raise`.
    """
    passes_on = function.is_generator and not any(
        last_name(call.callee) == "relative_to" for call in function.calls
    )
    return any(not passes_on or each.exception is not None for each in function.raised)
