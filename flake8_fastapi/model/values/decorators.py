"""What decorators do to a function: wrap it, or hand it back."""

from __future__ import annotations

import copy
from collections.abc import Callable, Container, Iterator
from typing import TypeGuard

from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Awaited,
    Call,
    Const,
    Expr,
    OneOf,
    Param,
    Ref,
    Star,
    callee_of,
    is_none,
    last_name,
    options_of,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Class, Decorator, Function
from flake8_fastapi.model.values.value_kinds import Instance, Method, Value
from flake8_fastapi.model.values.values import Values

#: Decorators of libraries that give another function than the one they are given.
WRAPPING = {
    "functools.lru_cache", "functools.cache", "slowapi.Limiter.limit",
    "slowapi.Limiter.shared_limit", "slowapi.extension.Limiter.limit",
    "slowapi.extension.Limiter.shared_limit", "fastapi_cache.decorator.cache",
    "starlette.authentication.requires", "tenacity.retry", "cachetools.cached",
    "cachetools.func.ttl_cache", "cachetools.func.lru_cache", "async_lru.alru_cache",
    "aiocache.cached", "cashews.cache", "backoff.on_exception", "backoff.on_predicate",
    "dependency_injector.wiring.inject", "ratelimit.limits", "timeout_decorator.timeout",
}  # fmt: skip

#: Those that await an `async def` once, and give what that gives; fastapi-cache2 encodes it first.
AWAITING_ONCE = {
    "fastapi_cache.decorator.cache", "slowapi.Limiter.limit", "slowapi.Limiter.shared_limit",
    "slowapi.extension.Limiter.limit", "slowapi.extension.Limiter.shared_limit",
    "starlette.authentication.requires",
}  # fmt: skip

CACHES = {
    "functools.lru_cache", "functools.cache", "functools.cached_property", "async_lru.alru_cache",
    "cachetools.cached", "cachetools.func.lru_cache", "cachetools.func.ttl_cache",
}  # fmt: skip

#: Those of them that do not await what they keep: a coroutine can't be awaited twice.
_KEEPING_COROUTINES = CACHES - {"async_lru.alru_cache"}
#: Those that keep what JSON can say of an answer.
_AS_JSON = {"fastapi_cache.decorator.cache"}
_RESPONSE = "starlette.responses.Response"
_JSON = "starlette.responses.JSONResponse"

_WRAPS = "functools.wraps"
#: Decorators under which an `async def` still makes coroutines.
_ASYNC = {
    "builtins.staticmethod", "builtins.classmethod", "abc.abstractmethod", "typing.final",
    "typing.no_type_check", "typing.overload", "typing.override", "typing_extensions.deprecated",
    "warnings.deprecated", "backoff.on_exception", "backoff.on_predicate", "tenacity.retry",
}  # fmt: skip
#: What runs a coroutine on an event loop of its own.
_OWN_LOOP = {"run", "run_until_complete"}
_ROUTERS = ("starlette.applications.Starlette", "starlette.routing.Router")
METHODS = {"get", "post", "put", "patch", "delete", "head", "options", "trace"}
WEBSOCKETS = {"websocket", "websocket_route"}
#: Methods of applications and routers that give a decorator for routes: of HTTP, and of all kinds.
HTTP_DECORATORS = METHODS | {"api_route"}
ROUTE_DECORATORS = HTTP_DECORATORS | WEBSOCKETS
#: Those whose decorators hand the function back.
_HANDING_BACK = ROUTE_DECORATORS | {"middleware", "exception_handler", "on_event"}

#: Decorators that do not change how a route's parameters are read.
_PLAIN = {
    "functools.wraps", "typing_extensions.deprecated", "warnings.deprecated",
    "typing.no_type_check", "builtins.staticmethod", "builtins.classmethod",
    "dishka.integrations.fastapi.inject",  # takes away what it hands in
}  # fmt: skip


def wraps(decorator: Decorator, values: Values) -> bool | None:
    """Whether a decorator replaces the function that it is given; None for "don't know"."""
    expression = decorator.expression
    if values.decorator_name(expression) in WRAPPING:
        return True
    value = values.of(expression)
    if isinstance(expression, Call):
        if isinstance(value, Instance):  # `@Audited("create")`: its `__call__` decorates
            called = values.callee(value)
            return _replaces(called, values) if called is not None else None
        factory = values.callee(values.of(expression.callee))
        return _factory_wraps(factory, value, values)
    if isinstance(value, Class):
        return True  # an object of it stands in the function's place
    function = values.callee(value)
    return _replaces(function, values) if function is not None else None


def makers(decorator: Decorator, values: Values) -> list[Function]:
    """The functions of the project to one of which a decorator gives the function below it."""
    expression = decorator.expression
    value = values.of(expression)
    if not isinstance(value, Function) and isinstance(expression, Call):
        factory = values.callee(values.of(expression.callee))
        if factory is not None and not isinstance(value, Instance):
            return list(_inner(factory, values))
    function = values.callee(value)
    return [] if function is None else [function]


def _inner(factory: Function, values: Values) -> Iterator[Function]:
    """The functions in a factory that it may give: `decorator(function) if function else ...`."""
    for returned in factory.returned:
        for option in returned.options if isinstance(returned, OneOf) else (returned,):
            inner = values.of(option)
            if isinstance(inner, Function) and inner.outer == factory.qualname:
                yield inner


def _factory_wraps(factory: Function | None, given: Value | None, values: Values) -> bool | None:
    """Whether `@factory(...)` gives a decorator that wraps."""
    if isinstance(given, Function):
        return _replaces(given, values)
    if factory is None:
        return None
    inner = next(_inner(factory, values), None)  # it decides
    return _replaces(inner, values) if inner is not None else None


def _replaces(function: Function, values: Values) -> bool | None:
    """Whether what a decorator function returns is never the function that it was given."""
    if function.is_async or function.is_generator or not function.returned:
        return None
    options: list[Expr] = []
    for returned in function.returned:
        options += returned.options if isinstance(returned, OneOf) else (returned,)
    if any(_is_argument(option, function) for option in options):
        return False
    return True if all(_is_wrapper(option, function, values) for option in options) else None


def _is_argument(expression: Expr, function: Function) -> bool:
    return isinstance(expression, Param) and expression.function == function.qualname


def _is_wrapper(expression: Expr, function: Function, values: Values) -> bool:
    """Whether an expression is a function defined in `function`, or a partial of its argument."""
    if isinstance(expression, Call):
        if values.qualname(expression.callee) == "functools.partial":
            return True
        inner = values.callee(values.of(expression.callee))
        if inner is not None and inner.outer == function.qualname:
            return _replaces(inner, values) is True
        return False
    value = values.of(expression)
    return isinstance(value, Function) and value.outer == function.qualname


def stays_async(decorator: Decorator, values: Values) -> bool:
    """Whether calling a decorated `async def` is still sure to make a coroutine."""
    expression = decorator.expression
    if values.decorator_name(expression) in _ASYNC:
        return True
    if registers(decorator, values):
        return True
    return _gives(decorator, lambda wrapper, _: wrapper.is_async, values)


def takes_away(decorator: Decorator, values: Values) -> bool:
    """Whether a decorator of the project puts plain functions in the place of an async one.

    These run it on an event loop of its own, or not at all: others do, such as a worker.
    """
    wrappers = _wrappers(decorator, values)
    return bool(wrappers) and all(
        isinstance(wrapper, Function)
        and wrapper.outer == maker.qualname
        and not (wrapper.is_async or wrapper.is_generator)
        and not _hands_on(wrapper, maker)
        for wrapper, maker in wrappers
    )


def _wrappers(decorator: Decorator, values: Values) -> list[tuple[Value | None, Function]]:
    """What a decorator of the project returns, each with the function that makes it."""
    expression = decorator.expression
    named = callee_of(expression)
    made = values.callee(values.of(named))
    if made is None:
        return []
    makers = [made]
    if isinstance(expression, Call):
        makers = [each for it in made.returned if isinstance(each := values.of(it), Function)]
    return [(values.of(it), maker) for maker in makers for it in maker.returned]


def as_wrapped(call: Call, function: Function, values: Values) -> Call:
    """A call with what decorators of the project give to the function beside what it does.

    `with make_session() as db: return function(db, *args, **options)`, or `db=db`.
    """
    for decorator in function.decorators:
        for wrapper, maker in _wrappers(decorator, values):
            if isinstance(wrapper, Function) and wrapper.outer == maker.qualname:
                call = _with_added(call, wrapper, maker, function.owner is not None)
    return call


def _with_added(call: Call, wrapper: Function, decorator: Function, is_method: bool) -> Call:
    """The same for one wrapper; what it is given by place itself, it hands on first."""
    runs = [each for each in wrapper.calls if _is_argument(each.callee, decorator)]
    named = tuple(each for run in runs for each in run.keywords if each[0] is not None)
    placed: tuple[Expr, ...] = ()
    if len(runs) == 1 and runs[0].args and isinstance(runs[0].args[-1], Star):
        placed = runs[0].args[:-1]
    kept = sum(_is_argument(each, wrapper) for each in placed)
    place = max(kept - is_method, 0)
    if call.spreads or not (named or placed[kept:]):
        return call
    call = copy.copy(call)
    call.args = (*call.args[:place], *placed[kept:], *call.args[place:])
    call.keywords = (*named, *call.keywords)
    return call


def _hands_on(wrapper: Function, decorator: Function) -> bool:
    """Whether a wrapper may run what the decorator was given on the loop of who calls it."""
    return any(
        (_is_argument(call.callee, decorator) and not runs_itself(wrapper, call))
        or any(_is_argument(given, decorator) for given in call.given)
        for call in wrapper.calls
    )


def runs_itself(caller: Function, call: Call) -> bool:
    """Whether the coroutine of a call is given to `asyncio.run` and its like."""
    return any(
        each.args and each.args[0] is call and last_name(each.callee) in _OWN_LOOP
        for each in caller.calls
    )


def registers(decorator: Decorator, values: Values) -> bool:
    """Whether a decorator is one of an application or router, which hands the function back."""
    expression = decorator.expression
    if not isinstance(expression, Call):
        return False
    callee = values.of(expression.callee)
    return (
        isinstance(callee, Method)
        and callee.name in _HANDING_BACK
        and values.derives_from_any(callee.of.cls, _ROUTERS)
    )


def runs_at_once(decorator: Decorator, values: Values) -> bool:
    """Whether calling a decorated `def` is still sure to run its body: no cache, no thread."""
    return _gives(decorator, _calls_it, values)


def runs_when_awaited(decorator: Decorator, values: Values) -> bool:
    """Whether awaiting a decorated `async def` runs its body, and gives what that returns.

    Or nothing is run: the wrapper may find that another worker has done it.
    """
    return _gives(decorator, _awaits_it, values)


def hides_signature(decorator: Decorator, values: Values) -> bool:
    """Whether a decorator of the project gives a function whose parameters are `*args`, for all.

    Only what `functools.wraps` has marked is asked for those of the function that it wraps.
    """
    return any(
        isinstance(wrapper, Function)
        and wrapper.outer == maker.qualname
        and any(argument.kind in ("*", "**") for argument in wrapper.arguments)
        and not values.decorated_by(wrapper, {_WRAPS})
        for wrapper, maker in _wrappers(decorator, values)
    )


def spoils_answers(decorator: Decorator, function: Function, unwraps: bool, values: Values) -> bool:
    """Whether a route fails, once or each time, with a decorator between FastAPI and its function.

    Of an `async def`, a plain wrapper gives a coroutine, and FastAPI awaits it only where it
    `unwraps` what `functools.wraps` has marked; a cache gives the same coroutine again. And one
    that keeps answers as JSON gives the attributes of a `Response` instead of it.
    """
    name = values.decorator_name(decorator.expression)
    if name in _AS_JSON:
        is_told = isinstance(made := decorator.expression, Call) and made.argument("coder")
        return not is_told and any(
            values.is_instance(given, _RESPONSE) and values.is_instance(given, _JSON) is False
            for returned in function.returned
            for given in options_of(returned)
        )
    if not function.is_async:
        return False
    return name in _KEEPING_COROUTINES or any(
        isinstance(wrapper, Function)
        and wrapper.outer == maker.qualname
        and _hands_out(wrapper, maker)
        and not (unwraps and values.decorated_by(wrapper, {_WRAPS}))
        for wrapper, maker in _wrappers(decorator, values)
    )


def _hands_out(wrapper: Function, decorator: Function) -> bool:
    """Whether a plain wrapper always returns what the call of its function gives, as it is."""
    return (
        not (wrapper.is_async or wrapper.is_generator)
        and bool(wrapper.returned)
        and all(
            isinstance(given, Call) and _is_argument(given.callee, decorator)
            for given in wrapper.returned
        )
    )


def stays_plain(decorator: Decorator, values: Values) -> bool:
    """Whether a framework that is given a decorated `def` is sure to find no coroutine function."""
    name = values.decorator_name(decorator.expression)
    if registers(decorator, values) or name in WRAPPING or name in _PLAIN:
        return True
    return _gives(decorator, _is_plain_or_awaits, values)


def _is_plain_or_awaits(wrapper: Function, decorator: Function) -> bool:
    """Whether a wrapper is no coroutine function, or is for those: many decorators take both."""
    calls = [call for call in wrapper.calls if _is_argument(call.callee, decorator)]
    return not wrapper.is_async or any(call.awaited for call in calls)


def _calls_it(wrapper: Function, decorator: Function) -> bool:
    """Whether a wrapper calls what the decorator was given, and answers with nothing else."""
    calls = [call for call in wrapper.calls if _is_argument(call.callee, decorator)]
    return (
        not wrapper.is_async
        and any(call.usual and not (call.once or call.off or call.needs) for call in calls)
        and all(
            isinstance(given, Const) or _begins_with(calls, given) or _repeats(given, wrapper)
            for returned in wrapper.returned
            for given in options_of(returned)
        )
    )


def _begins_with(calls: list[Call], given: Expr | None) -> bool:
    """Whether one of some calls has run where something is there: `call().json()`."""
    while given is not None and given not in calls:
        given = receiver(callee_of(given))
    return given is not None


def _repeats(given: Expr, wrapper: Function) -> bool:
    """Whether a wrapper starts again: `return wrapper(*args)`."""
    match given:
        case Call(callee=Ref(name=name)):
            return name == wrapper.qualname
    return False


def _awaits_it(wrapper: Function, decorator: Function) -> bool:
    """Whether a wrapper awaits what the decorator was given, and answers with nothing else."""
    calls = [call for call in wrapper.calls if _is_argument(call.callee, decorator)]
    return (
        wrapper.is_async
        and any(call.awaited and not (call.once or call.off) for call in calls)
        and all(
            (isinstance(given, Awaited) and given.of in calls) or isinstance(given, Const)
            for given in wrapper.returned
        )
    )


def _gives(
    decorator: Decorator, is_right: Callable[[Function, Function], bool], values: Values
) -> bool:
    """Whether a decorator of the project gives the function that it is given, or a right one.

    `is_right` is asked about each wrapper, and the decorator function that makes it.
    """
    made = _deciding(decorator.expression, values)
    return bool(made) and all(
        isinstance(each, Function)
        and _is_plain_function(each)
        and bool(each.returned)
        and all(
            _is_argument(returned, each)
            or _is_itself_later(returned, each, values)
            or (
                isinstance(inner := values.of(returned), Function)
                and inner.outer == each.qualname
                and not inner.is_generator
                and values.only_decorated_by(inner, {_WRAPS})
                and is_right(inner, each)
            )
            for returned in each.returned
        )
        for each in made
    )


def _deciding(expression: Expr, values: Values) -> list[Value | None]:
    """What a decorator gives the function below it to.

    `@timed` and `@timed(name="x")` may be one function, whose first argument may be left out.
    """
    called = expression if isinstance(expression, Call) else None
    factory = values.of(called.callee if called else expression)
    if not isinstance(factory, Function) or not _is_plain_function(factory):
        return [None]
    given = [option for each in factory.returned for option in options_of(each)]
    if _may_be_left_out(factory):
        if called and called.args:
            return [None]
        if any(_is_itself_later(each, factory, values) for each in given):
            return [factory]
        handed = {each.callee for each in given if _hands_argument(each, factory)}
        if handed:
            rest = (each for each in given if not _hands_argument(each, factory))
            return [values.of(each) for each in handed.union(rest)]
    return [values.of(each) for each in factory.returned] if called else [factory]


def _may_be_left_out(factory: Function) -> bool:
    """Whether a decorator function can do without the function: `def timed(function=None)`."""
    return bool(factory.arguments) and is_none(factory.arguments[0].default)


def _hands_argument(expression: Expr, factory: Function) -> TypeGuard[Call]:
    """Whether a decorator function gives its first argument to another: `decorate(function)`."""
    match expression:
        case Call(args=(Param(function=function, name=name),)):
            return function == factory.qualname and name == factory.arguments[0].name
    return False


def _is_itself_later(expression: Expr, factory: Function, values: Values) -> bool:
    """Whether a decorator function asks for the function yet: `partial(timed, name=name)`."""
    return (
        isinstance(expression, Call)
        and values.qualname(expression.callee) == "functools.partial"
        and len(expression.args) == 1
        and values.of(expression.args[0]) is factory
    )


def _is_plain_function(function: Function) -> bool:
    return not (function.is_async or function.is_generator or function.decorators)


def decorator_text(expression: Expr) -> str:
    """A decorator's name as the source has it, without its arguments."""
    match expression:
        case Call(callee=callee):
            return decorator_text(callee)
        case Attr(of=of, name=name):
            return f"{decorator_text(of)}.{name}"
        case Ref(name=name):
            parts = name.split(".")
            return ".".join(parts[-2:]) if len(parts) > 1 and parts[-2][:1].islower() else parts[-1]
        case Param(name=name):
            return name
    return "decorator"


def is_plainly_decorated(function: Function, routes: Container[Expr], values: Values) -> bool:
    """Whether only `routes`, the route decorators, and harmless ones stand around a function."""
    return all(
        decorator.expression in routes
        or values.decorator_name(decorator.expression) in _PLAIN
        or values.decorator_name(decorator.expression) in WRAPPING
        for decorator in function.decorators
    )
