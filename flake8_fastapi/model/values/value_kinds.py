"""The kinds of values: what an expression may turn out to be."""

from __future__ import annotations

from typing import Any

from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.syntax.expressions import Call, Items, Pairs
from flake8_fastapi.model.syntax.functions import Class, Function


@dataclass(slots=True, eq=False)
class Constant:
    value: Any


@dataclass(slots=True, eq=False)
class External:
    """A module, function, class or object of a library, by its canonical dotted name."""

    name: str


@dataclass(slots=True, eq=False)
class ModuleValue:
    """A module or package of the project."""

    name: str


@dataclass(slots=True, eq=False)
class Instance:
    """An object of a known class: of a library (`known` is None) or of the project."""

    cls: str
    known: Class | None = None
    made: Call | None = None  #: the call that made it, where that is known


@dataclass(slots=True, eq=False)
class Method:
    """An attribute of a library's object; called, it is a method."""

    of: Instance
    name: str


@dataclass(slots=True, eq=False)
class Bound:
    """A method of the project, bound to an object or class."""

    function: Function
    of: Value


@dataclass(slots=True, eq=False)
class Partial:
    """`functools.partial(of, ...)`"""

    of: Value
    call: Call


@dataclass(slots=True, eq=False)
class Pending:
    """What calling an async function, a generator or a context manager gives."""

    kind: str  #: "coroutine", "generator" or "context"
    function: Function


@dataclass(slots=True, eq=False)
class Display:
    """A list, tuple, set or dict whose elements are known."""

    expression: Items | Pairs


Value = (
    Constant | External | ModuleValue | Instance | Method | Bound | Partial | Pending | Display
    | Function | Class
)  # fmt: skip


def means_none(value: Value | None) -> bool:
    """Whether a value is known to be None."""
    return isinstance(value, Constant) and value.value is None


def same(one: Value, other: Value) -> bool:
    """Whether two values are one and the same, as far as they tell."""
    match one, other:
        case Constant(value=a), Constant(value=b):
            return type(a) is type(b) and a == b
        case External(name=a), External(name=b):
            return a == b
        case Instance(cls=a), Instance(cls=b):
            return a == b
        case Bound(function=a), Bound(function=b):
            return a is b
        case Pending(kind=a, function=f), Pending(kind=b, function=g):
            return a == b and f is g
        case Method(of=a, name=m), Method(of=b, name=n):
            return m == n and a.cls == b.cls
        case ModuleValue(name=a), ModuleValue(name=b):
            return a == b
    return one is other
