"""Objects that are one of several: `client: Anthropic | AnthropicBedrock`, `PROVIDERS[name]`.

Nobody knows which of them it is, so an expression that is such a one has no value. What a method
of it may be is known all the same.
"""

from __future__ import annotations

from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Awaited,
    Call,
    Expr,
    OneOf,
    Pairs,
    Param,
    Ref,
    Sub,
    Typed,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.values.value_kinds import Constant, Display, Value
from flake8_fastapi.model.values.values import Values

#: Attributes and calls followed, one inside the other, to what is one of several.
DEEPEST = 5


class Alternatives:
    """Tells what an expression without a value may be: nothing where one of them is unknown."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def of(self, expression: Expr | None, depth: int = 0) -> tuple[Value, ...]:
        """What an expression may be, but None; nothing is said where that is uncertain."""
        expression = self._values.expand(expression)
        if (value := self._values.of(expression)) is not None or depth > DEEPEST:
            return (value,) if value is not None else ()
        match expression:
            case Param():
                return self._of_parameter(expression)
            case Attr(of=of, name=name):
                bound = self._values.bound_to(of, name)
                return self.of(bound, depth + 1) if bound is not None else self._of(of, name, depth)
            case Ref() if (owner := receiver(expression)) is not None:
                return self._of(owner, last_name(expression), depth)
            case Typed(annotation=annotation):
                return self._values.types_of(annotation)
            case OneOf(options=options):
                declared = [each for each in options if isinstance(each, Typed)]
                if len(declared) == 1:  # of a global name, wherever it is set
                    return self._values.types_of(declared[0].annotation)
                return self._of_options(options)
            case Sub(of=table):
                return self._items(table)
            case Call(args=[_]) if last_name(expression.callee) == "get" and (
                items := self._items(receiver(expression.callee))
            ):
                return items
            case Awaited(of=Call() as call):
                return self._given_by(call, depth, is_async=True)
            case Call():
                return self._given_by(expression, depth, is_async=False)
        return ()

    def _of(self, of: Expr, name: str, depth: int) -> tuple[Value, ...]:
        """What an attribute may be of an object that is one of several."""
        if self._values.of(of) is not None:
            return ()  # this is known, and the attribute is not
        return _all([self._values.attribute(each, name) for each in self.of(of, depth + 1)])

    def _items(self, table: Expr | None) -> tuple[Value, ...]:
        """What a table has under its keys, if that is written down and nothing changes it."""
        match self._values.of(table):
            case Display(expression=Pairs(pairs=pairs)) if all(key is not None for key, _ in pairs):
                return _all([self._values.of(item) for _, item in pairs])
        return ()

    def _of_options(self, options: tuple[Expr, ...]) -> tuple[Value, ...]:
        values = [self._values.of(option) for option in options]
        return _all([v for v in values if not isinstance(v, Constant) or v.value is not None])

    def _of_parameter(self, parameter: Param) -> tuple[Value, ...]:
        function = self._values.function(parameter.function)
        for argument in function.arguments if function is not None else ():
            if argument.name == parameter.name and argument.kind not in ("*", "**"):
                declared = self._values.types_of(argument.annotation)
                given = self._values.of(self._values.dependency(argument))
                return declared or self._returned(given if isinstance(given, Function) else None)
        return ()

    def _given_by(self, call: Call, depth: int, is_async: bool) -> tuple[Value, ...]:
        function = self._values.callee(callee := self._values.of(call.callee))
        if function is not None:
            return self._returned(function) if function.is_async is is_async else ()
        if callee is None:
            methods = self.of(call.callee, depth + 1)
            return _all([self._values.result(each, call) for each in methods])
        return ()

    def _returned(self, function: Function | None) -> tuple[Value, ...]:
        if function is None or function.is_generator is not False or function.decorators:
            return ()
        return self._values.types_of(function.annotation)


def _all(values: list[Value | None]) -> tuple[Value, ...]:
    """The values, if each of them is known."""
    known = tuple(each for each in values if each is not None)
    return known if len(known) == len(values) else ()
