"""`except Exception` around code that raises HTTPExceptions, and what it makes of them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from flake8_fastapi.model.calling.callers import MOST, Callers
from flake8_fastapi.model.calling.serving import Serving
from flake8_fastapi.model.exceptions.answers import Answers
from flake8_fastapi.model.exceptions.decorating import Decorated, Decorating, is_within
from flake8_fastapi.model.exceptions.ending import gives_nothing
from flake8_fastapi.model.exceptions.handlers import (
    acts,
    caught_by,
    does_more,
    helper_at_end,
    leaving_of,
)
from flake8_fastapi.model.exceptions.raising import Raised, Raising
from flake8_fastapi.model.exceptions.response_models import ResponseModels
from flake8_fastapi.model.lean import cached_property, dataclass
from flake8_fastapi.model.libraries import HTTP_MIDDLEWARE
from flake8_fastapi.model.middleware.answering import passes_status_on
from flake8_fastapi.model.neighbours.elsewhere import only_returns
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.routing.kinds import Endpoint
from flake8_fastapi.model.syntax.expressions import Call, Expr, Ref, last_name
from flake8_fastapi.model.syntax.flow import statements, types_of
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import FunctionNode, names_within
from flake8_fastapi.model.values.values import Values

_BROAD = {"builtins.Exception", "builtins.BaseException"}
#: Callers, one above the other, that lose the same status.
_DEEPEST = 3


@dataclass(eq=False)
class SwallowedExceptions:
    """A broad handler, and one of the HTTPExceptions that it answers in its own way."""

    handler: ast.ExceptHandler
    raised: Raised
    answer: str  #: "500", or the status of the route for a plain body
    decorated: Decorated | None = None  #: the handler is that of a decorator, it is raised there

    @property
    def lineno(self) -> int:
        return self.handler.lineno

    @property
    def col_offset(self) -> int:
        return self.handler.col_offset

    @property
    def own_line(self) -> int:
        """Where it is raised, if that is in this file."""
        is_elsewhere = self.decorated is not None and self.decorated.path is not None
        return self.lineno if is_elsewhere else self.raised.lineno

    @property
    def text(self) -> str:
        return f"except {ast.unparse(self.handler.type)}" if self.handler.type else "except"

    @property
    def has_to_act(self) -> bool:
        """Whether the handler has something to do that an exception before it would skip."""
        body = self.handler.body
        return any(map(acts, statements(body[:-1] if helper_at_end(self.handler) else body)))


class Swallowing:
    """Finds such handlers in one file.

    `never_runs` tells it of lines in branches not taken, `located` where other functions stand.
    """

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        routing: Routing,
        raising: Raising,
        callers: Callers,
        serving: Serving,
        decorating: Decorating,
        never_runs: Callable[[int], bool],
        located: Callable[[Function], tuple[FunctionNode, Syntax] | None],
        models: ResponseModels,
    ) -> None:
        self._answers = Answers(syntax, values, raising, located)
        self._located = located
        self._models = models
        self._never_runs = never_runs
        self._syntax = syntax
        self._values = values
        self._routing = routing
        self._raising = raising
        self._callers = callers
        self._serving = serving
        self._decorating = decorating

    def __iter__(self) -> Iterator[SwallowedExceptions]:
        for statement in self._syntax.tree.nodes(ast.Try):
            if not any(map(leaving_of, statement.handlers)):  # most of them
                if self._route_at(statement) is None:
                    continue
            found = self._in(statement) or self._in_decorator(statement)
            if found is not None:
                yield found

    def _in(self, statement: ast.Try) -> SwallowedExceptions | None:
        number, handler = self._broad_handler(statement)
        function = self._syntax.function_at(statement)
        if handler is None or function is None:
            return None
        answer = self._answers.status(handler, self._serves(function))
        if answer is None and self._gives_nothing(handler, statement):
            answer = 200
        if answer is None:
            return None
        if 400 <= answer < 500 and not _raises_itself(statement, function):
            return None
        all_raised = [*self._raised_in(statement, function)]
        if isinstance(leaving_of(handler), ast.Return) and all_raised:
            if not self._answers_routes(function):
                return None
        for raised in all_raised:
            earlier = statement.handlers[:number]
            if raised.status == answer or any(self._takes(each, raised) for each in earlier):
                continue
            if 400 <= answer < 500 and raised.status not in range(400, 600):
                continue
            if raised.helper is not None:
                # a fallback for a helper that fails may be what is wanted, and in what is more
                # than the body of a route the helper's status may be meant for other callers;
                # what is raised further down is mostly for a case that does not come from there
                if not _is_for_client(raised) or does_more(handler):
                    continue
                if answer < 500 and not (answer == 200 and _refuses(raised, handler)):
                    continue
                if raised.is_distant or not (
                    self._answers_routes(function, raised.cls)
                    or self._is_for_its_caller(raised.helper, handler, function, raised.cls)
                ):
                    continue
            if self._is_middleware(function) or self._serving.runs_in_background(function):
                return None
            if self._is_lost_anyway(raised, answer, function):
                continue
            if self._never_runs(raised.lineno):
                continue
            sent = self._sent(handler, statement) if answer == 200 else str(answer)
            if sent != str(raised.status):
                return SwallowedExceptions(handler, raised, sent)
        return None

    def _route_at(self, statement: ast.Try) -> Endpoint | None:
        """The route whose function a `try` stands in, if that serves HTTP."""
        function = self._syntax.function_at(statement)
        found = self._routes.get(function) if function is not None else None
        return None if found is None or found.websocket else found

    @cached_property
    def _routes(self) -> dict[Function | None, Endpoint]:
        return {endpoint.function: endpoint for endpoint in self._routing.endpoints}

    def _gives_nothing(self, handler: ast.ExceptHandler, statement: ast.Try) -> bool:
        """Whether a handler does no more than tell of what went wrong, and its route gives None."""
        return (
            self._route_at(statement) is not None
            and not any(map(acts, statements(handler.body)))
            and not self._answers.looks_at_it(handler)
            and gives_nothing(handler, statement, self._syntax.tree)
        )

    def _sent(self, handler: ast.ExceptHandler, statement: ast.Try) -> str:
        """The status with which FastAPI sends what a handler returns, or None."""
        route, leaving = self._route_at(statement), leaving_of(handler)
        if route is None:
            return "200"
        given = leaving.value if isinstance(leaving, ast.Return) else None
        if self._models.refuses(route, self._syntax.expr(given) if given is not None else None):
            return "500"
        declared = route.argument("status_code")
        status = 200 if declared is None else self._raising.code(declared)
        sent = str(status) if status is not None else "success"
        return sent if given is not None else f"{sent} with null"

    def _in_decorator(self, statement: ast.Try) -> SwallowedExceptions | None:
        """The same of what a decorated function raises, and the `try` of its decorator answers."""
        wrapper = self._syntax.function_at(statement)
        if wrapper is None or wrapper.outer is None:  # most of them
            return None
        number, handler = self._broad_handler(statement)
        answer = self._answers.status(handler, is_served=True) if handler is not None else None
        if handler is None or answer is None:
            return None
        for decorated in self._decorating.called_in(statement, wrapper):
            inside = self._caught_inside(decorated.call.caught, statement)
            for raised in self._raising.leaving(decorated.function):
                if not self._is_changed(raised, decorated.function, handler, answer):
                    continue
                if self._raising.is_caught(raised.cls, inside) or any(
                    self._takes(each, raised) for each in statement.handlers[:number]
                ):
                    continue
                if decorated.path is None and self._never_runs(raised.lineno):
                    continue
                return SwallowedExceptions(handler, raised, str(answer), decorated)
        return None

    def _is_changed(
        self, raised: Raised, function: Function, handler: ast.ExceptHandler, answer: int
    ) -> bool:
        """Whether clients surely see what the handler of a decorator makes of an exception.

        And were to see something else. What is no route may be called by somebody who makes the
        same of both; what a decorator returns in its place is no answer yet.
        """
        if not _is_for_client(raised) or raised.status == answer:
            return False
        if raised.status is None and answer < 500:
            return False
        is_route = self._decorating.is_route(function)
        if raised.helper is not None:
            return is_route and answer >= 500 and not raised.is_distant and not does_more(handler)
        return is_route or not (
            isinstance(leaving_of(handler), ast.Return)
            or self._is_middleware(function)
            or self._serving.runs_in_background(function)
            or self._is_lost_anyway(raised, answer, function)
        )

    def _broad_handler(self, statement: ast.Try) -> tuple[int, ast.ExceptHandler | None]:
        """The first handler of a `try` that catches everything, and how many stand before it."""
        for number, handler in enumerate(statement.handlers):
            if self._is_broad(handler):
                return number, handler
        return 0, None

    def _is_broad(self, handler: ast.ExceptHandler) -> bool:
        if handler.type is None:
            return True
        return any(map(self._is_broad_type, types_of(handler)))

    def _is_broad_type(self, kind: ast.expr) -> bool:
        expression = self._syntax.expr(kind)
        if isinstance(expression, Ref) and expression.name.startswith("builtins."):
            return expression.name in _BROAD
        return self._values.qualname(expression) in _BROAD

    def _takes(self, handler: ast.ExceptHandler, raised: Raised) -> bool:
        """Whether an earlier handler catches the exception, or may."""
        kinds = tuple(self._syntax.expr(kind) for kind in types_of(handler))
        return self._raising.is_caught(raised.cls, kinds)

    def _raised_in(self, statement: ast.Try, function: Function) -> Iterator[Raised]:
        """The HTTPExceptions that reach the handlers of the `try` from its body."""
        first, last = statement.body[0].lineno, statement.body[-1].end_lineno or 0
        within = [raised for raised in self._raising.of(function) if first <= raised.lineno <= last]
        if not within:
            return
        for raised in within:
            if not self._raising.is_caught(
                raised.cls, self._caught_inside(raised.place.caught, statement)
            ):
                yield raised

    def _caught_inside(
        self, caught: tuple[Expr | None, ...], statement: ast.Try
    ) -> tuple[Expr | None, ...]:
        """What is caught around a place before it comes to the handlers of a `try`.

        The innermost comes first: this `try` is further out than those that stand inside of it.
        """
        outside = len(self._syntax.reader.sites.caught_around(statement))
        return caught[: max(0, len(caught) - outside - caught_by(statement))]

    def _serves(self, function: Function) -> bool:
        return function in self._routing.answering

    def _is_for_its_caller(
        self, helper: Function, handler: ast.ExceptHandler, function: Function, cls: str
    ) -> bool:
        """Whether a helper is only called by a function whose exceptions get to a route.

        What it raises is meant for the clients of that route then, for there is nobody else.
        """
        return (
            isinstance(handler.body[-1], ast.Raise)
            and {caller for _call, caller in self._callers.calls_of(helper)} == {function}
            and self._answers_routes(function, cls, by_raising=True)
        )

    def _answers_routes(
        self, function: Function, cls: str | None = None, by_raising: bool = False
    ) -> bool:
        """Whether it is a route, or there is one that surely hands on what it returns, no more.

        And the exceptions of `cls` that leave it, too; or those alone.
        """
        if self._serves(function):
            return True
        queue = [function]
        for each in queue:
            if each.is_generator or not self._values.is_plain(each):
                continue
            for call, caller in self._callers.calls_of(each):
                if caller is None or caller in queue or call.awaited is not each.is_async:
                    continue
                if cls is not None and not self._lets_pass(call, caller, cls):
                    continue
                if len(queue) < MOST and (by_raising or self._is_returned(call, caller)):
                    if self._decorating.is_route(caller):
                        return True
                    queue.append(caller)
        return False

    def _is_returned(self, call: Call, caller: Function) -> bool:
        located = self._located(caller)
        return only_returns(call, located[0] if located else None)

    def _lets_pass(self, call: Call, caller: Function, cls: str) -> bool:
        """Whether the exceptions of a call leave its caller, or it answers with their status."""
        if not self._raising.is_caught(cls, call.caught):
            return True
        located = self._located(caller)
        node = located[0] if located else None
        for each in ast.walk(node) if node else ():
            if isinstance(each, ast.Try) and each.handlers and is_within(call, each.body):
                if passes_status_on(each.handlers[0]):
                    return len(call.caught) == caught_by(each)
        return False

    def _is_middleware(self, function: Function) -> bool:
        """Whether only a middleware runs it: no HTTPException that leaves one is answered."""
        outermost = {each.function for each in self._routing.middleware} | {
            each
            for each in self._syntax.summary.functions.values()
            if each.name == "dispatch"
            and each.owner
            and self._values.derives(each.owner, HTTP_MIDDLEWARE)
        }
        if function in outermost:
            return True
        callers = {
            caller
            for caller in self._syntax.summary.functions.values()
            for call in caller.calls
            if last_name(call.callee) == function.name
        }
        return bool(callers) and callers <= outermost

    def _is_lost_anyway(
        self, raised: Raised, answer: int, function: Function, through: int = 0
    ) -> bool:
        """Whether all callers catch what is raised, and what becomes of it, and answer otherwise.

        With none of the status that it has, or with none of that which the handler makes of it.
        But who does so by the same mistake is told of it only when this one is mended.
        """
        if self._serves(function):
            return False
        calls = list(self._callers.calls_of(function))
        if calls and self._serving.is_called_by_library(function, answering=True):
            return False  # a dependency that others call, too
        return bool(calls) and all(
            caller is not None
            and self._raising.is_caught(raised.cls, call.caught)
            and not self._lets_pass(call, caller, raised.cls)
            and not (self._may_give(raised.status, caller) and self._may_give(answer, caller))
            and not self._loses_it_as_well(raised, answer, call, caller, through)
            for call, caller in calls
        )

    def _loses_it_as_well(
        self, raised: Raised, answer: int, call: Call, caller: Function, through: int
    ) -> bool:
        """Whether a caller has a broad handler, too, that does no more than answer the same."""
        located = self._located(caller)
        if located is None or through > _DEEPEST or self._serving.runs_in_background(caller):
            return False
        node, syntax = located
        for each in ast.walk(node):
            if not isinstance(each, ast.Try) or not is_within(call, each.body):
                continue
            if len(call.caught) != caught_by(each) or not each.handlers:
                continue
            handler = each.handlers[0]
            answers = Answers(syntax, self._values, self._raising, self._located)
            return (
                _catches_all(handler, syntax)
                and isinstance(leaving_of(handler), ast.Raise)
                and answer >= 500
                and answers.status(handler, is_served=False) == answer
                and not does_more(handler)
                and not self._is_lost_anyway(raised, answer, caller, through + 1)
            )
        return False

    def _may_give(self, status: int | None, caller: Function) -> bool:
        """Whether an exception that leaves a caller may have a status."""
        return any(
            status is None or each.status in (None, status)
            for each in self._raising.leaving(caller)
        )


def _catches_all(handler: ast.ExceptHandler, syntax: Syntax) -> bool:
    """Whether a handler of any file catches all that code may raise."""
    kinds = map(syntax.expr, types_of(handler))
    return handler.type is None or any(isinstance(it, Ref) and it.name in _BROAD for it in kinds)


def _raises_itself(statement: ast.Try, function: Function) -> bool:
    """Whether something is raised in the body of the `try`, by no helper."""
    first, last = statement.body[0].lineno, statement.body[-1].end_lineno or 0
    return any(first <= raised.lineno <= last for raised in function.raised)


def _is_for_client(raised: Raised) -> bool:
    """Whether the exception tells the client that the request was wrong, or what another said."""
    return raised.hands_on if raised.status is None else 400 <= raised.status < 500


def _refuses(raised: Raised, handler: ast.ExceptHandler) -> bool:
    """Whether a helper is called for nothing but what it raises, and the answer tells of that."""
    helper, place = raised.helper, raised.place
    if helper is None or not isinstance(place, Call) or not place.dropped:
        return False
    leaving = leaving_of(handler)
    is_told = leaving is not None and handler.name in names_within(leaving)
    return is_told and not helper.returned and not helper.is_generator
