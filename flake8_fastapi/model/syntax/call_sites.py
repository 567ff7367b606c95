"""Where a call or a `raise` stands: what is caught around it, and in what part of its function."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TypeGuard

from flake8_fastapi.model.syntax.branches import Branches
from flake8_fastapi.model.syntax.expressions import Excepted, Expr, Ref, last_name
from flake8_fastapi.model.syntax.first_rows import FirstRows
from flake8_fastapi.model.syntax.first_times import FirstTimes
from flake8_fastapi.model.syntax.flow import raises_again, types_of
from flake8_fastapi.model.syntax.tree import (
    COMPREHENSIONS,
    FUNCTIONS,
    TRY,
    FunctionNode,
    Tree,
    block_with,
    spelled_name,
)

_BRANCHES = (ast.If, ast.IfExp, ast.While, ast.Match, ast.BoolOp)
_NAMED = (ast.Name, ast.Attribute)

_LOOPS = (ast.While, ast.For, ast.AsyncFor, *COMPREHENSIONS)

#: What tells texts of one kind from others that are as usual: addresses from names of hosts.
_PARSING = {
    *("ipaddress.ip_address", "ipaddress.IPv4Address", "ipaddress.IPv6Address"),
    "uuid.UUID",
}
#: What may be done to them, before and after.
_OF_TEXT = {"builtins.str", "lower", "lstrip", "rstrip", "strip"}

#: What a bare `except:` catches.
_ALL = Ref("builtins.BaseException")
#: What an exception cannot be caught around: the code runs elsewhere.
_BODIES = (*FUNCTIONS, ast.Lambda, ast.ClassDef)
#: Statements that may keep an exception from leaving.
_GUARDS = frozenset({ast.With, *TRY})


class CallSites:
    """The places of one file's nodes, in words of the code around them."""

    def __init__(self, tree: Tree, expr: Callable[[ast.AST | None], Expr]) -> None:
        """`expr` reads the types that are caught."""
        self._tree = tree
        self._expr = expr
        self._handled: dict[ast.AST, tuple[Expr | None, ...]] = {}  #: by a `try`
        self._caught: dict[ast.AST, tuple[Expr | None, ...]] = {}  #: around a statement
        self.first_times = FirstTimes(tree)
        self.branches = Branches(tree, expr, self.first_times)
        self._first_rows = FirstRows(tree, self.branches.bound_once)

    def fact(self, node: ast.expr, name: str) -> object:
        """What an attribute of a `Call` says about the place of a node."""
        match name:
            case "awaited":
                around = self._tree.parents[node]
                if around.__class__ is ast.withitem:
                    return self._tree.parents[around].__class__ is ast.AsyncWith
                return around.__class__ is ast.Await
            case "dropped":
                return self.is_dropped(node)
            case "caught":
                return self.caught_around(node)
            case "once":
                return self.first_times.has(node)
            case "for_first_row":
                return self._first_rows.has(node)
            case "handling":
                return self.is_handling(node)
            case "exceptional":
                return self.is_exceptional(node)
            case "usual":
                return self.is_usual(node)
            case "unusual_if":
                return self.unusual_if(node)
            case "off":
                return self.branches.is_off(node)
            case "repeated":
                return self.is_repeated(node)
            case "looped":
                return self.is_repeated(node, _LOOPS)
            case "needs":
                return self.branches.needed_by(node)
            case "presumes":
                return self.branches.presumed_by(node)
        raise AttributeError(name)

    def is_handling(self, node: ast.AST) -> bool:
        """Whether a node stands in the body of an `except`."""
        return any(True for _ in self._handlers_around(node))

    def is_exceptional(self, node: ast.AST) -> bool:
        """Whether a node is run when something went wrong.

        A text that is no address is a host name, and one that is no UUID a name.
        """
        guards = (self._tree.parents[each] for each in self._handlers_around(node))
        return not all(_is_try(each) and self._only_parses(each.body) for each in guards)

    def _handlers_around(self, node: ast.AST) -> Iterator[ast.ExceptHandler]:
        """The handlers in whose bodies a node stands, innermost first."""
        child = node
        for parent in self._tree.ancestors(node):
            if isinstance(parent, ast.ExceptHandler) and child is not parent.type:
                yield parent
            child = parent

    def _only_parses(self, statements: list[ast.stmt]) -> bool:
        """Whether statements do no more than to read texts that may well be something else."""
        callees = [self._expr(call.func) for call in _calls_in(statements)]
        names = {each.name if isinstance(each, Ref) else last_name(each) for each in callees}
        return names <= _PARSING | _OF_TEXT and not names.isdisjoint(_PARSING)

    def is_repeated(
        self, node: ast.AST, loops: tuple[type[ast.AST], ...] = (ast.While, ast.AsyncFor)
    ) -> bool:
        """Whether a node stands in a loop of its function that goes on for an unknown time."""
        for parent in self._tree.ancestors(node):
            if isinstance(parent, _BODIES):
                return False
            if isinstance(parent, loops):
                return True
        return False

    def is_dropped(self, node: ast.expr) -> bool:
        """Whether nothing has the value of `node` behind its place: it is no more than tested."""
        match self._tree.parent(node):
            case ast.Expr() | ast.If() | ast.While() | ast.Assert() | ast.Compare():
                return True
            case ast.UnaryOp(op=op):
                return isinstance(op, ast.Not)
            case ast.IfExp(test=test) as around:
                return test is node or self.is_dropped(around)
            case ast.BoolOp() as around:
                return self.is_dropped(around)
        return False

    def is_usual(self, node: ast.AST) -> bool:
        """Whether `node` is no fallback: in no `else`, and not behind `if x: return x`."""
        return not any(True for _ in self._instead_of(node))

    def unusual_if(self, node: ast.AST) -> tuple[frozenset[str], ...]:
        """The conditions on parameters for want of which alone a fallback is run, one of each."""
        tests = [*self._instead_of(node)]
        asked = [self.branches.needed_for(each, node) if each else None for each in tests]
        found = tuple(filter(None, asked))
        return found if len(found) == len(tests) else ()

    def _instead_of(self, node: ast.AST) -> Iterator[ast.expr | None]:
        """What `node` is a fallback for, by the tests that do not hold; None: of another kind."""
        child = node
        for parent in self._tree.ancestors(node):
            match parent:
                case ast.Lambda() | ast.GeneratorExp() | ast.ExceptHandler():
                    yield None
                case ast.BoolOp(values=[first, *_]) if child is not first:
                    yield None
                case ast.If(orelse=[ast.If() as further]) if child is further:
                    pass  # `elif`
                case ast.If(test=test, orelse=rest) if child in rest:
                    yield test
                case ast.For(orelse=rest) | ast.While(orelse=rest) if child in rest:
                    yield None
                case ast.IfExp(test=test, orelse=other) if child is other:
                    yield test
            if _is_try(parent) and child in parent.orelse:
                yield None
            for before in block_with(child, parent):
                if before is child:
                    break
                if _may_suffice(before):
                    yield before.test if isinstance(before, ast.If) else None
            if isinstance(parent, FUNCTIONS):
                return
            child = parent

    def is_branched(self, node: ast.AST) -> bool:
        """Whether a branch of its function decides if `node` is run; a plain loop decides none."""
        child = node
        for parent in self._tree.ancestors(node):
            if isinstance(parent, (*FUNCTIONS, ast.Lambda)) and child in _statements(parent):
                return False
            if isinstance(parent, _BRANCHES) or (_is_try(parent) and child not in parent.finalbody):
                return True
            child = parent
        return False

    def _suppressed(self, statement: ast.With) -> list[ast.expr]:
        """The types given to `suppress(...)` in the head of a `with`."""
        return [
            kind
            for item in statement.items
            if isinstance(item.context_expr, ast.Call)
            and spelled_name(item.context_expr.func) == "suppress"
            for kind in item.context_expr.args
        ]

    def caught_around(self, node: ast.AST) -> tuple[Expr | None, ...]:
        """The types that do not leave the function when `node` raises them."""
        path: list[ast.AST] = []  # up to what is known already
        caught: tuple[Expr | None, ...] = ()
        parents = self._tree.parents
        known = self._caught
        at: ast.AST | None = node
        while at is not None and not isinstance(at, _BODIES):
            if at in known:
                caught = known[at]
                break
            path.append(at)
            at = parents.get(at)
        for child in reversed(path):
            if at is not None and at.__class__ in _GUARDS and child in at.body:  # type: ignore[attr-defined]
                caught = (*self._caught_by(at), *caught)
            if isinstance(child, ast.stmt):
                known[child] = caught
            at = child
        return caught

    def _caught_by(self, guard: ast.AST) -> tuple[Expr | None, ...]:
        """The types that a `try` or a `with suppress(...)` keeps from leaving."""
        if isinstance(guard, ast.With):
            return tuple(self._expr(kind) for kind in self._suppressed(guard))
        caught = self._handled.get(guard)
        if caught is None:
            assert _is_try(guard)
            found: list[Expr | None] = []
            passed: list[Expr] = []
            for handler in guard.handlers:
                types = [self._expr(each) for each in types_of(handler)]
                if raises_again(handler):
                    passed += types
                elif passed:
                    found += [Excepted(each, tuple(passed)) for each in types or [_ALL]]
                else:
                    found += types or [None]
            caught = self._handled[guard] = tuple(found)
        return caught


def _calls_in(statements: list[ast.stmt]) -> list[ast.Call]:
    """The calls of statements, but those that make an exception to raise."""
    found: list[ast.Call] = []
    nodes: list[ast.AST] = [*statements]
    for node in nodes:
        if isinstance(node, ast.Call):
            found.append(node)
        if not isinstance(node, ast.Raise):
            nodes += ast.iter_child_nodes(node)
    return found


def _statements(function: FunctionNode | ast.Lambda) -> list[ast.stmt]:
    """The statements that run when a function is called; a lambda has none."""
    return function.body if isinstance(function, FUNCTIONS) else []


def _may_suffice(statement: ast.stmt) -> bool:
    """Whether a statement returns what there is already: `if x: return x`, `try: return x`."""
    match statement:
        case ast.If(test=test, body=body):
            pass
        case ast.Try(body=body) | ast.With(body=body):
            return any(isinstance(each, ast.Return) or _may_suffice(each) for each in body)
        case _:
            return False
    for each in body:
        if isinstance(each, ast.Return) and each.value is not None:
            if not _named_in(test).isdisjoint(_named_in(each.value)):
                return True
        elif _may_suffice(each):
            return True
    return False


def _named_in(expression: ast.expr) -> set[str]:
    """The variables and attributes in an expression, as the source has them."""
    return {ast.unparse(each) for each in ast.walk(expression) if isinstance(each, _NAMED)}


def _is_try(node: ast.AST) -> TypeGuard[ast.Try]:
    """`try`, and `try` with `except*`, which has the same parts."""
    return isinstance(node, TRY)
