"""What is done for the first row of a table only, as that row is asked for before it is made.

The first administrator of an installation: `if count > 0: raise`, where `count` is what a query
gives that depends on nothing that anybody sends.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.syntax.conditions import left_before
from flake8_fastapi.model.syntax.names import every_argument
from flake8_fastapi.model.syntax.tree import (
    FUNCTIONS,
    FunctionNode,
    Tree,
    block_with,
    names_within,
    spelled_name,
    statements_before,
)

Once = Mapping[str, ast.expr]

#: A query that takes nothing but what it says: no place in it is filled in.
_FIXED_QUERY = regex(r"(?is)\s*select\b[^%?:$@{}]*\bfrom\s+[\"`]?(\w+)[\"`]?[^%?:$@{}]*")
#: What a function is called that makes a row.
_MAKING = regex(r"add|create|insert|make|new|register|save")
#: How many there are, of which a comparison tells if there are any.
_ANY = {(ast.Gt, 0), (ast.GtE, 1), (ast.NotEq, 0)}
_NONE = {(ast.Eq, 0), (ast.Lt, 1), (ast.LtE, 0)}
#: How the classes are called that are asked for rows.
_ASKED = ("Connection", "Session")
#: What Python does with what a query gives.
_OF_RESULTS = {"any", "bool", "int", "len", "list", "next", "tuple"}


class _Asked(NamedTuple):
    """A test that decides if a function comes to a node."""

    branch: ast.If
    holds: bool  #: whether it does so by holding
    within: FunctionNode  #: the function itself, or a helper that it calls before
    line: int  #: of the function, at which it asks


class FirstRows:
    """Answers for the nodes of one file; `once` tells what a function binds once, and to what."""

    def __init__(self, tree: Tree, once: Callable[[FunctionNode], Once]) -> None:
        self._tree = tree
        self._once = once
        self._asks: dict[_Asked, bool] = {}

    def has(self, node: ast.AST) -> bool:
        """Whether a node stands where a row of a table is missing, which is then made."""
        function = self._tree.function(node)
        if not isinstance(function, FUNCTIONS):
            return False
        if isinstance(self._tree.scope(function), FUNCTIONS):
            return False  # it sees the parameters of another one
        return any(
            self._asks_for_row(asked, function) for asked in self._asked_around(node, function)
        )

    def _asked_around(self, node: ast.AST, function: FunctionNode) -> Iterator[_Asked]:
        """The tests that decide if a function comes to a node.

        Tests as they are written, not the conditions that `branches` makes of them: those are about
        parameters and names, and say nothing of what a query gave.
        """
        child = node
        for parent in self._tree.ancestors(node):
            block = block_with(child, parent)
            for statement in left_before(block, child):
                if not statement.orelse:
                    yield _Asked(statement, False, function, statement.lineno)
            for before in statements_before(child, block):
                yield from self._asked_by_helper(before)
            if isinstance(parent, ast.If) and child is not parent.test:
                yield _Asked(parent, child in parent.body, function, parent.lineno)
            if parent is function:
                return
            child = parent

    def _asked_by_helper(self, statement: ast.stmt) -> Iterator[_Asked]:
        """The tests after which a function of the file raises that a statement calls, and no more.

        `await refuse_if_set_up(session)`
        """
        match statement:
            case ast.Expr(value=ast.Await(value=ast.Call(func=ast.Name(id=name)))):
                pass
            case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
                pass
            case _:
                return
        for helper in self._tree.root.body:
            if not isinstance(helper, FUNCTIONS) or helper.name != name:
                continue
            if any(True for _ in self._tree.inside(helper, ast.Return)):
                continue
            for branch in left_before(helper.body, helper):
                if isinstance(branch.body[-1], ast.Raise) and not branch.orelse:
                    yield _Asked(branch, False, helper, statement.lineno)

    def _asks_for_row(self, asked: _Asked, function: FunctionNode) -> bool:
        known = self._asks.get(asked)
        if known is None:
            once = self._once(asked.within)
            known = self._asks[asked] = any(
                self._makes_what_it_asks(query, asked, function, once)
                for query in _found_nothing(asked.branch.test, asked.holds, once)
            )
        return known

    def _makes_what_it_asks(
        self, query: ast.expr, asked: _Asked, function: FunctionNode, once: Once
    ) -> bool:
        """Whether a query is the same each time, and the function makes a row of its table."""
        whole = list(_with_kept(query, once))
        if not any(isinstance(each, ast.Call) for part in whole for each in ast.walk(part)):
            return False
        others = self._own_names(asked.within) - once.keys()
        variables = _asked(query, once)
        if any(_depends_on(part, others, variables) for part in whole):
            return False
        tables = {table for part in whole for table in _tables(part, once)}
        return bool(tables) and any(
            call.lineno > asked.line and _makes(call, tables)
            for call in self._tree.inside(function, ast.Call)
        )

    def _own_names(self, function: FunctionNode) -> set[str]:
        """The names of a function but for the session or connection, which any query needs."""
        stored = {each.id for each in self._tree.stored(function)}
        return stored | {
            each.arg
            for each in every_argument(function.args)
            if not _is_asked_for_rows(each.annotation)
        }


def _is_asked_for_rows(annotation: ast.expr | None) -> bool:
    """Whether a parameter is declared as a session or connection, in `Annotated` as well."""
    match annotation:
        case ast.Subscript(value=of, slice=ast.Tuple(elts=[declared, *_])):
            if spelled_name(of).endswith("Annotated"):
                annotation = declared
    return annotation is not None and spelled_name(annotation).endswith(_ASKED)


def _found_nothing(test: ast.expr, holds: bool, once: Once) -> Iterator[ast.expr]:
    """What gave no row, wherever a test holds, or does not."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield from _found_nothing(operand, not holds, once)
        case ast.BoolOp(op=operator, values=values) if isinstance(operator, ast.And) is holds:
            for each in values:
                yield from _found_nothing(each, holds, once)
        case ast.BoolOp(values=[first, *others]):
            asked = [
                {ast.dump(query) for query in _found_nothing(each, holds, once)} for each in others
            ]
            for query in _found_nothing(first, holds, once):
                if all(ast.dump(query) in queries for queries in asked):
                    yield query  # whichever part decides, as of `count and count > 0`
        case ast.Compare(left=left, ops=[operator], comparators=[ast.Constant(value=value)]):
            kind = type(operator)
            if value is None:
                is_missing, is_there = kind is ast.Is, kind is ast.IsNot
            else:
                is_missing, is_there = (kind, value) in _NONE, (kind, value) in _ANY
            if is_missing if holds else is_there:
                yield left
        case ast.Name(id=name) if name in once and isinstance(
            once[name], (ast.Compare, ast.UnaryOp)
        ):
            yield from _found_nothing(once[name], holds, once)
        case ast.Name() | ast.Call() | ast.Await() if not holds:
            yield test


def _with_kept(query: ast.expr, once: Once) -> Iterator[ast.expr]:
    """An expression, and those that the variables in it were set to."""
    queue, seen = [query], set[str]()
    for each in queue:
        yield each
        further = names_within(each) & once.keys() - seen
        seen |= further
        queue += [once[name] for name in further]


def _depends_on(part: ast.expr, names: set[str], asked: Collection[ast.AST]) -> bool:
    """Whether a variable stands in a part of a query, that is not just `asked` for it."""
    return any(
        isinstance(node, ast.Name) and node.id in names and node not in asked
        for node in ast.walk(part)
    )


def _asked(query: ast.expr, once: Once) -> set[ast.AST]:
    """The variables that are asked for what a query gives: the session, not `form.name.strip()`."""
    queue: list[ast.AST] = [query]
    for each in queue:
        match each:
            case ast.Call(func=called, args=args):
                further = [given.body for given in args if isinstance(given, ast.Lambda)]
                if isinstance(called, ast.Attribute):
                    further.append(called.value)
                elif spelled_name(called) in _OF_RESULTS:
                    further += args
            case ast.Await(value=of) | ast.Attribute(value=of) | ast.Subscript(value=of):
                further = [of]
            case ast.Lambda(body=of) | ast.UnaryOp(operand=of) | ast.NamedExpr(value=of):
                further = [of]
            case ast.ListComp(generators=[first, *_]) | ast.GeneratorExp(generators=[first, *_]):
                further = [first.iter]
            case ast.Name(id=name) if name in once:
                further = [once[name]]
            case _:
                continue
        queue += [node for node in further if node not in queue]
    return {each for each in queue if isinstance(each, ast.Name)}


def _tables(query: ast.expr, once: Once) -> Iterator[str]:
    """What a query asks for: the classes in it, and the table that its text names."""
    called = {node.func for node in ast.walk(query) if isinstance(node, ast.Call)}
    for node in ast.walk(query):
        match node:
            case ast.Name(id=name) if node not in called and name not in once:
                yield name
            case ast.Constant(value=str(text)) if found := _FIXED_QUERY.fullmatch(text):
                yield found[1]


def _makes(call: ast.Call, tables: set[str]) -> bool:
    """Whether a call makes a row of a table: `User(...)`, `create_user(...)`."""
    name = spelled_name(call.func)
    if name in tables:
        return True
    words = name.lower().split("_")
    return any(map(_MAKING.fullmatch, words)) and any(
        table.lower().removesuffix("s") in words for table in tables
    )
