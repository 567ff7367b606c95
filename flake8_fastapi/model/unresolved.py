"""Parameters that only FastAPI fills in, of functions that something else calls.

`def count(db=Depends(get_db))` gets a session when FastAPI calls it as a route or dependency.
Whoever else calls it without `db` leaves it the `Depends` object; if `Depends` stands in
`Annotated`, there is no default, and the call fails. `limit: int = Query(10)` likewise leaves a
`Query` object, which is no 10.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Container, Iterable, Iterator

from flake8_fastapi.model.annotations import DEPENDS
from flake8_fastapi.model.arguments import arguments_given, is_parameter
from flake8_fastapi.model.expressions import Attr, Call, Const, Expr, OneOf, mentions
from flake8_fastapi.model.functions import Argument, Class, Function
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.parameters import MARKERS
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.routing.routers import ROUTERS
from flake8_fastapi.model.syntax import Syntax
from flake8_fastapi.model.value_kinds import Bound, Instance, Method, Value
from flake8_fastapi.model.values import CONTEXT_MANAGERS, Values

#: What stands in a default for a value that FastAPI takes from the request, or makes.
_STANDING_IN = frozenset(MARKERS)
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
    syntax: Syntax,
    routing: Routing,
    values: Values,
    elsewhere: Callable[[], Collection[str] | None],
    celery_tasks: Iterable[Function] = (),
) -> Iterator[Unresolved]:
    """What the calls of a file, and Starlette for what it registers, do not fill in.

    `elsewhere` names what may have dependencies in other files: to look up every call would be to
    read every file of the project. None: it is not known.
    """
    handed = {id(dependency.target) for dependency in routing.dependencies}
    own, others = syntax.summary, elsewhere()
    nodes: Iterable[ast.Call]
    if others is None:
        nodes = syntax.tree.nodes(ast.Call)
    else:
        names = {function.name for function in own.functions.values()}
        names.update(cls.name for cls in own.classes.values())
        nodes = routing.calls.which_may_be(names, others)
    depends: dict[Function, bool] = {}
    for call in map(syntax.call, nodes):
        callee = values.of(call.callee)
        function = _run_by(callee, values)
        if function is None:
            continue
        if function not in depends:
            depends[function] = any(_is_dependent(it, values) for it in function.arguments)
        if not depends[function] or id(call) in handed or call.spreads:
            continue
        given = {name for name, _ in call.keywords if name}
        filled = _bound_by(callee, values) + len(call.args)
        argument = _left(function, filled, given, values)
        if argument is not None:
            yield Unresolved(function, argument, "call", call.lineno, call.col_offset)
    for task in routing.background_tasks:
        if task.function is not None and not task.call.spreads and task.call.args:
            callee = values.of(task.task)
            given = {name for name, _ in task.call.keywords if name}
            filled = _bound_by(callee, values) + len(task.call.args) - 1
            known = _run_by(callee, values) is not None
            argument = _left(task.function, filled, given, values) if known else None
            if argument is not None:
                yield Unresolved(task.function, argument, "task", task.lineno, task.col_offset)
    for function in celery_tasks:
        argument = _missed(function, 0, (), values)
        if argument is not None:
            yield Unresolved(
                function, argument, "a Celery task", argument.lineno, argument.col_offset
            )
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
    for event in routing.event_handlers:
        for function in event.functions:
            if function.owner is None:
                yield function, 0, "an event handler"


def _run_by(callee: Value | None, values: Values) -> Function | None:
    """The function that runs when something is called."""
    match callee:
        case Function() | Bound() | Class(decorators=()) | Instance(known=Class()):
            return values.callee(callee)
    return None


def _bound_by(callee: Value | None, values: Values) -> int:
    """How many of its parameters are filled by being a method."""
    match callee:
        case Bound(function=function, of=Instance()):
            return int(not values.decorated_by(function, {"builtins.staticmethod"}))
        case (Function() as function) | Bound(function=function):  # also as `Service.method`
            return int(values.decorated_by(function, {"builtins.classmethod"}))
    return 1


def _left(
    function: Function, filled: int, given: Container[str], values: Values
) -> Argument | None:
    """The first parameter that is not given, but left to `Depends`, and missed.

    None where a decorator may fill it in.
    """
    missed = _missed(function, filled, given, values)
    return missed if missed is not None and is_itself(function, values) else None


def _missed(
    function: Function, filled: int, given: Container[str], values: Values
) -> Argument | None:
    missed: Argument | None = None
    for position, argument in enumerate(function.arguments):
        plain = argument.kind in ("positional", "plain")
        if argument.name in given or (plain and position < filled):
            if isinstance(argument.default, Const) and argument.default.value is None:
                return None  # one or the other: it may well replace what is left out
        elif missed is None and argument.kind not in ("*", "**"):
            missed = argument if _is_missed(argument, function, values) else None
    return missed


def _is_missed(argument: Argument, function: Function, values: Values) -> bool:
    return _is_dependent(argument, values) and (
        argument.default is None or _uses(function, argument.name, values)
    )


def _is_dependent(argument: Argument, values: Values) -> bool:
    """Whether `Depends` or `Query` stands for a parameter whenever nothing else is given."""
    if argument.default is None:
        return any(values.qualname(it.callee) in DEPENDS for it in values.markers(argument))
    default = values.expand(argument.default)
    return isinstance(default, Call) and values.qualname(default.callee) in _STANDING_IN


def is_itself(function: Function, values: Values) -> bool:
    """Whether its name stands for the function: no decorator put another one in its place."""
    for decorator in function.decorators:
        made = decorator.expression
        maker = values.of(made.callee if isinstance(made, Call) else made)
        if isinstance(maker, Method) and values.derives_from_any(maker.of.cls, ROUTERS):
            continue
        if values.decorator_name(made) not in _PLAIN:
            return False
    return True


def _is_of_parameter(expression: Expr, function: Function, name: str) -> bool:
    """Whether it is a parameter, or an attribute of it; what it was asked for is another thing."""
    if isinstance(expression, OneOf):
        return any(_is_of_parameter(each, function, name) for each in expression.options)
    if isinstance(expression, Attr):
        return _is_of_parameter(expression.of, function, name)
    return is_parameter(expression, function, name)


def _uses(function: Function, name: str, values: Values) -> bool:
    """Whether a function works with its parameter, and takes it for what it is declared to be."""
    if _is_guarded(function, name, values):
        return False
    # what is made the first time only was made at start-up, by somebody who gave it all
    places: list[Expr] = [call for call in function.calls if not call.once]
    places += [*function.returned, *function.yielded, *function.entered, *function.iterated]
    if function.name == "__init__":
        owner = values.known_class(function.owner) if function.owner else None
        places += owner.attributes.values() if owner else ()
    return any(mentions(place, function.qualname, name, surely=True) for place in places)


def _is_guarded(function: Function, name: str, values: Values, depth: int = 0) -> bool:
    """Whether a function asks what its parameter is, or lets a helper ask that it hands it to."""
    for call in function.calls:
        if values.qualname(call.callee) in _GUARDS and call.args:
            if _is_of_parameter(call.args[0], function, name):
                return True
        callee = values.of(call.callee)
        helper = values.callee(callee) if depth < 1 else None
        for taking, given in (arguments_given(callee, call, values) or {}).items():
            if helper is not None and is_parameter(given, function, name):
                if _is_guarded(helper, taking, values, depth + 1):
                    return True
    return False
