"""What applications are given besides routes: middleware, handlers, lifespans."""

from __future__ import annotations

from flake8_fastapi.model.routing.kinds import EventHandler, ExceptionHandler, Middleware, Router
from flake8_fastapi.model.routing.routers import Routers
from flake8_fastapi.model.syntax.expressions import (
    Call,
    Const,
    Expr,
    Items,
    Pairs,
    Param,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.value_kinds import Display, External
from flake8_fastapi.model.values.values import Values


def middleware(routers: Routers, values: Values) -> list[Middleware]:
    """Every middleware that this file registers, in the order of the source."""
    found: list[Middleware] = []
    for call, within, router in routers.registering("add_middleware"):
        given = call.argument("middleware_class", 0)
        found.append(_class_middleware(values, router, given, call, "add", len(found), within))
    for call, within, router in routers.registering("middleware"):
        function = routers.decorated.get(call) or routers.handed_on(call)
        found.append(
            Middleware(router, None, None, function, call, "decorator", len(found), within)
        )
    for router in routers.made_with("middleware"):
        for position, item in enumerate(routers.items(router.argument("middleware")) or ()):
            call_made = values.expand(item)
            if isinstance(call_made, Call):
                name = values.qualname(call_made.callee)
                if name == "starlette.middleware.Middleware":
                    given = call_made.argument("cls", 0)
                    found.append(
                        _class_middleware(values, router, given, call_made, "list", position, None)
                    )
    found.sort(key=lambda middleware: (middleware.lineno, middleware.col_offset))
    return found


def _class_middleware(
    values: Values,
    router: Router,
    given: Expr | None,
    call: Call,
    form: str,
    position: int,
    within: Function | None,
) -> Middleware:
    value = values.of(given)
    match value:
        case Class(qualname=name):
            return Middleware(router, name, value, None, call, form, position, within)
        case External(name=name):
            return Middleware(router, name, None, None, call, form, position, within)
    return Middleware(router, None, None, None, call, form, position, within)


def exception_handlers(routers: Routers, values: Values) -> list[ExceptionHandler]:
    """What is called for exceptions and status codes."""
    found = []
    decorated = routers.decorated
    for call, _, router in routers.registering("exception_handler"):
        function = decorated.get(call) or routers.handed_on(call)
        found.append(
            ExceptionHandler(router, call.argument("exc_class_or_status_code", 0), function, call)
        )
    for call, _, router in routers.registering("add_exception_handler"):
        handler = values.callee(values.of(call.argument("handler", 1)))
        found.append(
            ExceptionHandler(router, call.argument("exc_class_or_status_code", 0), handler, call)
        )
    for router in routers.made_with("exception_handlers"):
        for exception, given in _pairs(values, router.argument("exception_handlers")):
            function = values.callee(values.of(given))
            assert router.call is not None
            found.append(ExceptionHandler(router, exception, function, router.call))
    return found


def _pairs(values: Values, expression: Expr | None) -> list[tuple[Expr | None, Expr]]:
    value = values.of(expression)
    if isinstance(value, Display) and isinstance(value.expression, Pairs):
        return list(value.expression.pairs)
    return []


def _is_nothing(given: Expr, values: Values) -> bool:
    """Whether it is None or an empty list, or hands on somebody else's list."""
    value = values.of(given)
    if isinstance(value, Display):
        return isinstance(value.expression, Items) and not value.expression.items
    return isinstance(given, (Const, Param))


def event_handlers(routers: Routers, values: Values, syntax: Syntax) -> list[EventHandler]:
    """The start-up and shutdown handlers in the old style."""
    found = []
    for call, _, router in routers.registering("on_event"):
        function = routers.decorated.get(call) or routers.handed_on(call)
        kind = values.text(call.argument("event_type", 0))
        found.append(
            EventHandler(
                router, kind, "on_event", [function] if function else [], call,
                call.lineno, call.col_offset,
            )
        )  # fmt: skip
    for call, _, router in routers.registering("add_event_handler"):
        how = "add_event_handler"
        of = receiver(call.callee)
        if of is not None and last_name(of) == "router":
            app = routers.router(receiver(of))
            if app is not None and app.is_app:
                router, how = app, "router.add_event_handler"
        function = values.callee(values.of(call.argument("func", 1)))
        kind = values.text(call.argument("event_type", 0))
        found.append(
            EventHandler(
                router, kind, how, [function] if function else [], call,
                call.lineno, call.col_offset,
            )
        )  # fmt: skip
    for how, kind in (("on_startup", "startup"), ("on_shutdown", "shutdown")):
        for router in routers.made_with(how):
            given = router.argument(how)
            if given is None or router.call is None or _is_nothing(given, values):
                continue
            functions = [
                function
                for item in routers.items(given) or ()
                if (function := values.callee(values.of(item)))
            ]
            node = syntax.call_node(router.call)
            word = next((k for k in node.keywords if k.arg == how), None) if node else None
            found.append(
                EventHandler(
                    router, kind, how, functions, router.call,
                    word.lineno if word else router.call.lineno,
                    word.col_offset if word else router.call.col_offset,
                )
            )  # fmt: skip
    return found


def lifespans(routers: Routers, values: Values) -> list[Function]:
    """The functions of the project that this file gives to `lifespan=`."""
    found = []
    for router in routers.made_with("lifespan"):
        function = values.callee(values.of(router.argument("lifespan")))
        if function is not None:
            found.append(function)
    return found
