"""
Which way control leaves a block, and what happens to an exception raised at a `yield`.

Plain `ast` in, plain answers out: nothing here resolves a name. Whoever knows what a call does
says so through a `Raises` function.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from enum import Enum, auto
from typing import TypeGuard

from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.syntax.tree import FunctionNode, blocks_in

#: What control gets behind on no path.
LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)
#: Whether a call always raises: True, False, or None for "don't know".
Raises = Callable[[ast.Call], bool | None]


class Way(Enum):
    """How control may leave a block of statements."""

    FALL = auto()  #: past its last statement
    RETURN = auto()
    RAISE = auto()  #: by a `raise`, or a call known to raise; what any call may do is not counted
    BREAK = auto()
    CONTINUE = auto()
    UNKNOWN = auto()  #: by a call that may be there to raise


def never_raises(call: ast.Call) -> bool:
    """The `Raises` of those who do not care for calls."""
    return False


def ways_out(body: Sequence[ast.stmt], raises: Raises = never_raises) -> frozenset[Way]:
    """Every way in which control may leave `body`; `while True:` without `break` has none."""
    ways: set[Way] = set()
    for statement in body:
        here = _ways_of(statement, raises)
        ways |= here - {Way.FALL}
        if Way.FALL not in here:
            return frozenset(ways)
    return frozenset(ways | {Way.FALL})


def always_raises(body: Sequence[ast.stmt], raises: Raises = never_raises) -> bool | None:
    """Whether `body` raises on all its paths; None if that hangs on an unknown call."""
    ways = ways_out(body, raises)
    if Way.RAISE in ways and ways <= {Way.RAISE, Way.UNKNOWN}:
        return True
    return None if Way.UNKNOWN in ways else False


def plainly_ends(body: Sequence[ast.stmt]) -> bool:
    """Whether a glance shows that control may get to the end of `body`: most functions do.

    All of it runs, apart from `if` without `else`, and the end is no `raise`.
    """
    *before, last = body
    return all(map(_is_passed, before)) and (isinstance(last, ast.Return) or _is_passed(last))


def _is_passed(statement: ast.stmt) -> bool:
    if isinstance(statement, (ast.If, ast.For, ast.AsyncFor)):
        return not statement.orelse
    return statement.__class__ in _PASSED


#: Statements that control passes, whatever stands in them.
_PASSED = frozenset({
    ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Import, ast.ImportFrom, ast.Pass,
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Global, ast.Nonlocal, ast.Delete,
})  # fmt: skip


def always_leaves(body: Sequence[ast.stmt], raises: Raises = never_raises) -> bool:
    """Whether control never falls out of the end of `body`."""
    return Way.FALL not in ways_out(body, raises)


def cut_off(root: ast.Module) -> list[range]:
    """The lines of a file that control never gets to: behind a `return`, under `if False:`."""
    found: list[range] = []
    blocks: list[list[ast.stmt]] = [root.body]
    for block in blocks:
        for place, statement in enumerate(block, 1):
            blocks += blocks_in(statement)
            if isinstance(statement, ast.If):
                holds = decided(statement.test, _literal)
                never = statement.body if holds is False else statement.orelse if holds else []
                found += [_lines(never)] if never else []
            if place < len(block) and _never_passes(statement):
                found.append(_lines(block[place:], (statement.end_lineno or 0) + 1))
                break
    return found


def _never_passes(statement: ast.stmt) -> bool:
    """Whether control never gets to the next statement.

    A `with` may swallow a `raise`, and end a loop: `with move_on_after(5)`.
    """
    ways = ways_out([statement])
    if Way.FALL in ways:
        return False
    inside = [*statements([statement])]
    may_end = Way.RAISE in ways or any(isinstance(each, ast.While) for each in inside)
    return not (may_end and any(isinstance(each, _WITH) for each in inside))


def decided(test: ast.expr, constant: Callable[[ast.expr], ast.Constant | None]) -> bool | None:
    """What a test of constants comes to; None: it is not known.

    `constant` tells which constant an expression is.
    """
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            holds = decided(operand, constant)
            return None if holds is None else not holds
        case ast.BoolOp(op=operator, values=values):
            one_decides = isinstance(operator, ast.Or)
            parts = [decided(each, constant) for each in values]
            if one_decides in parts:
                return one_decides
            return None if None in parts else not one_decides
        case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq() as compared], comparators=[right]):
            one, other = constant(left), constant(right)
            if one is None or other is None:
                return None
            return (one.value == other.value) is isinstance(compared, ast.Eq)
    known = constant(test)
    return None if known is None else bool(known.value)


def _literal(node: ast.expr) -> ast.Constant | None:
    """What an expression is by its text alone."""
    match node:
        case ast.Constant():
            return node
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return ast.Constant(False)
    return None


def _lines(block: list[ast.stmt], first: int = 0) -> range:
    """The lines of a block, from the `first` on: one may stand behind another statement."""
    return range(max(first, block[0].lineno), (block[-1].end_lineno or 0) + 1)


def handler_reraises(handler: ast.ExceptHandler, raises: Raises = never_raises) -> bool | None:
    """Whether an `except` block ends in an exception on all its paths; None for "don't know"."""
    return always_raises(handler.body, raises)


def types_of(handler: ast.ExceptHandler) -> list[ast.expr]:
    """The types that an `except` block names; none where it catches everything."""
    if handler.type is None:
        return []
    return handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]


def raises_again(handler: ast.ExceptHandler) -> bool:
    """Whether an `except` block lets what it caught go on, on all its paths."""
    if always_raises(handler.body) is not True:  # cheaper than the walk, and mostly the answer
        return False
    raised = [node for node in statements(handler.body) if isinstance(node, ast.Raise)]
    return bool(raised) and all(
        each.exc is None or (isinstance(each.exc, ast.Name) and each.exc.id == handler.name)
        for each in raised
    )


def statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Every statement of a block and of the blocks in it, those of inner functions too."""
    stack = list(body)
    while stack:
        statement = stack.pop()
        yield statement
        for block in blocks_in(statement):
            stack += block


def _ways_of(statement: ast.stmt, raises: Raises) -> set[Way]:
    match statement:
        case ast.Raise():
            return {Way.RAISE}
        case ast.Assert(test=ast.Constant(value=False)):
            return {Way.RAISE}
        case ast.Return():
            return {Way.RETURN}
        case ast.Break():
            return {Way.BREAK}
        case ast.Continue():
            return {Way.CONTINUE}
        case ast.If():
            return _ways_of_if(statement, raises)
        case ast.For() | ast.AsyncFor() | ast.While():
            return _ways_of_loop(statement, raises)
        case ast.With(body=body, items=items) | ast.AsyncWith(body=body, items=items):
            ways = set(ways_out(body, raises))
            return ways | {Way.FALL} if any(map(suppresses, items)) else ways
        case ast.Match(cases=cases):
            ways = {way for case in cases for way in ways_out(case.body, raises)}
            return ways if any(map(_matches_all, cases)) else ways | {Way.FALL}
        case (
            ast.Expr(value=ast.Call() as call) | ast.Expr(value=ast.Await(value=ast.Call() as call))
        ):
            return {True: {Way.RAISE}, False: {Way.FALL}, None: {Way.FALL, Way.UNKNOWN}}[
                raises(call)
            ]
    if is_try(statement):
        return _ways_of_try(statement, raises)
    return {Way.FALL}


def _ways_of_if(statement: ast.If, raises: Raises) -> set[Way]:
    # A chain of `elif` nests as deep as it is long: walk it, don't descend.
    ways: set[Way] = set()
    while True:
        ways |= ways_out(statement.body, raises)
        match statement.orelse:
            case [ast.If() as chained]:
                statement = chained
            case orelse:
                return ways | ways_out(orelse, raises)


def _ways_of_loop(statement: ast.For | ast.AsyncFor | ast.While, raises: Raises) -> set[Way]:
    body = ways_out(statement.body, raises)
    ways = set(body - {Way.FALL, Way.BREAK, Way.CONTINUE})
    if Way.BREAK in body:
        ways.add(Way.FALL)
    endless = isinstance(statement, ast.While) and _is_true(statement.test)
    return ways if endless else ways | ways_out(statement.orelse, raises)


def _ways_of_try(statement: ast.Try, raises: Raises) -> set[Way]:
    ways = set(ways_out(statement.body, raises))
    if Way.FALL in ways:
        ways = (ways - {Way.FALL}) | ways_out(statement.orelse, raises)
    if any(map(catches_all, statement.handlers)):
        ways.discard(Way.RAISE)
    for handler in statement.handlers:
        ways |= ways_out(handler.body, raises)
    final = ways_out(statement.finalbody, raises)
    return ways | (final - {Way.FALL}) if Way.FALL in final else set(final)


def catches_all(handler: ast.ExceptHandler) -> bool:
    """Whether a handler catches every ordinary exception, as far as its text tells."""
    match handler.type:
        case None | ast.Name(id="Exception" | "BaseException"):
            return True
        case ast.Tuple(elts=elements):
            names = {element.id for element in elements if isinstance(element, ast.Name)}
            return not names.isdisjoint({"Exception", "BaseException"})
    return False


def suppresses(item: ast.withitem) -> bool:
    """Whether a `with` item is `suppress(...)` or `contextlib.suppress(...)`."""
    match item.context_expr:
        case ast.Call(func=ast.Name(id="suppress") | ast.Attribute(attr="suppress")):
            return True
    return False


def is_try(statement: ast.AST) -> TypeGuard[ast.Try]:
    """Whether this is a `try`, be it with `except` or with `except*`."""
    return type(statement).__name__ in {"Try", "TryStar"}


def _is_true(test: ast.expr) -> bool:
    return isinstance(test, ast.Constant) and bool(test.value)


def _matches_all(case: ast.match_case) -> bool:
    return (
        case.guard is None
        and isinstance(case.pattern, ast.MatchAs)
        and case.pattern.pattern is None
    )


@dataclass(frozen=True)
class Guard:
    """A `try` or `with` around a `yield`: what an exception raised there passes on its way out."""

    node: ast.Try | ast.With | ast.AsyncWith
    handlers: tuple[ast.ExceptHandler, ...] = ()  #: those that may catch it
    final: tuple[ast.stmt, ...] = ()
    items: tuple[ast.withitem, ...] = ()
    behind: tuple[ast.stmt, ...] = ()  #: where control goes on after the guard

    def may_swallow(self, raises: Raises = never_raises) -> bool:
        """Whether the function may go on after this guard; a foreign context manager passes on."""
        return (
            any(handler_reraises(handler, raises) is not True for handler in self.handlers)
            or any(map(suppresses, self.items))
            or Way.RETURN in ways_out(self.final, raises)
        )


@dataclass(frozen=True)
class Suspension:
    """One `yield` of a function."""

    node: ast.Yield | ast.YieldFrom
    guards: tuple[Guard, ...]  #: innermost first
    skipped: tuple[ast.stmt, ...]  #: run after the `yield`, but not when it raises


_ENDING = frozenset({Way.RETURN, Way.RAISE})


def suspensions(function: FunctionNode, raises: Raises = never_raises) -> Iterator[Suspension]:
    """The yields of `function`, without those of functions defined in it."""
    yield from _suspensions(function.body, (), (), raises)


def _suspensions(
    body: Sequence[ast.stmt],
    guards: tuple[Guard, ...],
    after: tuple[ast.stmt, ...],
    raises: Raises,
) -> Iterator[Suspension]:
    for index, statement in enumerate(body):
        rest = body[index + 1 :]
        # `yield; return`: what stands behind is for those who did not get here
        later = tuple(rest) if ways_out(rest, raises) <= _ENDING else (*rest, *after)
        for node in yields_in(statement):
            yield Suspension(node, guards, later)
        if is_try(statement):
            yield from _suspensions_of_try(statement, guards, later, raises)
        elif isinstance(statement, ast.With | ast.AsyncWith):
            guard = Guard(statement, items=tuple(statement.items), behind=later)
            inner = () if guard.may_swallow(raises) else later
            yield from _suspensions(statement.body, (guard, *guards), inner, raises)
        elif isinstance(statement, ast.If):
            for branch in _branches(statement):
                yield from _suspensions(branch, guards, later, raises)
        elif isinstance(statement, ast.For | ast.AsyncFor | ast.While):
            yield from _suspensions([*statement.body, *statement.orelse], guards, later, raises)
        elif isinstance(statement, ast.Match):
            for case in statement.cases:
                yield from _suspensions(case.body, guards, later, raises)


def _suspensions_of_try(
    statement: ast.Try, guards: tuple[Guard, ...], later: tuple[ast.stmt, ...], raises: Raises
) -> Iterator[Suspension]:
    final = tuple(statement.finalbody)
    whole = Guard(statement, tuple(statement.handlers), final, behind=later)
    # A swallowed exception brings control behind the `try`: what stands there is not skipped.
    behind = () if whole.may_swallow(raises) else later
    after_body = (*statement.orelse, *behind)
    yield from _suspensions(statement.body, (whole, *guards), after_body, raises)
    rest = Guard(statement, final=final, behind=later)
    behind = () if rest.may_swallow(raises) else later
    for handler in statement.handlers:
        yield from _suspensions(handler.body, (rest, *guards), behind, raises)
    yield from _suspensions(statement.orelse, (rest, *guards), behind, raises)
    yield from _suspensions(statement.finalbody, guards, later, raises)


def _branches(statement: ast.If) -> Iterator[list[ast.stmt]]:
    while True:
        yield statement.body
        match statement.orelse:
            case [ast.If() as chained]:
                statement = chained
            case orelse:
                yield orelse
                return


def yields_in(statement: ast.stmt) -> Iterator[ast.Yield | ast.YieldFrom]:
    """The yields in the expressions of one statement: not in its blocks, not in other scopes."""
    stack: list[ast.AST] = [statement]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            yield node
        if isinstance(node, _OTHER_SCOPES):
            continue
        stack.extend(
            child
            for child in ast.iter_child_nodes(node)
            if not isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case)
        )


def yields_below(statement: ast.stmt) -> bool:
    """Whether a statement, or one in its blocks, yields."""
    stack: list[ast.AST] = [statement]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(node, _OTHER_SCOPES):
            stack.extend(ast.iter_child_nodes(node))
    return False


_WITH = (ast.With, ast.AsyncWith)
_OTHER_SCOPES = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)
