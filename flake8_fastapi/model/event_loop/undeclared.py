"""Parameters that declare nothing, and what a caller gives to them: `def find(db, key):`.

Or not much, `def retry(ask: Callable[[], T]) -> T:`, where it is a function that is given.
What such a function calls on them depends on who calls it. So it is looked at anew for each kind of
object that is given: an expression in it is read as if that stood for the parameter.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import TypeGuard

from flake8_fastapi.model.blocking import (
    Blocking,
    blocking_function,
    blocking_method,
    may_block,
)
from flake8_fastapi.model.libraries import ancestry
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Awaited,
    Call,
    Entered,
    Expr,
    OneOf,
    Param,
    Ref,
    is_none,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Argument, Class, Function, is_own_object
from flake8_fastapi.model.values.arguments import arguments_given
from flake8_fastapi.model.values.evaluation import DEEPEST
from flake8_fastapi.model.values.value_kinds import (
    Bound,
    External,
    Instance,
    Method,
    Partial,
    Value,
)
from flake8_fastapi.model.values.values import Values

_CALLABLE = "typing.Callable"
#: Parameters, each by its function and name, and an expression that is what they are given.
Given = tuple[tuple[str, str, Expr], ...]


class Undeclared:
    """Tells what calls give to parameters without annotation, as far as it may block."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._standing: dict[str, Expr] = {}  # one for each class, so that equals are equal
        self._makers: dict[Class, Function | None] = {}
        self._silent: dict[Function, tuple[str, ...]] = {}  # those parameters of functions
        self._known: dict[tuple[Expr, Given], Expr] = {}
        self._depth = 0

    def given(self, value: Value | None, call: Call, function: Function, before: Given) -> Given:
        """What a call of `value`, made by a function that was given `before`, gives on.

        To a method, with what the object was made with, or is made with by default.
        """
        called = self._values.callee(value)
        found = [*self.to(called, value, call, before)] if called is not None else []
        of = value.of if isinstance(value, Bound) else value
        if isinstance(of, Instance) and of.known is not None:
            maker = self._maker(of.known)
            if maker is not None and of.made is not None:
                found += self.to(maker, of.known, of.made, before)
            elif before and maker is not None and is_own_object(receiver(call.callee), function):
                found += [each for each in before if each[0] == maker.qualname]
            elif maker is not None and of.made is None:
                found += self._standing_in(maker, _objects_by_default(maker), before)
        return tuple(found)

    def _maker(self, cls: Class) -> Function | None:
        if cls not in self._makers:
            self._makers[cls] = self._values.method(cls, "__init__")
        return self._makers[cls]

    def to(
        self, function: Function, value: Value | None, call: Call, before: Given
    ) -> list[tuple[str, str, Expr]]:
        """What a call gives to the parameters of a function itself."""
        given = arguments_given(value, call, self._values) if self.silent_of(function) else None
        if given is None:
            return []
        given = {**_objects_by_default(function), **given}
        return [*self._standing_in(function, given, before)]

    def silent_of(self, function: Function) -> tuple[str, ...]:
        """The parameters of a function of which nothing is said."""
        silent = self._silent.get(function)
        if silent is None:
            silent = tuple(each.name for each in function.arguments if self._is_silent(each))
            self._silent[function] = silent
        return silent

    def _standing_in(
        self, function: Function, given: dict[str, Expr], before: Given
    ) -> Iterator[tuple[str, str, Expr]]:
        """What stands for such parameters, of those that are given."""
        for name in self.silent_of(function):
            if name not in given:
                continue
            expression = self.seen(given[name], before)
            found = self._values.of(expression)
            key = _key(found)
            if key is not None:
                yield function.qualname, name, self._standing.setdefault(key, expression)
            elif isinstance(found, Partial) and _key(found.of, True) is not None:
                yield function.qualname, name, expression

    def _is_silent(self, argument: Argument) -> bool:
        """Whether nothing is said of a parameter but what it is if it is left out."""
        return (
            argument.kind not in ("*", "**")
            and (argument.default is None or _is_object(argument.default))
            and (
                self._values.says_nothing(argument.annotation)
                or _is_callable(self._values.type_of(argument.annotation))
            )
        )

    def seen(self, expression: Expr, given: Given) -> Expr:
        """An expression with what is given in the places of parameters; itself where none are."""
        if not given:
            return expression
        key = expression, given
        if key in self._known:
            return self._known[key]
        if self._depth > DEEPEST:
            return expression
        self._depth += 1
        filled_in = self._known[key] = self._filled_in(expression, given)
        self._depth -= 1
        return filled_in

    def _filled_in(self, expression: Expr, given: Given) -> Expr:
        match expression:
            case Param(function=function, name=name):
                places = {(each, named): standing for each, named, standing in given}
                return places.get((function, name), expression)
            case Attr(of=of, name=name):
                inner = self.seen(of, given)
                if inner is not of:
                    return Attr(inner, name)
                bound = self._values.bound_to(of, name) if isinstance(of, Param) else None
                if isinstance(bound, (Param, OneOf, Attr)) or _gets(bound):
                    return self.seen(bound, given)
            case Call(args=(of, *rest)) if _gets(expression):
                inner = self.seen(of, given)
                if inner is not of:
                    expression = copy.copy(expression)
                    expression.args = (inner, *rest)
            case Call(callee=callee):
                inner = self.seen(callee, given)
                if inner is not callee:
                    expression = copy.copy(expression)
                    expression.callee = inner
            case Entered(of=of) | Awaited(of=of):
                inner = self.seen(of, given)
                return expression if inner is of else type(expression)(inner)
            case OneOf(options=options):
                # first, for one of them may lead back here: `rows = rows.limit(10)`
                inner = self._known[expression, given] = type(expression)(())
                inner.options = tuple(self.seen(each, given) for each in options)
                return expression if inner.options == options else inner
        return expression


def _is_object(default: Expr) -> bool:
    """Whether a parameter is some object by default, or None: `client=client`."""
    return isinstance(default, Ref) or is_none(default)


def _objects_by_default(function: Function) -> dict[str, Expr]:
    """What parameters are where a call leaves them out."""
    return {each.name: each.default for each in function.arguments if isinstance(each.default, Ref)}


def _gets(expression: Expr | None) -> TypeGuard[Call]:
    """Whether it is an attribute that is asked for by `getattr`."""
    match expression:
        case Call(callee=Ref(name="builtins.getattr")):
            return True
    return False


def tells_nothing(value: Value | None) -> bool:
    """Whether a value does not tell what calling it does."""
    return value is None or _is_callable(value)


def _is_callable(value: Value | None) -> bool:
    return isinstance(value, Instance) and value.cls == _CALLABLE


def _key(value: Value | None, is_filled: bool = False) -> str | None:
    """Something that is equal for equal values: objects that may block, and functions.

    Of those of libraries only such as block whatever they are given, unless that `is_filled` in.
    """
    match value:
        case Instance(cls=cls, known=known) if known is not None or _may_block(cls):
            return cls
        case Function(qualname=name, is_async=False):
            return name
        case Bound(function=Function(qualname=name, is_async=False), of=Instance(cls=cls)):
            return f"{name} of {cls}"
        case External(name=name) if _blocks(blocking_function(name), is_filled):
            return name
        case Method(of=Instance(cls=cls), name=name):
            return f"{name} of {cls}" if _blocks(blocking_method(cls, name), is_filled) else None
    return None


def _blocks(blocking: Blocking | None, is_filled: bool) -> bool:
    return blocking is not None and (is_filled or not blocking.unless)


def _may_block(cls: str) -> bool:
    """Whether objects of a library's class may block, as far as names tell."""
    return any(may_block(one.rpartition(".")[2]) for one in ancestry(cls))
