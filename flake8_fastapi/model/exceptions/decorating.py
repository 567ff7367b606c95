"""What the `try` of a decorator is put around: the functions that its wrapper calls in it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from flake8_fastapi.model.calling.callers import Callers
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.syntax.expressions import Call, callee_of, last_name, options_of
from flake8_fastapi.model.syntax.functions import Decorator, Function, is_parameter
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.decorators import AWAITING_ONCE, HTTP_DECORATORS, makers, registers
from flake8_fastapi.model.values.values import Values

#: Other decorators that let pass what the function raises.
_PASSING = {*AWAITING_ONCE, "builtins.staticmethod", "dependency_injector.wiring.inject"}


@dataclass(eq=False)
class Decorated:
    """A function that a decorator is put around."""

    function: Function
    call: Call  #: by which the wrapper runs it
    path: str | None  #: of the file that it stands in, if that is another one


class Decorating:
    """Finds the functions for the decorators of one file; they may stand in others, but for tests.

    `is_test` tells of a file by its path.
    """

    def __init__(
        self, syntax: Syntax, values: Values, callers: Callers, is_test: Callable[[str], bool]
    ) -> None:
        self._syntax = syntax
        self._values = values
        self._callers = callers
        self._is_test = is_test

    def called_in(self, statement: ast.Try, wrapper: Function) -> Iterator[Decorated]:
        """The functions that a wrapper stands for and always calls in a `try`."""
        maker = self._values.function(wrapper.outer) if wrapper.outer is not None else None
        if maker is None or not self._is_always_entered(statement, wrapper):
            return
        decorated = maker.by_position[0] if maker.by_position else ""
        calls = [call for call in wrapper.calls if is_parameter(call.callee, maker, decorated)]
        if not calls or not all(is_within(call, statement.body) for call in calls):
            return
        factory = self._values.function(maker.outer) if maker.outer is not None else None
        for function, decorator in self._callers.decorated_with(maker, factory):
            path = self._path_of(function)
            if path is not None and self._is_test(path):
                continue
            if not self._stands_for(wrapper, maker, function):
                continue
            if makers(decorator, self._values) != [maker]:
                continue
            running = [call for call in calls if call.awaited is function.is_async]
            if running and self._is_alone(decorator, function):
                yield Decorated(function, running[0], path)

    def is_route(self, function: Function) -> bool:
        """Whether a decorator makes a function of any file a route for HTTP.

        That of a router: what the name alone tells, as of `routing.is_route`, is not enough here,
        for what else is decorated so need not hand on what is raised.
        """
        return any(
            registers(each, self._values)
            and last_name(callee_of(each.expression)) in HTTP_DECORATORS
            for each in function.decorators
        )

    def _path_of(self, function: Function) -> str | None:
        summary = self._values.summary(function.qualname)
        if summary is None or summary is self._syntax.summary:
            return None
        return summary.path

    def _is_always_entered(self, statement: ast.Try, wrapper: Function) -> bool:
        """Whether a `try` stands in the body of a wrapper itself, in no branch and no loop."""
        tree, around = self._syntax.tree, self._syntax.tree.parent(statement)
        while isinstance(around, (ast.With, ast.AsyncWith)):
            around = tree.parent(around)
        return around is not None and around is self._syntax.function_node(wrapper)

    def _stands_for(self, wrapper: Function, maker: Function, function: Function) -> bool:
        """Whether it is this wrapper that a decorator gives for a function.

        Of two, the one is for what is asynchronous, the other for what is not.
        """
        given = {
            self._values.of(option)
            for returned in maker.returned
            for option in options_of(returned)
        }
        for each in given:
            if not isinstance(each, Function) or each.outer != maker.qualname:
                return False  # the function itself, it may be
        if len(given) > 1:
            given = {
                each
                for each in given
                if isinstance(each, Function) and each.is_async is function.is_async
            }
        return (
            given == {wrapper}
            and wrapper.is_generator is False
            and function.is_generator is False
            and self._values.only_decorated_by(wrapper, {"functools.wraps"})
        )

    def _is_alone(self, decorator: Decorator, function: Function) -> bool:
        """Whether no other decorator may catch what the function raises, or what comes of it."""
        return all(
            each is decorator
            or registers(each, self._values)
            or self._values.decorator_name(each.expression) in _PASSING
            for each in function.decorators
        )


def is_within(call: Call, body: list[ast.stmt]) -> bool:
    """Whether a call stands in a block."""
    return body[0].lineno <= call.lineno <= (body[-1].end_lineno or 0)
