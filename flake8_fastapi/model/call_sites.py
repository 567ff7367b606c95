"""Where a call or a `raise` stands: what is caught around it, and which branches decide on it."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeGuard

from flake8_fastapi.model.changes import lines_that_change
from flake8_fastapi.model.conditions import (
    is_presumed,
    parameter_of,
    required,
    required_behind,
)
from flake8_fastapi.model.expressions import Excepted, Expr, Ref
from flake8_fastapi.model.flow import raises_again, types_of
from flake8_fastapi.model.names import every_argument
from flake8_fastapi.model.tree import FUNCTIONS, FunctionNode, Tree, spelled_name

_BRANCHES = (ast.If, ast.IfExp, ast.While, ast.Match, ast.BoolOp)
#: The fields in which statements stand one behind the other.
_BLOCKS = ("body", "orelse", "finalbody")
_NAMED = (ast.Name, ast.Attribute)
#: What tells whether a file is there.
_THERE = {"exists", "isfile", "isdir", "is_file", "is_dir"}

TRY: tuple[type, ...] = (ast.Try, ast.TryStar) if hasattr(ast, "TryStar") else (ast.Try,)
#: What a bare `except:` catches.
_ALL = Ref("builtins.BaseException")
#: What an exception cannot be caught around: the code runs elsewhere.
_BODIES = (*FUNCTIONS, ast.Lambda, ast.ClassDef)
#: Statements that may keep an exception from leaving.
_GUARDS = frozenset({ast.With, *TRY})


class CallSites:
    """The places of one file's nodes, in words of the code around them."""

    def __init__(self, tree: Tree, expr: Callable[[ast.AST | None], Expr]) -> None:
        """`expr` reads the types that are caught, and what parameters are compared with."""
        self._tree = tree
        self._expr = expr
        self._handled: dict[ast.AST, tuple[Expr | None, ...]] = {}  #: by a `try`
        self._caught: dict[ast.AST, tuple[Expr | None, ...]] = {}  #: around a statement
        self._first_times: dict[ast.If, bool] = {}
        self._kept_results: dict[ast.AST, bool] = {}  #: by an `if`, or a part of its test
        self._given_lines: dict[ast.AST, dict[str, int]] = {}
        self._switches: dict[ast.AST, dict[str, ast.Constant]] = {}
        self._bound_once: dict[ast.AST, dict[str, ast.expr]] = {}

    def is_for_the_first_time(self, node: ast.AST) -> bool:
        """Whether a call is made the first time only: `if x is None: x = ...`.

        So it is behind `if x is not None: return x`, where `x` is then set, and behind
        `if self.ready: return`, where `self.ready` is; and where nothing is given to a function,
        behind `if key not in x:` that sets `x[key]`, `if key in x: return` where `x.add` follows,
        and `if not path.exists():`.
        """
        child = node
        makes_up = False
        for parent in self._tree.ancestors(node):
            if isinstance(parent, FUNCTIONS):
                return (makes_up and _takes_nothing(parent)) or self._is_behind_return(
                    parent, child
                )
            if parent.__class__ is ast.If and child in parent.body:
                assert isinstance(parent, ast.If)
                makes_up = makes_up or _asks_whether_it_is_there(parent)
                known = self._first_times.get(parent)
                if known is None:
                    known = self._first_times[parent] = _sets_what_is_missing(parent)
                if known:
                    return True
            child = parent
        return False

    def _is_behind_return(
        self, function: ast.FunctionDef | ast.AsyncFunctionDef, at: ast.AST
    ) -> bool:
        if at not in function.body:
            return False
        for number, statement in enumerate(function.body):
            if statement is at:
                return False
            if isinstance(statement, ast.If):
                known = self._kept_results.get(statement)
                if known is None:
                    known = _returns_what_is_kept(statement, function, number + 1)
                    known = known or _returns_when_noted(statement, function, number + 1)
                    self._kept_results[statement] = known
                if known:
                    return True
        return False

    def needed_by(self, node: ast.AST) -> frozenset[str]:
        """The conditions on parameters behind which a node stands: `if key: ...`."""
        return frozenset(each for each in self._asked_for(node) if not is_presumed(each))

    def presumed_by(self, node: ast.AST) -> frozenset[str]:
        """The same of attributes of the own object, and of global names: `if self.key: ...`."""
        return frozenset(filter(is_presumed, self._asked_for(node)))

    def _asked_for(self, node: ast.AST) -> Iterator[str]:
        found, function = self._asked_around(node)
        if found and isinstance(function, FUNCTIONS):
            until = self._given_until(function)
            for condition, line in found.items():
                if line < until.get(parameter_of(condition), _always(condition)):
                    yield condition

    def asked_around(self, node: ast.AST) -> frozenset[str]:
        """The conditions on any name behind which a node stands in its function, or the file."""
        return frozenset(self._asked_around(node)[0])

    def _asked_around(self, node: ast.AST) -> tuple[dict[str, int], ast.AST | None]:
        """The conditions around a node in its function, or lambda, and that function.

        With each the line at which the name is to be what it was given.
        """
        found: dict[str, int] = {}
        child = node
        kept = partial(self._kept, node)
        for parent in self._tree.ancestors(node):
            behind = required_behind(block_with(child, parent), child, self._expr, kept)
            found |= {each: test.lineno for test, each in behind}
            match parent:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    return found | self._needed_again(parent, child), parent
                case ast.Lambda():
                    return found, parent
                case ast.While() | ast.For() | ast.AsyncFor():
                    found = dict.fromkeys(found, parent.end_lineno or 0)
                case ast.If(test=test, body=body) if child is not test:
                    asked = required(test, child in body, self._expr, kept)
                    found |= dict.fromkeys(asked, parent.lineno)
                case ast.IfExp(test=test, body=body) if child is not test:
                    asked = required(test, child is body, self._expr, kept)
                    found |= dict.fromkeys(asked, parent.lineno)
                case ast.BoolOp(op=operator, values=[first, *_]) if child is not first:
                    holds = isinstance(operator, ast.And)
                    asked = required(first, holds, self._expr, kept)
                    found |= dict.fromkeys(asked, parent.lineno)
            child = parent
        return found, None

    def _needed_again(
        self, function: ast.FunctionDef | ast.AsyncFunctionDef, at: ast.AST
    ) -> dict[str, int]:
        """The conditions without which what stands there is done the first time only.

        Behind `if path is None and x is not None: return x`, where `x` is then set, it is `path`.
        """
        found: dict[str, int] = {}
        for number, statement in enumerate(function.body):
            if statement is at or at not in function.body:
                break
            match statement:
                case ast.If(test=ast.BoolOp(op=ast.And(), values=[asked, kept])):
                    known = self._kept_results.get(kept)
                    if known is None:
                        branch = ast.If(kept, statement.body, statement.orelse)
                        known = _returns_what_is_kept(branch, function, number + 1)
                        self._kept_results[kept] = known
                    if known:
                        found |= dict.fromkeys(required(asked, False, self._expr), statement.lineno)
        return found

    def _kept(self, node: ast.AST, name: str) -> ast.expr | None:
        """What the function around a node binds a variable to, where it does so once."""
        function = self._tree.function(node)
        if not isinstance(function, FUNCTIONS):
            return None
        known = self._bound_once.get(function)
        if known is None:
            known = self._bound_once[function] = _bound_once(function, self._tree)
        return known.get(name)

    def _given_until(self, function: FunctionNode) -> dict[str, int]:
        """The parameters of a function, and the first line that assigns to them.

        "self." stands for the attributes of the own object, "given[" for what `**given` takes.
        """
        found = self._given_lines.get(function)
        if found is None:
            arguments = function.args
            plain = [*arguments.posonlyargs, *arguments.args]
            found = {each.arg: sys.maxsize for each in (*plain, *arguments.kwonlyargs)}
            if plain and isinstance(self._tree.scope(function), ast.ClassDef):
                found[f"{plain[0].arg}."] = sys.maxsize
            for each in ast.walk(function):
                if isinstance(each, ast.Name) and each.ctx.__class__ is not ast.Load:
                    for name in (each.id, f"{each.id}."):
                        if name in found:
                            found[name] = min(found[name], each.lineno)
            if arguments.kwarg is not None:
                name = arguments.kwarg.arg
                found[f"{name}["] = min(
                    lines_that_change(self._tree, function, name), default=sys.maxsize
                )
            self._given_lines[function] = found
        return found

    def is_off(self, node: ast.AST) -> bool:
        """Whether a node stands behind a test that its function itself has decided against.

        `verbose = False`, and later `if verbose:`. What an `except asyncio.CancelledError` does is
        done when nobody waits any more.
        """
        child = node
        function = self._tree.function(node)
        for parent in self._tree.ancestors(node):
            if parent is function:
                break
            if isinstance(parent, ast.If) and child is not parent.test:
                holds = self._decided(parent.test, function)
                if holds is not None and holds is not (child in parent.body):
                    return True
            if isinstance(parent, ast.ExceptHandler) and parent.type is not None:
                if spelled_name(parent.type) == "CancelledError":
                    return True
            child = parent
        return False

    def _decided(self, test: ast.expr, function: ast.AST | None) -> bool | None:
        """What a test of constants comes to; None: it is not known."""
        match test:
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                holds = self._decided(operand, function)
                return None if holds is None else not holds
            case ast.BoolOp(op=operator, values=values):
                one_decides = isinstance(operator, ast.Or)
                parts = [self._decided(each, function) for each in values]
                if one_decides in parts:
                    return one_decides
                return None if None in parts else not one_decides
            case ast.Compare(
                left=left, ops=[ast.Eq() | ast.NotEq() as compared], comparators=[right]
            ):
                one, other = self._constant(left, function), self._constant(right, function)
                if one is None or other is None:
                    return None
                return (one.value == other.value) is isinstance(compared, ast.Eq)
        constant = self._constant(test, function)
        return None if constant is None else bool(constant.value)

    def _constant(self, node: ast.expr, function: ast.AST | None) -> ast.Constant | None:
        if isinstance(node, ast.Constant):
            return node
        if not isinstance(node, ast.Name) or not isinstance(function, FUNCTIONS):
            return None
        known = self._switches.get(function)
        if known is None:
            known = self._switches[function] = _switches(function, self._tree)
        return known.get(node.id)

    def is_handling(self, node: ast.AST) -> bool:
        """Whether a node stands in the body of an `except`."""
        child = node
        for parent in self._tree.ancestors(node):
            if isinstance(parent, ast.ExceptHandler) and child is not parent.type:
                return True
            child = parent
        return False

    def is_repeated(self, node: ast.AST) -> bool:
        """Whether a node stands in a loop of its function that goes on for an unknown time."""
        for parent in self._tree.ancestors(node):
            if isinstance(parent, _BODIES):
                return False
            if isinstance(parent, (ast.While, ast.AsyncFor)):
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
        child = node
        for parent in self._tree.ancestors(node):
            match parent:
                case ast.Lambda() | ast.GeneratorExp() | ast.ExceptHandler():
                    return False
                case ast.BoolOp(values=[first, *_]) if child is not first:
                    return False
                case ast.If(orelse=[ast.If() as further]) if child is further:
                    pass  # `elif`
                case ast.If(orelse=rest) | ast.For(orelse=rest) | ast.While(orelse=rest):
                    if child in rest:
                        return False
                case ast.IfExp(orelse=rest) if child is rest:
                    return False
            if _is_try(parent) and child in parent.orelse:
                return False
            for before in block_with(child, parent):
                if before is child:
                    break
                if _may_suffice(before):
                    return False
            if isinstance(parent, FUNCTIONS):
                return True
            child = parent
        return True

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


def block_with(child: ast.AST, parent: ast.AST) -> list[ast.stmt]:
    """The statements of `parent` among which `child` is one; none if it is no statement."""
    for name in _BLOCKS:
        block = getattr(parent, name, None)
        if isinstance(block, list) and child in block:
            return block
    return []


def _always(condition: str) -> int:
    """The line up to which what is no parameter stays as it is: of a global name, all lines."""
    return sys.maxsize if condition.removeprefix("not ").startswith("@") else 0


def _bound_once(function: FunctionNode, tree: Tree) -> dict[str, ast.expr]:
    """The variables that a function binds once, by a plain assignment, and to what."""
    arguments = function.args
    bound = Counter(
        each.id
        for each in ast.walk(function)
        if isinstance(each, ast.Name) and each.ctx.__class__ is not ast.Load
    )
    bound.update(each.arg for each in every_argument(arguments))
    for each in ast.walk(function):
        if isinstance(each, (ast.Global, ast.Nonlocal)):
            bound.update(each.names * 2)
    return {
        name: value
        for each in ast.walk(function)
        for name, value in _assigned(each)
        if bound[name] == 1 and tree.function(each) is function
    }


def _assigned(statement: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, value


def _switches(function: FunctionNode, tree: Tree) -> dict[str, ast.Constant]:
    """The variables that a function binds once, in its own block, to a constant."""
    once = _bound_once(function, tree)
    return {
        name: value
        for statement in function.body
        for name, value in _assigned(statement)
        if isinstance(value, ast.Constant) and name in once
    }


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


def _sets_what_is_missing(branch: ast.If) -> bool:
    """Whether it is `if x is None:` or `if not x:`, and sets `x`."""
    match branch.test:
        case ast.Compare(left=tested, ops=[ast.Is() | ast.Eq()], comparators=[ast.Constant(None)]):
            pass
        case ast.UnaryOp(op=ast.Not(), operand=tested):
            pass
        case _:
            return False
    return _is_set(tested, branch.body)


def _asks_whether_it_is_there(branch: ast.If) -> bool:
    """Whether it is `if not path.exists():`, or `if key not in x:` and sets `x[key]`."""
    match branch.test:
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Attribute(attr=name))):
            return name in _THERE
        case ast.Compare(left=key, ops=[ast.NotIn()], comparators=[kept]):
            return any(
                isinstance(target, ast.Subscript)
                and ast.dump(target.value) == ast.dump(kept)
                and ast.dump(target.slice) == ast.dump(key)
                for statement in branch.body
                if isinstance(statement, ast.Assign)
                for target in statement.targets
            )
    return False


def _takes_nothing(function: FunctionNode) -> bool:
    """Whether a function has no parameters but `self`: it does the same each time."""
    given = function.args
    names = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return not (given.vararg or given.kwarg or {*names} - {"self", "cls"})


def _returns_what_is_kept(
    branch: ast.If, function: ast.FunctionDef | ast.AsyncFunctionDef, behind: int
) -> bool:
    """Whether it is `if x is not None: return x`, or `if x: return`, and what follows sets `x`."""
    match branch.test:
        case ast.Compare(left=tested, ops=[ast.IsNot()], comparators=[ast.Constant(None)]):
            pass
        case tested:
            pass
    spelled = _spelling(tested)
    if spelled is None or branch.orelse:
        return False
    match branch.body:
        case [ast.Return(value=ast.Name() | ast.Attribute() as given)]:
            if _spelling(given) != spelled:
                return False
        case [*_, ast.Return(value=None | ast.Constant(value=None | True))]:
            if any(_is_unset_by(each, spelled) for each in function.body[behind:]):
                return False  # it tells that somebody is at it
        case _:
            return False
    outer = {
        name
        for each in function.body
        if isinstance(each, (ast.Global, ast.Nonlocal))
        for name in each.names
    }
    return spelled.partition(".")[0] in {*outer, "self", "cls"} and _is_set(
        tested, function.body[behind:]
    )


def _returns_when_noted(branch: ast.If, function: FunctionNode, behind: int) -> bool:
    """Whether it is `if x in done: return`, nothing is given, and what follows adds to `done`."""
    if not isinstance(branch.body[-1], ast.Return) or not _takes_nothing(function):
        return False  # most of them
    done = {
        ast.dump(node.comparators[0])
        for node in ast.walk(branch.test)
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In)
    }
    return bool(done) and any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "add"
        and ast.dump(node.func.value) in done
        for statement in function.body[behind:]
        for node in ast.walk(statement)
    )


def _is_unset_by(statement: ast.stmt, spelled: str) -> bool:
    """Whether a statement, or a part of it, sets what is spelled so to False or None."""
    return any(
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and not node.value.value
        and any(_spelling(target) == spelled for target in node.targets)
        for node in ast.walk(statement)
    )


def _is_set(kept: ast.AST, block: list[ast.stmt]) -> bool:
    spelled = _spelling(kept)
    return spelled is not None and any(
        isinstance(node, (ast.Name, ast.Attribute))
        and isinstance(node.ctx, ast.Store)
        and _spelling(node) == spelled
        for statement in block
        for node in ast.walk(statement)
    )


def _is_try(node: ast.AST) -> TypeGuard[ast.Try]:
    """`try`, and `try` with `except*`, which has the same parts."""
    return isinstance(node, TRY)


def _spelling(node: ast.AST) -> str | None:
    """`a.b.c` as text, for plain chains of names, and of `hasattr(a.b, "c")`, which asks for it."""
    parts: list[str] = []
    match node:
        case ast.Call(
            func=ast.Name(id="hasattr" | "getattr"),
            args=[asked, ast.Constant(value=str(name)), *_],
        ):
            node, parts = asked, [name]
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else None
