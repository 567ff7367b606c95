"""Parameters that declare something which blocks, and are given its async counterpart.

A project on its way to `AsyncSession` keeps `db: Session` in helpers for a while. What they call
does not block then: it gives a coroutine, or fails. So it keeps `rows: Query` where it gives a list
of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from flake8_fastapi.model.blocking import blocking_method, may_block
from flake8_fastapi.model.syntax.expressions import Attr, Call, Expr, OneOf, Param, last_name, parts
from flake8_fastapi.model.syntax.functions import Argument, Class, Function, is_own_object
from flake8_fastapi.model.values.arguments import arguments_given
from flake8_fastapi.model.values.attributes import is_async
from flake8_fastapi.model.values.operations import methods_on
from flake8_fastapi.model.values.value_kinds import Instance, Method
from flake8_fastapi.model.values.values import Values

#: The calls of a function, and who makes each: see `Callers.calls_of`.
CallsOf = Callable[[Function], Iterable[tuple[Call, Function | None]]]
#: Of these nothing blocks: rows that were sent already.
_DATA = {
    *(f"builtins.{each}" for each in ("dict", "list", "set", "tuple")),
    *("sqlalchemy.Result", "sqlalchemy.ScalarResult"),
}


class Belied:
    """Which parameters are given what they do not declare, by the calls that are known.

    With `is_declared_async`, the other way round: they declare `redis.asyncio.Redis`, and are given
    the client that blocks.
    """

    def __init__(self, values: Values, calls_of: CallsOf, is_declared_async: bool = False) -> None:
        self._values = values
        self._calls_of = calls_of
        self._is_declared_async = is_declared_async
        self._called: dict[Function, frozenset[str]] = {}
        self._attributes: dict[Class, frozenset[str]] = {}

    def at(
        self,
        called: Function,
        given: Mapping[str, Expr] | None,
        function: Function,
        before: frozenset[str] | None,
    ) -> frozenset[str]:
        """The parameters of `called` that a call belies, made by `function`.

        `before` are those of that function itself; None: ask its callers.
        """
        if not given:
            return frozenset()
        return frozenset(
            argument.name
            for argument in called.arguments
            if (expression := given.get(argument.name)) is not None
            and (
                self._is_other(expression) or self._is_belied(expression, function, before)
                if self._may_declare(argument)
                else self._is_handed_on(argument, expression, function, before)
            )
        )

    def _is_handed_on(
        self,
        argument: Argument,
        expression: Expr,
        function: Function,
        before: frozenset[str] | None,
    ) -> bool:
        """Whether a parameter that declares nothing is given the counterpart, to hand it on."""
        if argument.annotation is not None or self._is_declared_async:
            return False
        return is_async(self._values.of(expression)) or (
            before is not None and self._is_belied(expression, function, before)
        )

    def covers(self, callee: Expr, function: Function, before: frozenset[str] | None) -> bool:
        """Whether a method is one of an object that is something else than declared."""
        queue = [callee]
        for root in queue:
            if isinstance(root, OneOf):  # `query = query.filter(...)`, which not every path does
                queue += [option for option in root.options if option not in queue]
            elif isinstance(root, Attr) and is_own_object(root.of, function):
                owner = self._values.known_class(function.owner or "")
                if owner is not None and root.name in self._attributes_of(owner):
                    return True
            elif isinstance(root, (Attr, Call)):
                of = root.of if isinstance(root, Attr) else root.callee
                queue += [of] if of not in queue else []
            elif self._is_belied(root, function, before):
                return True
        return False

    def _is_belied(
        self, expression: Expr, function: Function, before: frozenset[str] | None
    ) -> bool:
        if not isinstance(expression, Param) or expression.function != function.qualname:
            return False
        if before is not None:
            return expression.name in before
        for argument in function.arguments:
            if argument.name == expression.name:
                if self._values.markers(argument):
                    return False  # FastAPI fills it in
                if argument.annotation is not None:
                    if not isinstance(self._values.of(expression), Instance):
                        return False  # nothing is declared that could be belied
        return expression.name in self._by_callers(function)

    def _by_callers(self, function: Function) -> frozenset[str]:
        """The parameters that some caller of a function belies; of the undeclared, all callers."""
        known = self._called.get(function)
        if known is None:
            self._called[function] = frozenset()  # it may call itself
            by_calls = [
                self.at(
                    function,
                    arguments_given(self._values.of(call.callee), call, self._values),
                    caller or function,
                    None,
                )
                for call, caller in self._calls_of(function)
            ]
            undeclared = {it.name for it in function.arguments if it.annotation is None}
            known = self._called[function] = frozenset(
                name
                for name in frozenset().union(*by_calls)
                if name not in undeclared or all(name in each for each in by_calls)
            )
        return known

    def _attributes_of(self, cls: Class) -> frozenset[str]:
        """The attributes of `self` that some call of the class belies, or an `await`."""
        known = self._attributes.get(cls)
        if known is None:
            maker = self._values.method(cls, "__init__")
            belied = self._by_callers(maker) if maker is not None else frozenset()
            given = cls.set_by(maker) if maker is not None and belied else {}
            known = self._attributes[cls] = frozenset(self._awaited(cls)).union(
                name
                for name, value in given.items()
                for each in (value.options if isinstance(value, OneOf) else (value,))
                if isinstance(each, Param) and each.name in belied
            )
        return known

    def _awaited(self, cls: Class) -> Iterator[str]:
        """The attributes of `self` of which a method that blocks, as declared, is awaited."""
        summary = self._values.summary(cls.qualname)
        for qualname in cls.methods.values() if summary else ():
            method = summary.functions.get(qualname) if summary else None
            for call in method.calls if method else ():
                match call:
                    case Call(awaited=True, callee=Attr(of=Attr(of=Param(), name=name)) as callee):
                        value = self._values.of(callee)
                        if isinstance(value, Method) and blocking_method(value.of.cls, value.name):
                            yield name

    def _is_other(self, expression: Expr) -> bool:
        """Whether an expression is the counterpart of what is declared, or plain data."""
        value = self._values.of(expression)
        if not self._is_declared_async:
            return is_async(value) or self._is_data(expression)
        return (
            isinstance(value, Instance)
            and not is_async(value)
            and may_block(value.cls.rpartition(".")[2])
        )

    def _is_data(self, expression: Expr) -> bool:
        """Whether an expression is plain data, or comes of such: `rows = rows.all()`."""
        value = self._values.of(expression)
        if value is None and isinstance(expression, OneOf):
            options = [o for o in expression.options if not methods_on(o, expression)]
            return bool(options) and all(map(self._is_data, options))
        return isinstance(value, Instance) and value.cls in _DATA

    def _may_declare(self, argument: Argument) -> bool:
        """Whether a parameter is declared as something that has a counterpart."""
        annotation = argument.annotation
        if annotation is None:
            return False
        if self._is_declared_async:
            return is_async(self._values.type_of(annotation))
        return any(may_block(last_name(each)) for each in (annotation, *parts(annotation)))
