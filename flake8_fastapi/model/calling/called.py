"""Is a function surely called? By FastAPI, by a library, at import, or by a function that is.

What is said of code comes true when it runs. That something has the name of a function does not
mean that the function is called (`namesakes`), nor that it is a dependency, that somebody depends
on it (`dependents`).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from flake8_fastapi.model.assembly.dependents import Dependents
from flake8_fastapi.model.calling.namesakes import Namesakes
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.lean import cached_property, regex
from flake8_fastapi.model.never_runs.lost_routes import is_route_of_nobody
from flake8_fastapi.model.never_runs.unused import CALLED_FROM_OUTSIDE, SILENT
from flake8_fastapi.model.project.files import deployment_texts
from flake8_fastapi.model.syntax.expressions import Call, callee_of, last_name
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.tree import FUNCTIONS

#: Functions looked at for one answer; beyond that, one may well be called.
MOST = 40

#: Decorators of what is run where it is read.
_READ = {"property", "cached_property"}
#: Methods whose name is put together while the program runs.
_LOOKED_UP = regex(r"\bgetattr\(\s*(?:self|cls)\s*,\s*(?![\"'])")


class Called:
    """Which functions of one file, of an application, are surely called."""

    def __init__(
        self, file: Layers, is_dropped: Callable[[Call], bool] = lambda call: False
    ) -> None:
        """`is_dropped` tells of a call of the file whether it only makes a coroutine."""
        self._file = file
        self._is_dropped = is_dropped
        self._namesakes = Namesakes(file)
        self._dependents = Dependents(file)
        self._known: dict[Function, bool] = {}

    def has(self, line: int) -> bool:
        """Whether the code at a line runs, as far as it depends on who calls its function."""
        function = self._function_at(line)
        if function is None:
            return True
        known = self._known.get(function)
        if known is None:
            known = self._known[function] = self._is_called(function)
        return known

    def _function_at(self, line: int) -> Function | None:
        """The innermost function that a line belongs to, its signature included."""
        tree = self._file.syntax.tree
        statement = tree.statement_at(line)
        around: Iterable[ast.AST] = ()
        if statement is not None:
            around = chain((statement,), tree.ancestors(statement))
        node = next((each for each in around if isinstance(each, FUNCTIONS)), None)
        return self._file.syntax.reader.functions[node] if node is not None else None

    def _is_called(self, function: Function) -> bool:
        if self._is_never_awaited(function):
            return False
        queue = [function]
        for each in queue:
            if len(queue) > MOST or self._is_called_from_outside(each):
                return True
            for caller in self._callers(each):
                if caller is None:
                    return True
                if caller not in queue and not self._namesakes.is_in_test(caller):
                    queue.append(caller)
        return any(
            self._namesakes.is_handed_on(each)
            for each in queue
            if not self._dependents.adding(each)  # who adds it was asked
        )

    def _is_never_awaited(self, function: Function) -> bool:
        """Whether all that is done with a coroutine function is to make coroutines: see FPI214."""
        if not function.is_async or function in self._file.event_loop.entries:
            return False
        calls = [call for call, _ in self._file.callers.calls_of(function)]
        return (
            bool(calls)
            and all(map(self._is_dropped, calls))
            and not self._file.is_dependency(function)
            and len([*self._namesakes.callers(function)]) <= len(calls)
            and not self._namesakes.is_handed_on(function)
        )

    def _callers(self, function: Function) -> Iterator[Function | None]:
        """Who calls a function, or may; None: nobody knows, or it is called at import."""
        if function.outer is not None:
            yield self._file.values.function(function.outer)
        yield from self._dependents.adding(function)
        if self._file.is_dependency(function):
            yield from self._dependents.of(function)
        for _, caller in self._file.callers.calls_of(function):
            yield caller
        for _, caller in self._file.callers.handed_to_threads(function):
            yield caller
        yield from self._namesakes.stands_for(function)
        yield from self._namesakes.callers(function)

    # -- from outside --------------------------------------------------------------------------

    def _is_called_from_outside(self, function: Function) -> bool:
        """Whether others than the project's functions call it, or are told that they may."""
        name = function.name
        if function.outer is None and not _decorating(function) <= SILENT - _READ:
            return not is_route_of_nobody(function, self._file)  # routes, most of all
        if self._depends_on_users(function):
            return False
        return (
            (name.startswith("__") and name != "__init__")
            or CALLED_FROM_OUTSIDE.fullmatch(name) is not None
            or self._is_started(function)
            or function in self._file.event_loop.entries
            or self._file.serving.is_called_by_library(function)
            or self._is_for_libraries(function)
            or self._is_looked_up(function)
            or self._is_deployed(name)
        )

    def _is_started(self, function: Function) -> bool:
        """Whether it makes an application that a server is told of, or may be: `--factory`.

        Nobody has to be told of one more in a project that has another.
        """
        if function.owner is not None or not any(map(_makes_app, function.calls)):
            return False
        summary, usage = self._file.values.summary(function.qualname), self._file.usage
        if usage is None or summary is None or not usage.has_other_application(summary.path):
            return True
        return usage.speaks_of(function.name, summary.path) is not False

    def _depends_on_users(self, function: Function) -> bool:
        """Whether it is called if others are that use it: dependencies, and what is in functions.

        So is a middleware that functions of the file add, and nobody else knows.
        """
        return (
            function.outer is not None
            or bool(self._file.is_dependency(function))
            or bool(self._dependents.adding(function))
        )

    def _is_for_libraries(self, method: Function) -> bool:
        """Whether a library may call a method, for what its class is derived from."""
        return method.owner is not None and not self._file.values.is_own(method.owner, method.name)

    def _is_looked_up(self, method: Function) -> bool:
        """Whether its file gets methods by names that it puts together."""
        if method.owner is None:
            return False
        return _LOOKED_UP.search(self._namesakes.text_around(method)) is not None

    def _is_deployed(self, name: str) -> bool:
        """Whether a text beside the project names a function of a module: `app.tasks:sweep`."""
        return any(f":{name}" in text for text in self._deployment)

    @cached_property
    def _deployment(self) -> list[str]:
        return list(deployment_texts(self._file.filename))


def _makes_app(call: Call) -> bool:
    """Whether a call makes an application."""
    return last_name(call.callee) == "FastAPI"


def _decorating(function: Function) -> set[str]:
    """The last names of its decorators."""
    around = (each.expression for each in function.decorators)
    return {last_name(callee_of(each)) for each in around}
