"""What is in containers, as far as annotations tell: `list[WebSocket]`, `dict[str, Redis]`.

So also what callables give, and entering context managers: `Callable[[], ContextManager[Session]]`.
"""

from __future__ import annotations

from collections.abc import Callable

from flake8_fastapi.model.syntax.expressions import (
    UNKNOWN,
    Attr,
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
    Sub,
    Typed,
    last_name,
    receiver,
)
from flake8_fastapi.model.values.annotations import WRAPPERS, Annotations
from flake8_fastapi.model.values.evaluation import Evaluator
from flake8_fastapi.model.values.value_kinds import Value

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
                return self._annotation(bound, depth + 1) if bound is not None else None
            case OneOf(options=options):
                filled = [each for each in options if not _is_empty(each)]
                return self._annotation(filled[0], depth + 1) if len(filled) == 1 else None
            case Sub(of=of, index=index) if index is not UNKNOWN:
                return self._value(self._annotation(of, depth + 1))
            case Iterated(of=of):
                return self._gone_over(self._annotation(of, depth + 1))
            case Item(of=Iterated(of=Call() as call), index=index) if _is_called(call, "items"):
                pair = self._pair(self._of_receiver(call, depth))
                return pair[index] if pair is not None and index < 2 else None
            case Call():
                return self._of_call(expression, depth)
        return None

    def _of_call(self, call: Call, depth: int) -> Expr | None:
        if last_name(call.callee) in TAKING:
            return self._value(self._of_receiver(call, depth))
        if _is_called(call, "values"):
            pair = self._pair(self._of_receiver(call, depth))
            return Sub(Ref("builtins.list"), pair[1]) if pair is not None else None
        if _is_called(call, "copy"):
            return self._of_receiver(call, depth)
        if len(call.args) == 1 and self._evaluator.qualname(call.callee) in _COPYING:
            inner = self._gone_over(self._annotation(call.args[0], depth + 1))
            return Sub(Ref("builtins.list"), inner) if inner is not None else None
        match self._opened(self._annotation(call.callee, depth + 1)):
            case "callable", Items(items=(_, gives)):
                return gives
        return None

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


def _is_empty(expression: Expr) -> bool:
    """Whether it says nothing of what is in a container: `[]`, `{}`, None."""
    match expression:
        case Items(items=()) | Pairs(pairs=()) | Const(value=None):
            return True
    return False
