"""How the application is put together, across files: what ends up where, and in which order.

The registering calls of the files that put things together are gone through in the order in which
they run, once, and into the functions that they hand an application to (`setup(app)`) or take one
from (`create_app()`). What a parameter stands for is known inside of such a call. Routers made
by the same call are the same object, unless different calls of a factory lead there.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import field, replace
from functools import cached_property
from typing import NamedTuple, Protocol

from flake8_fastapi.model.expressions import (
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
)
from flake8_fastapi.model.functions import Class, Function, Summary
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.parameters import view_parameters
from flake8_fastapi.model.reader import REGISTERING
from flake8_fastapi.model.routing import (
    APP,
    METHODS,
    ROUTERS,
    WEBSOCKETS,
    Endpoint,
    Middleware,
    Router,
    Routing,
    last_name,
    receiver,
)
from flake8_fastapi.model.values import (
    CONTEXT_MANAGERS,
    DEPENDS,
    Bound,
    Display,
    External,
    Instance,
    Method,
    Values,
)

#: Calls, inclusions and names followed one inside the other before the rest is unknown.
DEEPEST = 8
#: Files that put things together, of one project; with more of them nothing is known.
MOST_FILES = 60
#: Calls gone through for one file, helpers included, before the rest is unknown.
MOST_CALLS = 20_000

_ROUTES = METHODS | WEBSOCKETS | {"api_route", "add_api_route", "add_api_websocket_route"}
#: What includes, and the argument that says what is included.
_INCLUDED = {"include_router": ("router", 0), "mount": ("app", 1)}
_MIDDLEWARE = {"add_middleware", "middleware"}
_VERBS = _ROUTES | _INCLUDED.keys() | _MIDDLEWARE


class Around(Protocol):
    """The other files of the project, None for one that cannot be read.

    Instead of a list None where it is too long, or not known.
    """

    def registering(self) -> list[Summary | None] | None:
        """Those that put routers, routes or middleware where others may have made them."""

    def naming(self, names: Collection[str]) -> list[Summary | None] | None:
        """Those whose imports name one of `names`."""

    def deriving(self, names: Collection[str]) -> list[Summary | None] | None:
        """Those with a class that has one of `names` among its bases."""


@dataclass(eq=False)
class FlatRoute:
    """A route as it is tried, seen from an application or router."""

    call: Call  #: what registers it, or what includes or mounts the unknown
    methods: frozenset[str] | None  #: in upper case; None where they are not known
    path: str | None  #: with the prefixes down to it; None where it is not known
    function: Function | None
    websocket: bool
    dependencies: tuple[Expr, ...]  #: outside of its signature, outermost first
    complete: bool  #: these are all
    tags: tuple[str, ...] | None
    mounted: bool  #: stands in, or is, a mounted application: what it does not know is not found
    certain: bool  #: no branch and no other file decides whether it is registered


@dataclass(eq=False)
class FlatTable:
    """The routes of an application or router in the order in which they are tried."""

    routes: list[FlatRoute]
    complete: bool  #: there are no others; else some are missing, or not known (path None)
    ordered: bool  #: False where some are registered by other files, nobody knows when


@dataclass(eq=False)
class Place:
    """One way in which the routes of a router (or one route) become part of an application."""

    path: str | None  #: prefix of the routes, or path of the route; None where it is not known
    dependencies: tuple[Expr, ...]  #: of what is around and of the router, outermost first
    complete: bool  #: these dependencies are all
    tags: tuple[str, ...] | None
    apps: tuple[Router, ...]  #: innermost first: those behind the first mount them
    calls: tuple[Call, ...]  #: `include_router` and `mount` on the way, innermost first
    certain: bool  #: no branch decides whether it is there


@dataclass(eq=False)
class Places:
    found: list[Place]
    complete: bool  #: there are no others


@dataclass(eq=False)
class Wrapping:
    """The middleware of an application, outermost first."""

    layers: list[Middleware]
    complete: bool  #: all of it is known, always there, and in this order


@dataclass(frozen=True)
class Lifespan:
    """What is given to `lifespan=` of an application, or of a router or application in it."""

    router: Router
    function: Function | None
    runs: bool | None  #: False: that of a mounted application, which nobody starts


@dataclass(eq=False)
class SettingsClass:
    """A class of settings, and where it is built."""

    cls: Class
    built: list[Call] = field(default_factory=list)
    injected: list[Call] = field(default_factory=list)  #: `Depends(Settings)`: for each request
    complete: bool = True  #: these are all


class _Scope:
    """What the parameters of a function stand for in one call of it, and the names of loops."""

    def __init__(
        self, function: str, given: Mapping[str, _Given], site: Call | None, caller: _Scope | None
    ) -> None:
        self.function = function
        self.given = given
        self.site = site
        self.caller = caller
        self.loops: dict[Iterated, _Given] = {}

    def find(self, function: str) -> _Scope | None:
        scope: _Scope | None = self
        while scope is not None and (scope.function != function or scope.site is None):
            scope = scope.caller
        return scope

    @property
    def sites(self) -> tuple[Call, ...]:
        """The calls that lead here."""
        before = self.caller.sites if self.caller else ()
        return (*before, self.site) if self.site else before


class _Given(NamedTuple):
    """An expression, and what its names stand for."""

    expression: Expr | None
    scope: _Scope


class _Made(NamedTuple):
    """A router or application: the call that makes it, where that stands in a certain call."""

    call: Call
    scope: _Scope
    cls: str

    def same(self, other: _Made | None) -> bool:
        if other is None or self.call is not other.call:
            return False
        mine, others = self.scope.sites, other.scope.sites
        return not mine or not others or mine[-1] is others[-1]


class _Step(NamedTuple):
    """A registering call as it runs."""

    verb: str
    owner: _Made | None
    call: Call
    scope: _Scope
    certain: bool
    body: str  #: the module whose import, or the function whose call, it is part of


NOWHERE = _Scope("", {}, None, None)


class Assembly:
    """Answers for the routers of one file, and of those that they meet."""

    def __init__(
        self, summary: Summary, values: Values, routing: Routing, around: Around | None
    ) -> None:
        self._summary = summary
        self._values = values
        self._routing = routing
        self._around = around
        self._facts: dict[Call, Router] = {}
        self._steps: dict[str, list[_Step]] = {}
        self._inlined: set[str] = set()
        self._open: set[str] = set()  #: functions that register on what they are handed
        self._walked: dict[str, Summary] = {}
        self._left = MOST_CALLS
        self._cut = False

    # -- questions -------------------------------------------------------------------------

    def table(self, router: Router) -> FlatTable:
        """The routes of an application or router, those of included and mounted ones too."""
        made = self._object(router)
        if made is None:
            return FlatTable([], False, False)
        sees_all = self._look_around()
        table = self._table(made, ())
        table.complete = table.complete and sees_all and not self._cut
        return table

    def places(self, what: Router | Endpoint) -> Places:
        """Everywhere that a router, or the route of an endpoint, becomes part of an application."""
        if isinstance(what, Endpoint):
            return self._places_of_route(what)
        made = self._object(what)
        if made is None:
            return Places([], False)
        sees_all = self._look_around()
        self._walk_home(made, _VERBS)
        places = self._places(made, ())
        places.complete = places.complete and sees_all and not self._cut
        return places

    def middleware(self, app: Router) -> Wrapping:
        """The middleware of an application in the order in which it wraps, outermost first."""
        made = self._object(app)
        if made is None:
            return Wrapping([], False)
        sees_all = self._look_around()
        steps, ordered = self._steps_on(made, _MIDDLEWARE)
        complete = ordered and sees_all and not self._cut and all(step.certain for step in steps)
        fact = self._fact(made)
        layers = [self._layer(fact, step) for step in reversed(steps)]
        given, known = self._argument(made, "middleware")
        listed = self._items(given) if given.expression is not None else []
        complete = complete and known and listed is not None
        for item in listed or []:
            inner = self._closed(item)
            call = inner.expression
            if not isinstance(call, Call) or (
                self._values.qualname(call.callee) != "starlette.middleware.Middleware"
            ):
                complete = False
                continue
            layers.append(self._class_layer(fact, call, inner.scope, "list", "cls"))
        for position, layer in enumerate(layers):
            layer.position = position
            if layer.cls is None and layer.function is None:
                complete = False
        return Wrapping(layers, complete)

    def lifespans(self, app: Router) -> list[Lifespan]:
        """The lifespans of an application and of what is included and mounted in it."""
        made = self._object(app)
        if made is None:
            return []
        self._look_around()
        return list(self._lifespans(made, True, ()))

    def settings(self) -> list[SettingsClass] | None:
        """The settings classes of the project, and where they are built; None: too large."""
        classes = self._settings_classes()
        if classes is None or self._around is None:
            return None if classes is None else [SettingsClass(each) for each in classes]
        users = self._around.naming(
            {name for c in classes for name in (c.name, c.module.rpartition(".")[2])}
        )
        found = [
            SettingsClass(each, complete=users is not None and None not in users)
            for each in classes
        ]
        by_name = {each.cls.qualname: each for each in found}
        homes = [home for each in classes if (home := self._values.summary(each.qualname))]
        for summary in dict.fromkeys([self._summary, *homes, *(users or ())]):
            for call in _calls(summary) if summary else ():
                self._note_settings(call, by_name)
        return found

    # -- settings --------------------------------------------------------------------------

    def _settings_classes(self) -> list[Class] | None:
        base = "pydantic_settings.BaseSettings"
        names, asked = {"BaseSettings"}, set[str]()
        summaries: dict[str, Summary] = {self._summary.name: self._summary}
        while names - asked and self._around is not None:
            new, asked = names - asked, set(names)
            files = self._around.deriving(new)
            if files is None or len(files) > MOST_FILES:
                return None
            for summary in filter(None, files):
                summaries[summary.name] = summary
                for cls in summary.classes.values():
                    if self._values.derives(cls.qualname, base):
                        names.add(cls.name)
        return [
            cls
            for _, summary in sorted(summaries.items())
            for cls in summary.classes.values()
            if self._values.derives(cls.qualname, base)
        ]

    def _note_settings(self, call: Call, found: dict[str, SettingsClass]) -> None:
        value = self._values.of(call.callee)
        if isinstance(value, Class) and value.qualname in found:
            found[value.qualname].built.append(call)
        elif isinstance(value, External) and value.name in DEPENDS:
            given = self._values.of(call.argument("dependency", 0))
            if isinstance(given, Class) and given.qualname in found:
                found[given.qualname].injected.append(call)

    # -- what an expression is, where it stands --------------------------------------------

    def _closed(self, given: _Given) -> _Given:
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
                    inner = self._closed(_Given(of, scope))
                    if not isinstance(inner.expression, Items):
                        break
                    items = inner.expression.items
                    if index >= len(items) or any(isinstance(item, Star) for item in items):
                        break
                    expression, scope = items[index], inner.scope
                case Attr(of=Param() | Iterated() | Item() as of, name=name):
                    inner = self._closed(_Given(of, scope))
                    if not isinstance(inner.expression, Ref):  # of a module, or a global object
                        break
                    expression = Ref(f"{inner.expression.name}.{name}")
                case _:
                    break
        return _Given(expression, scope)

    def _text(self, given: _Given, depth: int = 0) -> str | None:
        """The text that an expression always is."""
        expression, scope = self._closed(given)
        if isinstance(expression, Text) and expression.how != "%" and depth < DEEPEST:
            parts = [self._text(_Given(part, scope), depth + 1) for part in expression.parts]
            texts = [part for part in parts if part is not None]
            return "".join(texts) if len(texts) == len(parts) else None
        if _is_open(expression):
            return None
        return self._values.text(expression)

    def _items(self, given: _Given) -> list[_Given] | None:
        """The elements of a display, through names, additions and other files."""
        expression, scope = self._closed(given)
        match expression:
            case Const(value=None):
                return []
            case Items(items=items):
                found: list[_Given] = []
                for item in items:
                    inner = (
                        self._items(_Given(item.of, scope))
                        if isinstance(item, Star)
                        else [_Given(item, scope)]
                    )
                    if inner is None:
                        return None
                    found += inner
                return found
            case Text(how="+", parts=(left, right)):
                one, other = self._items(_Given(left, scope)), self._items(_Given(right, scope))
                return None if one is None or other is None else one + other
            case Call(callee=callee) if last_name(callee) in ("items", "values"):
                pairs = self._closed(_Given(receiver(callee), scope))
                if isinstance(pairs.expression, Pairs):
                    return _of_pairs(pairs.expression, last_name(callee), pairs.scope)
        value = None if _is_open(expression) else self._values.of(expression)
        if isinstance(value, Display) and isinstance(value.expression, Items):
            return self._items(_Given(value.expression, NOWHERE))
        return None

    def _router(self, given: _Given, depth: int = 0) -> _Made | None:
        """The application or router that an expression is."""
        expression, scope = self._closed(given)
        if expression is None or depth > DEEPEST:
            return None
        if isinstance(expression, Call):
            callee = self._values.of(expression.callee)
            if isinstance(callee, (Function, Bound)):
                function = self._values.callee(callee)
                if function is None or not self._is_plain(function):
                    return None
                returned = {id(each): each for each in function.returned if not _is_none(each)}
                if len(returned) != 1:
                    return None
                inner = self._bind(function, expression, scope, isinstance(callee, Bound))
                return self._router(_Given(next(iter(returned.values())), inner), depth + 1)
        value = self._values.of(expression)
        if isinstance(value, Instance) and value.made is not None:
            if self._values.derives_from_any(value.cls, ROUTERS):
                frame = scope.find(value.made.within) or NOWHERE
                return _Made(value.made, frame, value.cls)
        return None

    def _owner(self, given: _Given) -> _Made | None:
        """What something is registered on: `app.router` is as good as `app`."""
        made = self._router(given)
        if made is None:
            expression, scope = self._closed(given)
            if expression is not None and last_name(expression) == "router":
                outer = self._router(_Given(receiver(expression), scope))
                return outer if outer and self._values.derives(outer.cls, APP) else None
        return made

    def _is_plain(self, function: Function) -> bool:
        return not (
            function.is_async
            or function.is_generator
            or self._values.decorated_by(function, CONTEXT_MANAGERS)
        )

    def _bind(self, function: Function, call: Call, scope: _Scope, bound: bool) -> _Scope:
        """What the parameters of `function` are given by a call of it."""
        arguments = list(function.arguments)
        given: dict[str, _Given] = {}
        if bound and arguments:
            this = arguments.pop(0)
            if isinstance(self._values.of(call.callee), Class):
                given[this.name] = _Given(call, scope)
        place = 0
        for argument in arguments:
            if argument.kind in ("*", "**"):
                continue
            position = place if argument.kind != "keyword" else None
            place += 1
            name = "" if argument.kind == "positional" else argument.name
            value = call.argument(name, position)
            if value is not None:
                given[argument.name] = _Given(value, scope)
            elif argument.default is not None and not call.spreads:
                given[argument.name] = _Given(argument.default, NOWHERE)
        return _Scope(function.qualname, given, call, scope)

    def _argument(self, made: _Made, name: str) -> tuple[_Given, bool]:
        """What an application or router is made with, and whether that is known."""
        call, scope = made.call, made.scope
        callee = self._values.of(call.callee)
        known = callee if isinstance(callee, Class) else None
        init = self._values.method(known, "__init__") if known else None
        if init is None:
            given = call.argument(name)
            return _Given(given, scope), given is not None or not call.spreads
        inner = self._bind(init, call, scope, True)
        for each in init.calls:
            if last_name(each.callee) == "__init__":
                given = each.argument(name)
                if given is not None:
                    return _Given(given, inner), True
                if each.spreads and (given := call.argument(name)) is not None:
                    return _Given(given, scope), True
                return _Given(None, inner), not (each.spreads and call.spreads)
        return _Given(None, inner), True

    # -- the walk --------------------------------------------------------------------------

    def _look_around(self) -> bool:
        """Go through the files that put things together; False where they are not all known."""
        return self._sees_all

    @cached_property
    def _sees_all(self) -> bool:
        others = self._around.registering() if self._around else None
        if others is None or len(others) > MOST_FILES:
            self._walk(self._summary)
            return False
        for _ in range(DEEPEST):
            files = {summary.name: summary for summary in [*others, self._summary] if summary}
            self._cut = self._cut or None in others
            for name in sorted(files):
                self._walk(files[name])
            callers = self._callers_of(self._open - self._inlined)
            if callers is None or len(callers) > MOST_FILES:
                return False
            others = [each for each in callers if each and each.name not in self._walked]
            self._cut = self._cut or None in callers
            if not others:
                break
        return True

    def _callers_of(self, functions: set[str]) -> list[Summary | None] | None:
        """The files that may call functions which put together what they are handed."""
        names: set[str] = set()
        for qualname in functions:
            summary = self._values.summary(qualname)
            if summary is not None:  # the module, and the function or its class in it
                names.add(summary.name.rpartition(".")[2])
                names.add(qualname[len(summary.name) + 1 :].partition(".")[0])
        return self._around.naming(names) if self._around and names else []

    def _walk(self, summary: Summary) -> None:
        """Note what a file registers when it is imported, and what its functions register."""
        if summary.name in self._walked:
            return
        self._walked[summary.name] = summary
        decorated = _decorated(summary.functions.values())
        self._left = MOST_CALLS
        self._steps[summary.name] = list(
            self._run(summary.calls, NOWHERE, True, decorated, summary.name, ())
        )
        for function in summary.functions.values():
            if function.qualname not in self._inlined:
                scope = _Scope(function.qualname, {}, None, None)
                self._steps[function.qualname] = list(
                    self._run(function.calls, scope, True, decorated, function.qualname, ())
                )

    def _walk_home(self, made: _Made, verbs: Collection[str]) -> None:
        """Go through the file that makes an object, if it says one of these verbs at all.

        Files that hand it to helpers which do are found from there.
        """
        home = self._values.summary(made.call.within)
        if home is not None and home.says_any(verbs):
            self._walk(home)

    def _run(
        self,
        calls: list[Call],
        scope: _Scope,
        certain: bool,
        decorated: Mapping[Expr, Function],
        body: str,
        stack: tuple[Function, ...],
    ) -> Iterator[_Step]:
        """What calls register, in the order in which they run."""
        for call in sorted(calls, key=lambda call: _order(call, decorated)):
            self._left -= 1
            if self._left < 0:
                self._cut = True
                return
            verb = last_name(call.callee)
            sure = certain and not call.branched
            if verb in _VERBS:
                owner = self._owner(_Given(receiver(call.callee), scope))
                registered = call.argument(*_INCLUDED[verb]) if verb in _INCLUDED else None
                if owner is None and (verb in REGISTERING or call in decorated):
                    registered = receiver(call.callee)
                if isinstance(self._closed(_Given(registered, scope)).expression, Param):
                    self._open.add(body)
                if owner is not None or verb in _INCLUDED:
                    for inner in self._unrolled(call, scope):
                        yield _Step(verb, owner, call, inner, sure, body)
                    continue
            if len(stack) < DEEPEST:
                for inner, function in self._entered(call, scope, stack):
                    self._inlined.add(function.qualname)
                    summary = self._values.summary(function.qualname)
                    there = _decorated(summary.functions.values()) if summary else {}
                    yield from self._run(
                        function.calls, inner, sure, there, body, (*stack, function)
                    )

    def _entered(
        self, call: Call, scope: _Scope, stack: tuple[Function, ...]
    ) -> Iterator[tuple[_Scope, Function]]:
        """The function of the project that a call runs, if it has to do with routers."""
        callee = self._values.of(self._closed(_Given(call.callee, scope)).expression)
        if not isinstance(callee, (Function, Bound, Class)):
            return
        function = self._values.callee(callee)
        if function is None or function in stack or not function.calls or function.is_generator:
            return
        for inner in self._unrolled(call, scope):
            if (
                any(self._may_be_router(_Given(e, inner)) for e in call.args)
                or any(self._may_be_router(_Given(e, inner)) for _, e in call.keywords)
                or self._router(_Given(call, inner)) is not None
                or (isinstance(callee, Bound) and self._is_own(function, scope))
            ):
                yield self._bind(function, call, inner, not isinstance(callee, Function)), function

    def _is_own(self, function: Function, scope: _Scope) -> bool:
        """Whether a method is called by another one of the same class: `self.setup_routes()`."""
        caller = self._values.function(scope.function) if scope.function else None
        return caller is not None and caller.owner is not None and caller.owner == function.owner

    def _may_be_router(self, given: _Given) -> bool:
        if isinstance(given.expression, (Ref, Param, Attr, Call, Iterated, Item)):
            return self._router(given) is not None
        return False

    def _unrolled(self, call: Call, scope: _Scope) -> list[_Scope]:
        """The scopes of a call: one for each turn of the loop whose variable it is given."""
        found: dict[Iterated, None] = {}
        for expression in (receiver(call.callee), *call.args, *(e for _, e in call.keywords)):
            _find_loops(self._values, expression, found, 0)
        loops = [loop for loop in found if _loop(scope, loop) is None]
        if len(loops) != 1:
            return [scope]
        items = self._items(_Given(loops[0].of, scope))
        if items is None:
            return [scope]
        scopes = []
        for item in items:
            inner = _Scope(scope.function, scope.given, scope.site, scope.caller)
            inner.loops = {**scope.loops, loops[0]: item}
            scopes.append(inner)
        return scopes

    def _all_steps(self) -> Iterator[_Step]:
        """Every step; those of functions only as part of the calls that lead there, if any do."""
        for body, steps in sorted(self._steps.items()):
            if body not in self._inlined:
                yield from steps

    def _steps_on(self, made: _Made, verbs: Collection[str]) -> tuple[list[_Step], bool]:
        """What is registered on an object, in order, and whether that order is known."""
        self._walk_home(made, verbs)
        home = self._values.summary(made.call.within)
        first: list[_Step] = []
        rest: list[_Step] = []
        for step in _once(step for step in self._all_steps() if made.same(step.owner)):
            if step.verb in verbs:
                is_home = step.body == made.call.within or (home and step.body == home.name)
                (first if is_home else rest).append(step)
        if not first and len({step.body for step in rest}) == 1:
            first, rest = rest, []
        return first + [step._replace(certain=False) for step in rest], not rest

    # -- routes ----------------------------------------------------------------------------

    def _table(self, made: _Made, stack: tuple[Call, ...]) -> FlatTable:
        table = FlatTable([], True, True)
        if made.call in stack or len(stack) > DEEPEST:
            table.complete = False
            return table
        steps, table.ordered = self._steps_on(made, _ROUTES | _INCLUDED.keys())
        prefix = self._prefix(made)
        dependencies, complete = self._dependencies(*self._argument(made, "dependencies"))
        tags = self._strings(*self._argument(made, "tags"))
        listed, _ = self._argument(made, "routes")
        if listed.expression is not None and self._items(listed) != []:
            table.complete = False
        for step in steps:
            for route in self._registered(step, (*stack, made.call), table):
                if route.mounted:
                    inner = route
                else:
                    inner = replace(
                        route,
                        dependencies=(*dependencies, *route.dependencies),
                        complete=complete and route.complete,
                        tags=_joined(tags, route.tags),
                    )
                inner.path = None if None in (prefix, inner.path) else f"{prefix}{inner.path}"
                table.routes.append(inner)
                if inner.path is None or (inner.methods is None and not inner.mounted):
                    table.complete = False
        return table

    def _registered(
        self, step: _Step, stack: tuple[Call, ...], table: FlatTable
    ) -> Iterator[FlatRoute]:
        """The routes of one step, without what the router around adds; notes what is unknown."""
        if step.verb not in _INCLUDED:
            yield self._route(step)
            return
        included = self._router(_included(step))
        mounts = step.verb == "mount"
        prefix = self._given_prefix(step)
        dependencies, complete = self._own_dependencies(step)
        tags = self._own_tags(step)
        if included is None:
            table.complete = table.complete and mounts
            yield FlatRoute(
                step.call, None, prefix if mounts else None, None, False, dependencies, False,
                None, mounts, step.certain,
            )  # fmt: skip
            return
        inner = self._table(included, stack)
        table.complete = table.complete and inner.complete
        table.ordered = table.ordered and inner.ordered
        for route in inner.routes:
            path = None if None in (prefix, route.path) else f"{prefix}{route.path}"
            certain = step.certain and route.certain
            if mounts:
                yield replace(route, path=path, mounted=True, certain=certain)
            else:
                yield replace(
                    route,
                    path=path,
                    dependencies=(*dependencies, *route.dependencies),
                    complete=complete and route.complete,
                    tags=_joined(tags, route.tags),
                    certain=certain,
                )

    def _route(self, step: _Step) -> FlatRoute:
        call, verb = step.call, step.verb
        summary = self._values.summary(call.within)
        function = _decorated(summary.functions.values()).get(call) if summary else None
        if function is None and verb.startswith("add_"):
            function = self._values.callee(
                self._values.of(self._closed(_given(call, "endpoint", 1, step.scope)).expression)
            )
        dependencies, complete = self._own_dependencies(step)
        shared = view_parameters(function, self._values) if function else []
        dependencies += tuple(p.dependency for p in shared if p.dependency is not None)
        websocket = verb in WEBSOCKETS or verb == "add_api_websocket_route"
        methods: frozenset[str] | None = frozenset({"GET"})
        if verb in METHODS:
            methods = frozenset({verb.upper()})
        elif not websocket:
            given = call.argument("methods")
            if given is not None:
                names = self._strings(_Given(given, step.scope), True)
                methods = None if names is None else frozenset(map(str.upper, names))
            elif call.spreads:
                methods = None
        return FlatRoute(
            call, methods, self._text(_given(call, "path", 0, step.scope)), function, websocket,
            dependencies, complete, self._own_tags(step), False, step.certain,
        )  # fmt: skip

    def _own_dependencies(self, step: _Step) -> tuple[tuple[Expr, ...], bool]:
        """What the call itself says in `dependencies=`."""
        given = step.call.argument("dependencies")
        known = given is not None or not step.call.spreads
        return self._dependencies(_Given(given, step.scope), known)

    def _own_tags(self, step: _Step) -> tuple[str, ...] | None:
        given = step.call.argument("tags")
        known = given is not None or not step.call.spreads
        return self._strings(_Given(given, step.scope), known)

    def _given_prefix(self, step: _Step) -> str | None:
        """The `prefix=` of an inclusion, or the path of a mount."""
        if step.verb == "mount":
            path = self._text(_given(step.call, "path", 0, step.scope))
            return None if path is None else path.rstrip("/")
        given = step.call.argument("prefix")
        if given is None:
            return None if step.call.spreads else ""
        return self._text(_Given(given, step.scope))

    def _prefix(self, made: _Made) -> str | None:
        """The prefix that a router is made with."""
        if self._values.derives(made.cls, APP):
            return ""
        given, known = self._argument(made, "prefix")
        if given.expression is None:
            return "" if known else None
        return self._text(given)

    def _dependencies(self, given: _Given, known: bool) -> tuple[tuple[Expr, ...], bool]:
        """What `Depends` is given in a list, and whether these are all."""
        if given.expression is None:
            return (), known
        items = self._items(given)
        found: list[Expr] = []
        complete = items is not None
        for item in items or ():
            call = self._closed(item).expression
            is_depends = isinstance(call, Call) and self._values.qualname(call.callee) in DEPENDS
            target = call.argument("dependency", 0) if isinstance(call, Call) else None
            if is_depends and target is not None:
                found.append(target)
            else:
                complete = False
        return tuple(found), complete

    def _strings(self, given: _Given, known: bool) -> tuple[str, ...] | None:
        if given.expression is None:
            return () if known else None
        items = self._items(given)
        texts = [self._text(item) for item in items or ()]
        found = tuple(text for text in texts if text is not None)
        return found if items is not None and len(found) == len(texts) else None

    # -- places ----------------------------------------------------------------------------

    def _places(self, made: _Made, stack: tuple[Call, ...]) -> Places:
        """Where an object stands, its own prefix and dependencies included."""
        places = Places([], True)
        seen: set[tuple[Call, object]] = set()
        if made.call in stack or len(stack) > DEEPEST:
            places.complete = False
            return places
        prefix = self._prefix(made)
        dependencies, complete = self._dependencies(*self._argument(made, "dependencies"))
        tags = self._strings(*self._argument(made, "tags"))
        is_app = bool(self._values.derives(made.cls, APP))
        for step in self._all_steps():
            if step.verb not in _INCLUDED:
                continue
            given = _included(step)
            included = self._router(given)
            if included is None and self._may_be_any(given):
                places.complete = False
            if not made.same(included):
                continue
            if not made.scope.sites and (step.call, _told(step)) in seen:
                continue  # the same factory, called once more
            seen.add((step.call, _told(step)))
            if step.owner is None:
                places.complete = False
                outer = [Place(None, (), False, None, (), (), step.certain)]
            else:
                around = self._places(step.owner, (*stack, made.call))
                places.complete = places.complete and around.complete
                outer = around.found
            for each in outer:
                places.found.append(self._within(each, step, made, prefix, tags))
        if is_app and not places.found:
            app = self._fact(made)
            places.found.append(Place("", dependencies, complete, (), (app,), (), True))
        return places

    def _within(
        self, outer: Place, step: _Step, made: _Made, prefix: str | None,
        tags: tuple[str, ...] | None,
    ) -> Place:  # fmt: skip
        """A place inside another one, as one inclusion makes it."""
        mounts = step.verb == "mount"
        parts = (outer.path, self._given_prefix(step), prefix)
        own, own_known = self._dependencies(*self._argument(made, "dependencies"))
        given, given_known = self._own_dependencies(step)
        apps = outer.apps
        if self._values.derives(made.cls, APP):
            apps = (self._fact(made), *apps)
        return Place(
            path=None if None in parts else "".join(part for part in parts if part),
            dependencies=own if mounts else (*outer.dependencies, *given, *own),
            complete=own_known if mounts else outer.complete and given_known and own_known,
            tags=tags if mounts else _joined(_joined(outer.tags, self._own_tags(step)), tags),
            apps=apps,
            calls=(step.call, *outer.calls),
            certain=outer.certain and step.certain,
        )

    def _may_be_any(self, given: _Given) -> bool:
        """Whether what is included may be any router: no more than its type is known of it."""
        expression, _ = self._closed(given)
        if isinstance(expression, Call):
            match self._values.of(expression.callee):
                case External(name=name) | Method(of=Instance(cls=name)):
                    # `getattr`, `next`, `ROUTERS.get` hand out what the project made
                    return name.partition(".")[0] in sys.stdlib_module_names
                case Class():
                    return False
            return True
        value = self._values.of(expression)
        if isinstance(value, Instance):
            return any(self._values.derives(value.cls, base) is not False for base in ROUTERS)
        return value is None

    def _places_of_route(self, endpoint: Endpoint) -> Places:
        places = self.places(endpoint.router)
        made = self._object(endpoint.router)
        if made is None:
            return places
        step = _Step(last_name(endpoint.call.callee), made, endpoint.call, NOWHERE, True, "")
        route = self._route(step)
        path = endpoint.path
        return Places(
            [
                replace(
                    place,
                    path=None if place.path is None or path is None else place.path + path,
                    dependencies=(*place.dependencies, *route.dependencies),
                    complete=place.complete and route.complete,
                    tags=_joined(place.tags, route.tags),
                    certain=place.certain and not endpoint.call.branched,
                )
                for place in places.found
            ],
            places.complete,
        )

    # -- middleware and lifespans ----------------------------------------------------------

    def _layer(self, app: Router, step: _Step) -> Middleware:
        call = step.call
        if step.verb == "add_middleware":
            return self._class_layer(app, call, step.scope, "add", "middleware_class")
        summary = self._values.summary(call.within)
        function = _decorated(summary.functions.values()).get(call) if summary else None
        for outer in _calls(summary) if summary and function is None else ():
            if outer.callee is call and outer.args:  # app.middleware("http")(function)
                function = self._values.callee(self._values.of(outer.args[0]))
        within = self._values.function(call.within)
        return Middleware(app, None, None, function, call, "decorator", 0, within)

    def _class_layer(
        self, app: Router, call: Call, scope: _Scope, form: str, word: str
    ) -> Middleware:
        value = self._values.of(self._closed(_given(call, word, 0, scope)).expression)
        within = self._values.function(call.within) if form == "add" else None
        name = value.qualname if isinstance(value, Class) else None
        if isinstance(value, External):
            name = value.name
        known = value if isinstance(value, Class) else None
        return Middleware(app, name, known, None, call, form, 0, within)

    def _lifespans(
        self, made: _Made, runs: bool | None, stack: tuple[Call, ...]
    ) -> Iterator[Lifespan]:
        if made.call in stack or len(stack) > DEEPEST:
            return
        given, known = self._argument(made, "lifespan")
        starts: bool | None = known  # whether this one may start those of mounted applications
        if given.expression is not None and not _is_none(given.expression):
            value = self._values.of(self._closed(given).expression)
            function = self._values.callee(value)
            yield Lifespan(self._fact(made), function, runs)
            starts = None
            if function is not None:
                starts = not any(_hands_on(call) for call in function.calls) or None
        steps, _ = self._steps_on(made, _INCLUDED)
        for step in steps:
            inner = self._router(_included(step))
            if inner is not None:
                there = runs if step.verb != "mount" else (False if starts else None)
                yield from self._lifespans(inner, there, (*stack, made.call))

    # -- facts -----------------------------------------------------------------------------

    def _object(self, router: Router) -> _Made | None:
        return _Made(router.call, NOWHERE, router.cls) if router.call is not None else None

    def _fact(self, made: _Made) -> Router:
        known = self._facts.get(made.call)
        if known is None:
            home = self._values.summary(made.call.within)
            if home is self._summary:
                known = self._routing.router(made.call)
            if known is None:
                names = home.names.items() if home else ()
                name = next((n for n, bound in names if _is(bound, made.call)), "the application")
                is_app = bool(self._values.derives(made.cls, APP))
                known = Router(made.call, made.cls, is_app, made.call, name, False)
            self._facts[made.call] = known
        return known


def _once(steps: Iterable[_Step]) -> Iterator[_Step]:
    """Each call of a factory that is called with the same things again and again, once."""
    first: dict[tuple[Call, object], tuple[Call, ...]] = {}
    for step in steps:
        sites = step.owner.scope.sites if step.owner else ()
        if first.setdefault((step.call, _told(step)), sites) == sites:
            yield step


def _told(step: _Step) -> object:
    """What tells apart two runs of one call: what its function and loops are given."""
    given = [id(each.expression) for each in step.scope.given.values()]
    return (*given, *(id(each.expression) for each in step.scope.loops.values()))


def _included(step: _Step) -> _Given:
    """What a step includes or mounts."""
    return _Given(step.call.argument(*_INCLUDED[step.verb]), step.scope)


def _given(call: Call, name: str, position: int, scope: _Scope) -> _Given:
    return _Given(call.argument(name, position), scope)


def _is(bound: Expr, call: Call) -> bool:
    return bound is call or (isinstance(bound, Typed) and bound.value is call)


def _is_none(expression: Expr) -> bool:
    return isinstance(expression, Const) and expression.value is None


def _is_open(expression: Expr | None) -> bool:
    """Whether an expression depends on a call or on a turn of a loop that is not known."""
    return isinstance(expression, (Param, Iterated, Item))


def _joined(outer: tuple[str, ...] | None, inner: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if outer is None or inner is None else (*outer, *inner)


def _loop(scope: _Scope | None, loop: Iterated) -> _Given | None:
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


def _of_pairs(pairs: Pairs, how: str, scope: _Scope) -> list[_Given] | None:
    """The elements of `.items()` or `.values()` of a dict display."""
    found = []
    for key, value in pairs.pairs:
        if key is None:
            return None
        found.append(_Given(value if how == "values" else Items("tuple", (key, value)), scope))
    return found


def _decorated(functions: Iterable[Function]) -> dict[Expr, Function]:
    """Functions by their decorators."""
    return {
        decorator.expression: function
        for function in functions
        for decorator in function.decorators
    }


def _order(call: Call, decorated: Mapping[Expr, Function]) -> tuple[int, int]:
    """When a call runs: decorators when their function is defined, from the bottom up."""
    function = decorated.get(call)
    return (function.lineno, -call.lineno) if function else (call.lineno, call.col_offset)


def _calls(summary: Summary) -> Iterator[Call]:
    yield from summary.calls
    for function in summary.functions.values():
        yield from function.calls


def _hands_on(call: Call) -> bool:
    """Whether a call in a lifespan may start the lifespan of another application."""
    name = last_name(call.callee)
    return "lifespan" in name or name in ("enter_async_context", "startup")
