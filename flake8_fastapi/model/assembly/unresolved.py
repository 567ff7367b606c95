"""Parameters that only FastAPI fills in, of functions that something else calls.

`def count(db=Depends(get_db))` gets a session when FastAPI calls it as a route or dependency.
Whoever else calls it without `db` leaves it the `Depends` object; if `Depends` stands in
`Annotated`, there is no default, and the call fails. `limit: int = Query(10)` likewise leaves a
`Query` object, which is no 10.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial

from flake8_fastapi.model.assembly.parameters import MARKERS
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.libraries import DEPENDS
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.routing.routers import ROUTERS
from flake8_fastapi.model.syntax.expressions import (
    UNKNOWN,
    Attr,
    Call,
    Expr,
    OneOf,
    Sub,
    all_parts,
    callee_of,
    is_none,
    mentions,
)
from flake8_fastapi.model.syntax.functions import Argument, Class, Function, is_parameter
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.arguments import arguments_given, is_refused
from flake8_fastapi.model.values.asked import GUARDS, Asked
from flake8_fastapi.model.values.switches import is_met, left_out
from flake8_fastapi.model.values.value_kinds import Bound, Instance, Method, Value
from flake8_fastapi.model.values.values import CONTEXT_MANAGERS, Values

#: What stands in a default for a value that FastAPI takes from the request, or makes.
_STANDING_IN = frozenset(MARKERS)
#: Decorators that leave the parameters as they are.
_PLAIN = {"builtins.staticmethod", "builtins.classmethod", *CONTEXT_MANAGERS}


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
    called = routing.calls.names()
    depends = {
        function: _dependents(function, values)
        for function in own.functions.values()
        if function.name in called
    }
    nodes: Iterable[ast.Call]
    if others is None:
        nodes = syntax.tree.nodes(ast.Call)
    else:
        names = {function.name for function, dependent in depends.items() if dependent}
        names.update(cls.name for cls in own.classes.values())
        nodes = routing.calls.which_may_be(names, others)
    asked = Asked(syntax, values)
    for call in map(syntax.call, nodes):
        callee = values.of(call.callee)
        function = _run_by(callee, values)
        if function is None:
            continue
        if function not in depends:
            depends[function] = _dependents(function, values)
        if not depends[function] or id(call) in handed or call.spreads:
            continue
        given = arguments_given(callee, call, values) or {}
        argument = _left(function, given, values, call, asked)
        if argument is not None and not _fails_anyway(callee, call, values, depends[function]):
            yield Unresolved(function, argument, "call", call.lineno, call.col_offset)
    for task in routing.background_tasks:
        if task.function is not None and not task.call.spreads and task.call.args:
            callee = values.of(task.task)
            given = arguments_given(callee, task.call, values, skipped=1) or {}
            known = _run_by(callee, values) is not None
            argument = _left(task.function, given, values) if known else None
            if argument is not None:
                yield Unresolved(task.function, argument, "task", task.lineno, task.col_offset)
    for function in celery_tasks:  # what they are given is not looked at
        argument = _missed(function, {}, values, partial(_uses, function, values))
        if argument is not None:
            yield Unresolved(
                function, argument, "a Celery task", argument.lineno, argument.col_offset
            )
    for function, filled, how in _registered(routing):
        argument = _left(function, dict.fromkeys(function.by_position[:filled], UNKNOWN), values)
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


def _fails_anyway(
    callee: Value | None, call: Call, values: Values, dependent: Collection[str]
) -> bool:
    """Whether a call is a TypeError whatever is done about the parameters left to FastAPI.

    A keyword that a function has not may be the former name of one of these.
    """
    if isinstance(callee, Function):
        known = {each.name for each in callee.arguments}
        if not known.issuperset(name for name, _ in call.keywords):
            return False
    return is_refused(callee, call, values, dependent)


def _left(
    function: Function,
    given: Mapping[str, Expr],
    values: Values,
    call: Call | None = None,
    asked: Asked | None = None,
) -> Argument | None:
    """The first parameter that is not given, but left to `Depends`, and missed.

    None where a decorator may fill it in. `asked` knows of the object that `call` makes.
    """
    unmet = left_out(function, given, "", values)

    def uses(name: str) -> bool:
        if _uses(function, values, name, unmet):
            return True
        kept = _kept_as(function, name, values)
        return bool(kept) and call is not None and asked is not None and asked.reads(call, kept)

    missed = _missed(function, given, values, uses)
    return missed if missed is not None and is_itself(function, values) else None


def _missed(
    function: Function, given: Mapping[str, Expr], values: Values, uses: Callable[[str], bool]
) -> Argument | None:
    missed: Argument | None = None
    for argument in function.arguments:
        if argument.name in given:
            if is_none(argument.default):
                return None  # one or the other: it may well replace what is left out
        elif (
            missed is None and argument.kind not in ("*", "**") and _is_dependent(argument, values)
        ):
            if argument.default is None or uses(argument.name):
                missed = argument
    return missed


def _dependents(function: Function, values: Values) -> set[str]:
    """The parameters that `Depends` or `Query` stands for."""
    return {each.name for each in function.arguments if _is_dependent(each, values)}


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
        maker = values.of(callee_of(made))
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


def _uses(
    function: Function, values: Values, name: str, unmet: frozenset[str] = frozenset()
) -> bool:
    """Whether a function works with its parameter, and takes it for what it is declared to be.

    `unmet` are conditions that are not met: see `switches`.
    """
    places_read = function.parameters_read.get(name, ())
    if not any(is_met(needs, unmet, values) for needs in places_read):
        return False
    if _is_guarded(function, name, values):
        return False
    # what is made the first time only was made at start-up, by somebody who gave it all
    places: list[Expr] = [call for call in function.calls if not call.once]
    places += [*function.returned, *function.yielded, *function.entered, *function.iterated]
    if any(
        mentions(place, function.qualname, name, surely=True)
        for place in places
        if not isinstance(place, Call) or is_met(place.needs, unmet, values)
    ):
        return True
    return any(
        isinstance(part, (Attr, Sub)) and is_parameter(part.of, function, name)
        for value in _attributes(function, values).values()
        for part in all_parts(value, surely=True)
    )


def _kept_as(function: Function, name: str, values: Values) -> set[str]:
    """The attributes in which an `__init__` keeps a parameter."""
    return {
        attribute
        for attribute, value in _attributes(function, values).items()
        if mentions(value, function.qualname, name, surely=True)
    }


def _attributes(function: Function, values: Values) -> Mapping[str, Expr]:
    """What the methods of the class of an `__init__` set."""
    if function.name != "__init__" or function.owner is None:
        return {}
    owner = values.known_class(function.owner)
    return owner.attributes if owner is not None else {}


def _is_guarded(function: Function, name: str, values: Values, depth: int = 0) -> bool:
    """Whether a function asks what its parameter is, or lets a helper ask that it hands it to."""
    for call in function.calls:
        if values.qualname(call.callee) in GUARDS and call.args:
            if _is_of_parameter(call.args[0], function, name):
                return True
        callee = values.of(call.callee)
        helper = values.callee(callee) if depth < 1 else None
        for taking, given in (arguments_given(callee, call, values) or {}).items():
            if helper is not None and is_parameter(given, function, name):
                if _is_guarded(helper, taking, values, depth + 1):
                    return True
    return False
