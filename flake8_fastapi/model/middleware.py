"""The code of middleware: what runs around every request, and what it does by itself."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from itertools import pairwise

from flake8_fastapi.model.arguments import WITHOUT_SELF, argument_given, is_parameter
from flake8_fastapi.model.expressions import (
    AtCall,
    Awaited,
    Call,
    Const,
    Expr,
    Items,
    OneOf,
    Pairs,
    Param,
    last_name,
    receiver,
)
from flake8_fastapi.model.functions import Class, Function, Summary
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.raising import HTTP_EXCEPTION, Raised, Raising
from flake8_fastapi.model.route_order import arms
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.routing.kinds import Middleware, Router
from flake8_fastapi.model.syntax import Syntax
from flake8_fastapi.model.tree import FunctionNode
from flake8_fastapi.model.value_kinds import Display, Instance
from flake8_fastapi.model.values import Values

CORS = "starlette.middleware.cors.CORSMiddleware"
#: 404 is left out: what is nowhere to be found is of no use to other origins either.
_REFUSING = {400, 401, 402, 403, 405, 409, 412, 413, 415, 422, 429, 500, 502, 503, 504}
_FEW = 3  #: paths that a middleware may look at, and let all others pass
_WHO_ASKS = {"host", "origin", "referer"}
#: What FastAPI and Starlette answer themselves, inside all middleware.
_ANSWERED = (HTTP_EXCEPTION, "fastapi.exceptions.RequestValidationError")
_BASE = "starlette.middleware.base.BaseHTTPMiddleware"
#: It answers what its backend raises of the class below.
_ANSWERING = "starlette.middleware.authentication.AuthenticationMiddleware"
_ANSWERED_BY_IT = "starlette.authentication.AuthenticationError"
#: It does so where the limiter has limits for all routes: those of a route are the decorator's.
_LIMITING = {
    "slowapi.middleware.SlowAPIMiddleware", "slowapi.middleware.SlowAPIASGIMiddleware",
}  # fmt: skip
_LIMITERS = {"slowapi.Limiter", "slowapi.extension.Limiter"}


@dataclass(eq=False)
class InnerCors(AtCall):
    """CORSMiddleware with something around it that answers by itself."""

    cors: Middleware | None  #: None where it is added in another file
    outer: Middleware
    name: str  #: of the outer one
    call: Call  #: what adds it in this file, or hands the application to what does


class MiddlewareCode:
    """Answers about the middleware that one file registers or defines.

    `syntax_of` gives the tree of another file, by its path, `definition` that of a function, here
    or there; `is_added` says whether a call puts a function around an application, in another file
    too; `is_imported` whether another file names a class of this one, or nobody knows; `layers_of`
    what an application is wrapped in, outermost first, where all of that is known.
    """

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        routing: Routing,
        raising: Raising,
        syntax_of: Callable[[str], Syntax | None],
        definition: Callable[[Function], FunctionNode | None],
        is_added: Callable[[Function], bool],
        is_imported: Callable[[Class], bool],
        layers_of: Callable[[Router], list[Middleware]],
    ) -> None:
        self._syntax_of = syntax_of
        self._definition = definition
        self._syntax = syntax
        self._values = values
        self._routing = routing
        self._raising = raising
        self._refusing = Raising(values, _ANSWERED_BY_IT, WITHOUT_SELF)
        self._is_added = is_added
        self._is_imported = is_imported
        self._layers_of = layers_of

    # -- functions -------------------------------------------------------------------------

    def functions(self) -> Iterator[Function]:
        """The functions of this file that run around every request, innermost guards left out."""
        own = self._syntax.summary.functions
        seen: set[Function] = set()
        guarded = self._guarded_apps()
        for middleware in self._routing.middleware:
            function = self.code(middleware)
            if function is not None and middleware.app is not None:
                if middleware.app.key in guarded:
                    seen.add(function)
                elif function not in seen and own.get(function.qualname) is function:
                    seen.add(function)
                    yield function
        for cls in self._syntax.summary.classes.values():
            dispatch = cls.methods.get("dispatch")
            if dispatch and self._values.derives(cls.qualname, _BASE):
                function = own.get(dispatch)
                if function is not None and function not in seen and self._is_named(cls):
                    seen.add(function)
                    yield function
        for function in own.values():
            if function not in seen and _may_be_middleware(function):
                # the cheaper question first
                if self._raising.leaving(function):
                    if self._is_under_its_decorator(function) or self._is_added(function):
                        yield function

    def _is_named(self, cls: Class) -> bool:
        """Whether anybody may add a class: it is named in this file or in another one."""
        names = self._syntax.tree.nodes(ast.Name)
        return any(node.id == cls.name for node in names) or self._is_imported(cls)

    def _is_under_its_decorator(self, function: Function) -> bool:
        """Whether it stands under `@app.middleware("http")` of an `app` that was handed in."""
        return any(
            isinstance(call, Call)
            and last_name(call.callee) == "middleware"
            and isinstance(receiver(call.callee), Param)
            and self._values.text(call.argument("middleware_type", 0)) == "http"
            for call in (decorator.expression for decorator in function.decorators)
        )

    def code(self, middleware: Middleware) -> Function | None:
        """The function that a middleware runs for a request."""
        if middleware.function is not None:
            return middleware.function
        if middleware.known is not None:
            name = (
                "dispatch" if self._values.derives(middleware.known.qualname, _BASE) else "__call__"
            )
            return self._values.method(middleware.known, name)
        if middleware.cls == _BASE:
            return self._values.callee(self._values.of(middleware.argument("dispatch")))
        return None

    def _guarded_apps(self) -> set[object]:
        """Applications one of whose middlewares answers the HTTPExceptions of those inside."""
        found = set()
        for middleware in self._routing.middleware:
            function = self.code(middleware)
            for call in function.calls if function is not None and middleware.app else ():
                if called_name(call) in ("call_next", "app") and call.caught:
                    if self._raising.is_caught(HTTP_EXCEPTION, call.caught):
                        assert middleware.app is not None
                        found.add(middleware.app.key)
        return found

    def leaving(self, function: Function) -> Iterator[Raised]:
        """The HTTPExceptions that leave a middleware.

        What it raises in place of an HTTPException or a validation error of the routes, it never
        does: these are answered before they come that far. One of status 500 becomes what it is.
        """
        raised = [each for each in self._raising.leaving(function) if each.status != 500]
        idle = list(self._idle_handlers(function)) if raised else []
        for each in raised:
            if not any(first <= each.lineno <= last for first, last in idle):
                yield each

    def _idle_handlers(self, function: Function) -> Iterator[tuple[int, int]]:
        """The lines of handlers around `call_next` alone for what FastAPI has answered itself."""
        node = self._definition(function)
        for tried in ast.walk(node) if node else ():
            if isinstance(tried, ast.Try) and _only_calls_next(tried.body):
                for handler in tried.handlers:
                    if handler.type is not None and self._is_answered(handler.type):
                        yield handler.lineno, handler.end_lineno or handler.lineno

    def _is_answered(self, kind: ast.expr) -> bool:
        kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
        names = [self._values.qualname(self._syntax.expr(each)) for each in kinds]
        return all(
            name is not None and any(self._values.derives(name, it) for it in _ANSWERED)
            for name in names
        )

    # -- order -----------------------------------------------------------------------------

    def inner_cors(self) -> Iterator[InnerCors]:
        """Each CORSMiddleware that lies inside a middleware which answers by itself."""
        registered = self._routing.middleware
        for cors in registered:
            if cors.cls == CORS and cors.app is not None and _admits_any(cors.call):
                outer = [other for other in registered if self._lies_outside(other, cors)]
                if any(other.cls == CORS for other in outer):
                    continue
                for other in outer:
                    if self.answers(other):
                        yield InnerCors(cors, other, self._name(other), cors.call)
                        break
        with_cors = {each.app.key for each in registered if each.cls == CORS and each.app}
        for other in registered:
            app = other.app
            if app is None or app.own or app.key in with_cors or other.form == "list":
                continue
            if self._has_cors_at_home(other) and self.answers(other):
                yield InnerCors(None, other, self._name(other), other.call)
        yield from self._inner_by_helpers()

    def _inner_by_helpers(self) -> Iterator[InnerCors]:
        """The same where functions that are handed the application add one or both."""
        for app in self._routing.routers:
            layers = self._layers_of(app) if app.is_app and app.own else []
            # the first is the outermost, which is the one that counts
            cors = next((each for each in layers if each.cls == CORS), None)
            for outer in layers[: layers.index(cors)] if cors else ():
                assert cors is not None
                if cors.call.within == outer.call.within or not self.answers(outer):
                    continue
                if not _admits_any(cors.call):
                    break
                place = self._leads_to(cors, app) or self._leads_to(outer, app)
                if place is not None:
                    yield InnerCors(cors, outer, self._name(outer), place)
                break

    def _leads_to(self, middleware: Middleware, app: Router) -> Call | None:
        """The call of this file that adds a middleware to an application, or has it added."""
        if self._syntax.call_node(middleware.call) is not None:
            return middleware.call
        for call, _ in self._routing.calls.named(middleware.call.within.rpartition(".")[2]):
            function = self._values.callee(self._values.of(call.callee))
            if function is not None and function.qualname == middleware.call.within:
                given = (*call.args, *(value for _, value in call.keywords))
                if any(self._routing.router(each) is app for each in given):
                    return call
        return None

    def _lies_outside(self, other: Middleware, cors: Middleware) -> bool:
        """Whether `other` surely wraps `cors`: added later, or before it in the list."""
        if other is cors or other.app is None or cors.app is None:
            return False
        if other.app.key != cors.app.key:
            return False
        if cors.form == "list":
            return other.form != "list" or other.position < cors.position
        if other.form == "list" or other.within is not cors.within:
            return False
        if (other.lineno, other.col_offset) <= (cors.lineno, cors.col_offset):
            return False
        others = dict(arms(self._syntax, other.call))
        return all(others.get(node, arm) == arm for node, arm in arms(self._syntax, cors.call))

    def _has_cors_at_home(self, middleware: Middleware) -> bool:
        """Whether the file that makes the application adds CORSMiddleware to it."""
        expression = receiver(middleware.call.callee)
        home: Summary | None = self._values.home(expression)
        if home is None or middleware.app is None:
            return False
        for call in home.calls:
            if last_name(call.callee) == "add_middleware":
                app = self._routing.router(receiver(call.callee))
                if app is not None and app.key == middleware.app.key:
                    if self._values.qualname(call.argument("middleware_class", 0)) == CORS:
                        return True
        return False

    def answers(self, middleware: Middleware) -> bool:
        """Whether a middleware is seen to refuse requests itself, without CORS headers."""
        if middleware.cls == _ANSWERING:
            return self._backend_refuses(middleware.call)
        if middleware.cls in _LIMITING:
            return any(map(self._has_limits, self._limiters(middleware)))
        function = self.code(middleware)
        if function is None or not self._refuses(function, 0):
            return False
        return not self._passes_on_all_but_few(function) and not self._chooses_who_asks(function)

    def _backend_refuses(self, call: Call) -> bool:
        """Whether the backend that AuthenticationMiddleware is given is seen to refuse somebody."""
        match self._values.of(call.argument("backend", 1)):
            case Instance(known=Class() as cls):
                function = self._values.method(cls, "authenticate")
                return function is not None and bool(self._refusing.leaving(function))
        return False

    def _passes_on_all_but_few(self, function: Function) -> bool:
        """Whether it looks at one path only, or a few, such as a webhook's: no page asks for it."""
        node = self._definition(function)
        start = [each for each in node.body if not isinstance(each, ast.Expr)] if node else []
        match start:
            case [
                ast.If(
                    test=ast.Compare(
                        left=ast.Attribute(attr="path"), ops=[operator], comparators=[paths]
                    ),
                    body=[*_, ast.Return()],
                ),
                *_,
            ]:
                if isinstance(operator, ast.NotIn):
                    return self._are_few(paths, function)
                return isinstance(operator, ast.NotEq)
        return False

    def _are_few(self, paths: ast.expr, function: Function) -> bool:
        """Whether an expression of a function is a collection of a few paths, written out."""
        home = self._values.summary(function.qualname)
        if home is None:
            return False
        own = home is self._syntax.summary
        syntax = self._syntax if own else self._syntax_of(home.path)
        listed = self._values.expand(syntax.expr(paths)) if syntax else None
        return (
            isinstance(listed, Items)
            and 0 < len(listed.items) <= _FEW
            and all((self._values.text(each) or "").startswith("/") for each in listed.items)
        )

    def _chooses_who_asks(self, function: Function) -> bool:
        """Whether the only headers that it reads say who is asked, or from where.

        No page of the application is there, so nobody is to read what refuses.
        """
        node = self._definition(function)
        names = {name for each in ast.walk(node) if (name := _header(each))} if node else set()
        return bool(names) and names <= _WHO_ASKS

    def _limiters(self, middleware: Middleware) -> Iterator[Expr]:
        """What `app.state.limiter` is set to, here or where the middleware is added."""
        home = self._values.summary(middleware.call.within)
        files = [self._syntax]
        if home is not None and home is not self._syntax.summary:
            files += filter(None, (self._syntax_of(home.path),))
        for syntax in files:
            for node in syntax.tree.each(ast.Assign):
                match node.targets:
                    case [ast.Attribute(value=ast.Attribute(attr="state"), attr="limiter")]:
                        yield syntax.expr(node.value)

    def _has_limits(self, limiter: Expr) -> bool:
        value = self._values.of(limiter)
        made = value.made if isinstance(value, Instance) and value.cls in _LIMITERS else None
        return made is not None and any(
            made.argument(name, position) is not None
            for name, position in (("default_limits", 1), ("application_limits", 2))
        )

    def _gets_cors_headers(self, answer: Call, function: Function) -> bool:
        """Whether the function adds the headers to its answer, which it does not return at once."""
        node = self._definition(function)
        if node is None or not any(map(_is_cors_header_set, ast.walk(node))):
            return False
        place = (answer.lineno, answer.col_offset)
        return not any(
            isinstance(each, ast.Return)
            and isinstance(each.value, ast.Call)
            and (each.value.lineno, each.value.col_offset) == place
            for each in ast.walk(node)
        )

    def _is_never_sent(self, answer: Call, function: Function) -> bool:
        """Whether another response is put in place of an answer, or an exception goes on.

        So it is in the middleware that FastAPI's documentation once showed for a session.
        """
        node = self._definition(function)
        for made, tried in pairwise(node.body if node else ()):
            match made, tried:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as first),
                    ast.Try(body=body, handlers=[]),
                ) if (first.lineno, first.col_offset) == (answer.lineno, answer.col_offset):
                    return any(
                        isinstance(each, ast.Assign)
                        and any(isinstance(it, ast.Name) and it.id == name for it in each.targets)
                        for each in body
                    )
        return False

    def _refuses(self, function: Function, depth: int, by: Call | None = None) -> bool:
        """Whether a function answers so; `by` calls it, and may tell it the status."""
        if self._answers_its_own(function):
            return True
        for call in function.calls:
            if self._is_refusal(call, function, by) and not (
                self._gets_cors_headers(call, function) or self._is_never_sent(call, function)
            ):
                return True
        if depth < 2:
            for expression in function.returned:
                for option in (
                    expression.options if isinstance(expression, OneOf) else (expression,)
                ):
                    awaited = isinstance(option, Awaited)
                    made = option.of if isinstance(option, Awaited) else option
                    if isinstance(made, Call):
                        inner = self._values.callee(self._values.of(made.callee))
                        if inner is not None and inner.is_async is awaited:
                            if self._refuses(inner, depth + 1, made):
                                return True
        return False

    def _is_refusal(self, call: Call, function: Function, by: Call | None) -> bool:
        """Whether a call makes a response that turns a request away, or begins to send one."""
        start = self._message(call)
        if start and self._values.text(start.get("type")) == "http.response.start":
            given = start.get("headers")
            open_to_others = given is not None and self._may_list_cors_headers(given)
            return self._raising.code(start.get("status")) in _REFUSING and not open_to_others
        if not last_name(call.callee).endswith("Response"):
            return False
        if not self._values.is_instance(call, "starlette.responses.Response"):
            return False
        status = call.argument("status_code", 1)
        if by is not None and isinstance(status, Param) and status.function == function.qualname:
            status = argument_given(status.name, function, by, self._values)
        return self._raising.code(status) in _REFUSING and not self._has_cors_headers(call)

    def _answers_its_own(self, function: Function) -> bool:
        """Whether it catches an HTTPException of a helper, and answers with the status of that."""
        raised = self._raising.of(function)
        if not any(
            each.status in _REFUSING and self._raising.is_caught(each.cls, each.place.caught)
            for each in raised
        ):
            return False
        node = self._definition(function)
        return any(
            isinstance(each, ast.ExceptHandler) and _passes_status_on(each)
            for each in (ast.walk(node) if node else ())
        )

    def _message(self, call: Call) -> dict[str | None, Expr]:
        """What is written out of an ASGI message that a call is given."""
        if len(call.args) != 1 or call.keywords:
            return {}
        value = self._values.of(call.args[0])
        if not isinstance(value, Display) or not isinstance(value.expression, Pairs):
            return {}
        pairs = value.expression.pairs
        return {self._values.text(key): item for key, item in pairs if key is not None}

    def _may_list_cors_headers(self, headers: Expr) -> bool:
        listed = self._values.expand(headers)
        for pair in listed.items if isinstance(listed, Items) else (None,):
            name = pair.items[0] if isinstance(pair, Items) and pair.items else None
            if not isinstance(name, Const) or not isinstance(name.value, bytes):
                return True  # unknown headers may well be these
            if name.value.lower().startswith(b"access-control"):
                return True
        return False

    def _has_cors_headers(self, call: Call) -> bool:
        headers: Expr | None = call.argument("headers", 2)
        if headers is None:
            return False
        value = self._values.of(headers)
        if not isinstance(value, Display) or not isinstance(value.expression, Pairs):
            return True  # unknown headers may well be these
        names = [self._values.text(key) for key, _ in value.expression.pairs if key is not None]
        return any(name is None or name.lower().startswith("access-control") for name in names)

    def _name(self, middleware: Middleware) -> str:
        function = self.code(middleware)
        if middleware.function is not None:
            own = middleware.function
            return (own.owner or own.name).rpartition(".")[2]
        if middleware.cls == _BASE and function is not None:
            return function.name
        return (middleware.cls or "the middleware").rpartition(".")[2]


def _may_be_middleware(function: Function) -> bool:
    """Whether it takes what middleware is given: a request and `call_next`, or an ASGI scope."""
    if function.owner is None:
        if not function.is_async or len(function.arguments) != 2:
            return False
        name = function.arguments[1].name
        return name == "call_next" or any(
            is_parameter(call.callee, function, name) for call in function.calls
        )
    return function.name == "__call__" and len(function.arguments) == 4


def _only_calls_next(body: list[ast.stmt]) -> bool:
    """Whether statements call `call_next`, and nothing else."""
    calls = [
        each.func
        for statement in body
        for each in ast.walk(statement)
        if isinstance(each, ast.Call)
    ]
    return bool(calls) and all(isinstance(it, ast.Name) and it.id == "call_next" for it in calls)


def _admits_any(cors: Call) -> bool:
    """Whether CORSMiddleware is given origins: without them nothing gets its headers."""
    origins = (cors.argument("allow_origins", 1), cors.argument("allow_origin_regex"))
    return cors.spreads or len(cors.args) > 1 or any(each is not None for each in origins)


def _passes_status_on(handler: ast.ExceptHandler) -> bool:
    """Whether `except HTTPException as error` answers with `error.status_code`, and no more."""
    kind = ast.unparse(handler.type) if handler.type else ""
    text = "".join(map(ast.unparse, handler.body))
    if not kind.endswith("HTTPException") or "access-control" in text.lower():
        return False
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == "status_code"
        and isinstance(node.value, ast.Name)
        and node.value.id == handler.name
        and "Response" in text
        for statement in handler.body
        for node in ast.walk(statement)
    )


def _header(node: ast.AST) -> str | None:
    """The name of the header that an expression reads: `request.headers.get("Host")`."""
    match node:
        case (
            ast.Call(
                func=ast.Attribute(value=ast.Attribute(attr="headers"), attr="get"),
                args=[ast.Constant(value=str() as name), *_],
            )
            | ast.Subscript(
                value=ast.Attribute(attr="headers"), slice=ast.Constant(value=str() as name)
            )
        ):
            return name.lower()
    return None


def _is_cors_header_set(node: ast.AST) -> bool:
    match node:
        case ast.Subscript(slice=ast.Constant(value=str() as name), ctx=ast.Store()):
            return name.lower() == "access-control-allow-origin"
    return False


def called_name(call: Call) -> str:
    """The name of what is called, a parameter's too: `call_next`."""
    return call.callee.name if isinstance(call.callee, Param) else last_name(call.callee)
