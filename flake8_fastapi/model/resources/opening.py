"""Which calls open a session or connection, and of which class it is."""

from __future__ import annotations

import ast

from flake8_fastapi.model import libraries
from flake8_fastapi.model.libraries import ResourceKind
from flake8_fastapi.model.syntax.expressions import (
    Awaited,
    Call,
    Entered,
    Expr,
    is_none,
    options_of,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.value_kinds import (
    Bound,
    External,
    Instance,
    Method,
    Partial,
    Pending,
    Value,
)
from flake8_fastapi.model.values.values import Values

#: Helpers followed one inside the other.
DEEPEST = 4


class Opening:
    """Looks at calls, and into the helpers that open something for their callers."""

    def __init__(self, syntax: Syntax, values: Values) -> None:
        self._syntax = syntax
        self._values = values
        self._busy: set[Function] = set()

    def opened_by(self, call: Call, depth: int = 0) -> str | None:
        """The class of the session or connection that a call opens anew; None: it opens none."""
        if depth > DEEPEST or (call.once and depth):
            return None
        match self._called(call):
            case External(name="builtins.next") if call.args and not depth:
                given = self._syntax.call_node(call)
                if given is None or not isinstance(given.args[0], ast.Call):
                    return None  # whoever has the generator may go on with it
                inner = self._values.of(call.args[0])
                if isinstance(inner, Pending) and inner.kind == "generator":
                    if inner.function.is_async:
                        return None  # a TypeError
                    return self._handed_on(inner.function, inner.function.yielded, depth)
            case External(name=name):
                if libraries.opening(name):
                    return self._made(call, name)
                return name if self.kind(name) == "session" else None
            case Instance(cls=cls):
                if libraries.makes_sessions(cls):
                    return self._made(call)
            case Method(of=Instance(cls=cls), name=name):
                if libraries.opening(f"{cls}.{name}") and not _lends(receiver(call.callee)):
                    return self._made(call, f"{cls}.{name}")
            case Class(qualname=name):
                return name if self.kind(name) == "session" else None
            case Function() as function:
                return self._opened_by_helper(function, call, depth)
            case Bound(function=function):
                return self._opened_by_helper(function, call, depth)
        return None

    def _called(self, call: Call) -> Value | None:
        """What a call calls in the end: of `partial(Session, engine)`, the class."""
        callee = self._values.of(call.callee)
        while isinstance(callee, Partial):
            if self._values.qualname(callee.call.callee) != "functools.partial":
                return None
            if self.is_connection(callee.call.argument("bind", 1)):
                return None  # who closes the connection is done
            callee = callee.of
        return callee

    def _made(self, call: Call, opener: str = "") -> str | None:
        if opener and libraries.opening(opener) == "awaited" and not call.awaited:
            return None  # opens when it is entered
        value = self._values.of(call)
        if isinstance(value, Instance) and self.kind(value.cls) is not None:
            return value.cls
        return None

    def _opened_by_helper(self, function: Function, call: Call, depth: int) -> str | None:
        if function.is_generator or function.is_async != call.awaited or not function.returned:
            return None
        return self._handed_on(function, function.returned, depth)

    def _handed_on(self, function: Function, given: list[Expr], depth: int) -> str | None:
        """The class of what a function opens each time it is called, and returns or yields."""
        if not self._values.is_plain(function) or function in self._busy:
            return None
        self._busy.add(function)
        try:
            classes: set[str | None] = set()
            for expression in given:
                for option in options_of(expression):
                    if is_none(option):
                        continue
                    inner = option.of if isinstance(option, (Awaited, Entered)) else option
                    if isinstance(option, Entered) and not function.is_generator:
                        return None  # closed before it is returned
                    if not isinstance(inner, Call) or inner.within != function.qualname:
                        return None
                    classes.add(self.opened_by(inner, depth + 1))
        finally:
            self._busy.discard(function)
        return classes.pop() if len(classes) == 1 else None

    def kind(self, cls: str) -> ResourceKind | None:
        if self._values.known_class(cls) is None:
            return libraries.resource_kind(cls)
        for base in self._values.ancestry(cls):
            if base is None:
                return None
            if (kind := libraries.resource_kind(base)) is not None:
                return kind
        return None

    def is_connection(self, given: Expr | None) -> bool:
        value = self._values.of(given) if given is not None else None
        return isinstance(value, Instance) and self.kind(value.cls) == "connection"


def _lends(engine: Expr | None) -> bool:
    """Whether an engine is, or may be, around connections that somebody else makes, and closes."""
    return any(
        isinstance(option, Call) and option.argument("creator") is not None
        for option in (options_of(engine) if engine is not None else ())
    )
