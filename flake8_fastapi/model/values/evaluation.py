"""Evaluates expressions, as far as it is certain, and keeps the answers.

Here names are followed, neither in circles nor too far; what the kinds of expressions give is
said by `values`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Container
from typing import Any, ClassVar

from flake8_fastapi.model import libraries
from flake8_fastapi.model.project.imported import Imported
from flake8_fastapi.model.syntax.expressions import Call, Expr, Ref, Star, Unknown, origin
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.values.bindings import Bindings
from flake8_fastapi.model.values.value_kinds import (
    Bound,
    Constant,
    External,
    Instance,
    Method,
    ModuleValue,
    Value,
)

#: What makes of a function in a class one that no object is needed for.
WITHOUT_SELF = {"builtins.staticmethod", "builtins.classmethod"}
#: Links followed one inside the other before the answer is "unknown".
DEEPEST = 60
#: Links followed for one question before the rest is "unknown".
MOST = 5000
PROTOCOLS = ("typing.Protocol", "typing_extensions.Protocol")


class Evaluator(Bindings, ABC):
    """Answers for the expressions of one file and of those it leads to."""

    #: what evaluates each kind of expression: `values` fills it in
    evaluators: ClassVar[dict[type, Callable[[Any, Any], Value | None]]]

    def __init__(self, imported: Imported) -> None:
        super().__init__(imported, self.text)
        self._known: dict[int, tuple[Expr, Value | None]] = {}
        self._names: dict[str, Value | None] = {}
        self._busy: set[object] = set()
        self.depth = 0  #: of the links that are being followed
        self.cuts = 0  #: how often a cycle or a limit cut an answer short
        self._steps = 0  #: links followed for the present question

    @abstractmethod
    def attribute(self, value: Value | None, name: str) -> Value | None:
        """What `value.name` is."""

    @abstractmethod
    def kin(self, one: Value, other: Value) -> Value | None:
        """What both are, though they differ."""

    def of(self, expression: Expr | None) -> Value | None:
        """What the expression is, or None where that is not certain."""
        if expression.__class__ is Ref:  # most of them; what names stand for is kept by name
            return self.named(expression.name)
        if expression is None or isinstance(expression, (Unknown, Star)):
            return None
        key = id(expression)
        known = self._known.get(key)
        if known is not None:
            return known[1]
        if self._is_cut(key):
            return None
        self._busy.add(key)
        self.depth += 1
        cuts = self.cuts
        try:
            value = self.evaluators[expression.__class__](self, expression)
        finally:
            self.depth -= 1
            self._busy.discard(key)
        if cuts == self.cuts:
            self._known[key] = (expression, value)  # keeps the expression, so its id stays taken
        return value

    def named(self, name: str) -> Value | None:
        """What an absolute dotted name stands for."""
        if name in self._names:
            return self._names[name]
        if self._locate(name) is None:
            library = self._names[name] = self._of_library(name)
            return library
        key = ("name", name)
        if self._is_cut(key):
            return None
        self._busy.add(key)
        self.depth += 1
        cuts = self.cuts
        try:
            value = self._look_up(name)
        finally:
            self.depth -= 1
            self._busy.discard(key)
        if cuts == self.cuts:
            self._names[name] = value
        return value

    def _of_library(self, name: str) -> Value | None:
        """What a dotted name of a library stands for: most often something of that name."""
        name = libraries.canonical(name)
        if (held := libraries.object_at(name)) is None:
            return External(name)
        value: Value | None = Instance(held[0])
        for attribute in filter(None, held[1].split(".")):
            value = self.attribute(value, attribute)
        return value

    def qualname(self, expression: Expr | None) -> str | None:
        """The dotted name of a function, class or object: canonical for those of libraries."""
        match self.of(expression):
            case External(name=name) | ModuleValue(name=name):
                return name
            case Function(qualname=name) | Class(qualname=name):
                return name
            case Bound(function=function):
                return function.qualname
        return None

    def class_of(self, expression: Expr | None) -> str | None:
        """The class of the object that the expression is."""
        value = self.of(expression)
        return value.cls if isinstance(value, Instance) else None

    def constant(self, expression: Expr | None) -> Constant | None:
        """The constant that the expression always is; None if it may be something else."""
        value = self.of(expression)
        return value if isinstance(value, Constant) else None

    def text(self, expression: Expr | None) -> str | None:
        """The text that the expression always is."""
        value = self.of(expression)
        return value.value if isinstance(value, Constant) and isinstance(value.value, str) else None

    def library_name(self, callee: Expr) -> str | None:
        """The dotted name of a function, class or method of a library that is called."""
        match self.of(callee):
            case External(name=name):
                return name
            case Method(of=Instance(cls=cls), name=name):
                return f"{cls}.{name}"
        return None

    def decorated_by(self, function: Function | Class, names: set[str]) -> bool:
        """Whether one of the decorators is one of `names`, called or not."""
        return any(self.decorator_name(d.expression) in names for d in function.decorators)

    def only_decorated_by(self, function: Function | Class, names: Container[str]) -> bool:
        """Whether every decorator is one of `names`: it may have none, and no unknown one."""
        return all(self.decorator_name(d.expression) in names for d in function.decorators)

    def is_plain(self, function: Function) -> bool:
        """Whether no decorator makes another function of it, such as one that remembers."""
        return self.only_decorated_by(function, WITHOUT_SELF)

    def is_abstract(self, function: Function) -> bool:
        """Whether derived classes have to define a method anew, as `@abstractmethod` says."""
        return self.decorated_by(function, {"abc.abstractmethod"})

    def is_left_open(self, function: Function) -> bool:
        """The same, also of what a protocol asks for: others have it, derived from it or not."""
        if self.is_abstract(function):
            return True
        owner = self.known_class(function.owner) if function.owner is not None else None
        return owner is not None and self.is_protocol(owner)

    def is_for_derived(self, function: Function) -> bool:
        """The same, also of a method that only raises: `NotImplementedError`, as a rule."""
        if self.is_left_open(function):
            return True
        return function.owner is not None and function.always_raises

    def is_protocol(self, cls: Class) -> bool:
        """Whether a class says what others have, and nothing of how."""
        return any(self.qualname(origin(base)) in PROTOCOLS for base in cls.bases)

    def decorator_name(self, expression: Expr) -> str | None:
        """The dotted name of a decorator; of `@limit("1/s")`, the name of `limit`."""
        if isinstance(expression, Call):
            expression = expression.callee
        match self.of(expression):
            case Method(of=Instance(cls=cls), name=name):
                return f"{cls}.{name}"
            case None:  # `retrying = retry(...)`, used as `@retrying`
                made = self.expand(expression)
                return self.decorator_name(made) if isinstance(made, Call) else None
        return self.qualname(expression)

    def _is_cut(self, key: object) -> bool:
        """Whether the question leads back to itself, too deep, or to too many others.

        What was answered with a cut inside is not kept: it would depend on who asked first.
        """
        if self.depth == 0:
            self._steps = 0
        self._steps += 1
        if key in self._busy or self.depth > DEEPEST or self._steps > MOST:
            self.cuts += 1
            return True
        return False

    def _look_up(self, name: str) -> Value | None:
        located = self._locate(name)
        assert located is not None
        summary, rest = located
        if not rest:
            return ModuleValue(summary.name)
        defined = summary.definition(f"{summary.name}.{rest}")
        if defined is not None and ("." in rest or "#" in rest or self._single(summary, rest)):
            return self._last_definition(summary, defined)
        first, *attributes = rest.split(".")
        bound = self._bound(summary, first)
        value: Value | None
        if bound is None and self._rebound(summary.name):
            value, attributes = self.named(summary.name), [first, *attributes]
        elif bound is None:
            if attributes or self._may_hide(summary.stars, first):
                return None
            return self._builtin(first)
        elif isinstance(bound, Ref) and bound.name == f"{summary.name}.{first}":
            value = summary.definition(bound.name)
        else:
            value = self.of(bound)
        for attribute in attributes:
            value = self.attribute(value, attribute)
        return value

    @staticmethod
    def _builtin(name: str) -> Value | None:
        import builtins

        return External(f"builtins.{name}") if hasattr(builtins, name) else None
