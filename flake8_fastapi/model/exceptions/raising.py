"""Which HTTPExceptions leave a function: raised there, or by the helpers that it calls.

Of another class of exceptions it is told in the same way.
"""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus

from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.libraries import HTTP_EXCEPTION
from flake8_fastapi.model.syntax.expressions import Attr, Call, Excepted, Expr, Param, last_name
from flake8_fastapi.model.syntax.functions import Class, Function, Raise
from flake8_fastapi.model.values.arguments import arguments_given, is_refused
from flake8_fastapi.model.values.switches import is_met, left_out
from flake8_fastapi.model.values.value_kinds import External, Instance, Method, Value
from flake8_fastapi.model.values.values import Values

#: Helpers followed one into the other.
DEEPEST = 4


@dataclass(eq=False)
class Raised:
    """An exception on its way out of a function."""

    place: Raise | Call  #: the statement, or the call of the helper that raises
    cls: str  #: its class
    status: int | None  #: None where it is not literal
    helper: Function | None  #: the helper that raises it
    needs: frozenset[str] = frozenset()  #: as of a call
    is_distant: bool = False  #: the helper has it from one of its own
    hands_on: bool = False  #: its status is that of another answer: `response.status_code`

    @property
    def lineno(self) -> int:
        return self.place.lineno

    @property
    def col_offset(self) -> int:
        return self.place.col_offset


class Raising:
    """Answers for the functions of one file and of those it calls, about exceptions of `base`.

    Helpers are followed that have no decorators, or only those of the names in `through`.
    """

    def __init__(
        self, values: Values, base: str = HTTP_EXCEPTION, through: Collection[str] = ()
    ) -> None:
        self._values = values
        self._base = base
        self._through = through
        self._known: dict[Function, list[Raised]] = {}

    def leaving(self, function: Function) -> list[Raised]:
        """The exceptions that leave a function when its body runs."""
        return [
            raised
            for raised in self.of(function)
            if not self.is_caught(raised.cls, raised.place.caught)
        ]

    def of(self, function: Function, depth: int = 0) -> list[Raised]:
        """The exceptions raised in a function, caught there or not."""
        if function in self._known:
            return self._known[function]
        found = [
            Raised(statement, cls, status, None, statement.needs, False, hands_on)
            for statement in function.raised
            if not self._is_refused(statement.exception)
            if (cls := self.exception(statement.exception)) is not None
            for status in (self.status(statement.exception),)
            for hands_on in (self._hands_on(statement.exception),)
        ]
        if depth < DEEPEST:
            for call in function.calls:
                callee = self._values.of(call.callee)
                helper = self._values.callee(callee)
                if helper is None or helper is function or helper.is_generator:
                    continue
                if helper.is_async is call.awaited and self._is_itself(helper):
                    if is_refused(callee, call, self._values):
                        continue  # a TypeError, whatever the helper would raise
                    given = arguments_given(callee, call, self._values)
                    absent = left_out(helper, given, call.within, self._values)
                    found += [
                        Raised(
                            call,
                            inner.cls,
                            inner.status,
                            helper,
                            call.needs,
                            bool(inner.helper),
                            inner.hands_on,
                        )
                        for inner in self.of(helper, depth + 1)
                        if not self.is_caught(inner.cls, inner.place.caught)
                        and is_met(inner.needs, absent, self._values)
                    ]
        if depth == 0:
            self._known[function] = found
        return found

    def _is_refused(self, made: Expr | None) -> bool:
        """Whether to make the exception is a TypeError: `HTTPException(404, details=...)`."""
        if not isinstance(made, Call):
            return False
        return is_refused(self._values.of(made.callee), made, self._values)

    def _is_itself(self, helper: Function) -> bool:
        """Whether no decorator may put anything else in place of a helper."""
        return self._values.only_decorated_by(helper, self._through)

    def exception(self, expression: Expr | None) -> str | None:
        """The class of an exception that is raised, as an object or as the class itself."""
        match self._values.of(expression):
            case Instance(cls=name) | Class(qualname=name) | External(name=name):
                return name if self._values.derives(name, self._base) else None
        return None

    def status(self, expression: Expr | None) -> int | None:
        """The literal status of an HTTPException that is made here, or that its class has."""
        value = self._values.of(expression)
        cls = value.known if isinstance(value, Instance) else value
        made = value.made if isinstance(value, Instance) else None
        init = self._values.method(cls, "__init__") if isinstance(cls, Class) else None
        if isinstance(cls, Class) and init is not None:
            return self._status_of_class(cls, init, made)
        return self.code(made.argument("status_code", 0)) if made is not None else None

    def _hands_on(self, expression: Expr | None) -> bool:
        """Whether an HTTPException has the status of an answer of another service."""
        if not isinstance(expression, Call) or last_name(expression.callee) != "HTTPException":
            return False
        given = expression.argument("status_code", 0)
        return isinstance(given, Attr) and given.name == "status_code"

    def _status_of_class(self, cls: Class, init: Function, made: Call | None) -> int | None:
        """The status that a class of the project hands on: `super().__init__(status_code=404)`.

        Where that is a parameter, it is what `made`, a call of the class, gives to it.
        """
        itself = [argument.name for argument in init.arguments[:1]]
        found = set()
        for call in init.calls:
            if last_name(call.callee) == "__init__":
                is_of_library = isinstance(self._values.of(call.callee), Method)
                given = call.argument("status_code", 0 if is_of_library else None)
                match given:
                    case Attr(of=Param(name=name), name=attribute) if [name] == itself:
                        value = self._values.attribute(Instance(cls.qualname, cls), attribute)
                    case Param(name=name):
                        value = self._values.of(self._given(cls, init, made, name))
                    case _:
                        value = self._values.of(given)
                found.add(_code(value))
        return found.pop() if len(found) == 1 else None

    def _given(self, cls: Class, init: Function, made: Call | None, name: str) -> Expr | None:
        """What a call of a class gives to a parameter, or its default."""
        given = arguments_given(cls, made, self._values) if made is not None else None
        if given is None:
            return None
        defaults = (each.default for each in init.arguments if each.name == name)
        return given[name] if name in given else next(defaults, None)

    def code(self, given: Expr | None) -> int | None:
        """A literal status code: a number, or a name of `fastapi.status` or `http.HTTPStatus`."""
        return _code(self._values.of(given))

    def is_caught(self, cls: str, caught: tuple[Expr | None, ...]) -> bool:
        """Whether one of the types catches the exception; what is not known does."""
        for kind in caught:
            if isinstance(kind, Excepted) and any(self._is_a(cls, each) for each in kind.but):
                continue
            match self._values.of(kind) if kind is not None else None:
                case Class(qualname=name) | External(name=name):
                    if self._values.derives(cls, name) is not False:
                        return True
                case _:
                    return True
        return False

    def _is_a(self, cls: str, kind: Expr) -> bool:
        name = self._values.qualname(kind)
        return name is not None and self._values.derives(cls, name) is True


def _code(value: Value | None) -> int | None:
    if isinstance(value, External) and value.name.startswith("http.HTTPStatus."):
        member = value.name.split(".")[2]  # `.value` may follow
        return int(HTTPStatus[member]) if member in HTTPStatus.__members__ else None
    if isinstance(value, External) and value.name.startswith(("starlette.status.", "http.")):
        digits = "".join(filter(str.isdigit, value.name.rpartition(".")[2]))[:3]
        return int(digits) if digits else None
    constant = getattr(value, "value", None)
    return constant if type(constant) is int else None
