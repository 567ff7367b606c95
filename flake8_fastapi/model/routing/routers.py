"""Which objects are applications and routers, and the calls on them."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache

from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.routing.kinds import Router
from flake8_fastapi.model.syntax.calls import Calls, Made
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Call,
    Expr,
    Items,
    Param,
    Ref,
    Star,
    Text,
    Typed,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.value_kinds import Display, Instance
from flake8_fastapi.model.values.values import Values

APP = "starlette.applications.Starlette"
ROUTERS = ("fastapi.FastAPI", "fastapi.APIRouter", APP, "starlette.routing.Router")


class Routers:
    """The applications and routers of one file."""

    def __init__(self, syntax: Syntax, values: Values) -> None:
        self._syntax = syntax
        self._values = values
        self._routers: dict[object, Router] = {}
        self._router_classes: dict[str, bool] = {}

    @cached_property
    def calls(self) -> Calls:
        """The calls of the file: see `model.syntax.calls`."""
        return Calls(self._syntax)

    def calls_named(self, *names: str) -> Iterable[Made]:
        """Calls whose callee's last name is one of `names`, and the function they stand in."""
        return self.calls.named(*names)

    def calls_of(self, *qualnames: str) -> Iterable[Made]:
        """Calls of these functions or classes of libraries, however they were imported."""
        for call, function in self.calls.named(*_last_names(qualnames)):
            if self._values.qualname(call.callee) in qualnames:
                yield call, function

    def registering(self, *names: str) -> Iterable[tuple[Call, Function | None, Router]]:
        """Calls of these methods on applications and routers."""
        for call, function in self.calls.named(*names):
            router = self.router(receiver(call.callee))
            if router is not None:
                yield call, function, router

    def router(self, expression: Expr | None) -> Router | None:
        """The application or router that an expression is."""
        value = self._values.of(expression)
        if not isinstance(value, Instance):
            return None
        if not self._routes(value.cls):
            return None
        made = value.made
        key: object = made if made is not None else self._described(expression)
        known = self._routers.get(key)
        if known is None:
            known = self._routers[key] = Router(
                key=key,
                cls=value.cls,
                is_app=bool(self._values.derives(value.cls, APP)),
                call=made,
                name=self._written_name(made) or _source_name(expression),
                own=made is not None and self._syntax.call_node(made) is not None,
            )
        return known

    def _routes(self, cls: str) -> bool:
        """Whether a class is that of an application or router; asked of the class of each call."""
        known = self._router_classes.get(cls)
        if known is None:
            known = self._values.derives_from_any(cls, ROUTERS)
            self._router_classes[cls] = known
        return known

    def _written_name(self, made: Call | None) -> str | None:
        """What an object made here is assigned to: not how the first who asked referred to it."""
        node = self._syntax.call_node(made) if made is not None else None
        return self._syntax.assigned_to(node) if node is not None else None

    def _described(self, expression: Expr | None) -> object:
        """A key for an object that nobody was seen to make: a parameter, `self.router`."""
        match expression:
            case Param(function=function, name=name):
                return ("parameter", function, name)
            case Attr(of=of, name=name):
                holder = self._values.class_of(of)
                return ("attribute", holder or self._described(of), name)
            case Ref(name=name):
                return ("name", name)
            case Typed(value=value):
                return self._described(value)
        return ("expression", id(expression))

    @cached_property
    def routers(self) -> list[Router]:
        """The applications and routers made in this file, in order."""
        classes = [name for name in self.calls.names() if name[:1].isupper()]
        calls = sorted(self.calls.named(*classes), key=_position)
        return [router for call, _ in calls if (router := self._made_by(call))]

    def made_with(self, argument: str) -> list[Router]:
        """Those of them that are given an argument of that name."""
        calls = self.calls.given(argument)
        return [router for call, _ in calls if (router := self._made_by(call))]

    def _made_by(self, call: Call) -> Router | None:
        """The application or router that a call makes itself, if it looks like that of a class."""
        value = self._values.of(call) if last_name(call.callee)[:1].isupper() else None
        if isinstance(value, Instance) and value.made is call and self._routes(value.cls):
            return self.router(call)
        return None

    def items(self, expression: Expr | None) -> list[Expr] | None:
        """The elements of a display, through names and other files; None if not all are known."""
        value = self._values.of(expression)
        if isinstance(value, Display) and isinstance(value.expression, Items):
            found: list[Expr] = []
            for item in value.expression.items:
                if isinstance(item, Star):
                    inner = self.items(item.of)
                    if inner is None:
                        return None
                    found += inner
                else:
                    found.append(item)
            return found
        expanded = self._values.expand(expression)
        if isinstance(expanded, Text) and expanded.how == "+":
            left, right = (self.items(part) for part in expanded.parts)
            return left + right if left is not None and right is not None else None
        return None

    def strings(self, expression: Expr | None) -> list[str] | None:
        """The texts in a list, tuple or set; None where one of them is not certain."""
        display = self.items(expression)
        if display is None:
            return None
        texts = [self._values.text(item) for item in display]
        return [text for text in texts if text is not None] if None not in texts else None

    @cached_property
    def decorated(self) -> dict[Call, Function]:
        return {
            self._syntax.call(decorator): function
            for node, function in self._syntax.reader.functions.items()
            for decorator in getattr(node, "decorator_list", ())
            if isinstance(decorator, ast.Call)
        }

    def handed_on(self, call: Call) -> Function | None:
        """The function of `app.middleware("http")(function)`."""
        node = self._syntax.call_node(call)
        outer = self._syntax.tree.parent(node) if node is not None else None
        if isinstance(outer, ast.Call) and outer.func is node and outer.args:
            return self._values.callee(self._values.of(self._syntax.expr(outer.args[0])))
        return None


def _source_name(expression: Expr | None) -> str:
    match expression:
        case Ref(name=name):
            return name.rpartition(".")[2]
        case Attr(of=of, name=name):
            return f"{_source_name(of)}.{name}"
        case Param(name=name):
            return name
    return "the application"


@cache
def _last_names(qualnames: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.rpartition(".")[2] for name in qualnames))


def _position(made: Made) -> tuple[int, int]:
    return made[0].lineno, made[0].col_offset
