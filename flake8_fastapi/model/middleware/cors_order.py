"""CORSMiddleware inside of a middleware whose own answers never get its headers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flake8_fastapi.model.assembly.route_order import arms
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.libraries import CORS, HTTP_MIDDLEWARE
from flake8_fastapi.model.middleware.answering import Answering
from flake8_fastapi.model.middleware.middleware import MiddlewareCode
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.routing.kinds import Middleware, Router
from flake8_fastapi.model.syntax.expressions import AtCall, Call, last_name, receiver
from flake8_fastapi.model.syntax.functions import Summary
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.values import Values


@dataclass(eq=False)
class InnerCors(AtCall):
    """CORSMiddleware with something around it that answers by itself."""

    cors: Middleware | None  #: None where it is added in another file
    outer: Middleware
    name: str  #: of the outer one
    call: Call  #: what adds it in this file, or hands the application to what does


class CorsOrder:
    """Answers where the CORSMiddleware of one file lies.

    `layers_of` gives what an application is wrapped in, outermost first, where all of that is
    known.
    """

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        routing: Routing,
        middleware: MiddlewareCode,
        answering: Answering,
        layers_of: Callable[[Router], list[Middleware]],
    ) -> None:
        self._syntax = syntax
        self._values = values
        self._routing = routing
        self._code = middleware.code
        self._answers = answering.answers
        self._answers_preflights = answering.answers_preflights
        self._layers_of = layers_of

    def inner_cors(self) -> Iterator[InnerCors]:
        """Each CORSMiddleware that lies inside a middleware which answers by itself."""
        registered = self._routing.middleware
        for cors in registered:
            if cors.cls == CORS and cors.app is not None and _admits_any(cors.call):
                outer = [other for other in registered if self._lies_outside(other, cors)]
                if any(each.cls == CORS or self._answers_preflights(each) for each in outer):
                    continue  # some origins are for that one to admit
                for other in outer:
                    if self._answers(other):
                        yield InnerCors(cors, other, self._name(other), cors.call)
                        break
        with_cors = {each.app.key for each in registered if each.cls == CORS and each.app}
        for other in registered:
            app = other.app
            if app is None or app.own or app.key in with_cors or other.form == "list":
                continue
            if self._answers_preflights(other) or not self._has_cors_at_home(other):
                continue
            if self._answers(other):
                yield InnerCors(None, other, self._name(other), other.call)
        yield from self._inner_by_helpers()

    def _inner_by_helpers(self) -> Iterator[InnerCors]:
        """The same where functions that are handed the application add one or both."""
        for app in self._routing.routers:
            layers = self._layers_of(app) if app.is_app and app.own else []
            # the first is the outermost, which is the one that counts
            cors = next((each for each in layers if each.cls == CORS), None)
            around = layers[: layers.index(cors)] if cors else []
            if any(map(self._answers_preflights, around)):
                continue
            for outer in around:
                assert cors is not None
                if cors.call.within == outer.call.within or not self._answers(outer):
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
                if any(self._routing.router(each) is app for each in call.given):
                    return call
        return None

    def _lies_outside(self, other: Middleware, cors: Middleware) -> bool:
        """Whether `other` surely wraps `cors`: added later, or before it in the list."""
        if not other.surrounds(cors):
            return False
        if cors.form == "list":
            return True
        if other.within is not cors.within:
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

    def _name(self, middleware: Middleware) -> str:
        function = self._code(middleware)
        if middleware.function is not None:
            own = middleware.function
            return (own.owner or own.name).rpartition(".")[2]
        if middleware.cls == HTTP_MIDDLEWARE and function is not None:
            return function.name
        return (middleware.cls or "the middleware").rpartition(".")[2]


def _admits_any(cors: Call) -> bool:
    """Whether CORSMiddleware is given origins: without them nothing gets its headers."""
    origins = (cors.argument("allow_origins", 1), cors.argument("allow_origin_regex"))
    return cors.spreads or len(cors.args) > 1 or any(each is not None for each in origins)
