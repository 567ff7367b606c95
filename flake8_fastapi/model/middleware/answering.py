"""Middleware that turns requests away by itself, with a response that has no CORS headers."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from itertools import pairwise

from flake8_fastapi.model.exceptions.raising import Raising
from flake8_fastapi.model.middleware.all_paths import takes_every_path
from flake8_fastapi.model.middleware.middleware import MiddlewareCode
from flake8_fastapi.model.routing.kinds import Middleware
from flake8_fastapi.model.syntax.expressions import (
    Awaited,
    Call,
    Const,
    Expr,
    Items,
    OneOf,
    Pairs,
    Param,
    last_name,
)
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import FunctionNode
from flake8_fastapi.model.values.arguments import argument_given
from flake8_fastapi.model.values.evaluation import WITHOUT_SELF
from flake8_fastapi.model.values.value_kinds import Display, Instance
from flake8_fastapi.model.values.values import Values

#: 404 is left out: what is nowhere to be found is of no use to other origins either.
_REFUSING = {400, 401, 402, 403, 405, 409, 412, 413, 415, 422, 429, 500, 502, 503, 504}
_FEW = 3  #: paths that a middleware may look at, and let all others pass
_WHO_ASKS = {"host", "origin", "referer", "user-agent"}
#: The header that lets pages of other origins read an answer.
_ADMITTING = "access-control-allow-origin"
_HEADERS = "starlette.datastructures.Headers"
#: It answers what its backend raises of the class below.
_ANSWERING = "starlette.middleware.authentication.AuthenticationMiddleware"
_ANSWERED_BY_IT = "starlette.authentication.AuthenticationError"
#: It does so where the limiter has limits for all routes: those of a route are the decorator's.
_LIMITING = {
    "slowapi.middleware.SlowAPIMiddleware", "slowapi.middleware.SlowAPIASGIMiddleware",
}  # fmt: skip
_LIMITERS = {"slowapi.Limiter", "slowapi.extension.Limiter"}


class Answering:
    """Answers whether the middleware that one file registers does so.

    `syntax_of` gives the tree of another file, by its path, `definition` that of a function, here
    or there.
    """

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        raising: Raising,
        middleware: MiddlewareCode,
        syntax_of: Callable[[str], Syntax | None],
        definition: Callable[[Function], FunctionNode | None],
    ) -> None:
        self._syntax = syntax
        self._values = values
        self._raising = raising
        self._refusing = Raising(values, _ANSWERED_BY_IT, WITHOUT_SELF)
        self._middleware = middleware
        self._syntax_of = syntax_of
        self._definition = definition

    def answers(self, middleware: Middleware) -> bool:
        """Whether a middleware is seen to refuse requests itself, without CORS headers."""
        if middleware.cls == _ANSWERING:
            return self._backend_refuses(middleware.call)
        if middleware.cls in _LIMITING:
            return any(map(self._has_limits, self._limiters(middleware)))
        function = self._middleware.code(middleware)
        if function is None or not self._refuses(function, 0) or self._passes_on_all(function):
            return False
        if self._is_for_websockets(function) or self._is_idle(function, middleware):
            return False
        return not self._passes_on_all_but_few(function) and not self._chooses_who_asks(function)

    def answers_preflights(self, middleware: Middleware) -> bool:
        """Whether a middleware admits other origins itself: it asks for OPTIONS, and says so."""
        function = self._middleware.code(middleware)
        return function is not None and {"options", _ADMITTING} <= self._texts(function)

    def _is_for_websockets(self, function: Function) -> bool:
        """Whether it hands on whatever is no WebSocket; of these, CORS says nothing."""
        node = self._definition(function)
        return "http" not in self._texts(function) and any(
            isinstance(each, ast.Compare)
            and isinstance(each.ops[0], ast.NotEq)
            and isinstance(each.comparators[0], ast.Constant)
            and each.comparators[0].value == "websocket"
            for each in (ast.walk(node) if node is not None else ())
        )

    def _texts(self, function: Function) -> set[str]:
        """The literal texts in a function, in lower case."""
        node = self._definition(function)
        return {
            each.value.lower()
            for each in (ast.walk(node) if node is not None else ())
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        }

    def _backend_refuses(self, call: Call) -> bool:
        """Whether the backend that AuthenticationMiddleware is given is seen to refuse somebody."""
        match self._values.of(call.argument("backend", 1)):
            case Instance(known=Class() as cls):
                function = self._values.method(cls, "authenticate")
                return function is not None and bool(self._refusing.leaving(function))
        return False

    def _passes_on_all(self, function: Function) -> bool:
        """Whether it begins with a test that every path passes, and then hands the request on."""
        node, syntax = self._definition(function), self._syntax_with(function)
        if node is None or syntax is None:
            return False
        for statement in node.body:
            match statement:
                case ast.Expr() | ast.Assign() | ast.AnnAssign():
                    continue
                case ast.If(test=test, body=[*_, ast.Return(value=ast.Await())]):
                    return takes_every_path(test, syntax, self._values)
            break
        return False

    def _is_idle(self, function: Function, middleware: Middleware) -> bool:
        """Whether it hands on all requests, for want of what it could have been given.

        `if not self.store: return await call_next(request)`, where it is made with `store=None`.
        """
        node, cls = self._definition(function), middleware.known
        if node is None or cls is None:
            return False
        for statement in node.body:
            match statement:
                case ast.Expr(value=ast.Constant()):
                    continue
                case (
                    ast.If(
                        test=ast.UnaryOp(
                            op=ast.Not(),
                            operand=ast.Attribute(value=ast.Name(id="self"), attr=name),
                        ),
                        body=[*_, ast.Return(value=ast.Await())],
                    )
                    | ast.If(
                        test=ast.Compare(
                            left=ast.Attribute(value=ast.Name(id="self"), attr=name),
                            ops=[ast.Is()],
                            comparators=[ast.Constant(value=None)],
                        ),
                        body=[*_, ast.Return(value=ast.Await())],
                    )
                ):
                    return self._has_none(name, cls, middleware.call)
            break
        return False

    def _has_none(self, attribute: str, cls: Class, made: Call) -> bool:
        """Whether an attribute of an object is what `__init__` is given for it: None."""
        init = self._values.method(cls, "__init__")
        kept = cls.attributes.get(attribute)
        if init is None or not isinstance(kept, Param) or kept.function != init.qualname:
            return False
        if made.spreads or init.qualname.rpartition(".")[0] != cls.qualname:
            return False
        default = next((it.default for it in init.arguments if it.name == kept.name), None)
        given = made.argument(kept.name) or default
        return isinstance(given, Const) and given.value is None

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
        syntax = self._syntax_with(function)
        listed = self._values.expand(syntax.expr(paths)) if syntax else None
        return (
            isinstance(listed, Items)
            and 0 < len(listed.items) <= _FEW
            and all((self._values.text(each) or "").startswith("/") for each in listed.items)
        )

    def _syntax_with(self, function: Function) -> Syntax | None:
        """The tree of the file that a function is in."""
        home = self._values.summary(function.qualname)
        if home is self._syntax.summary:
            return self._syntax
        return self._syntax_of(home.path) if home is not None else None

    def _chooses_who_asks(self, function: Function) -> bool:
        """Whether the only headers that it reads say who is asked, from where, or by which program.

        No page of the application is there, so nobody is to read what refuses.
        """
        node, syntax = self._definition(function), self._syntax_with(function)
        if node is None or syntax is None:
            return False

        def is_headers(of: ast.expr) -> bool:
            if isinstance(of, ast.Attribute):
                return of.attr == "headers"
            return self._values.is_instance(syntax.expr(of), _HEADERS) is True

        names = {name for each in ast.walk(node) if (name := _header(each, is_headers))}
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
        """Whether the function adds the headers to its answer, which it does not return at once.

        Itself, or by a helper that it gives the answer to.
        """
        node = self._definition(function)
        if node is None or not (self._sets_cors_header(function) or self._has_it_set(function)):
            return False
        place = (answer.lineno, answer.col_offset)
        return not any(
            isinstance(each, ast.Return)
            and isinstance(each.value, ast.Call)
            and (each.value.lineno, each.value.col_offset) == place
            for each in ast.walk(node)
        )

    def _sets_cors_header(self, function: Function) -> bool:
        node = self._definition(function)
        return node is not None and any(map(_is_cors_header_set, ast.walk(node)))

    def _has_it_set(self, function: Function) -> bool:
        """Whether a function gives a response to a helper of the project that sets the header."""
        helpers = (
            self._values.callee(self._values.of(call.callee))
            for call in function.calls
            if any(self._is_response(each) for each in call.given)
        )
        return any(helper is not None and self._sets_cors_header(helper) for helper in helpers)

    def _is_response(self, expression: Expr) -> bool:
        """Whether an expression is, or may be, a response that was made before."""
        options = expression.options if isinstance(expression, OneOf) else (expression,)
        return any(
            self._values.is_instance(each, "starlette.responses.Response") is True
            for each in options
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
        tries = (each for each in ast.walk(node) if isinstance(each, ast.Try)) if node else ()
        return any(
            (_raises_on(each) and _has(each.finalbody, answer))
            or any(_only_raises(it) and _has(it.body, answer) for it in each.handlers)
            for each in tries
        )

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
            isinstance(each, ast.ExceptHandler) and passes_status_on(each)
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


def passes_status_on(handler: ast.ExceptHandler) -> bool:
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


def _header(node: ast.AST, is_headers: Callable[[ast.expr], bool]) -> str | None:
    """The name of the header that an expression reads: `request.headers.get("Host")`."""
    match node:
        case (
            ast.Call(
                func=ast.Attribute(value=of, attr="get"),
                args=[ast.Constant(value=str() as name), *_],
            )
            | ast.Subscript(value=of, slice=ast.Constant(value=str() as name))
        ) if is_headers(of):
            return name.lower()
    return None


def _is_cors_header_set(node: ast.AST) -> bool:
    match node:
        case ast.Subscript(slice=ast.Constant(value=str() as name), ctx=ast.Store()):
            return name.lower() == _ADMITTING
    return False


def _raises_on(tried: ast.Try) -> bool:
    """Whether what a `try` raises goes on behind its `finally`, whatever that has made."""
    return all(isinstance(each.body[-1], ast.Raise) for each in tried.handlers) and not any(
        isinstance(node, ast.Return)
        for statement in tried.finalbody
        for node in ast.walk(statement)
    )


def _only_raises(handler: ast.ExceptHandler) -> bool:
    """Whether a handler leaves by an exception, and in no other way."""
    return isinstance(handler.body[-1], ast.Raise) and not any(
        isinstance(node, ast.Return) for node in ast.walk(handler)
    )


def _has(block: list[ast.stmt], call: Call) -> bool:
    """Whether a call stands in a block."""
    return any(
        isinstance(node, ast.Call)
        and (node.lineno, node.col_offset) == (call.lineno, call.col_offset)
        for statement in block
        for node in ast.walk(statement)
    )
