"""What ends with its request, and is given to a background task all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flake8_fastapi.model.concurrency.loops import LOOP
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.libraries import DEPENDS, STARTS_TASK, UPLOAD
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Call,
    Entered,
    Expr,
    Iterated,
    Param,
    Sub,
    Typed,
    mentions,
    receiver,
)
from flake8_fastapi.model.syntax.functions import (
    Argument,
    Class,
    Function,
    is_own_object,
    is_parameter,
)
from flake8_fastapi.model.values.arguments import arguments_given
from flake8_fastapi.model.values.value_kinds import Bound, Instance, Partial, Value
from flake8_fastapi.model.values.values import CONTEXT_MANAGERS, Values

#: Classes whose objects are awaited: the request goes on meanwhile, and may end.
_AWAITED = (
    "sqlalchemy.ext.asyncio.AsyncSession", "sqlalchemy.ext.asyncio.AsyncConnection",
    "aiosqlite.Connection", "asyncpg.Connection", "psycopg.AsyncConnection",
    "httpx.AsyncClient", "aiohttp.ClientSession",
)  # fmt: skip
#: Classes whose objects are of no use, or begin anew unseen, once they are closed.
CLOSEABLE = (
    *_AWAITED, "sqlalchemy.orm.Session", "sqlalchemy.Connection", "psycopg.Connection",
    "sqlite3.Connection", "httpx.Client",
)  # fmt: skip
#: Those that open another connection when they are used again.
_BEGINNING_ANEW = ("sqlalchemy.orm.Session", "sqlalchemy.ext.asyncio.AsyncSession")
#: What begins a task that nobody need wait for.
_STARTING = {*STARTS_TASK, f"{LOOP}.create_task"}
_STREAMED = "starlette.responses.StreamingResponse"
#: What an upload says of itself when it is closed, too.
_OF_CLOSED_UPLOADS = {"content_type", "filename", "headers", "size"}
_CLOSES = {"close", "aclose", "remove", "release"}
#: Dependencies that hand on what another one yields, followed one to the other.
DEEPEST = 4


class _Task(NamedTuple):
    """What is called later, and what it is given."""

    call: Call  #: that begins it
    function: Expr | None
    args: tuple[Expr, ...]
    keywords: tuple[tuple[str | None, Expr], ...]
    within: Function | None
    is_beside: bool  #: begun at once, by `create_task`


@dataclass(eq=False)
class HandedResource:
    """An upload, or what a dependency yields and then closes, given to what may outlive that."""

    task: Call
    name: str
    is_upload: bool
    scope: str | None  #: of the dependency: "function", "request" or None
    is_beside: bool  #: the task is none of FastAPI's, but runs beside all else

    @property
    def lineno(self) -> int:
        return self.task.lineno

    @property
    def col_offset(self) -> int:
        return self.task.col_offset


def handed_resources(routing: Routing, values: Values) -> Iterator[HandedResource]:
    """What ends with the request and is given to tasks, each once for a task."""
    for task in (*_background(routing), *_started(routing, values)):
        seen = set()
        for given in _given(task, values):
            of = given.of if isinstance(given, Attr) and given.name == "file" else given
            if isinstance(of, (Iterated, Sub)):  # one of several uploads
                of = of.of
            name = _shown(of)
            if name is None or name in seen:
                continue
            if isinstance(of, Attr):
                of = given = _taken_for(of, values) or of
            if not isinstance(of, Param):
                continue
            seen.add(name)
            if _is_upload(of, values):
                if _is_read_when_closed(task, of, values):
                    yield HandedResource(task.call, name, True, None, task.is_beside)
            elif of is given and (marker := closing_dependency(of, values)) is not None:
                if _is_closed_in(task, of, values):
                    continue
                if not task.is_beside or _is_one_of(_AWAITED, of, values):
                    scope = values.text(marker.argument("scope"))
                    yield HandedResource(task.call, name, False, scope, task.is_beside)


def _background(routing: Routing) -> Iterator[_Task]:
    for task in routing.background_tasks:
        call = task.call
        yield _Task(call, task.task, call.args[1:], call.keywords, task.within, False)


def _started(routing: Routing, values: Values) -> Iterator[_Task]:
    """The tasks of the event loop that routes begin, and leave alone.

    A websocket stays open meanwhile, and a stream may end with the task that fills it.
    """
    routes = {each.function for each in routing.endpoints if not each.websocket}
    for call, within in routing.calls_named("create_task", "ensure_future"):
        made = call.args[0] if call.args else None
        if within not in routes or not isinstance(made, Call) or not call.dropped or call.off:
            continue
        if within is None or any(_is_one_of((_STREAMED,), it, values) for it in within.returned):
            continue
        if values.library_name(call.callee) in _STARTING:
            yield _Task(call, made.callee, made.args, made.keywords, within, True)


def _shown(given: Expr) -> str | None:
    """The name of a parameter, or of what an object that is one has kept: `pages.session`."""
    match given:
        case Param(name=name):
            return name
        case Attr(of=Param(name=name), name=attribute):
            return f"{name}.{attribute}"
    return None


def _given(task: _Task, values: Values) -> Iterator[Expr]:
    """What the task uses: its arguments, those of `partial`, what a nested function takes."""
    value = values.of(task.function)
    target = value.function if isinstance(value, Bound) else value
    skipped = 1 if isinstance(value, Bound) else 0
    names = [a.name for a in target.arguments[skipped:]] if isinstance(target, Function) else []
    for position, given in enumerate(task.args):
        name = names[position] if position < len(names) else None
        if not isinstance(target, Function) or name is None or _uses(target, name, values):
            yield given
    for name, given in task.keywords:
        if not isinstance(target, Function) or name not in names or _uses(target, name, values):
            yield given
    if isinstance(value, Partial):
        yield from value.call.args[1:]
        yield from (given for _, given in value.call.keywords)
    if isinstance(value, Function) and task.within and value.outer == task.within.qualname:
        for call in value.calls:
            yield from _parts(call)
    owner = receiver(task.function) if task.function is not None else None
    if isinstance(value, Bound) and owner is not None:
        for call in value.function.calls:  # `tasks.add_task(pages.count)` uses what `pages` has
            for part in _parts(call):
                if isinstance(part, Attr) and is_own_object(part.of, value.function):
                    yield Attr(owner, part.name)


def _is_read_when_closed(task: _Task, upload: Param, values: Values) -> bool:
    """Whether a task does more with an upload than to ask what it is called.

    Where the route waits for something else meanwhile, a task of the loop may have read it by then.
    """
    value = values.of(task.function)
    function = value.function if isinstance(value, Bound) else value
    if isinstance(function, Function):
        names = _taken_as(function, task, upload, skipped=1 if isinstance(value, Bound) else 0)
        asked = [function.parameters_asked.get(name) for name in names]
        if asked and all(it is not None and it <= _OF_CLOSED_UPLOADS for it in asked):
            return False
    if not task.is_beside or task.within is None:
        return True
    begun = (task.call.lineno, task.call.col_offset)
    later = (it for it in task.within.calls if (it.lineno, it.col_offset) > begun)
    return isinstance(function, Function) and not any(it.awaited for it in later)


def _taken_as(function: Function, task: _Task, given: Param, skipped: int = 0) -> list[str]:
    """The parameters of a task that are given this."""
    names = [each.name for each in function.arguments[skipped:]]
    taken = [names[position] for position, it in enumerate(task.args[: len(names)]) if it is given]
    return [*taken, *(name for name, it in task.keywords if it is given and name)]


def _is_closed_in(task: _Task, given: Param, values: Values) -> bool:
    """Whether a task closes by itself the session that it is given: it begins anew with that."""
    function = values.of(task.function)
    if task.is_beside or not isinstance(function, Function):
        return False
    if not _is_one_of(_BEGINNING_ANEW, given, values):
        return False
    return any(
        isinstance(call.callee, Attr)
        and call.callee.name == "close"
        and is_parameter(call.callee.of, function, name)
        and not (call.handling or call.needs)
        for name in _taken_as(function, task, given)
        for call in function.calls
    )


def _parts(call: Call) -> Iterator[Expr]:
    yield from call.given
    if (owner := receiver(call.callee)) is not None:
        yield owner


def _uses(function: Function, name: str, values: Values) -> bool:
    """Whether a function does anything with a parameter: some only promise to, one day."""
    summary = values.summary(function.qualname)
    functions = summary.functions.values() if summary else ()
    return any(
        mentions(part, function.qualname, name)
        for each in functions
        if each is function or each.qualname.startswith(f"{function.qualname}.")
        for part in (
            *(part for call in each.calls for part in _parts(call)),
            *(*each.returned, *each.iterated, *each.entered, *each.compared),
        )
    )


def _is_upload(expression: Expr, values: Values) -> bool:
    """Whether it is an upload, or a list of them."""
    return any(values.is_instance(each, UPLOAD) for each in (expression, Iterated(expression)))


def closing_dependency(parameter: Param, values: Values, depth: int = 0) -> Call | None:
    """The `Depends(...)` of a parameter whose dependency yields an object and closes it later."""
    function = values.function(parameter.function)
    argument = _argument(function, parameter.name)
    if argument is None or depth > DEEPEST or not _is_closeable(parameter, values):
        return None
    target = values.callee(values.of(values.dependency(argument)))
    if target is None:
        return None
    if not target.is_generator:
        (only,) = target.returned if len(target.returned) == 1 else (None,)
        inner = only if isinstance(only, Param) and only.function == target.qualname else None
        return closing_dependency(inner, values, depth + 1) if inner else None
    if values.decorated_by(target, CONTEXT_MANAGERS) or not _closes(target, values):
        return None
    markers = [m for m in values.markers(argument) if values.qualname(m.callee) in DEPENDS]
    return markers[-1] if markers else None


def _taken_for(kept: Attr, values: Values) -> Param | None:
    """The parameter of a dependency that an object keeps as an attribute: `self._session`.

    FastAPI makes the object, or a dependency that gives it what it has taken itself.
    """
    bound = values.bound_to(kept.of, kept.name)
    given = bound.value if isinstance(bound, Typed) else bound
    maker = values.function(given.function) if isinstance(given, Param) else None
    if not isinstance(given, Param) or not isinstance(kept.of, Param) or maker is None:
        return None
    owner = values.function(kept.of.function)
    if maker.name != "__init__" or owner is None:
        return None
    if is_own_object(kept.of, owner):
        return given
    argument = _argument(owner, kept.of.name)
    provider = values.of(values.dependency(argument)) if argument is not None else None
    return given if isinstance(provider, Class) else _passed_on(given, maker, provider, values)


def _passed_on(
    taken: Param, maker: Function, provider: Value | None, values: Values
) -> Param | None:
    """The parameter of a dependency that gives an object what its `__init__` takes."""
    factory = values.callee(provider)
    made = [*factory.returned, *factory.yielded] if factory is not None else []
    if len(made) != 1 or not isinstance(made[0], Call):
        return None
    cls = values.of(made[0].callee)
    given = arguments_given(cls, made[0], values) if values.callee(cls) is maker else None
    passed = given.get(taken.name) if given is not None else None
    return passed if isinstance(passed, Param) else None


def _argument(function: Function | None, name: str) -> Argument | None:
    arguments = function.arguments if function else ()
    return next((each for each in arguments if each.name == name), None)


def _is_closeable(expression: Expr, values: Values) -> bool:
    return _is_one_of(CLOSEABLE, expression, values)


def _is_one_of(classes: tuple[str, ...], expression: Expr, values: Values) -> bool:
    value = values.of(expression)
    return isinstance(value, Instance) and values.derives_from_any(value.cls, classes)


def _closes(function: Function, values: Values) -> bool:
    """Whether a generator closes what it yields: it left a `with`, or is asked to close."""
    return any(isinstance(each, Entered) for each in function.yielded) or any(
        isinstance(call.callee, Attr)
        and call.callee.name in _CLOSES
        and (values.of(call.callee.of) is None or _is_closeable(call.callee.of, values))
        for call in function.calls
    )
