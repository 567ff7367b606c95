"""Functions that give an object of the class that they are asked for.

`def resolve(kind: type[S]) -> S`: what they return, nobody knows but who calls them.
"""

from __future__ import annotations

from flake8_fastapi.model.syntax.expressions import Call, Const, Expr, Items, Ref, Sub, options_of
from flake8_fastapi.model.syntax.functions import Argument, Class, Function
from flake8_fastapi.model.values.annotations import Annotations
from flake8_fastapi.model.values.evaluation import Evaluator
from flake8_fastapi.model.values.value_kinds import Bound, External, Instance

_TYPES = {"builtins.type", "typing.Type"}
_OPTIONAL = {"typing.Optional", "typing.Union"}


class AskedClasses:
    """Reads what such functions are given."""

    def __init__(self, evaluator: Evaluator, annotations: Annotations) -> None:
        self._evaluator = evaluator
        self._annotations = annotations

    def given(self, callee: Function | Bound, call: Call) -> Instance | None:
        """The object of the class that a call asks for; None where that is not certain."""
        function = callee.function if isinstance(callee, Bound) else callee
        argument = self._asking(function)
        if argument is None or call.spreads:
            return None
        plain = function.by_position[self._is_bound(callee, function) :]
        position = plain.index(argument.name) if argument.name in plain else None
        cls = call.argument(argument.name, position)
        if not isinstance(self._evaluator.of(cls), (Class, External)):
            return None
        given = self._annotations.type_of(cls)
        return given if isinstance(given, Instance) else None

    def _asking(self, function: Function) -> Argument | None:
        """The one parameter that is the class of what a function is declared to return."""
        variable = self._variable(function.annotation)
        if variable is None:
            return None
        asking = [a for a in function.arguments if self._is_type_of(a.annotation, variable)]
        return asking[0] if len(asking) == 1 else None

    def _variable(self, annotation: Expr | None) -> str | None:
        """The `S` of `-> S`, `-> S | None` and `-> Optional[S]`, if it is a type variable."""
        if annotation is None:
            return None
        if isinstance(annotation, Sub) and self._evaluator.qualname(annotation.of) in _OPTIONAL:
            inner = annotation.index
            options = list(inner.items if isinstance(inner, Items) else (inner,))
        else:
            options = list(options_of(annotation))
        match [each for each in options if not isinstance(each, Const)]:
            case [Ref(name=name) as only] if self._annotations.is_variable(only):
                return name
        return None

    def _is_type_of(self, annotation: Expr | None, variable: str) -> bool:
        match annotation:
            case Sub(of=of, index=Ref(name=name)) if name == variable:
                return self._evaluator.qualname(of) in _TYPES
        return False

    def _is_bound(self, callee: Function | Bound, function: Function) -> bool:
        """Whether the first parameter is given without a word."""
        if isinstance(callee, Bound) and not isinstance(callee.of, Class):
            return not self._evaluator.decorated_by(function, {"builtins.staticmethod"})
        return self._evaluator.decorated_by(function, {"builtins.classmethod"})
