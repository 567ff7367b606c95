"""What a dependency that yields does with the exceptions of the endpoint, and what it skips then.

Works on the syntax of one function; whoever can resolve names passes `Raises`, `Harmless` and
`Closes`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.syntax.flow import (
    Guard,
    Raises,
    Way,
    never_raises,
    suppresses,
    suspensions,
    ways_out,
    yields_below,
)
from flake8_fastapi.model.syntax.tree import FunctionNode

#: Methods that give a resource back. No `stop`, no `remove(x)`: timers and lists have them too.
CLOSING = {
    "close", "aclose", "release", "disconnect", "dispose", "shutdown", "terminate", "quit",
    "cleanup", "unlink", "rmtree", "unlock", "putconn",
}  # fmt: skip
#: Methods that give it back as well, in what they do when something went wrong. After a success
#: they may mean something else: `cache.invalidate()`.
_BREAKING_OFF = {"invalidate", "abort", "discard", "destroy", "kill"}
_CLOSING_FUNCTION = regex(r"_*(a?close|release|disconnect|dispose|shutdown|cleanup|teardown)(_|$)")

#: Whether catching this type (None: everything) does no harm at a `yield`.
Harmless = Callable[[ast.expr], bool]
#: Whether a context manager that a `with` is given ends every exception.
Swallows = Callable[[ast.expr], bool]
#: Whether a method that means other things elsewhere gives back what it is called on: `stop`.
Closes = Callable[[ast.Call], bool]


class Cleanup(NamedTuple):
    """A call that gives something back."""

    call: ast.Call
    text: str  #: the callee, for messages
    things: frozenset[str]  #: what it gives back, as dotted names

    @property
    def lineno(self) -> int:
        return self.call.lineno

    @property
    def col_offset(self) -> int:
        return self.call.col_offset


def closes_nothing(call: ast.Call) -> bool:
    """The `Closes` of those who know no such methods."""
    return False


def swallows_nothing(context: ast.expr) -> bool:
    """The `Swallows` of those who do not look at context managers."""
    return False


def skipped_cleanup(function: FunctionNode, closes: Closes = closes_nothing) -> Iterator[Cleanup]:
    """The clean-up after the yields of `function` that does not happen when the yield raises."""
    for suspension in suspensions(function):
        made_later = {name for statement in suspension.skipped for name in _stored(statement)}
        for statement in suspension.skipped:
            for cleanup in _cleanups(statement, closes):
                if not any(_root(thing) in made_later for thing in cleanup.things):
                    if not any(_covers(guard, cleanup, closes) for guard in suspension.guards):
                        yield cleanup


def _covers(guard: Guard, cleanup: Cleanup, closes: Closes) -> bool:
    """Whether what the cleanup gives back is also given back on the way of an exception."""
    for item in guard.items:
        if item.optional_vars is not None or _mentioned(item.context_expr) & cleanup.things:
            return True
    bodies = [guard.final, *(handler.body for handler in guard.handlers)]
    return any(
        _gives_back(call, cleanup.things, closes)
        for body in bodies
        for statement in body
        for call in _calls(statement)
    )


def gives_back(call: ast.Call, name: str) -> bool:
    """Whether a call gives back what a variable is: `close_db(db)`, `pool.release(db)`."""
    cleanup = _cleanup(call)
    return cleanup is not None and name in cleanup.things


def _gives_back(call: ast.Call, things: frozenset[str], closes: Closes) -> bool:
    cleanup = _cleanup(call, closes)
    if cleanup is not None and cleanup.things & things:
        return True
    if isinstance(call.func, ast.Attribute) and call.func.attr in _BREAKING_OFF:
        if dotted(call.func.value) in things:
            return True
    # Handed to a function that may do anything, such as `finish(session)`.
    return any(dotted(argument) in things for argument in call.args)


def _cleanups(statement: ast.stmt, closes: Closes) -> Iterator[Cleanup]:
    return (cleanup for call in _calls(statement) if (cleanup := _cleanup(call, closes)))


def _cleanup(call: ast.Call, closes: Closes = closes_nothing) -> Cleanup | None:
    arguments = {thing for argument in call.args if (thing := dotted(argument))}
    name = dotted(call.func)
    if name is None:  # `self.pool().putconn(connection)`: its arguments, if anything
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if method not in CLOSING or not arguments:
            return None
        return Cleanup(call, ast.unparse(call.func), frozenset(arguments))
    receiver, _, last = name.rpartition(".")
    if receiver and (last in CLOSING or (last == "remove" and not call.args)):
        things = {receiver, *arguments}
    elif name in {"os.remove", "os.rmdir"} or (_CLOSING_FUNCTION.match(last) and arguments):
        things = arguments
    elif receiver and closes(call):
        things = {receiver}
    else:
        return None
    return Cleanup(call, name, frozenset(things))


class Swallower(NamedTuple):
    """Something around a `yield` that ends an exception without another in its place."""

    place: ast.ExceptHandler | ast.expr | ast.Return
    text: str  #: as it stands in the source

    @property
    def lineno(self) -> int:
        return self.place.lineno

    @property
    def col_offset(self) -> int:
        return self.place.col_offset


def swallowers(
    function: FunctionNode,
    raises: Raises = never_raises,
    harmless: Harmless | None = None,
    swallows: Swallows = swallows_nothing,
) -> Iterator[Swallower]:
    """What swallows an exception raised at a yield of `function`, in the order of the source."""
    found = {
        swallower.place: swallower
        for suspension in suspensions(function)
        for guard in suspension.guards
        for swallower in _swallowers(guard, raises, harmless, swallows)
    }
    yield from sorted(found.values(), key=lambda swallower: swallower.place.lineno)


def _swallowers(
    guard: Guard, raises: Raises, harmless: Harmless | None, swallows: Swallows
) -> Iterator[Swallower]:
    final = ways_out(guard.final, raises)
    if Way.RETURN in final:
        yield from (
            Swallower(statement, "return` in `finally")
            for statement in guard.final
            if isinstance(statement, ast.Return)
        )
    if _goes_wrong_anyway([*guard.final, *guard.behind], raises):
        return
    for item in guard.items:
        if suppresses(item) and isinstance(item.context_expr, ast.Call):
            if not _all_harmless(item.context_expr.args, harmless):
                yield Swallower(item.context_expr, f"with {ast.unparse(item.context_expr)}")
        elif swallows(item.context_expr):
            yield Swallower(item.context_expr, f"with {ast.unparse(item.context_expr)}")
    for handler in guard.handlers:
        types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        if handler.type is not None and _all_harmless(types, harmless):
            continue
        ways = ways_out(handler.body, raises)
        if ways & {Way.UNKNOWN, Way.BREAK, Way.CONTINUE} or any(map(yields_below, handler.body)):
            continue
        if any(_raises_by_switch(each, handler.name) for each in handler.body):
            continue
        if ways & {Way.FALL, Way.RETURN}:
            yield Swallower(handler, _head(handler))


def _raises_by_switch(statement: ast.stmt, caught: str | None) -> bool:
    """Whether a setting decides if an exception goes on: `if not settings.testing: raise`."""
    return (
        isinstance(statement, ast.If)
        and Way.RAISE in ways_out(statement.body)
        and not any(isinstance(it, ast.Name) and it.id == caught for it in ast.walk(statement.test))
    )


def _goes_wrong_anyway(statements: Sequence[ast.stmt], raises: Raises) -> bool:
    """Whether what follows may raise the exception after all, or yields again."""
    return bool(ways_out(statements, raises) & {Way.RAISE, Way.UNKNOWN}) or any(
        map(yields_below, statements)
    )


def _all_harmless(types: Sequence[ast.expr | None], harmless: Harmless | None) -> bool:
    return harmless is not None and all(kind is not None and harmless(kind) for kind in types)


def _head(handler: ast.ExceptHandler) -> str:
    return f"except {ast.unparse(handler.type)}" if handler.type else "except"


def returns_true(function: FunctionNode) -> bool:
    """Whether a function returns True whatever happens in it, short of an exception."""
    returns = [each for each in ast.walk(function) if isinstance(each, ast.Return)]
    return ways_out(function.body) == {Way.RETURN} and all(
        isinstance(each.value, ast.Constant) and each.value.value is True for each in returns
    )


class Exit(NamedTuple):
    """What a dependency does after its yields when the endpoint has succeeded."""

    entered: list[ast.Call]  #: of the `with` statements around a yield, which then end
    calls: list[ast.Call]  #: without those of `except` blocks
    raises: list[ast.Raise]  #: without those of `except` blocks around a yield


def exit_of(function: FunctionNode) -> Exit:
    """What `function` does after its yields, in the order of the source."""
    found: dict[ast.AST, None] = {}
    entered: dict[ast.Call, None] = {}
    for suspension in suspensions(function):
        final = (statement for guard in suspension.guards for statement in guard.final)
        for statement in (*suspension.skipped, *final):
            found |= dict.fromkeys(_executed(statement))
        for guard in suspension.guards:
            contexts = (item.context_expr for item in guard.items)
            entered |= {it: None for it in contexts if isinstance(it, ast.Call)}
    return Exit(
        list(entered),
        [node for node in found if isinstance(node, ast.Call)],
        [node for node in found if isinstance(node, ast.Raise)],
    )


def _executed(statement: ast.stmt) -> Iterator[ast.Call | ast.Raise]:
    """The calls of a statement, and its `raise`s; of its `except` blocks only these."""
    stack: list[tuple[ast.AST, bool]] = [(statement, False)]
    while stack:
        node, handling = stack.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and not handling):
            yield node
        handling = handling or isinstance(node, ast.ExceptHandler)
        stack.extend((child, handling) for child in reversed(list(ast.iter_child_nodes(node))))


def dotted(node: ast.AST) -> str | None:
    """`a.b.c` for names and attributes of names, else None."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join([node.id, *reversed(parts)])


def _root(name: str) -> str:
    return name.partition(".")[0]


def _mentioned(node: ast.AST) -> set[str]:
    return {name for inner in ast.walk(node) if (name := dotted(inner))}


def _stored(statement: ast.stmt) -> Iterator[str]:
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _calls(statement: ast.stmt) -> Iterator[ast.Call]:
    """The calls of a statement in the order of the source, without those of inner functions."""
    stack: list[ast.AST] = [statement]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(node, ast.Call):
            yield node
        stack.extend(reversed(list(ast.iter_child_nodes(node))))
