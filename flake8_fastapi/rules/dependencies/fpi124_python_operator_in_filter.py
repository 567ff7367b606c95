"""
SQLAlchemy turns `User.email == email` into SQL, since `==` may be overloaded. `is`, `in`, `and`,
`or` and `not` may not: Python evaluates them on the spot, and SQLAlchemy is handed what is left.

- `User.deleted_at is None` is False, always: `WHERE false`, and no row is found. `is not` is True:
  the condition is gone.
- `User.id in ids` is False, `not in` is True, in the same way.
- `Item.id == item_id and Item.owner_id == user.id` is its first half. The owner is not asked for,
  and everybody reads everybody's items. `or` keeps one half as well.
- `not User.active` is False: no row is found.
- `(User.age or 0) < 18` is `User.age < 18`, for a column is true: the 0 is never taken, and who is
  of no known age is not found.
- Of `User.name != "a" or User.name != "b"`, one half is left too; what it was to be is hardly
  `or_(...)`, which every row satisfies, but `and_(...)`, or `User.name.not_in(["a", "b"])`.

Other comparisons raise `TypeError: Boolean value of this clause is not defined`.

Write `.is_(None)` and `.in_(ids)`; conditions separated by commas in place of `and`, `or_(...)` for
`or`, and `~` for `not`; `func.coalesce(User.age, 0)` gives what counts where a column is NULL.

Reported are conditions in `filter()`, `where()`, `having()`, `join()`, `outerjoin()`, `and_()` and
`or_()`, also by way of a variable or a list, or returned by a function that declares to give a
`ColumnElement` or several. One side is certainly a column of a mapped class, or a call of `func`.
`owner is None or Item.owner == owner`, which leaves a condition out on purpose, is fine.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import takewhile
from typing import Literal

from flake8_fastapi.model import Module, spells_none
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI124",
    name="python-operator-in-filter",
    title="Python operator in a SQL condition",
    message="`{expression}` is evaluated by Python, not by the database: {result}; use {remedy}",
    skill=("1.8",),
    follows_imports=True,
    everywhere=True,
    words=("where", "filter", "having", "join", "outerjoin", "ColumnElement", "BinaryExpression"),
)

METHODS = {"where", "filter", "having", "join", "outerjoin"}
JUNCTIONS = {"sqlalchemy.and_", "sqlalchemy.or_", "sqlalchemy.not_",
             "sqlmodel.and_", "sqlmodel.or_", "sqlmodel.not_"}  # fmt: skip
#: Types of what functions declare that give conditions.
CONDITIONS = {
    "sqlalchemy.BinaryExpression", "sqlalchemy.ColumnElement",
    "sqlalchemy.ColumnExpressionArgument",
}  # fmt: skip
#: What a condition may be a part of.
PARTS = (ast.BoolOp, ast.UnaryOp, ast.BinOp, ast.Compare, ast.IfExp)
FUNCTIONS = ("sqlalchemy.func.", "sqlmodel.func.")
#: What Python makes of an operator on a column, and what SQLAlchemy has in its place.
OPERATORS: dict[type[ast.cmpop], tuple[str, bool, str]] = {
    ast.Is: ("is", False, ".is_({})"),
    ast.IsNot: ("is not", True, ".is_not({})"),
    ast.In: ("in", False, ".in_({})"),
    ast.NotIn: ("not in", True, ".not_in({})"),
}
BOOL = ("True", "False")
#: What `bool()` of a condition gives; `==` tells whether both sides are the same object.
Truth = Literal[True, False, "TypeError"]
RESULTS: dict[Truth, str] = {
    True: "it is always True",
    False: "it is always False",
    "TypeError": "it raises TypeError",
}
ONE_LEFT = "only one of the conditions is left"


@rule.on(ast.Compare)
def check_comparison(node: ast.Compare, module: Module) -> Iterator[Finding]:
    operator = OPERATORS.get(type(node.ops[0]))
    if operator is None or len(node.ops) > 1 or not is_condition(node, module):
        return
    if is_sql(node.left, module):
        word, result, remedy = operator
        right = ast.unparse(node.comparators[0])
        right = right if len(right) < 20 else "..."
        yield rule.at(
            node,
            expression=f"{ast.unparse(node.left)} {word} {right}",
            result=RESULTS[result],
            remedy=f"`{remedy.format(right)}`{either(word, right)}",
        )


def either(word: str, right: str) -> str:
    """Of `is not False`, which leaves no row out: the other thing that may be meant by it."""
    return f", or `.is_({right})` if that is meant" if word == "is not" and right in BOOL else ""


@rule.on(ast.BoolOp)
def check_junction(node: ast.BoolOp, module: Module) -> Iterator[Finding]:
    if not is_condition(node, module):
        return
    truths = [truth(operand, module) for operand in node.values[:-1]]
    known = [each for each in truths if each is not None]
    if known:
        is_and = isinstance(node.op, ast.And)
        deciding = not is_and  # behind what is False, `and` asks no further
        fails = "TypeError" in takewhile(lambda each: each is not deciding, truths)
        is_default = not is_and and is_sql(node.values[0], module) and is_compared(node, module)
        left = "the first one is always taken" if is_default else ONE_LEFT
        yield rule.at(
            node,
            expression="and" if is_and else "or",
            result=RESULTS["TypeError"] if fails else left,
            remedy="`func.coalesce()`" if is_default else junction(node, is_and, module),
        )


def is_compared(node: ast.expr, module: Module) -> bool:
    """Whether it is one side of a comparison, perhaps with something added to it."""
    parent = module.syntax.tree.parent(node)
    while isinstance(parent, (ast.BinOp, ast.UnaryOp)):
        parent = module.syntax.tree.parent(parent)
    return isinstance(parent, ast.Compare)


def junction(node: ast.BoolOp, is_and: bool, module: Module) -> str:
    """What to write instead: the other one, where its namesake asks for nothing."""
    itself, other = ("`and_()`", "`or_()`") if is_and else ("`or_()`", "`and_()`")
    if not excludes_itself(node, is_and, module):
        return itself
    return f"{other}, for {itself} holds for {'no' if is_and else 'every'} row"


def excludes_itself(node: ast.BoolOp, is_and: bool, module: Module) -> bool:
    """Whether it is `x == 1 and x == 2`, or `x != 1 or x != 2`."""
    asked: dict[str, set[str]] = {}
    for operand in node.values:
        match operand:
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant() as right]):
                counts = is_and
            case ast.Compare(left=left, ops=[ast.NotEq()], comparators=[right]):
                counts = not is_and and not is_sql(right, module)
            case _:
                continue
        if counts and is_sql(left, module) and not spells_none(right):
            asked.setdefault(ast.unparse(left), set()).add(ast.unparse(right))
    return any(len(values) > 1 for values in asked.values())


@rule.on(ast.UnaryOp)
def check_negation(node: ast.UnaryOp, module: Module) -> Iterator[Finding]:
    if isinstance(node.op, ast.Not) and is_condition(node, module):
        operand = truth(node.operand, module)
        if operand is not None:
            result = RESULTS[operand if operand == "TypeError" else not operand]
            yield rule.at(node, expression="not", result=result, remedy="`~` or `not_()`")


def is_condition(node: ast.expr, module: Module) -> bool:
    """Whether an expression is, or is part of, what a query is filtered by."""
    tree = module.syntax.tree
    whole = node
    while isinstance(parent := tree.parent(whole), PARTS):
        if isinstance(parent, ast.IfExp) and whole is parent.test:
            return False
        whole = parent
    if isinstance(parent, (ast.List, ast.Tuple)):
        whole, parent = parent, tree.parent(parent)
    if filters(whole, module):
        return True
    match parent:
        case ast.Return():
            return gives_conditions(tree.function(parent), module)
        case ast.Assign(targets=[ast.Name(id=name)]):
            pass
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append")):
            pass
        case _:
            return False
    return has_class(node) and any(
        filters(load, module)
        for load in tree.nodes(ast.Name)
        if load.id == name and tree.function(load) is tree.function(node)
    )


def gives_conditions(function: ast.AST | None, module: Module) -> bool:
    """Whether a function says that it gives SQL: `-> list[ColumnElement[bool]]`."""
    declared = getattr(function, "returns", None)
    return declared is not None and any(
        module.qualname(part) in CONDITIONS
        for part in ast.walk(declared)
        if isinstance(part, (ast.Name, ast.Attribute))
    )


def has_class(node: ast.expr) -> bool:
    """Whether it looks like `User.email` or `func.count()`: most of what is kept does not."""
    return any(
        isinstance(each, ast.Attribute)
        and isinstance(each.value, ast.Name)
        and (each.value.id[0].isupper() or each.value.id == "func")
        for each in ast.walk(node)
    )


def filters(node: ast.expr, module: Module) -> bool:
    """Whether an expression, or `*` and its elements, is given to what takes conditions."""
    parent = module.syntax.tree.parent(node)
    if isinstance(parent, ast.Starred):
        node, parent = parent, module.syntax.tree.parent(parent)
    if not isinstance(parent, ast.Call) or node not in parent.args:
        return False
    if isinstance(parent.func, ast.Attribute) and parent.func.attr in METHODS:
        return True
    return module.qualname(parent.func) in JUNCTIONS


def is_sql(node: ast.AST, module: Module) -> bool:
    """Whether an expression is certainly a column, or a function of the database."""
    if isinstance(node, ast.Attribute):
        return module.is_column(node)
    return is_function(node, module)


def is_function(node: ast.AST, module: Module) -> bool:
    """Whether an expression is one like `func.count()`."""
    match node:
        case ast.Call(func=ast.Attribute() as called):
            return (module.qualname(called) or "").startswith(FUNCTIONS)
    return False


def truth(node: ast.expr, module: Module) -> Truth | None:
    """What Python takes a condition for; None for what may be no SQL at all."""
    if is_function(node, module):
        return "TypeError"
    match node:
        case ast.Attribute() if is_sql(node, module):
            return True
        case ast.Call(func=ast.Attribute(value=value)) if is_sql(value, module):
            return "TypeError"  # User.email.like(...)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            if type(op) in OPERATORS:
                return OPERATORS[type(op)][1] if is_sql(left, module) else None
            if is_sql(left, module) or is_sql(right, module):
                if isinstance(op, (ast.Eq, ast.NotEq)) and not spells_none(right):
                    return isinstance(op, ast.NotEq)
                return "TypeError"
    return None
