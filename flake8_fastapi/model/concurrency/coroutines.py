"""Calls that only make a coroutine, which nothing awaits.

What makes one is told by `coroutine_functions`, what becomes of it by `coroutine_effects`.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Collection, Iterator

from flake8_fastapi.model.concurrency.coroutine_effects import Effects
from flake8_fastapi.model.concurrency.coroutine_functions import (
    ENTERED_TOO,
    CoroutineFunctions,
    asks_for_coroutines,
)
from flake8_fastapi.model.lean import cached_property, dataclass
from flake8_fastapi.model.libraries import handed_to_thread
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.expressions import AtCall, Call, Expr
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.arguments import is_refused
from flake8_fastapi.model.values.value_kinds import Instance
from flake8_fastapi.model.values.values import Values

#: Callees with more letters are cut.
_LONGEST = 40
_ENTERED_NAMES = {name.rpartition(".")[2] for name in ENTERED_TOO}


@dataclass(eq=False)
class Unawaited(AtCall):
    """A call that only makes a coroutine, which nothing awaits."""

    call: Call
    name: str  #: of what is called: `sqlalchemy.ext.asyncio.AsyncSession.commit`, `app.mail.send`
    coroutine: Function | None  #: the function of the project that is called
    function: Function | None  #: the function that makes the call
    text: str  #: the callee as the source has it
    effect: str  #: what comes of it, for the message: "nothing happens", "it has no `get`"
    asked: str = ""  #: what is asked of it at once: ".name", or "[...]"

    @property
    def threaded(self) -> bool:
        """Whether the coroutine would have run a function in a thread."""
        return handed_to_thread(self.name) is not None

    @property
    def remedy(self) -> str:
        """What to do about it where it stands."""
        if self.function is None:
            return "run it with `asyncio.run(...)`"
        if self.function.is_async and self.asked:  # an `await` before it all would come too late
            return f"write `(await {self.text}(...)){self.asked}`"
        if self.function.is_async:
            return "put `await` before it"
        if self.name == "asyncio.sleep":
            return "use `time.sleep`, or await it in an `async def`"
        return "await it in an `async def`"


class Coroutines:
    """The coroutines of one file that nothing awaits."""

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        routing: Routing,
        source: str,
        is_test: bool,
        elsewhere: Callable[[], tuple[Collection[str], ...] | None],
        may_be_plain: Callable[[Expr], bool],
    ) -> None:
        """`elsewhere` names what makes coroutines beside this file; None: that is not known.

        `may_be_plain` tells of an async method whether a derived class may have another kind.
        """
        self._syntax = syntax
        self._tree = syntax.tree
        self._values = values
        self._routing = routing
        self._elsewhere = elsewhere
        self._may_be_plain = may_be_plain
        self._functions = CoroutineFunctions(syntax, values, routing, source, is_test)
        self._effects = Effects(syntax, values, routing, self._functions, is_test)

    def __iter__(self) -> Iterator[Unawaited]:
        tree, names = self._tree, self._names
        nodes = tree.nodes(ast.Call) if names is None else self._routing.calls.which_may_be(*names)
        for node in nodes:
            if tree.parent(node).__class__ is ast.Await or not self._effects.may_be_any(node):
                continue
            call = self._syntax.call(node)
            made = self._functions.made(call, node)
            if made is None:
                continue
            name, coroutine = made
            if is_refused(self._values.of(call.callee), call, self._values):
                continue  # it fails before there is a coroutine
            effect = self._effects.of(node, entered=name in ENTERED_TOO)
            function = self._syntax.function_at(node)
            if (
                effect is None
                or asks_for_coroutines(function)
                or self._cannot_be_meant(node, coroutine)
            ):
                continue
            if coroutine is not None and self._may_be_plain(call.callee):
                continue
            asked = self._asked(node)
            if coroutine is not None and self._lacks(coroutine, asked):
                continue
            yield Unawaited(call, name, coroutine, function, self._text(call), effect, asked)

    def _asked(self, node: ast.Call) -> str:
        """What is asked of the result where it is made."""
        match self._tree.parent(node):
            case ast.Attribute(attr=name):
                return f".{name}"
            case ast.Subscript(value=value) if value is node:
                return "[...]"
        return ""

    def _lacks(self, coroutine: Function, asked: str) -> bool:
        """Whether what is asked for is not in what the coroutine is said to give: a list, say."""
        given = self._values.type_of(coroutine.annotation)
        if not asked.startswith(".") or not isinstance(given, Instance):
            return False
        cls = getattr(builtins, given.cls.removeprefix("builtins."), None)
        return isinstance(cls, type) and not hasattr(cls, asked[1:])

    def _cannot_be_meant(self, node: ast.Call, coroutine: Function | None) -> bool:
        """Whether it is gone through by `async for` and returns nothing to go through.

        Then the method of a subclass runs in its place, an async generator.
        """
        around = self._tree.parent(node)
        return (
            isinstance(around, (ast.AsyncFor, ast.withitem))
            or (isinstance(around, ast.comprehension) and bool(around.is_async))
        ) and (coroutine is not None and coroutine.owner is not None and not coroutine.returned)

    @cached_property
    def _names(self) -> tuple[Collection[str], ...] | None:
        """The names of what makes coroutines, here and elsewhere; None: they are not known."""
        others = self._elsewhere()
        if others is None:
            return None
        own = {each.name for each in self._syntax.summary.functions.values() if each.is_async}
        return own, *others, _ENTERED_NAMES

    def _text(self, call: Call) -> str:
        """The callee as the source has it, or the end of it."""
        text = self._syntax.callee_text(call)
        is_short = len(text) <= _LONGEST and "\n" not in text
        return text if is_short else f"….{text.rpartition('.')[2]}"[: _LONGEST + 2]
