"""Locks of threads that async code holds while it awaits.

The event loop runs other tasks meanwhile, in the same thread. The first of them that wants the lock
stops that thread, and with it the task that would have given the lock back.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model.event_loop import EventLoop
from flake8_fastapi.model.event_loop.reasons import Reason
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.expressions import (
    Call,
    Const,
    Expr,
    Items,
    Pairs,
    Several,
    Sub,
    Typed,
)
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.value_kinds import Instance
from flake8_fastapi.model.values.values import Values

#: Locks that refuse even the thread that holds them; an `RLock` does not.
LOCKS = {"threading.Lock", "threading.BoundedSemaphore", "threading.Semaphore"}

#: How a lock is named that others have too.
_NAMING = (ast.Name, ast.Attribute, ast.Subscript)

#: What starts threads, and what makes event loops: with both in a file, each thread may run one of
#: its own, and no lock of asyncio serves several loops.
_THREADS, _LOOPS = {"Thread", "submit"}, {"asyncio.run", "asyncio.new_event_loop"}

#: Where an async function may leave the event loop to others.
_PAUSES: tuple[type[ast.expr | ast.stmt], ...] = (ast.Await, ast.AsyncFor, ast.AsyncWith, ast.Yield)


@dataclass(eq=False)
class HeldLock:
    """A place where a lock is taken and kept across an `await`."""

    text: str  #: how it is taken, as the source writes it: `with self._lock`
    function: Function
    reason: Reason  #: why the function runs on the event loop
    is_for_plain: bool  #: plain functions take it too: no lock of asyncio serves them
    lineno: int
    col_offset: int


class HeldLocks:
    """Looks for `with lock:` and `lock.acquire()`, with an `await` before the release."""

    def __init__(
        self, syntax: Syntax, values: Values, routing: Routing, event_loop: EventLoop
    ) -> None:
        self._syntax = syntax
        self._values = values
        self._routing = routing
        self._loop = event_loop

    def __iter__(self) -> Iterator[HeldLock]:
        if not self._has_other_loops():
            yield from self._every()

    def _has_other_loops(self) -> bool:
        """Whether threads of the file may run event loops of their own."""
        tree = self._syntax.tree
        return not tree.words.isdisjoint(_THREADS) and any(
            self._values.qualname(self._syntax.expr(node)) in _LOOPS
            for node in tree.nodes(ast.Attribute)
            if node.attr in ("run", "new_event_loop")
        )

    def _every(self) -> Iterator[HeldLock]:
        tree = self._syntax.tree
        for statement in tree.nodes(ast.With):
            for item in statement.items:
                expression = item.context_expr
                if isinstance(expression, _NAMING):
                    end = min(statement.end_lineno or statement.lineno, self._release(expression))
                    yield from self._held("with {}", expression, statement.lineno, end)
        for call, _ in self._routing.calls_named("acquire"):
            node = self._syntax.call_node(call)
            if node is not None and isinstance(node.func, ast.Attribute) and _waits(call):
                expression = node.func.value
                if isinstance(expression, _NAMING) and not self._is_taken_again(expression):
                    end = self._release(expression)
                    yield from self._held("{}.acquire", expression, node.lineno, end)

    def _held(self, how: str, lock: ast.expr, start: int, end: int) -> Iterator[HeldLock]:
        function = self._syntax.function_at(lock)
        if function is None or not function.is_async or not self._pauses(lock, start, end):
            return
        expression = self._syntax.expr(lock)
        if _is_made(expression):
            return  # by the function itself: nobody else wants it
        if self._is_asked(lock):
            return  # `while lock.locked(): await asyncio.sleep(0.1)`
        value = self._values.of(expression)
        if isinstance(value, Instance) and value.cls in LOCKS:
            reason = self._loop.why(function)
            if reason is not None and self._loop.is_certain(function):
                text = how.format(ast.unparse(lock))
                is_for_plain = self._is_taken_by_plain(lock)
                yield HeldLock(text, function, reason, is_for_plain, lock.lineno, lock.col_offset)

    def _is_taken_by_plain(self, lock: ast.expr) -> bool:
        """Whether a plain function of the file enters a lock of that name, or acquires it."""
        tree, text = self._syntax.tree, ast.unparse(lock)
        taken = [item.context_expr for each in tree.nodes(ast.With) for item in each.items]
        taken += [
            call.func.value
            for call in tree.called_methods.get("acquire", ())
            if isinstance(call.func, ast.Attribute)
        ]
        return any(
            isinstance(tree.function(each), ast.FunctionDef) and ast.unparse(each) == text
            for each in taken
            if isinstance(each, _NAMING)
        )

    def _is_taken_again(self, lock: ast.expr) -> bool:
        """Whether a `with` around has it already, and let it go in between."""
        text = ast.unparse(lock)
        return any(
            isinstance(outer, ast.With)
            and any(ast.unparse(item.context_expr) == text for item in outer.items)
            for outer in self._syntax.tree.ancestors(lock)
        )

    def _is_asked(self, lock: ast.expr) -> bool:
        """Whether the function around asks first whether anybody has the lock."""
        tree = self._syntax.tree
        around, text = tree.function(lock), ast.unparse(lock)
        return any(
            node.lineno <= lock.lineno
            and tree.function(node) is around
            and isinstance(node.func, ast.Attribute)
            and ast.unparse(node.func.value) == text
            for node in tree.called_methods.get("locked", ())
        )

    def _pauses(self, lock: ast.expr, start: int, end: int) -> bool:
        """Whether the function around awaits between two lines."""
        tree = self._syntax.tree
        around = tree.function(lock)
        return any(
            start <= pause.lineno <= end and tree.function(pause) is around
            for kind in _PAUSES
            for pause in tree.nodes(kind)
        )

    def _release(self, lock: ast.expr) -> int:
        """The line where a lock is first given back after it was taken, or the function ends."""
        tree = self._syntax.tree
        around = tree.function(lock)
        text = ast.unparse(lock)
        lines = [
            node.lineno
            for node in tree.nodes(ast.Call)
            if isinstance(node.func, ast.Attribute)
            and node.func.attr == "release"
            and node.lineno >= lock.lineno
            and tree.function(node) is around
            and ast.unparse(node.func.value) == text
        ]
        last = getattr(around, "end_lineno", None) or lock.lineno
        return min(lines, default=last)


def _is_made(lock: Expr) -> bool:
    """Whether it is made on the spot, or taken out of what is."""
    while isinstance(lock, (Sub, Typed)):
        lock = lock.of if isinstance(lock, Sub) else lock.value
    return isinstance(lock, (Call, Items, Pairs, Several))


def _waits(call: Call) -> bool:
    """Whether `acquire` waits for the lock, as far as its arguments tell."""
    for given in (call.argument("blocking", 0), call.argument("timeout", 1)):
        if given is not None and not (isinstance(given, Const) and given.value is True):
            return False
    return not call.awaited
