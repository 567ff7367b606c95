"""What objects of the project's classes have in their attributes, as far as `__init__` tells.

`Agent(publish=False)`, of a class that does no more with it than `self.publish = publish`, never
does what is behind `if self.publish:`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flake8_fastapi.model.syntax.conditions import subject_of
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Call,
    Const,
    Expr,
    Param,
    Typed,
    Unknown,
    all_parts,
    last_name,
    options_of,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Class, Function, Summary, is_own_object
from flake8_fastapi.model.values.arguments import arguments_given
from flake8_fastapi.model.values.inheritance import MARKER_BASES
from flake8_fastapi.model.values.switches import is_met, is_met_with, left_out, renamed, unmet_by
from flake8_fastapi.model.values.values import Values

#: What sets, or gives away, attributes of an object whose names are not seen.
_SETTING = {"setattr", "vars"}


class Made(NamedTuple):
    """An object, and with what it was made."""

    cls: Class
    maker: Function  #: the `__init__` that was called
    unmet: frozenset[str]  #: conditions that this call does not meet: see `conditions`
    where: str  #: the file that made it, by the name of its module
    #: what may have been set since it was made: None: anything; nothing: it is as it was made
    touched: frozenset[str] | None = None


class Constructed:
    """Tells which conditions on their attributes objects do not meet."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._set: dict[tuple[str, str, str, str], Expr | None] = {}
        self._made: dict[tuple[Call, frozenset[str]], Made | None] = {}

    def by(self, call: Call, cls: Class, within: str, unmet: frozenset[str]) -> Made | None:
        """The object that a call makes; `unmet` by the function `within`, which may make it."""
        if call.within != within:
            unmet = frozenset()
        key = call, unmet
        if key not in self._made:
            maker = self._values.method(cls, "__init__")
            made = None
            home = self._values.summary(call.within)
            if maker is not None and home is not None:
                given = arguments_given(cls, call, self._values)
                absent = left_out(maker, given, call.within, self._values, unmet)
                made = Made(cls, maker, absent, home.name)
            self._made[key] = made
        return self._made[key]

    def seen(
        self, of: Expr | None, made: Call, cls: Class, within: str, unmet: frozenset[str]
    ) -> Made | None:
        """The same of the object that an expression is, which a function may have returned."""
        if isinstance(of, Call) and of is not made:
            value = self._values.of(of.callee)
            factory = self._values.callee(value)
            if factory is not None and factory.qualname == made.within:
                given = arguments_given(value, of, self._values)
                before = unmet if of.within == within else frozenset()
                absent = left_out(factory, given, of.within, self._values, before)
                return self.by(made, cls, factory.qualname, absent)
        return self.by(made, cls, within, unmet)

    def meets(self, made: Made, presumed: frozenset[str], method: Function) -> bool:
        """Whether an object may meet all that a method presumes of its attributes."""
        own = f"{method.arguments[0].name}." if method.arguments else "."
        for condition in presumed:
            subject = subject_of(condition)
            if not subject.startswith(own):
                continue
            value = self._held(made, subject.removeprefix(own), condition, method)
            if isinstance(value, Const) and not is_met_with(condition, value, self._values):
                return False
            if isinstance(value, Param):
                asked = frozenset({value.name.join(condition.split(subject, 1))})
                if not is_met(asked, made.unmet, self._values):
                    return False
        return True

    def as_new(self, made: Made, by: Call, call: Call, function: Function) -> Made:
        """The object that a function makes with the call `by`, for the first call on it."""
        first = next((it for it in function.calls if it is not by and by in _on(it)), None)
        own = self._lineage(made.cls)
        is_new = (
            first is call
            and by.within == function.qualname
            and not call.looped
            and not any(by in all_parts(each) for each in call.given)
            and len(own) == 1
            and not any(self._is_of_own(each, made.maker) for each in made.maker.calls)
        )
        return made._replace(touched=frozenset(function.sets)) if is_new else made

    def handed_by(self, made: Made, call: Call, method: Function) -> Made:
        """The same object for the call of another of its methods: no longer as it was, mostly."""
        if made.touched is None:
            return made
        first = next((it for it in method.calls if self._is_of_own(it, method)), None)
        given = (part for each in call.given for part in all_parts(each))
        is_new = (
            first is call
            and not call.looped
            and not any(isinstance(it, Call) and self._is_of_own(it, method) for it in given)
        )
        return made._replace(touched=made.touched | {*method.sets} if is_new else None)

    def _is_of_own(self, call: Call, method: Function) -> bool:
        """Whether a call in a method may set attributes of its object, which it has or is given."""
        cls = self._values.known_class(method.owner) if method.owner is not None else None
        of = receiver(call.callee)
        return (
            is_own_object(of, method)
            or isinstance(of, Call)  # `super()`, most of all
            or any(
                is_own_object(each, method)
                or (isinstance(each, Attr) and cls is not None and each.name in cls.methods)
                for each in call.given
            )
        )

    def handed_on(
        self, made: Made, given: Mapping[str, Expr] | None, method: Function
    ) -> frozenset[str]:
        """The conditions that a call in a method does not meet that gives attributes: `f(self.x)`.

        `given` is what it gives to each parameter.
        """
        found: set[str] = set()
        for name, value in (given or {}).items():
            if isinstance(value, Attr) and is_own_object(value.of, method):
                held = self._set_at_start(made, value.name)
                if isinstance(held, Const):
                    found.update(unmet_by(name, held))
                elif isinstance(held, Param):
                    found.update(renamed(made.unmet, held.name, name))
        return frozenset(found)

    def may_tell(self, cls: Class, name: str) -> bool:
        """Whether an attribute is a constant, or a parameter, from the start of an object."""
        return isinstance(self._set_once(cls, name), Const | Param)

    def _held(self, made: Made, name: str, condition: str, method: Function) -> Expr | None:
        """What an attribute is where a method asks for it."""
        touched = made.touched
        if touched is not None and name not in touched:
            # it is asked how long ago something was before it is set again
            if condition.endswith(" is recent") or name not in method.sets:
                if (value := self._set_by_maker(made, name)) is not None:
                    return value
        return self._set_at_start(made, name)

    def _set_by_maker(self, made: Made, name: str) -> Const | None:
        """The constant that `__init__` sets an attribute to, whatever sets it later."""
        if made.maker.sets.count(name) != 1 or made.maker.owner != made.cls.qualname:
            return None
        if name not in made.cls.attributes or name in made.cls.methods:
            return None
        values = [
            each.value if isinstance(each, Typed) else each
            for each in options_of(made.cls.attributes[name])
        ]
        constants = [each for each in values if isinstance(each, Const)]
        others = (each for each in values if not isinstance(each, Const))
        if len({repr(each.value) for each in constants}) != 1 or any(
            _is_from(each, made.maker) for each in others
        ):
            return None
        return constants[0]

    def _set_at_start(self, made: Made, name: str) -> Expr | None:
        """A constant, or the parameter of `__init__`, that an attribute is from then on."""
        key = made.cls.qualname, made.maker.qualname, name, made.where
        if key not in self._set:
            value = self._set_once(made.cls, name)
            is_kept = isinstance(value, Const) or (
                isinstance(value, Param) and value.function == made.maker.qualname
            )
            self._set[key] = value if is_kept and not self._is_set(made, name) else None
        return self._set[key]

    def _set_once(self, cls: Class, name: str) -> Expr | None:
        """The one thing that the methods of a class and of its bases set an attribute to."""
        found: list[Expr] = []
        for known in self._lineage(cls):
            if known is None or name in known.methods:
                return None
            default = known.fields.get(name)
            if default is not None and not any(map(self._is_set_anyway, found)):
                if not isinstance(default, Typed) or not isinstance(default.value, Unknown):
                    return None
            if name in known.attributes:
                found.append(known.attributes[name])
        several = [*options_of(found[0])] if len(found) == 1 else []
        several = [each for each in several if not self._is_of_unused(each, name)]
        return several[0] if len(several) == 1 else None

    def _is_set_anyway(self, value: Expr) -> bool:
        """Whether it is a parameter of `__init__` that this does no more with than to keep it."""
        maker = self._values.function(value.function) if isinstance(value, Param) else None
        return (
            isinstance(value, Param)
            and maker is not None
            and maker.name == "__init__"
            and maker.parameters_read.get(value.name) == [frozenset()]
        )

    def _is_of_unused(self, value: Expr, name: str) -> bool:
        """Whether a method sets an attribute to its parameter, and nobody names the method."""
        method = self._values.function(value.function) if isinstance(value, Param) else None
        if method is None or method.name.startswith("__") or name not in method.sets:
            return False
        return self._values.is_spoken_of(method) is False

    def _lineage(self, cls: Class) -> list[Class | None]:
        """A class and its bases, None for those that are not of the project."""
        return [
            self._values.known_class(each) if each else None
            for each in self._values.ancestry(cls.qualname)
            if each not in MARKER_BASES
        ]

    def _is_set(self, made: Made, name: str) -> bool:
        """Whether others set the attribute: in the files of the class, and where it is made."""
        for cls in self._lineage(made.cls):
            home = self._values.summary(cls.qualname) if cls else None
            if cls is None or home is None or home.sets(name):
                return True
            if _sets_unseen(cls, home) or _sets_within(cls, home, name):
                return True
        return self._values.is_set(made.where, name)


def _on(call: Call) -> Iterator[Expr]:
    """All that has to do with a call: what it is made on, and what it is given."""
    for each in (call.callee, *call.given):
        yield from all_parts(each)


def _is_from(value: Expr, maker: Function) -> bool:
    """Whether a value may be one that a function sets: another that is no constant."""
    match value:
        case Call(within=within):
            return within == maker.qualname
        case Param(function=function):
            return function == maker.qualname
    return True


def _sets_within(cls: Class, home: Summary, name: str) -> bool:
    """Whether a function in a method of a class sets an attribute: when it is called back."""
    return any(
        name in inner.sets
        for inner in home.functions.values()
        if inner.outer is not None and inner.outer.startswith(f"{cls.qualname}.")
    )


def _sets_unseen(cls: Class, home: Summary) -> bool:
    """Whether a class sets attributes whose names it does not say."""
    if "__dict__" in cls.attributes or home.changes("__dict__"):
        return True
    methods = filter(None, map(home.functions.get, cls.methods.values()))
    return any(
        last_name(call.callee) in _SETTING and is_own_object(next(iter(call.args), None), method)
        for method in methods
        for call in method.calls
    )
