"""What a function does only where its caller gives a parameter: behind `if key is not None:`."""

from __future__ import annotations

import ast

from flake8_fastapi.model.expressions import Call, Const
from flake8_fastapi.model.functions import Function


def required(test: ast.expr) -> frozenset[str]:
    """The names that are neither None nor false wherever `test` holds."""
    match test:
        case ast.Name(id=name):
            return frozenset({name})
        case ast.Compare(
            left=ast.Name(id=name), ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]
        ):
            return frozenset({name})
        case ast.BoolOp(op=ast.And(), values=values):
            return frozenset().union(*map(required, values))
        case ast.BoolOp(values=[first, *others]):
            return required(first).intersection(*map(required, others))
    return frozenset()


def left_out(call: Call, function: Function) -> frozenset[str]:
    """The parameters of a function that a call of it leaves at a default of None, or false."""
    if call.spreads:
        return frozenset()
    # `self` is given by the object; of a static method one too many then counts as given
    count = len(call.args) + (function.owner is not None)
    plain = [each.name for each in function.arguments if each.kind in ("positional", "plain")]
    given = {*plain[:count], *(keyword for keyword, _ in call.keywords)}
    return frozenset(
        each.name
        for each in function.arguments
        if each.name not in given and isinstance(each.default, Const) and not each.default.value
    )
