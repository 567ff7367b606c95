"""What an expression stands for inside a certain call: parameters, loop variables, who made it.

Routers made by the same call are the same object, unless different calls of a factory lead there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from flake8_fastapi.model.routing.routers import APP, ROUTERS
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Call,
    Const,
    Expr,
    Item,
    Items,
    Iterated,
    OneOf,
    Pairs,
    Param,
    Ref,
    Star,
    Text,
    Typed,
    Unknown,
    is_none,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.values.value_kinds import Bound, Display, Instance
from flake8_fastapi.model.values.values import CONTEXT_MANAGERS, Values

#: Calls, inclusions and names followed one inside the other before the rest is unknown.
DEEPEST = 8


class Scope:
    """What the parameters of a function stand for in one call of it, and the names of loops."""

    def __init__(
        self, function: str, given: Mapping[str, Given], site: Call | None, caller: Scope | None
    ) -> None:
        self.function = function
        self.given = given
        self.site = site
        self.caller = caller
        self.loops: dict[Iterated, Given] = {}

    def find(self, function: str) -> Scope | None:
        scope: Scope | None = self
        while scope is not None and (scope.function != function or scope.site is None):
            scope = scope.caller
        return scope

    @property
    def sites(self) -> tuple[Call, ...]:
        """The calls that lead here."""
        before = self.caller.sites if self.caller else ()
        return (*before, self.site) if self.site else before


class Given(NamedTuple):
    """An expression, and what its names stand for."""

    expression: Expr | None
    scope: Scope


class Made(NamedTuple):
    """A router or application: the call that makes it, where that stands in a certain call."""

    call: Call
    scope: Scope
    cls: str

    def same(self, other: Made | None) -> bool:
        if other is None or self.call is not other.call:
            return False
        mine, others = self.scope.sites, other.scope.sites
        return not mine or not others or mine[-1] is others[-1]


NOWHERE = Scope("", {}, None, None)


class Scopes:
    """Answers for an expression together with the scope in which it stands."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def closed(self, given: Given) -> Given:
        """The expression that a name, parameter or loop variable stands for."""
        expression, scope = given
        for _ in range(DEEPEST):
            match expression:
                case Ref():
                    expanded = self._values.expand(expression)
                    if expanded is expression:
                        break
                    expression = expanded
                case Typed(value=value) if not isinstance(value, Unknown):
                    expression = value
                case Param(function=function, name=name):
                    frame = scope.find(function)
                    if frame is None or name not in frame.given:
                        break
                    expression, scope = frame.given[name]
                case Iterated():
                    found = _loop(scope, expression)
                    if found is None:
                        break
                    expression, scope = found
                case Item(of=of, index=index):
                    inner = self.closed(Given(of, scope))
                    if not isinstance(inner.expression, Items):
                        break
                    items = inner.expression.items
                    if index >= len(items) or any(isinstance(item, Star) for item in items):
                        break
                    expression, scope = items[index], inner.scope
                case Attr(of=Param() | Iterated() | Item() as of, name=name):
                    inner = self.closed(Given(of, scope))
                    if not isinstance(inner.expression, Ref):  # of a module, or a global object
                        break
                    expression = Ref(f"{inner.expression.name}.{name}")
                case _:
                    break
        return Given(expression, scope)

    def text(self, given: Given, depth: int = 0) -> str | None:
        """The text that an expression always is."""
        expression, scope = self.closed(given)
        if isinstance(expression, Text) and expression.how != "%" and depth < DEEPEST:
            parts = [self.text(Given(part, scope), depth + 1) for part in expression.parts]
            texts = [part for part in parts if part is not None]
            return "".join(texts) if len(texts) == len(parts) else None
        if _is_open(expression):
            return None
        return self._values.text(expression)

    def items(self, given: Given) -> list[Given] | None:
        """The elements of a display, through names, additions and other files."""
        expression, scope = self.closed(given)
        match expression:
            case Const(value=None):
                return []
            case Items(items=items):
                found: list[Given] = []
                for item in items:
                    inner = (
                        self.items(Given(item.of, scope))
                        if isinstance(item, Star)
                        else [Given(item, scope)]
                    )
                    if inner is None:
                        return None
                    found += inner
                return found
            case Text(how="+", parts=(left, right)):
                one, other = self.items(Given(left, scope)), self.items(Given(right, scope))
                return None if one is None or other is None else one + other
            case Call(callee=callee) if last_name(callee) in ("items", "values"):
                pairs = self.closed(Given(receiver(callee), scope))
                if isinstance(pairs.expression, Pairs):
                    return _of_pairs(pairs.expression, last_name(callee), pairs.scope)
        value = None if _is_open(expression) else self._values.of(expression)
        if isinstance(value, Display) and isinstance(value.expression, Items):
            return self.items(Given(value.expression, NOWHERE))
        return None

    def strings(self, given: Given, known: bool) -> tuple[str, ...] | None:
        """The texts in a display; `known` says whether nothing given means none."""
        if given.expression is None:
            return () if known else None
        items = self.items(given)
        texts = [self.text(item) for item in items or ()]
        found = tuple(text for text in texts if text is not None)
        return found if items is not None and len(found) == len(texts) else None

    def router(self, given: Given, depth: int = 0) -> Made | None:
        """The application or router that an expression is."""
        expression, scope = self.closed(given)
        if expression is None or depth > DEEPEST:
            return None
        if isinstance(expression, Call):
            callee = self._values.of(expression.callee)
            if isinstance(callee, (Function, Bound)):
                function = self._values.callee(callee)
                if function is None or not self._is_plain(function):
                    return None
                returned = {id(each): each for each in function.returned if not is_none(each)}
                if len(returned) != 1:
                    return None
                inner = self.bind(function, expression, scope, isinstance(callee, Bound))
                return self.router(Given(next(iter(returned.values())), inner), depth + 1)
        value = self._values.of(expression)
        if isinstance(value, Instance) and value.made is not None:
            if self._values.derives_from_any(value.cls, ROUTERS):
                frame = scope.find(value.made.within) or NOWHERE
                return Made(value.made, frame, value.cls)
        return None

    def owner(self, given: Given) -> Made | None:
        """What something is registered on: `app.router` is as good as `app`."""
        made = self.router(given)
        if made is None:
            expression, scope = self.closed(given)
            if expression is not None and last_name(expression) == "router":
                outer = self.router(Given(receiver(expression), scope))
                return outer if outer and self._values.derives(outer.cls, APP) else None
        return made

    def _is_plain(self, function: Function) -> bool:
        return not (
            function.is_async
            or function.is_generator
            or self._values.decorated_by(function, CONTEXT_MANAGERS)
        )

    def bind(self, function: Function, call: Call, scope: Scope, bound: bool) -> Scope:
        """What the parameters of `function` are given by a call of it."""
        arguments = list(function.arguments)
        given: dict[str, Given] = {}
        if bound and arguments:
            this = arguments.pop(0)
            if isinstance(self._values.of(call.callee), Class):
                given[this.name] = Given(call, scope)
        place = 0
        for argument in arguments:
            if argument.kind in ("*", "**"):
                continue
            position = place if argument.kind != "keyword" else None
            place += 1
            name = "" if argument.kind == "positional" else argument.name
            value = call.argument(name, position)
            if value is not None:
                given[argument.name] = Given(value, scope)
            elif argument.default is not None and not call.spreads:
                given[argument.name] = Given(argument.default, NOWHERE)
        return Scope(function.qualname, given, call, scope)

    def argument(self, made: Made, name: str) -> tuple[Given, bool]:
        """What an application or router is made with, and whether that is known."""
        call, scope = made.call, made.scope
        callee = self._values.of(call.callee)
        known = callee if isinstance(callee, Class) else None
        init = self._values.method(known, "__init__") if known else None
        if init is None:
            given = call.argument(name)
            return Given(given, scope), given is not None or not call.spreads
        inner = self.bind(init, call, scope, True)
        for each in init.calls:
            if last_name(each.callee) == "__init__":
                given = each.argument(name)
                if given is not None:
                    return Given(given, inner), True
                if each.spreads and (given := call.argument(name)) is not None:
                    return Given(given, scope), True
                return Given(None, inner), not (each.spreads and call.spreads)
        return Given(None, inner), True

    def may_be_router(self, given: Given) -> bool:
        if isinstance(given.expression, (Ref, Param, Attr, Call, Iterated, Item)):
            return self.router(given) is not None
        return False

    def unrolled(self, call: Call, scope: Scope) -> list[Scope]:
        """The scopes of a call: one for each turn of the loop whose variable it is given."""
        found: dict[Iterated, None] = {}
        for expression in (receiver(call.callee), *call.given):
            _find_loops(self._values, expression, found, 0)
        loops = [loop for loop in found if _loop(scope, loop) is None]
        if len(loops) != 1:
            return [scope]
        items = self.items(Given(loops[0].of, scope))
        if items is None:
            return [scope]
        scopes = []
        for item in items:
            inner = Scope(scope.function, scope.given, scope.site, scope.caller)
            inner.loops = {**scope.loops, loops[0]: item}
            scopes.append(inner)
        return scopes


def _is_open(expression: Expr | None) -> bool:
    """Whether an expression depends on a call or on a turn of a loop that is not known."""
    return isinstance(expression, (Param, Iterated, Item))


def _loop(scope: Scope | None, loop: Iterated) -> Given | None:
    while scope is not None:
        if loop in scope.loops:
            return scope.loops[loop]
        scope = scope.caller
    return None


def _find_loops(
    values: Values, expression: Expr | None, found: dict[Iterated, None], depth: int
) -> None:
    """The loops whose variables an expression is made of."""
    if depth > 4:
        return
    match values.expand(expression):
        case Iterated() as loop:
            found[loop] = None
        case Item(of=of) | Attr(of=of):
            _find_loops(values, of, found, depth + 1)
        case Text(parts=parts) | Items(items=parts) | OneOf(options=parts):
            for part in parts:
                _find_loops(values, part, found, depth + 1)


def _of_pairs(pairs: Pairs, how: str, scope: Scope) -> list[Given] | None:
    """The elements of `.items()` or `.values()` of a dict display."""
    found = []
    for key, value in pairs.pairs:
        if key is None:
            return None
        found.append(Given(value if how == "values" else Items("tuple", (key, value)), scope))
    return found
