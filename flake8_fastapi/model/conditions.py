"""What a function does only for some values of a parameter: behind `if key is not None:`.

Conditions are texts: "key" (it is true), "not key", "key is None", "key is not None", of a literal
text "key == 'a'", "key != 'a'", "key startswith 'a'", and of a global name "key ==
app.kinds.FIRST": what that is, and which conditions a call meets, is asked of `switches`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from flake8_fastapi.model.expressions import Const, Expr, Ref

Reader = Callable[[ast.AST | None], Expr]


def required(test: ast.expr, holds: bool, read: Reader) -> frozenset[str]:
    """The conditions that are met wherever `test` holds, or does not.

    `read` tells what else is compared with: a name stands for what it means in its file.
    """
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
            comparators=[ast.Constant(value=str()) | ast.Name() | ast.Attribute() as compared],
        ):
            sign = "==" if isinstance(operator, ast.Eq) is holds else "!="
            match read(compared):
                case Const(value=str() as text):
                    return frozenset({f"{name} {sign} {text!r}"})
                case Ref(name=other):
                    return frozenset({f"{name} {sign} {other}"})
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=name), attr="startswith"),
            args=[ast.Constant(value=str(text))],
        ) if holds:
            return frozenset({f"{name} startswith {text!r}"})
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=name), _]) if holds:
            return frozenset({f"{name} is not None"})
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return required(operand, not holds, read)
        case ast.BoolOp(op=operator, values=[first, *others]):
            further = (required(each, holds, read) for each in others)
            if isinstance(operator, ast.And) is holds:
                return required(first, holds, read).union(*further)
            return required(first, holds, read).intersection(*further)
    return frozenset()


def required_behind(
    block: list[ast.stmt], child: ast.AST, read: Reader
) -> Iterator[tuple[ast.If, str]]:
    """The conditions that are met at a statement of a block: `if not key: return` is before it."""
    for statement in block:
        if statement is child:
            return
        if isinstance(statement, ast.If) and not statement.orelse:
            if isinstance(statement.body[-1], (ast.Return, ast.Raise, ast.Continue, ast.Break)):
                for condition in required(statement.test, False, read):
                    yield statement, condition


def parameter_of(condition: str) -> str:
    return condition.removeprefix("not ").partition(" ")[0]
