"""Rows that Supabase gives back: of each row that it inserts, or it raises.

`if not response.data: raise HTTPException(400)` never does behind `table.insert(row).execute()`.
PostgREST is asked for what it has inserted, unless `returning` says otherwise.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_fastapi.model.syntax.expressions import (
    Call,
    Expr,
    Items,
    OneOf,
    Pairs,
    Star,
    Typed,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.flow import always_leaves
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import FunctionNode
from flake8_fastapi.model.values.value_kinds import Instance, Method
from flake8_fastapi.model.values.values import Values

_BUILDER = "postgrest.SyncRequestBuilder"
#: What may be said of an insert without asking for less than the rows, or leaving some out.
_OPTIONS = {"json", "count", "default_to_null", "on_conflict"}
#: Functions that hand a row on, one to the other.
DEEPEST = 3

Located = Callable[[Function], tuple[FunctionNode, Syntax] | None]


class Inserted:
    """Answers about results; `located` gives the definition of a function, and its file."""

    def __init__(self, values: Values, located: Located) -> None:
        self._values = values
        self._located = located

    def has(self, result: Call) -> bool:
        """Whether the `data` of a result has a row, as one or several were inserted for sure."""
        insert = receiver(result.callee)
        if last_name(result.callee) != "execute" or not isinstance(insert, Call):
            return False
        match self._values.of(insert.callee):
            case Method(of=Instance(cls=cls), name="insert" | "upsert") if cls == _BUILDER:
                given = {name for name, _ in insert.keywords}
                return given <= _OPTIONS and self._is_row(insert.argument("json", 0), 0)
        return False

    def _is_row(self, given: Expr | None, depth: int) -> bool:
        """Whether an expression is a dictionary, or a list with something in it, for sure."""
        match given:
            case Pairs():
                return True
            case Items(kind="list", items=items):
                return bool(items) and not any(isinstance(each, Star) for each in items)
            case OneOf(options=options):
                return all(self._is_row(each, depth) for each in options)
            case Typed(value=value):
                return self._is_row(value, depth)
            case Call() if depth < DEEPEST:
                return self._is_dictionary(given, depth + 1)
        return False

    def _is_dictionary(self, call: Call, depth: int) -> bool:
        """Whether a call gives one: of a model, or what a function of the project makes."""
        function = self._values.of(call.callee)
        if isinstance(function, Function):
            return self._makes_row(function, depth)
        if last_name(call.callee) not in ("dict", "model_dump"):
            return False
        model = self._values.of(receiver(call.callee))
        return isinstance(model, Instance) and (
            self._values.derives(model.cls, "pydantic.BaseModel") is True
            and self._values.derives(model.cls, "pydantic.RootModel") is False
        )

    def _makes_row(self, function: Function, depth: int) -> bool:
        found = None
        if not (function.is_async or function.is_generator or function.decorators):
            found = self._located(function)
        if found is None:
            return False
        node, syntax = found
        returned = [each.value for each in syntax.tree.inside(node, ast.Return)]
        return always_leaves(node.body) and all(
            isinstance(each, ast.DictComp)
            or (each is not None and self._is_row(syntax.expr(each), depth))
            for each in returned
        )
