"""What everybody who calls an async function gives to its parameters that declare nothing.

`async def pull(queue):` is called with `boto3.client("sqs")` alone, so `queue.receive_message()`
blocks. A sync helper is looked at anew for each caller instead: see `undeclared`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flake8_fastapi.model.event_loop.belied import CallsOf
from flake8_fastapi.model.event_loop.objects import AllCallsOf
from flake8_fastapi.model.event_loop.undeclared import Given, Undeclared
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Awaited,
    Call,
    Entered,
    Expr,
    Param,
)
from flake8_fastapi.model.syntax.functions import Class, Function, is_own_object
from flake8_fastapi.model.values.values import Values

#: What is asked of a text, as a rule: no reason to look for callers.
_OF_TEXT = frozenset(dir(str)) - {"count", "find", "index"}


class GivenByAll:
    """Answers for the functions of a project.

    `calls_of` gives the calls of a function that are seen, `uses` all that there are.
    """

    def __init__(
        self, values: Values, undeclared: Undeclared, calls_of: CallsOf, uses: AllCallsOf
    ) -> None:
        self._values = values
        self._undeclared = undeclared
        self._calls_of = calls_of
        self._uses = uses
        self._having_silent: dict[Function, bool] = {}
        self._found: dict[Function, Given] = {}
        self._certain: dict[Function, bool] = {}
        self._makers: dict[str, Function | None] = {}  #: by their classes
        self._made: dict[Class, Given] = {}

    def to(self, call: Call, function: Function) -> Given:
        """What the parameters are given that a call in a function has to do with, if it is async.

        By the calls that are seen: `is_certain` looks for others, which takes longer. Of a method,
        also what the attributes are that it asks, by all that make objects of its class.
        """
        if not function.is_async:
            return ()
        maker = self._maker(function)
        if maker is None and not self._has_silent(function):
            return ()
        asked = [*self._asked(call)]
        given: Given = ()
        if any(self._is_silent(each, function) for each in asked):
            given = self._agreed(function)
        if maker is not None and any(self._is_kept(each, function, maker) for each in asked):
            given += self._made_with(function, maker)
        return given

    def is_certain(self, function: Function, given: Given) -> bool:
        """Whether that is so for all calls of a function, wherever they are."""
        return all(each != function.qualname for each, _, _ in given) or self._is_for_all(function)

    def _is_for_all(self, function: Function) -> bool:
        if function not in self._certain:
            self._certain[function] = True  # for functions that call each other
            self._certain[function] = self._is_so_for_all(function)
        return self._certain[function]

    def _maker(self, method: Function) -> Function | None:
        """The `__init__` of a method's class, if it has parameters that declare nothing."""
        if method.owner is None:
            return None
        if method.owner not in self._makers:
            cls = self._values.known_class(method.owner)
            maker = self._values.method(cls, "__init__") if cls is not None else None
            has_silent = maker is not None and self._has_silent(maker)
            self._makers[method.owner] = maker if has_silent else None
        return self._makers[method.owner]

    def _is_kept(self, asked: Expr, method: Function, maker: Function) -> bool:
        """Whether it is an attribute of the own object that is what such a parameter was given."""
        if not isinstance(asked, Attr) or not is_own_object(asked.of, method):
            return False
        bound = self._values.bound_to(asked.of, asked.name)
        return bound is not None and self._is_silent(bound, maker)

    def _made_with(self, method: Function, maker: Function) -> Given:
        """What all that make objects of a method's class give to `__init__` alike."""
        cls = self._values.known_class(method.owner or "")
        if cls is None:
            return ()
        if cls not in self._made:
            self._made[cls] = ()  # for classes that make each other
            self._made[cls] = self._of(maker, self._uses(cls) or ())
        return self._made[cls]

    def _is_so_for_all(self, function: Function) -> bool:
        calls = self._uses(function)
        if calls is None or self._of(function, calls) != self._agreed(function):
            return False
        return all(self._is_for_all(each) for call in calls for each in self._behind(call))

    def _agreed(self, function: Function) -> Given:
        if function not in self._found:
            self._found[function] = ()  # for functions that call each other
            calls = [call for call, _ in self._calls_of(function)]
            self._found[function] = self._of(function, calls)
        return self._found[function]

    def _of(self, function: Function, calls: Iterable[Call]) -> Given:
        """What all of some calls give alike to the parameters of a function, but its own calls."""
        found: Given | None = None
        for call in calls:
            if call.within == function.qualname:
                continue
            before = tuple(it for caller in self._behind(call) for it in self._agreed(caller))
            value = self._values.of(call.callee)
            given = self._undeclared.to(function, value, call, before)
            found = tuple(given if found is None else (each for each in found if each in given))
            if not found:
                break
        return found or ()

    def _behind(self, call: Call) -> Iterator[Function]:
        """The function that makes a call, if it hands on what itself was given so."""
        caller = self._values.function(call.within)
        if caller is not None and any(self._is_silent(each, caller) for each in call.given):
            yield caller

    def _asked(self, call: Call) -> Iterator[Expr]:
        """What a call is made on, what gave that, and so on; what a helper is given itself."""
        if self._values.callee(self._values.of(call.callee)) is not None:
            yield from call.given
        of: Expr | None = call.callee
        if isinstance(of, Attr) and of.name in _OF_TEXT:
            return
        while of is not None:
            yield of
            match of:
                case Attr(of=inner) | Call(callee=inner) | Awaited(of=inner) | Entered(of=inner):
                    of = inner
                case _:
                    return

    def _has_silent(self, function: Function) -> bool:
        """Whether there is such a parameter: of most functions there is none."""
        known = self._having_silent.get(function)
        if known is None:
            silent = self._undeclared.silent_of(function)
            known = self._having_silent[function] = any(
                not is_own_object(Param(function.qualname, name), function) for name in silent
            )
        return known

    def _is_silent(self, expression: Expr, function: Function) -> bool:
        """Whether it is a parameter of a function that declares nothing, and is no own object."""
        match expression:
            case Param(function=function.qualname, name=name):
                is_silent = name in self._undeclared.silent_of(function)
                return is_silent and not is_own_object(expression, function)
        return False
