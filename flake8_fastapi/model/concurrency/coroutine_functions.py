"""Which calls make a coroutine: of async functions of the project, and of libraries."""

from __future__ import annotations

import ast
import re

from flake8_fastapi.model import libraries
from flake8_fastapi.model.assembly.parameters import VIEWS
from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.expressions import Attr, Call, Param, Sub, last_name, receiver
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.arguments import is_super
from flake8_fastapi.model.values.decorators import stays_async
from flake8_fastapi.model.values.evaluation import PROTOCOLS
from flake8_fastapi.model.values.value_kinds import (
    Bound,
    External,
    Instance,
    Method,
    Pending,
    Value,
)
from flake8_fastapi.model.values.values import Values

#: Attributes that coroutines have.
OWN = {"send", "throw", "close"}
#: Awaitable like a coroutine, and entered by `async with` besides.
ENTERED_TOO = {"starlette.requests.Request.form"}

#: Decorators that leave the methods of a class as they are.
_CLASS_DECORATORS = {
    "attr.s", "attrs.define", "attrs.frozen", "dataclasses.dataclass", "functools.total_ordering",
    "pydantic.dataclasses.dataclass", "typing.final", "typing.runtime_checkable", *VIEWS,
}  # fmt: skip

#: A function that asks takes the result for what it is.
_ASKING = {"iscoroutinefunction", "iscoroutine", "isawaitable"}


class CoroutineFunctions:
    """What is called in one file that makes coroutines, and what Starlette calls there itself."""

    def __init__(
        self, syntax: Syntax, values: Values, routing: Routing, source: str, is_test: bool
    ) -> None:
        self._syntax = syntax
        self._values = values
        self._routing = routing
        self._source = source
        self._is_test = is_test

    def made(self, call: Call, node: ast.Call) -> tuple[str, Function | None] | None:
        """The name, and the function of the project, of what the call makes a coroutine of."""
        if self._is_call_next(call):
            return "call_next", None
        value = self._values.of(call.callee)
        match value:
            case Function() | Bound():
                function = value.function if isinstance(value, Bound) else value
                if self._is_coroutine_function(function, value):
                    return function.qualname, function
                passed_on = self._passed_on(function, call)
                if passed_on is not None:
                    return function.qualname, passed_on
            case External(name=name) | Instance(cls=name, known=None) if libraries.is_coroutine(
                name
            ):
                return name, None
            case Method(of=of, name=method):
                name = f"{of.cls}.{method}"
                if libraries.coroutine_method(of.cls, method) or name in ENTERED_TOO:
                    if self._is_certain(of, call, node):
                        return name, None
        return None

    def _passed_on(self, function: Function, call: Call) -> Function | None:
        """The method whose coroutine a plain one returns that overrides it: `super().get(key)`."""
        if function.is_async or function.is_generator or function.decorators:
            return None
        match function.returned:
            case [Call(callee=Attr(of=of, name=function.name), needs=needs, caught=())] if (
                not needs
            ):
                made = self._values.of(call) if is_super(of, self._values) else None
                return made.function if isinstance(made, Pending) else None
        return None

    def _is_coroutine_function(self, function: Function, value: Value) -> bool:
        if not function.is_async or function.is_generator is not False:
            return False
        if isinstance(value, Bound) and isinstance(value.of, Instance) and value.of.known:
            if function.name in value.of.known.attributes:
                return False  # `self.send = ...` stands before the method
        if self._is_test and self._is_replaced(function.name):
            return False
        owner = self._values.known_class(function.owner) if function.owner else None
        if owner is not None and self._is_left_to_others(function, owner.qualname):
            return False
        if owner is not None and not self._values.only_decorated_by(owner, _CLASS_DECORATORS):
            return False
        return all(stays_async(each, self._values) for each in function.decorators)

    def _is_left_to_others(self, function: Function, owner: str) -> bool:
        """Whether another method runs in its place, which may be no coroutine function.

        An `async def` that is abstract, or does no more than raise, and does not say what it gives,
        or one that says an async iterator and has no `yield`, is often an async generator in the
        class that has a body.
        """
        annotation = function.annotation
        given = annotation.of if isinstance(annotation, Sub) else annotation
        if given is not None:
            return (last_name(given) or "").startswith(("Async", "AbstractAsync"))
        return (
            function.always_raises
            or self._values.is_abstract(function)
            or any(self._values.derives(owner, protocol) for protocol in PROTOCOLS)
        )

    def _is_replaced(self, name: str) -> bool:
        """Whether a test names the function in a string, as `patch` takes it, or sets it."""
        said = rf"[\"'.]{name}(?:[\"']|[ \t]*=[^=]|\.(?:return_value|side_effect|assert_\w+))"
        return re.search(said, self._source) is not None

    def _is_certain(self, of: Instance, call: Call, node: ast.Call) -> bool:
        """Whether an object is what it is said to be.

        Annotations are wrong at times: of fixtures, and in `def` functions, whose author would
        have met an error at the first run.
        """
        if of.made is not None:
            return True
        function = self._syntax.function_at(node)
        if function is None:
            return False
        if function.is_async and not self._is_test:
            return True
        taken = receiver(call.callee)
        if isinstance(taken, Param) and of.cls.startswith("starlette."):
            return self.is_endpoint(function) and taken.function == function.qualname
        return any(
            each.awaited and isinstance(each.callee, Attr) and each.callee.of is taken
            for each in function.calls
        )

    def _is_call_next(self, call: Call) -> bool:
        """Whether the second parameter of a middleware function is called."""
        callee = call.callee
        if not isinstance(callee, Param) or callee.name != "call_next":
            return False
        function = self._values.function(callee.function)
        return function is not None and function.is_async and function in self.middleware

    @cached_property
    def middleware(self) -> set[Function]:
        """The functions that Starlette gives `call_next`."""
        found = {m.function for m in self._routing.middleware if m.function is not None}
        for function in self._syntax.summary.functions.values():
            if function.name == "dispatch" and function.owner is not None:
                if self._values.derives(function.owner, libraries.HTTP_MIDDLEWARE):
                    found.add(function)
        return found

    def is_endpoint(self, function: Function) -> bool:
        """Whether FastAPI calls the function for a path, and no decorator stands in between."""
        return len(function.decorators) <= 1 and any(
            endpoint.function is function and not endpoint.websocket
            for endpoint in self._routing.endpoints
        )


def asks_for_coroutines(function: Function | None) -> bool:
    """Whether a function finds out itself what is a coroutine."""
    return function is not None and any(
        last_name(call.callee) in _ASKING for call in function.calls
    )
