"""What is in containers, as far as annotations tell: `list[WebSocket]`, `dict[str, Redis]`.

So also what callables give, and entering context managers: `Callable[[], ContextManager[Session]]`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from flake8_fastapi.model.syntax.expressions import (
    SLICE,
    UNKNOWN,
    Attr,
    Awaited,
    Call,
    Const,
    Expr,
    Item,
    Items,
    Iterated,
    OneOf,
    Pairs,
    Param,
    Ref,
    Star,
    Sub,
    Text,
    Typed,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.values.annotations import WRAPPERS, Annotations
from flake8_fastapi.model.values.evaluation import Evaluator
from flake8_fastapi.model.values.value_kinds import Bound, Value, same

_LISTS = {"list", "sequence", "mutablesequence", "deque"}
_GONE_OVER = _LISTS | {"set", "frozenset", "iterable", "iterator", "collection"}
_DICTS = {"dict", "defaultdict", "mapping", "mutablemapping", "ordereddict", "weakvaluedictionary"}
#: Methods that take one element out of a dictionary, or the last of a list.
TAKING = {"get", "pop", "setdefault"}
#: Functions that give the same elements in another container.
_COPYING = {
    f"builtins.{name}" for name in ("frozenset", "list", "reversed", "set", "sorted", "tuple")
}
_MANAGERS = {
    "contextmanager", "asynccontextmanager",
    "abstractcontextmanager", "abstractasynccontextmanager",
}  # fmt: skip
_DEEPEST = 6


class Containers:
    """Looks for the annotations of containers; `bound` knows what attributes are bound to."""

    def __init__(
        self,
        evaluator: Evaluator,
        annotations: Annotations,
        bound: Callable[[Expr, str], Expr | None],
    ) -> None:
        self._evaluator = evaluator
        self._annotations = annotations
        self._bound = bound

    def each(self, container: Expr) -> Value | None:
        """What one gets who goes through it."""
        return self._annotations.type_of(self._gone_over(self._annotation(container, 0)))

    def taken(self, expression: Expr) -> Value | None:
        """What is taken out of a container: `connections[name]`, `connections.get(name)`."""
        return self._annotations.type_of(self._annotation(expression, 0))

    def entered(self, expression: Expr) -> Value | None:
        """What entering a context manager gives that is only annotated."""
        kind, inner = self._opened(self._annotation(expression, 0))
        if kind not in _MANAGERS:
            return None
        first = inner.items[0] if isinstance(inner, Items) and inner.items else inner
        return self._annotations.type_of(first)

    def _annotation(self, expression: Expr, depth: int) -> Expr | None:
        """How an expression is annotated."""
        expression = self._evaluator.expand(expression) or expression
        if depth > _DEEPEST:
            return None
        match expression:
            case Typed(annotation=annotation):
                return annotation
            case Param(function=name):
                function = self._evaluator.function(name)
                arguments = function.arguments if function is not None else ()
                return next((a.annotation for a in arguments if a.name == expression.name), None)
            case Attr(of=of, name=name):
                bound = self._bound(of, name)
                return self._one_of(_options(bound), expression, depth) if bound else None
            case OneOf():
                return self._one_of(_options(expression), None, depth)
            case Text(how="+", parts=parts):
                return self._list_of([Star(each) for each in parts], depth)
            case Items(items=items):
                return self._list_of(items, depth)
            case Sub(of=of, index=index) if index is SLICE:
                return self._annotation(of, depth + 1)
            case Sub(of=of, index=index) if index is not UNKNOWN:
                container = self._annotation(of, depth + 1)
                place = index.value if isinstance(index, Const) else None
                return self._value(container) or self._at(container, place)
            case Iterated(of=of):
                return self._gone_over(self._annotation(of, depth + 1))
            case Item(of=Iterated(of=Call() as call), index=index) if _is_called(call, "items"):
                pair = self._pair(self._of_receiver(call, depth))
                return pair[index] if pair is not None and index < 2 else None
            case Item(of=of, index=index):
                return self._at(self._annotation(of, depth + 1), index)
            case Call():
                return self._of_call(expression, depth) or self._given_by(expression, False)
            case Awaited(of=Call() as call):
                return self._given_by(call, True)
        return None

    def _one_of(self, options: Iterable[Expr], whole: Attr | None, depth: int) -> Expr | None:
        """How one of several is annotated; to what is `whole` itself, it adds nothing."""
        filled = [
            each
            for each in options
            if not (whole and isinstance(each, Attr) and self._is_again(each, whole))
        ]
        if len(filled) == 1:
            return self._annotation(filled[0], depth + 1)
        known = [self._annotation(each, depth + 1) for each in filled]
        are_lists = all(self._opened(each)[0] in _LISTS for each in known)
        return self._list_of_all(map(self._gone_over, known)) if are_lists else None

    def _is_again(self, attribute: Attr, whole: Attr) -> bool:
        """Whether it is the same attribute: `self.items = self.items or []`."""
        one, other = self._evaluator.of(attribute.of), self._evaluator.of(whole.of)
        if one is None or other is None:
            return False
        return attribute.name == whole.name and same(one, other)

    def _list_of(self, items: Iterable[Expr], depth: int) -> Expr | None:
        """How a list is annotated, as far as its parts tell: `[*some, *others, one]`."""
        found: list[Expr | None] = []
        for each in items:
            if isinstance(each, Star) and not _is_empty(each.of):
                found.append(self._gone_over(self._annotation(each.of, depth + 1)))
            elif not isinstance(each, Star):
                found.append(self._annotation(each, depth + 1))
        return self._list_of_all(found)

    def _list_of_all(self, found: Iterable[Expr | None]) -> Expr | None:
        """How a list is annotated whose elements come with several annotations, all the same."""
        first, *others = [*found] or [None]
        if first is None:
            return None
        if others:
            one, *several = map(self._annotations.type_of, (first, *others))
            if one is None or not all(each and same(one, each) for each in several):
                return None
        return Sub(Ref("builtins.list"), first)

    def _of_call(self, call: Call, depth: int) -> Expr | None:
        if last_name(call.callee) in TAKING:
            return self._value(self._of_receiver(call, depth))
        if _is_called(call, "values"):
            pair = self._pair(self._of_receiver(call, depth))
            return Sub(Ref("builtins.list"), pair[1]) if pair is not None else None
        if _is_called(call, "copy"):
            return self._of_receiver(call, depth)
        if self._evaluator.qualname(call.callee) == "itertools.chain":
            return self._list_of([Star(each) for each in call.args], depth)
        if len(call.args) == 1 and self._evaluator.qualname(call.callee) in _COPYING:
            inner = self._gone_over(self._annotation(call.args[0], depth + 1))
            return Sub(Ref("builtins.list"), inner) if inner is not None else None
        match self._opened(self._annotation(call.callee, depth + 1)):
            case "callable", Items(items=(_, gives)):
                return gives
        return None

    def _given_by(self, call: Call, is_async: bool) -> Expr | None:
        """What a function of the project says that it returns, once awaited if it is async."""
        match self._evaluator.of(call.callee):
            case Function() as function:
                pass
            case Bound(function=function):
                pass
            case _:
                return None
        if function.is_async is not is_async or function.is_generator is not False:
            return None
        return function.annotation

    def _of_receiver(self, call: Call, depth: int) -> Expr | None:
        of = receiver(call.callee)
        return self._annotation(of, depth + 1) if of is not None else None

    def _gone_over(self, annotation: Expr | None) -> Expr | None:
        kind, inner = self._opened(annotation)
        if kind in _GONE_OVER:
            return inner
        pair = self._pair(annotation)
        return pair[0] if pair is not None else None

    def _value(self, annotation: Expr | None) -> Expr | None:
        kind, inner = self._opened(annotation)
        if kind in _LISTS:
            return inner
        pair = self._pair(annotation)
        return pair[1] if pair is not None else None

    def _at(self, annotation: Expr | None, place: object) -> Expr | None:
        """The type of what a tuple has at a place: `tuple[Session, str]`."""
        kind, inner = self._opened(annotation)
        if kind != "tuple" or not isinstance(inner, Items) or not isinstance(place, int):
            return None
        if any(isinstance(each, Const) and each.value is ... for each in inner.items):
            return None
        return inner.items[place] if 0 <= place < len(inner.items) else None

    def _pair(self, annotation: Expr | None) -> tuple[Expr, ...] | None:
        """The types of the keys and values of a dictionary."""
        kind, inner = self._opened(annotation)
        if kind in _DICTS and isinstance(inner, Items) and len(inner.items) == 2:
            return inner.items
        return None

    def _opened(self, annotation: Expr | None) -> tuple[str, Expr | None]:
        """The kind of a container, and what stands between its brackets."""
        for _ in range(4):
            annotation = self._evaluator.expand(annotation)
            if isinstance(annotation, OneOf):
                annotation = next((o for o in annotation.options if isinstance(o, Sub)), None)
            if not isinstance(annotation, Sub):
                break
            name = self._evaluator.qualname(annotation.of) or ""
            inner = annotation.index
            if name not in WRAPPERS:
                return name.rpartition(".")[2].lower(), inner
            annotation = inner.items[0] if isinstance(inner, Items) and inner.items else inner
        return "", None


def _is_called(call: Call, method: str) -> bool:
    return last_name(call.callee) == method and not call.args


def _options(expression: Expr) -> Iterator[Expr]:
    """What an expression may be, but for containers without anything in them."""
    if isinstance(expression, OneOf):
        for option in expression.options:
            yield from _options(option)
    elif not _is_empty(expression):
        yield expression


def _is_empty(expression: Expr) -> bool:
    """Whether it says nothing of what is in a container: `[]`, `{}`, None."""
    match expression:
        case Items(items=()) | Pairs(pairs=()) | Const(value=None):
            return True
    return False
