"""Parameters that only FastAPI fills in, of functions that something else calls.

`def count(db=Depends(get_db))` gets a session when FastAPI calls it as a route or dependency.
Whoever else calls it without `db` leaves it the `Depends` object; if `Depends` stands in
`Annotated`, there is no default, and the call fails.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator

from flake8_fastapi.model.callables import may_be_named
from flake8_fastapi.model.expressions import Call, Const, Expr, mentions
from flake8_fastapi.model.functions import Argument, Class, Function, Summary
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.routing import ROUTERS, Routing
from flake8_fastapi.model.values import (
    CONTEXT_MANAGERS,
    DEPENDS,
    Bound,
    Instance,
    Method,
    Value,
    Values,
)

#: Decorators that leave the parameters as they are.
_PLAIN = {"builtins.staticmethod", "builtins.classmethod", *CONTEXT_MANAGERS}
#: What a function asks about a parameter that may be something else than declared.
_GUARDS = {
    "builtins.isinstance", "builtins.hasattr", "builtins.callable", "builtins.type",
    "builtins.getattr", "builtins.issubclass",
}  # fmt: skip


@dataclass(eq=False)
class Unresolved:
    """A parameter that nobody fills in, and where that is decided."""

    function: Function
    argument: Argument
    how: str  #: "call", "task", "an exception handler", "middleware", ...
    lineno: int
    col_offset: int


def unresolved(
    calls: Iterable[Call],
    own: Summary,
    routing: Routing,
    values: Values,
    elsewhere: Callable[[], Container[str] | None],
) -> Iterator[Unresolved]:
    """What `calls`, and Starlette for what this file registers, do not fill in.

    `elsewhere` names what may have dependencies in other files: to look up every call would be to
    read every file of the project. None: it is not known.
    """
    handed = {id(dependency.target) for dependency in routing.dependencies}
    names = {function.name for function in own.functions.values()}
    names |= {cls.name for cls in own.classes.values()}
    others = elsewhere()
    for call in calls:
        if others is not None and not may_be_named(call, own, names, others):
            continue
        if id(call) in handed or call.spreads:
            continue
        function, skipped = _called(values.of(call.callee), values)
        given = {name for name, _ in call.keywords if name}
        if function is not None:
            argument = _left(function, skipped + len(call.args), given, values)
            if argument is not None:
                yield Unresolved(function, argument, "call", call.lineno, call.col_offset)
    for task in routing.background_tasks:
        if task.function is not None and not task.call.spreads and task.call.args:
            function, skipped = _called(values.of(task.task), values)
            given = {name for name, _ in task.call.keywords if name}
            filled = skipped + len(task.call.args) - 1
            argument = _left(task.function, filled, given, values) if function else None
            if argument is not None:
                yield Unresolved(task.function, argument, "task", task.lineno, task.col_offset)
    for function, filled, how in _registered(routing):
        argument = _left(function, filled, (), values)
        if argument is not None and function.qualname in own.functions:
            yield Unresolved(function, argument, how, argument.lineno, argument.col_offset)


def _registered(routing: Routing) -> Iterator[tuple[Function, int, str]]:
    """Functions that Starlette calls, and with how many arguments."""
    for handler in routing.exception_handlers:
        if handler.function is not None and handler.function.owner is None:
            yield handler.function, 2, "an exception handler"
    for middleware in routing.middleware:
        if middleware.function is not None and middleware.function.owner is None:
            yield middleware.function, 2, "middleware"
    for lifespan in routing.lifespans:
        yield lifespan, 1, "the lifespan"
    for event in routing.event_handlers:
        for function in event.functions:
            if function.owner is None:
                yield function, 0, "an event handler"


def _called(callee: Value | None, values: Values) -> tuple[Function | None, int]:
    """The function that runs, and how many of its parameters are filled by being a method."""
    match callee:
        case Function():  # also as `Service.method`
            return callee, int(values.decorated_by(callee, {"builtins.classmethod"}))
        case Bound(function=function, of=Instance()):
            return function, int(not values.decorated_by(function, {"builtins.staticmethod"}))
        case Bound(function=function):
            return function, int(values.decorated_by(function, {"builtins.classmethod"}))
        case Class(decorators=()):
            return values.method(callee, "__init__"), 1
        case Instance(known=Class() as known):
            return values.method(known, "__call__"), 1
    return None, 0


def _left(
    function: Function, filled: int, given: Container[str], values: Values
) -> Argument | None:
    """The first parameter that is not given, but left to `Depends`, and missed."""
    missed: Argument | None = None
    for position, argument in enumerate(function.arguments):
        plain = argument.kind in ("positional", "plain")
        if argument.name in given or (plain and position < filled):
            if isinstance(argument.default, Const) and argument.default.value is None:
                return None  # one or the other: it may well replace what is left out
        elif missed is None and argument.kind not in ("*", "**"):
            missed = argument if _is_missed(argument, function, values) else None
    return missed if missed is not None and is_itself(function, values) else None


def _is_missed(argument: Argument, function: Function, values: Values) -> bool:
    if argument.default is None:
        return any(values.qualname(it.callee) in DEPENDS for it in values.markers(argument))
    default = values.expand(argument.default)
    if not isinstance(default, Call) or values.qualname(default.callee) not in DEPENDS:
        return False
    return _uses(function, argument.name, values)


def is_itself(function: Function, values: Values) -> bool:
    """Whether its name stands for the function: no decorator put another one in its place."""
    for decorator in function.decorators:
        made = decorator.expression
        maker = values.of(made.callee if isinstance(made, Call) else made)
        if isinstance(maker, Method) and any(values.derives(maker.of.cls, it) for it in ROUTERS):
            continue
        if values.decorator_name(made) not in _PLAIN:
            return False
    return True


def _uses(function: Function, name: str, values: Values) -> bool:
    """Whether a function works with its parameter, and takes it for what it is declared to be."""
    for call in function.calls:
        if values.qualname(call.callee) in _GUARDS and mentions(
            call, function.qualname, name, surely=True
        ):
            return False
    # what is made the first time only was made at start-up, by somebody who gave it all
    places: list[Expr] = [call for call in function.calls if not call.once]
    places += [*function.returned, *function.yielded, *function.entered, *function.iterated]
    if function.name == "__init__":
        owner = values.known_class(function.owner) if function.owner else None
        places += owner.attributes.values() if owner else ()
    return any(mentions(place, function.qualname, name, surely=True) for place in places)
