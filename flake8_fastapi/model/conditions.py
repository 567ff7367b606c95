"""What a function does only for some values of a parameter: behind `if key is not None:`.

Conditions are texts: "key" (it is true), "not key", "key is None", "key is not None", and of a
literal text "key == 'a'", "key != 'a'".
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from flake8_fastapi.model.expressions import Const, Expr, Param
from flake8_fastapi.model.functions import Function


def required(test: ast.expr, holds: bool = True) -> frozenset[str]:
    """The conditions that are met wherever `test` holds, or does not."""
    match test:
        case ast.Name(id=name):
            return frozenset({name if holds else f"not {name}"})
        case ast.Compare(
            left=ast.Name(id=name),
            ops=[ast.Is() | ast.IsNot() as operator],
            comparators=[ast.Constant(value=None)],
        ):
            is_none = isinstance(operator, ast.Is) is holds
            return frozenset({f"{name} is None" if is_none else f"{name} is not None"})
        case ast.Compare(
            left=ast.Name(id=name),
            ops=[ast.Eq() | ast.NotEq() as operator],
            comparators=[ast.Constant(value=str() as text)],
        ):
            is_equal = isinstance(operator, ast.Eq) is holds
            return frozenset({f"{name} {'==' if is_equal else '!='} {text!r}"})
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return required(operand, not holds)
        case ast.BoolOp(op=operator, values=[first, *others]):
            if isinstance(operator, ast.And) is holds:
                return required(first, holds).union(*(required(each, holds) for each in others))
            return required(first, holds).intersection(*(required(each, holds) for each in others))
    return frozenset()


def required_behind(block: list[ast.stmt], child: ast.AST) -> Iterator[tuple[ast.If, str]]:
    """The conditions that are met at a statement of a block: `if not key: return` is before it."""
    for statement in block:
        if statement is child:
            return
        if isinstance(statement, ast.If) and not statement.orelse:
            if isinstance(statement.body[-1], (ast.Return, ast.Raise, ast.Continue, ast.Break)):
                for condition in required(statement.test, False):
                    yield statement, condition


def parameter_of(condition: str) -> str:
    return condition.removeprefix("not ").partition(" ")[0]


def is_met(needs: frozenset[str], unmet: frozenset[str]) -> bool:
    """Whether none of some conditions is among the `unmet`: where "key != 'a'" is, key is 'a'."""
    if not unmet or not needs:
        return True
    if needs & unmet:
        return False
    for condition in needs:
        name, is_equal, text = condition.partition(" == ")
        if is_equal and any(
            other.startswith(f"{name} != ") and other != f"{name} != {text}" for other in unmet
        ):
            return False
    return True


def left_out(
    function: Function,
    given: Mapping[str, Expr] | None,
    within: str,
    unmet: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """The conditions that a call of a function does not meet: by a constant, or by a default.

    `given` is what the call gives to each parameter, and `unmet` what the function that makes the
    call, `within`, does not meet itself.
    """
    found: set[str] = set()
    if given is None:
        return frozenset()
    for each in function.arguments:
        value = given.get(each.name, each.default)
        if isinstance(value, Const):
            found.add(f"not {each.name}" if value.value else each.name)
            found.add(f"{each.name} is {'not ' * (value.value is None)}None")
            found.add(f"{each.name} != {value.value!r}")
        elif isinstance(value, Param) and unmet and value.function == within:
            found.update(
                each.name.join(condition.split(value.name, 1))
                for condition in unmet
                if parameter_of(condition) == value.name
            )
    return frozenset(found)
