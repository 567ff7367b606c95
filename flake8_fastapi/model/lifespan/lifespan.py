"""What becomes of start-up and shutdown handlers, given the lifespans of apps and routers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator

from flake8_fastapi.model.routing.kinds import EventHandler, Router
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Call,
    Const,
    Expr,
    Items,
    OneOf,
    Param,
    Ref,
    Typed,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Function, Summary
from flake8_fastapi.model.values.arguments import argument_given
from flake8_fastapi.model.values.value_kinds import External, Instance, Method
from flake8_fastapi.model.values.values import Values

APP = "fastapi.FastAPI"
ROUTER = "fastapi.APIRouter"
#: Since that FastAPI `include_router` runs the lifespans of routers; before, it ignores them.
MERGED_SINCE = "0.112.2"
_LISTS = {"on_startup", "on_shutdown"}
_RUNNERS = {"startup", "shutdown", "_startup", "_shutdown"}
ADDING = "add_event_handler"
#: What an application or router has its lifespan in.
CONTEXT = "lifespan_context"
#: What stands in the text of a file that runs the handlers by hand.
BY_HAND = frozenset({"Mangum"} | {f"router.{name}" for name in _RUNNERS})
#: Whose objects have the application of whoever made it: `request.app`, `args.app`.
_HANDING_ON = sys.stdlib_module_names | {"builtins", "fastapi", "starlette"}
#: A class of applications that the project has, of which nobody need say `FastAPI(...)`.
OWN_CLASS = r"\bclass\s+\w+\([^)]*\bFastAPI\b"
#: Functions followed to where an application comes from, each handing it to the next.
_DEEPEST = 3

#: Who calls a function, and from where.
CallsOf = Callable[[Function], Iterable[tuple[Call, Function | None]]]


def has_lifespan(made: Call | None, values: Values) -> bool | None:
    """Whether the call that makes an app or router gives it a lifespan; None: don't know."""
    if made is None:
        return None
    given = _given(made, values)
    if given is None:
        return None if made.spreads or _initializer(made, values) else False
    expanded = values.expand(given)
    if isinstance(expanded, Const):
        return expanded.value is not None
    if isinstance(expanded, OneOf):
        return None  # perhaps None
    value = values.of(given)
    return True if values.callee(value) or isinstance(value, External | Method) else None


def replaces_lifespan(app: Router, summary: Summary, values: Values) -> bool:
    """Whether a file, or the one that makes an application, may set another lifespan afterwards.

    With `app.router.lifespan_context = ...`, there or in a function that it hands it to.
    """
    home = values.summary(app.call.within) if app.call is not None else None
    if summary.sets(CONTEXT) or (home is not None and home.sets(CONTEXT)):
        return True
    return any(
        CONTEXT in helper.sets
        for each in {summary, home or summary}
        for call in each.calls
        if any(_is_app(given, app, values) for given in call.given)
        and (helper := values.callee(values.of(call.callee))) is not None
    )


def _is_app(given: Expr, app: Router, values: Values) -> bool:
    value = values.of(given)
    return isinstance(value, Instance) and value.made is app.call


def _given(made: Call | None, values: Values) -> Expr | None:
    """The lifespan that an app is made with, by the call or by `__init__` of its class."""
    if made is None or made.argument("lifespan") is not None:
        return made.argument("lifespan") if made else None
    initializer = _initializer(made, values)
    for call in initializer.calls if initializer else ():
        if last_name(call.callee) == "__init__" and not call.branched:
            return call.argument("lifespan")
    return None


def _initializer(made: Call, values: Values) -> Function | None:
    """The `__init__` of an app's class, if that is one of the project."""
    value = values.of(made)
    known = value.known if isinstance(value, Instance) else None
    return values.method(known, "__init__") if known is not None else None


def startup_handlers(
    app: Router, summary: Summary, values: Values, router: Callable[[Expr | None], Router | None]
) -> Iterator[tuple[Function, int]]:
    """The start-up handlers that a file gives to an app, and the line in which it does.

    `router` tells what an app is.
    """
    listed = values.expand(app.argument("on_startup"))
    given: list[tuple[Expr, int]] = []
    if isinstance(listed, Items) and app.call is not None:
        given += [(each, app.call.lineno) for each in listed.items]
    for call, _ in summary.calls_naming({"on_event", ADDING}):
        # `app.on_event("startup")(load)`, `app.add_event_handler("startup", load)`
        if _is_startup_of(app, call.callee, "on_event", values, router):
            given += [(each, call.lineno) for each in call.args[:1]]
        elif _is_startup_of(app, call, ADDING, values, router):
            added = call.argument("func", 1)
            given += [(added, call.lineno)] if added is not None else []
    for expression, line in given:
        if (handler := values.callee(values.of(expression))) is not None:
            yield handler, line
    for function in summary.functions.values():
        for decorator in function.decorators:
            if _is_startup_of(app, decorator.expression, "on_event", values, router):
                yield function, decorator.lineno


def _is_startup_of(
    app: Router,
    expression: Expr,
    method: str,
    values: Values,
    router: Callable[[Expr | None], Router | None],
) -> bool:
    """Whether it is the `app.on_event("startup")` of that app, or of its router."""
    if not isinstance(expression, Call) or last_name(expression.callee) != method:
        return False
    if values.text(expression.argument("event_type", 0)) != "startup":
        return False
    of = receiver(expression.callee)
    if of is None or router(of) is app:
        return of is not None
    return _ends_in_router(of) and router(receiver(of)) is app


def adds_handlers(helper: Function | None, values: Values) -> bool:
    """Whether a helper calls the `add_event_handler` of something that it is given."""
    return helper is not None and any(
        last_name(call.callee) == ADDING
        and isinstance(receiver(call.callee), Param)
        and values.text(call.argument("event_type", 0)) in ("startup", "shutdown")
        for call in helper.calls
    )


def is_ignored(handler: EventHandler, values: Values) -> bool | None:
    """Whether the handler never runs, because its app has a lifespan that does not run it."""
    if not values.derives(handler.owner.cls, APP):
        return None
    if not has_lifespan(handler.owner.call, values):
        return has_lifespan(handler.owner.call, values)
    lifespan = values.callee(values.of(_given(handler.owner.call, values)))
    return None if lifespan and _runs(lifespan, handler.functions, values) else True


def is_of_library(app: Expr | None, values: Values, calls_of: CallsOf, depth: int = 0) -> bool:
    """Whether an application is one that a library has made: `app: FastAPI = Client().app`.

    Also where somebody hands such a one to the function whose parameter it is.
    """
    match app:
        case Typed(value=value):
            return is_of_library(value, values, calls_of, depth)
        case Attr(of=of):
            holder = values.of(of)
            return (
                isinstance(holder, Instance)
                and holder.known is None
                and holder.cls.partition(".")[0] not in _HANDING_ON
            )
        case Param(function=name) if depth < _DEEPEST:
            function = values.function(name)
            return function is not None and any(
                is_of_library(
                    argument_given(app.name, function, call, values), values, calls_of, depth + 1
                )
                for call, _ in calls_of(function)
            )
    return False


def are_run_by_hand(summaries: Iterable[Summary], values: Values) -> bool:
    """Whether one of some files calls `app.router.startup()`, or has Mangum start nothing."""
    return any(
        _runs_router(call) or _starts_nothing(call, values)
        for summary in summaries
        for call, _ in summary.calls_naming({*_RUNNERS, "Mangum"})
    )


def _starts_nothing(call: Call, values: Values) -> bool:
    """Whether it is `Mangum(app, lifespan="off")`, which runs no lifespan either."""
    return last_name(call.callee) == "Mangum" and (
        values.text(call.argument("lifespan", 1)) == "off"
    )


def runs_twice(
    handler: EventHandler, summary: Summary, others: Iterable[Summary], values: Values
) -> bool | None:
    """Whether an app takes over the handler of a router, and runs the router's own as well.

    `summary` is of the file that registers the handler, `others` are of files that may include
    the router. What is registered after the inclusion is not taken over.
    """
    router = handler.owner
    if not values.derives(router.cls, ROUTER) or has_lifespan(router.call, values) is not False:
        return None
    for call, in_function in includes_of(router, summary, values):
        if in_function or call.lineno > handler.lineno:
            return True
    return any(True for other in others for _ in includes_of(router, other, values))


def _runs(lifespan: Function, handlers: list[Function], values: Values) -> bool:
    """Whether a lifespan runs the handlers: by name, or as those of the app's router."""
    if any(last_name(iterated) in _LISTS for iterated in lifespan.iterated):
        return True
    for call in lifespan.calls:
        if _runs_router(call):
            return True
        called = values.callee(values.of(call.callee))
        if called is not None and called in handlers:
            return True
    return False


def _runs_router(call: Call) -> bool:
    """Whether it is `app.router.startup()`."""
    return last_name(call.callee) in _RUNNERS and _ends_in_router(receiver(call.callee))


def _ends_in_router(expression: Expr | None) -> bool:
    match expression:
        case Attr(name=name):
            return name == "router"
        case Ref(name=name):
            return name.rpartition(".")[2] == "router"
    return False


def includes_of(router: Router, summary: Summary, values: Values) -> Iterator[tuple[Call, bool]]:
    """The `include_router` calls of a file that give an app this router, and whether in a function.

    Only apps that are known to have no lifespan count.
    """
    groups: list[tuple[Iterable[Call], bool]] = [(summary.calls, False)]
    groups += [(function.calls, True) for function in summary.functions.values()]
    for calls, in_function in groups:
        for call in calls:
            if last_name(call.callee) == "include_router":
                included = values.of(call.argument("router", 0))
                app = values.of(receiver(call.callee))
                if isinstance(included, Instance) and included.made is router.call:
                    if isinstance(app, Instance) and values.derives(app.cls, APP):
                        if has_lifespan(app.made, values) is False:
                            yield call, in_function


def mounting(app: Router, summary: Summary, values: Values) -> Iterator[Expr]:
    """What a file mounts an application in."""
    for call, _ in summary.calls_naming({"mount"}):
        mounted, outer = values.of(call.argument("app", 1)), receiver(call.callee)
        if isinstance(mounted, Instance) and mounted.made is app.call and outer is not None:
            yield outer
