"""What ends with its request, and is given to a background task all the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flake8_fastapi.model.annotations import DEPENDS
from flake8_fastapi.model.expressions import (
    Attr,
    Call,
    Entered,
    Expr,
    Iterated,
    Param,
    Sub,
    mentions,
    receiver,
)
from flake8_fastapi.model.functions import Argument, Function
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.routing.kinds import BackgroundTask
from flake8_fastapi.model.uploads import UPLOAD
from flake8_fastapi.model.value_kinds import Bound, Instance, Partial
from flake8_fastapi.model.values import CONTEXT_MANAGERS, Values

#: Classes whose objects are of no use, or begin anew unseen, once they are closed.
CLOSEABLE = (
    "sqlalchemy.orm.Session", "sqlalchemy.ext.asyncio.AsyncSession", "sqlalchemy.Connection",
    "sqlalchemy.ext.asyncio.AsyncConnection", "aiosqlite.Connection", "asyncpg.Connection",
    "psycopg.Connection", "psycopg.AsyncConnection", "sqlite3.Connection",
    "httpx.AsyncClient", "httpx.Client", "aiohttp.ClientSession",
)  # fmt: skip
_CLOSES = {"close", "aclose", "remove", "release"}
#: Dependencies that hand on what another one yields, followed one to the other.
DEEPEST = 4


@dataclass(eq=False)
class HandedResource:
    """An upload, or what a dependency yields and then closes, given to a background task."""

    task: BackgroundTask
    name: str
    is_upload: bool
    scope: str | None  #: of the dependency: "function", "request" or None

    @property
    def lineno(self) -> int:
        return self.task.lineno

    @property
    def col_offset(self) -> int:
        return self.task.col_offset


def handed_resources(tasks: Iterable[BackgroundTask], values: Values) -> Iterator[HandedResource]:
    """What ends with the request and is given to tasks, each once for a task."""
    for task in tasks:
        seen = set()
        for given in _given(task, values):
            of = given.of if isinstance(given, Attr) and given.name == "file" else given
            if isinstance(of, (Iterated, Sub)):  # one of several uploads
                of = of.of
            if not isinstance(of, Param) or of.name in seen:
                continue
            seen.add(of.name)
            if _is_upload(of, values):
                yield HandedResource(task, of.name, True, None)
            elif of is given and (marker := closing_dependency(of, values)) is not None:
                scope = values.text(marker.argument("scope"))
                yield HandedResource(task, of.name, False, scope)


def _given(task: BackgroundTask, values: Values) -> Iterator[Expr]:
    """What the task uses: its arguments, those of `partial`, what a nested function takes."""
    value = values.of(task.task)
    target = value.function if isinstance(value, Bound) else value
    skipped = 1 if isinstance(value, Bound) else 0
    names = [a.name for a in target.arguments[skipped:]] if isinstance(target, Function) else []
    for position, given in enumerate(task.call.args[1:]):
        name = names[position] if position < len(names) else None
        if not isinstance(target, Function) or name is None or _uses(target, name, values):
            yield given
    for name, given in task.call.keywords:
        if not isinstance(target, Function) or name not in names or _uses(target, name, values):
            yield given
    if isinstance(value, Partial):
        yield from value.call.args[1:]
        yield from (given for _, given in value.call.keywords)
    if isinstance(value, Function) and task.within and value.outer == task.within.qualname:
        for call in value.calls:
            yield from _parts(call)


def _parts(call: Call) -> Iterator[Expr]:
    yield from call.args
    yield from (given for _, given in call.keywords)
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


def _argument(function: Function | None, name: str) -> Argument | None:
    arguments = function.arguments if function else ()
    return next((each for each in arguments if each.name == name), None)


def _is_closeable(expression: Expr, values: Values) -> bool:
    value = values.of(expression)
    return isinstance(value, Instance) and values.derives_from_any(value.cls, CLOSEABLE)


def _closes(function: Function, values: Values) -> bool:
    """Whether a generator closes what it yields: it left a `with`, or is asked to close."""
    return any(isinstance(each, Entered) for each in function.yielded) or any(
        isinstance(call.callee, Attr)
        and call.callee.name in _CLOSES
        and (values.of(call.callee.of) is None or _is_closeable(call.callee.of, values))
        for call in function.calls
    )
