"""The statuses with which handlers answer."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_fastapi.model.exceptions.handlers import (
    helper_at_end,
    is_told,
    leaving_of,
    looks_at,
    tells,
)
from flake8_fastapi.model.exceptions.raising import Raising
from flake8_fastapi.model.libraries import HTTP_EXCEPTION
from flake8_fastapi.model.syntax.expressions import Call, Expr, Pairs
from flake8_fastapi.model.syntax.flow import always_leaves
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import FunctionNode
from flake8_fastapi.model.values.arguments import arguments_given
from flake8_fastapi.model.values.members import MODEL
from flake8_fastapi.model.values.values import Values

#: No answers, and those that all that goes wrong may be meant to get: nobody is told what there is.
_LET_BE = {None, *range(400), 401, 403, 404}


class Answers:
    """What the handlers of one file make of what they catch."""

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        raising: Raising,
        located: Callable[[Function], tuple[FunctionNode, Syntax] | None],
    ) -> None:
        self._syntax = syntax
        self._values = values
        self._raising = raising
        self._located = located

    def status(self, handler: ast.ExceptHandler, is_served: bool) -> int | None:
        """The status that a handler always answers with; None if it does something else.

        In a function that is no route (not `is_served`), what it returns may be what one answers.
        """
        answer: int | None = None
        match leaving_of(handler):
            case ast.Raise(exc=ast.Call() as made):
                expression = self._syntax.expr(made)
                if not self._values.is_instance(expression, HTTP_EXCEPTION):
                    return None
                status = self._raising.status(expression)
                answer = status if status not in _LET_BE else None
            case ast.Return(value=ast.Call() as made):
                answer = self._status_of_response(made, is_served)
            case ast.Expr():
                return self._status_by_helper(handler)
            case ast.Return(value=value) if is_served or tells(value, handler):
                answer = 200
        if answer is None or not always_leaves(handler.body) or self.looks_at_it(handler):
            return None
        return answer

    def _status_by_helper(self, handler: ast.ExceptHandler) -> int | None:
        """The status with which a helper always answers that is called at the end of a handler.

        It raises one HTTPException, whatever it is given.
        """
        call = helper_at_end(handler)
        expression = self._syntax.expr(call)
        if call is None or not isinstance(expression, Call):
            return None
        helper = self._values.callee(self._values.of(expression.callee))
        if helper is None or not helper.always_raises or not self._values.is_plain(helper):
            return None
        located = self._located(helper) if helper.is_async is expression.awaited else None
        raised = self._raising.of(helper)
        if located is None or len(raised) != 1 or raised[0].helper is not None:
            return None
        node, syntax = located
        if any(looks_at(each.name, node, syntax.tree) for each in helper.arguments):
            return None
        if raised[0].status in _LET_BE or self.looks_at_it(handler, call):
            return None
        return raised[0].status

    def _status_of_response(self, made: ast.Call, is_served: bool) -> int | None:
        """The status with which what is made is answered, if it is sent as it is; or a failure.

        A page is for somebody who looks at it: what an HTTPException says is to be read there, too.
        """
        expression = self._syntax.expr(made)
        if self._values.is_instance(expression, "starlette.responses.HTMLResponse"):
            return None
        if is_served and (
            self._values.is_instance(expression, MODEL) or self._gives_plain_body(expression)
        ):
            return 200
        if not isinstance(expression, Call) or not self._values.is_instance(
            expression, "starlette.responses.Response"
        ):
            return None
        status = self._raising.code(expression.argument("status_code", 1))
        return status if status is not None and status >= 500 else None

    def _gives_plain_body(self, made: Expr) -> bool:
        """Whether a function of the project is called that gives a dict or a model, no response."""
        if not isinstance(made, Call):
            return False
        helper = self._values.callee(self._values.of(made.callee))
        if helper is None or helper.is_generator or helper.raised or helper.always_raises:
            return False
        if helper.is_async is not made.awaited or not self._values.is_plain(helper):
            return False
        return (
            bool(helper.returned)
            and "status_code" not in helper.sets
            and all(
                isinstance(self._values.expand(each), Pairs)
                or self._values.is_instance(each, MODEL)
                for each in helper.returned
            )
        )

    def looks_at_it(self, handler: ast.ExceptHandler, helper: ast.Call | None = None) -> bool:
        """Whether a handler asks what it caught, or hands it to somebody who may; not `helper`."""
        if handler.name is None:
            return False
        return looks_at(handler.name, handler, self._syntax.tree, helper, self._only_tells)

    def _only_tells(self, call: ast.Call, name: ast.Name) -> bool:
        """Whether a function of the project is called to put what was caught into words.

        Those are part of what is logged or raised; or it logs them itself, and nothing else.
        """
        value = self._values.of(self._syntax.expr(call.func))
        called = self._values.callee(value)
        if called is None or called.raised or called.always_raises:
            return False
        if is_told(call, self._syntax.tree):
            return True
        expression, caught = self._syntax.expr(call), self._syntax.expr(name)
        located = self._located(called) if self._values.is_plain(called) else None
        if located is None or not isinstance(expression, Call) or not expression.dropped:
            return False
        node, syntax = located
        given = arguments_given(value, expression, self._values) or {}
        named = [parameter for parameter, each in given.items() if each == caught]
        return bool(named) and not any(looks_at(each, node, syntax.tree) for each in named)
