"""What everybody who calls an async function gives to its parameters that declare nothing.

`async def pull(queue):` is called with `boto3.client("sqs")` alone, so `queue.receive_message()`
blocks. A sync helper is looked at anew for each caller instead: see `undeclared`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flake8_fastapi.model.event_loop.belied import CallsOf
from flake8_fastapi.model.event_loop.objects import AllCallsOf
from flake8_fastapi.model.event_loop.undeclared import Given, Undeclared
from flake8_fastapi.model.syntax.expressions import Call, Expr, Param, all_parts
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.values.values import Values


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
        self._found: dict[Function, Given] = {}
        self._certain: dict[Function, bool] = {}

    def to(self, call: Call, function: Function) -> Given:
        """What the parameters are given that a call in a function has to do with, if it is async.

        By the calls that are seen: `is_certain` looks for others, which takes longer.
        """
        if not function.is_async or not self._concerns(call, function):
            return ()
        return self._agreed(function)

    def is_certain(self, function: Function) -> bool:
        """Whether that is so for all calls of a function, wherever they are."""
        if function not in self._certain:
            self._certain[function] = True  # for functions that call each other
            self._certain[function] = self._is_so_for_all(function)
        return self._certain[function]

    def _is_so_for_all(self, function: Function) -> bool:
        calls = self._uses(function)
        if calls is None or self._of(function, calls) != self._agreed(function):
            return False
        return all(self.is_certain(each) for call in calls for each in self._behind(call))

    def _concerns(self, call: Call, function: Function) -> bool:
        """Whether a call asks such a parameter for something, or hands it on."""
        return bool(self._undeclared.silent_of(function)) and any(
            self._is_silent(each, function)
            for asked in (call.callee, *call.given)
            for each in all_parts(asked)
        )

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

    def _is_silent(self, expression: Expr, function: Function) -> bool:
        """Whether it is a parameter of a function that declares nothing."""
        match expression:
            case Param(function=function.qualname, name=name):
                return name in self._undeclared.silent_of(function)
        return False
