"""With what the objects are made on which a method runs, all over the project.

`Store()` is made nowhere but without encryption, so no method does what is behind `if
self.encrypts:`; `Router(names).check()` is the only call of `check`, so `self.db` is None in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flake8_fastapi.model.syntax.conditions import subject_of
from flake8_fastapi.model.syntax.expressions import Attr, Call, Param, last_name, receiver
from flake8_fastapi.model.syntax.functions import Class, Function, is_own_object
from flake8_fastapi.model.values.constructed import Constructed, Made
from flake8_fastapi.model.values.value_kinds import Bound, Instance
from flake8_fastapi.model.values.values import Values

#: All calls of a function or class; None where there may be others.
AllCallsOf = Callable[[Function | Class], list[Call] | None]


def nothing_known(target: Function | Class) -> list[Call] | None:
    """For where nobody looks through the project."""
    return None


class Objects:
    """Answers for methods; `calls_of` is asked only where an attribute may decide something."""

    def __init__(self, values: Values, constructed: Constructed, calls_of: AllCallsOf) -> None:
        self._values = values
        self._constructed = constructed
        self._calls_of = calls_of
        self._found: dict[Function, list[Made]] = {}

    def asked_by(self, call: Call, method: Function, helper: Function | None) -> list[Made]:
        """The objects that may decide whether a call in a method blocks; nothing: unknown."""
        cls = self._values.known_class(method.owner) if method.owner is not None else None
        if cls is None or not method.arguments:
            return []
        if not any(self._constructed.may_tell(cls, name) for name in _asked(call, method, helper)):
            return []
        if method not in self._found:
            self._found[method] = self._made_to_call(method) or self._made_of(cls)
        return self._found[method]

    def _made_to_call(self, method: Function) -> list[Made]:
        """The objects that a method is called on, if each is seen being made."""
        found = [self._called_on(each) for each in self._calls_of(method) or ()]
        made = [each for each in found if each is not None]
        return made if len(made) == len(found) else []

    def _called_on(self, call: Call) -> Made | None:
        match self._values.of(call.callee):
            case Bound(of=Instance(known=Class() as cls, made=Call() as made)):
                if not isinstance(made.callee, Param):
                    of = receiver(call.callee)
                    return self._constructed.seen(of, made, cls, call.within, frozenset())
        return None

    def _made_of(self, cls: Class) -> list[Made]:
        """All objects of a class, if nothing else makes any."""
        calls = self._calls_of(cls) if not self._makes_others(cls) else None
        found = [self._constructed.by(each, cls, each.within, frozenset()) for each in calls or ()]
        made = [each for each in found if each is not None]
        return made if len(made) == len(found) else []

    def _makes_others(self, cls: Class) -> bool:
        """Whether a class makes objects of itself that do not name it: `cls()`, `type(self)()`."""
        methods = [self._values.function(each) for each in cls.methods.values() if each]
        return any(
            is_own_object(call.callee, method)
            or last_name(call.callee) == "__class__"
            or isinstance(call.callee, Call)
            for method in methods
            if method is not None
            for call in method.calls
        )


def _asked(call: Call, method: Function, helper: Function | None) -> Iterator[str]:
    """The attributes of the own object that may decide what a call in a method does."""
    yield from _presumed(call, method)
    for given in call.given:
        if isinstance(given, Attr) and is_own_object(given.of, method):
            yield given.name
    if helper is not None and helper.owner is not None and helper.arguments:
        if is_own_object(receiver(call.callee), method):
            for inner in helper.calls:
                yield from _presumed(inner, helper)


def _presumed(call: Call, method: Function) -> Iterator[str]:
    own = f"{method.arguments[0].name}."
    for condition in call.presumes:
        subject = subject_of(condition)
        if subject.startswith(own):
            yield subject.removeprefix(own)
