"""What branches, subscripts and operators make of what is known."""

from __future__ import annotations

from flake8_fastapi.model import libraries
from flake8_fastapi.model.syntax.expressions import (
    SLICE,
    UNKNOWN,
    Attr,
    Call,
    Expr,
    Item,
    Items,
    OneOf,
    Pairs,
    Star,
    Sub,
    Text,
    Typed,
    is_none,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Class
from flake8_fastapi.model.values.evaluation import Evaluator
from flake8_fastapi.model.values.value_kinds import (
    Constant,
    Display,
    External,
    Instance,
    Value,
    means_none,
    same,
)


def agreed(evaluator: Evaluator, options: list[Expr] | tuple[Expr, ...]) -> Value | None:
    """The one thing that all options are; None among them says only that it may be missing."""
    one: Value | None = None
    nothing: Value | None = None
    only_declared = False
    for option in options:
        value = evaluator.of(option)
        if value is None:
            return None
        if means_none(value):
            nothing = value
        elif one is None:
            one, only_declared = value, _is_only_declared(option)
        elif not same(one, value):
            if (one := evaluator.kin(one, value)) is None:
                return None
        elif isinstance(one, Instance) and isinstance(value, Instance):
            if only_declared:  # `pool: Pool | None = None`, which is made later
                one, only_declared = value, False
            elif one.made is not value.made:  # which of the two it is, nobody knows
                one = Instance(one.cls, one.known)
    return one or nothing


def _is_only_declared(option: Expr) -> bool:
    """Whether this is a name with an annotation that is None to begin with."""
    return isinstance(option, Typed) and is_none(option.value)


def methods_on(option: Expr, itself: OneOf) -> list[Call]:
    """The calls of `x = x.filter(a).limit(b)`, innermost first, where `itself` is what `x` is."""
    calls: list[Call] = []
    while isinstance(option, Call) and isinstance(option.callee, Attr):
        calls.append(option)
        option = option.callee.of
    return calls[::-1] if option is itself else []


def item(evaluator: Evaluator, expression: Item) -> Value | None:
    """What a position of a tuple or list is: `first, second = of`."""
    value = evaluator.of(expression.of)
    if isinstance(value, Display) and isinstance(value.expression, Items):
        items = value.expression.items
        if expression.index < len(items) and not any(isinstance(i, Star) for i in items):
            return evaluator.of(items[expression.index])
    return None


def element(evaluator: Evaluator, expression: Sub) -> Value | None:
    """What `of[index]` is."""
    value = evaluator.of(expression.of)
    if isinstance(value, (External, Class)):
        return value  # Repository[Item](...) is an object of Repository
    index = evaluator.constant(expression.index)
    if isinstance(value, Instance) and value.known is None:
        element = libraries.item_of(value.cls)
        return Instance(element) if element else None
    if not isinstance(value, Display) or expression.index in (UNKNOWN, SLICE):
        return None
    if index is None:
        return any_element(evaluator, value)
    match value.expression:
        case Items(items=items) if isinstance(index.value, int):
            if -len(items) <= index.value < len(items):
                if not any(isinstance(item, Star) for item in items):
                    return evaluator.of(items[index.value])
        case Pairs(pairs=pairs):
            for key, item in reversed(pairs):
                constant = evaluator.constant(key) if key is not None else None
                if constant is None:
                    return None
                if constant.value == index.value:
                    return evaluator.of(item)
    return None


def any_element(evaluator: Evaluator, display: Display) -> Instance | None:
    """What all elements of a list, or values of a dict, are: objects of one class."""
    match display.expression:
        case Items(items=elements):
            is_whole = not any(isinstance(each, Star) for each in elements)
        case Pairs(pairs=pairs):
            elements = tuple(value for _, value in pairs)
            is_whole = all(key is not None for key, _ in pairs)
    found = agreed(evaluator, elements) if is_whole else None
    return found if isinstance(found, Instance) else None


def got(evaluator: Evaluator, call: Call) -> Instance | None:
    """What `of.get(key)` gives of a dict, if it has that key."""
    display = evaluator.of(receiver(call.callee)) if last_name(call.callee) == "get" else None
    if isinstance(display, Display) and len(call.given) == 1:
        return any_element(evaluator, display)
    return None


def joined(evaluator: Evaluator, expression: Text) -> Value | None:
    """What is put together of parts: a text, a path."""
    parts = [evaluator.of(part) for part in expression.parts]
    if expression.how == "/":
        left = parts[0]
        if isinstance(left, Instance) and libraries.is_subclass(left.cls, "pathlib.PurePath"):
            return Instance(left.cls)
        return None
    if expression.how in ("f-string", "+"):
        values = [part.value for part in parts if isinstance(part, Constant)]
        if len(values) == len(parts):
            if expression.how == "f-string":
                return Constant("".join(map(str, values)))
            if all(isinstance(value, str) for value in values):
                return Constant("".join(values))
    return Instance("builtins.str") if expression.how == "f-string" else None
