"""Engines and pools: which code makes one for every request, and for which database."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from flake8_fastapi.model import libraries
from flake8_fastapi.model.exceptions.teardown import CLOSING
from flake8_fastapi.model.lean import cached_property, dataclass, regex
from flake8_fastapi.model.neighbours.elsewhere import Elsewhere
from flake8_fastapi.model.resources.clients import (
    goes_with_request,
    is_kept,
    is_of_the_request,
    is_on_object,
    parts_of_the_request,
)
from flake8_fastapi.model.routing import Routing, is_route
from flake8_fastapi.model.syntax.expressions import (
    AtCall,
    Attr,
    Call,
    Expr,
    OneOf,
    Pairs,
    Param,
    Ref,
    Text,
    Typed,
    is_none,
    last_name,
    receiver,
)  # fmt: skip
from flake8_fastapi.model.syntax.functions import Function, is_own_object
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import spelled_name
from flake8_fastapi.model.values.arguments import argument_given, arguments_given
from flake8_fastapi.model.values.attributes import PROPERTIES
from flake8_fastapi.model.values.switches import is_met, left_out
from flake8_fastapi.model.values.value_kinds import Display, Instance, Partial
from flake8_fastapi.model.values.values import CONTEXT_MANAGERS, Values

#: What makes an engine or pool. A session factory is cheap, and holds no connection.
POOLS = frozenset(
    name for name in libraries.shared_names("engine") if not libraries.makes_sessions(name)
)
#: What FastAPI calls for requests; background tasks may have an event loop of their own.
_ENTRIES = {"route", "dependency", "middleware"}
_PLAIN = {"builtins.staticmethod", "builtins.classmethod", *CONTEXT_MANAGERS}
#: Methods that put something where it is found again.
_KEEPING = {"add", "append", "put", "set", "setdefault", "update"}
#: Callers followed one outside the other.
DEEPEST = 4
#: Calls of one function that are looked at.
MOST = 30


@dataclass(eq=False)
class RequestEngine(AtCall):
    """An engine or pool that is made for every request."""

    call: Call
    name: str  #: what makes it
    function: Function  #: whose body makes it
    entry: Function  #: the route, dependency or middleware that leads there


class _Link(NamedTuple):
    """A call on the way from an entry point to what makes an engine, and who makes it."""

    call: Call
    function: Function


class RequestEngines:
    """The engines and pools that functions of one file make for every request.

    `entries` are the functions that FastAPI calls, and why; `is_dependency` knows those that are
    named in another file only, `calls_of` who calls a function, `elsewhere` the code of others;
    `is_called` tells of a method whether a request may get to it.
    """

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        routing: Routing,
        entries: Callable[[], Mapping[Function, str]],
        is_dependency: Callable[[Function], bool | None],
        calls_of: Callable[[Function], Iterable[tuple[Call, Function | None]]],
        elsewhere: Elsewhere,
        is_called: Callable[[Function], bool],
    ) -> None:
        self._syntax = syntax
        self._values = values
        self._routing = routing
        self._get_entries = entries
        self._is_dependency = is_dependency
        self._calls_of = calls_of
        self._elsewhere = elsewhere
        self._is_called = is_called

    def __iter__(self) -> Iterator[RequestEngine]:
        for call, function in self._routing.calls_of(*POOLS):
            if function is None or call.spreads or call.argument("poolclass") is not None:
                continue
            for way in self._ways(call, function, call.given):
                entry = way[-1].function
                if not any(self._is_for_one_use(link, entry) for link in way):
                    name = self._values.qualname(call.callee) or ""
                    yield RequestEngine(call, name, function, entry)
                    break

    def entries_to(self, call: Call, function: Function) -> Iterator[Function]:
        """What FastAPI calls for a request that has a call made, whose result is not kept."""
        for way in self._ways(call, function, call.given):
            yield way[-1].function

    def has_all(self, call: Call, function: Function, depth: int = 0) -> bool:
        """Whether nobody makes a call in a function but for one request."""
        if depth > DEEPEST or self._lasts(call, function):
            return False
        is_entry = self._is_entry(function)
        if is_entry is not False:
            return is_entry is True
        above = list(islice(self._calls_of(function), MOST))
        return bool(above) and all(
            caller is not None and self.has_all(site, caller, depth + 1) for site, caller in above
        )

    @cached_property
    def _entries(self) -> Mapping[Function, str]:
        return self._get_entries()

    def _ways(
        self,
        call: Call,
        function: Function,
        arguments: Iterable[Expr],
        below: Collection[Function] = (),
    ) -> Iterator[list[_Link]]:
        """The ways up to what FastAPI calls to have a call made each time, and forgotten.

        None on which one of the `arguments` may be another one for each request.
        """
        needed = self._needed(arguments, function)
        sets_up = self._sets_up(call, function)
        if needed is None or (self._lasts(call, function) and not sets_up):
            return
        is_entry = self._is_entry(function)
        if is_entry and not needed and not sets_up:
            yield [_Link(call, function)]
        below = (*below, function)
        if is_entry is not False or len(below) > DEEPEST:
            return
        for site, caller in islice(self._calls_of(function), MOST):
            if sets_up and not _is_of_new_object(site, caller, function):
                continue
            if caller is not None and caller not in below and self._meets(site, call, function):
                handed = [argument_given(name, function, site, self._values) for name in needed]
                if None not in handed:
                    for way in self._ways(site, caller, filter(None, handed), below):
                        yield [_Link(call, function), *way]

    def _meets(self, site: Call, call: Call, function: Function) -> bool:
        """Whether a function that is called at a site gets to a call: `if kind == "sync":`."""
        given = arguments_given(self._values.of(site.callee), site, self._values)
        if given is None or not call.needs:
            return True
        unmet = left_out(function, given, site.within, self._values)
        return is_met(call.needs, unmet, self._values)

    def _needed(self, arguments: Iterable[Expr], function: Function) -> list[str] | None:
        """The parameters of a function that some arguments are; None: others are of the request."""
        needed: list[str] = []
        bound = self._bound.get(function, frozenset())
        for argument in arguments:
            if is_of_the_request(argument, self._values):
                if bound and self._are_bound(argument, function, bound):
                    continue
                if not isinstance(argument, Param) or argument.function != function.qualname:
                    return None
                needed.append(argument.name)
        return needed

    def _are_bound(self, argument: Expr, function: Function, bound: Collection[str]) -> bool:
        """Whether all of an argument that might be of the request is `bound` to be the same."""
        return all(
            isinstance(part, Param) and part.function == function.qualname and part.name in bound
            for part in parts_of_the_request(argument, self._values)
        )

    @cached_property
    def _bound(self) -> dict[Function, frozenset[str]]:
        """Of dependencies, the parameters that a `partial` gives, the same for each request."""
        found: dict[Function, frozenset[str]] = {}
        for dependency in self._routing.dependencies:
            value = self._values.of(dependency.target)
            if isinstance(value, Partial) and dependency.function is not None:
                given = arguments_given(value, dependency.call, self._values, 1) or {}
                if not any(is_of_the_request(each, self._values) for each in given.values()):
                    found[dependency.function] = frozenset(given)
        return found

    def _is_entry(self, function: Function) -> bool | None:
        """Whether FastAPI calls a function for each request; None: not that often, or unknown."""
        names = {self._values.decorator_name(d.expression) for d in function.decorators}
        kind = self._entries.get(function)
        if kind is not None:
            return (kind in _ENTRIES and (kind != "dependency" or names <= _PLAIN)) or None
        if function.module != self._syntax.summary.name and is_route(function):
            return len(names) == 1 or None
        if not names <= _PLAIN or function.is_lambda:
            return None
        return self._is_dependency(function) is True

    def _is_for_one_use(self, link: _Link, entry: Function) -> bool:
        """Whether what a call gives is taken down after it, by another than a dependency.

        That does so for each request.
        """
        function = link.function
        is_route_itself = self._entries.get(function) == "route" or is_route(function)
        return (function is not entry or is_route_itself) and self._is_closed(*link)

    def _lasts(self, call: Call, function: Function) -> bool:
        """Whether what a call gives is kept for the next request."""
        here = self._elsewhere.call(call, function)
        if here is None or call.once or call.handling:
            return True
        call, syntax = here
        if is_kept(call, syntax):
            return not goes_with_request(call, function, syntax, self._values, self._is_called)
        for load in _loads(call, syntax):
            match syntax.tree.parent(load):
                case ast.Assign() | ast.AnnAssign() | ast.Dict():
                    return True
                case ast.Call(func=ast.Attribute(attr=name)) if name in _KEEPING:
                    return True
        return False

    def _sets_up(self, call: Call, function: Function) -> bool:
        """Whether what a call gives is kept by the object that a method is of, but no `__init__`.

        That is for one request if the object makes it when it is made itself.
        """
        here = self._elsewhere.call(call, function) if function.owner is not None else None
        if here is None or function.name == "__init__" or call.once or call.handling:
            return False
        call, syntax = here
        return is_kept(call, syntax) and is_on_object(
            call, function, syntax, self._values, self._is_called
        )

    def _is_closed(self, call: Call, function: Function) -> bool:
        called = self._values.callee(self._values.of(call.callee))
        here = self._elsewhere.call(call, function)
        if here is None or (called is not None and called.is_generator):
            return False  # it has the engine for itself
        call, syntax = here
        node = syntax.call_node(call)
        if node is not None and isinstance(syntax.tree.parent(node), ast.withitem):
            return True
        return any(
            isinstance(parent := syntax.tree.parent(load), ast.withitem)
            or (isinstance(parent, ast.Attribute) and parent.attr in CLOSING)
            for load in _loads(call, syntax)
        )


def _is_of_new_object(site: Call, caller: Function | None, method: Function) -> bool:
    """Whether an object that is just being made calls one of its methods."""
    return (
        caller is not None
        and caller.name == "__init__"
        and caller.owner == method.owner
        and is_own_object(receiver(site.callee), caller)
    )


def _loads(call: Call, syntax: Syntax) -> list[ast.Name]:
    node = syntax.call_node(call)
    return syntax.later_loads(node) if node is not None else []


#: What makes an engine of SQLAlchemy.
_ENGINES = ("sqlalchemy.create_engine", "sqlalchemy.ext.asyncio.create_async_engine")
#: Databases behind a network, by the beginning of their URLs.
_SERVERS = regex(r"(postgres|postgresql|mysql|mariadb|mssql|oracle|cockroachdb)\b")
_DSNS = {
    "pydantic.PostgresDsn": "postgresql", "pydantic.MySQLDsn": "mysql",
    "pydantic.MariaDBDsn": "mariadb", "pydantic.CockroachDsn": "cockroachdb",
}  # fmt: skip
_FROM_ENVIRONMENT = {"os.getenv", "os.environ.get", "decouple.config"}
#: What is done with an engine, and then it is done.
_ONCE = {"create_all", "drop_all", "reflect", "inspect"}


@dataclass(eq=False)
class ServerEngine(AtCall):
    """An engine whose URL is known to lead to a database server."""

    call: Call
    name: str  #: what makes it
    server: str  #: what the URL begins with
    given: frozenset[str] | None  #: the arguments given by keyword; None: `**` hides some


def server_engines(
    routing: Routing, values: Values, syntax: Syntax, of_requests: RequestEngines
) -> Iterator[ServerEngine]:
    """The engines of a file that lead to a database server, as far as it shows.

    One that a function makes for its own use, or for a request, is gone before its connections
    are old.
    """
    for call, function in routing.calls_of(*_ENGINES):
        url = call.argument("url", 0)
        found = _SERVERS.match(_beginning(url, values) or "") if url is not None else None
        if found is None:
            continue
        if function is not None:
            if _is_used_up(call, syntax) or of_requests.has_all(call, function):
                continue
        name = (values.qualname(call.callee) or "").rpartition(".")[2]
        yield ServerEngine(call, name, found[1], _keywords(call, values))


def _keywords(call: Call, values: Values) -> frozenset[str] | None:
    """The names of the arguments given by keyword, those of `**options` too, if all are known."""
    names: set[str] = set()
    for keyword, value in call.keywords:
        if keyword is not None:
            names.add(keyword)
            continue
        spread = values.of(value)
        if not isinstance(spread, Display) or not isinstance(spread.expression, Pairs):
            return None
        keys = {values.text(key) for key, _ in spread.expression.pairs} - {None}
        if not keys or len(keys) < len(spread.expression.pairs):  # an empty one is to be filled
            return None
        names.update(filter(None, keys))
    return frozenset(names)


def _is_used_up(call: Call, syntax: Syntax) -> bool:
    """Whether a function only connects with the engine that it makes, or creates tables by it."""
    node = syntax.call_node(call)
    function = syntax.tree.function(node) if node is not None else None
    match syntax.tree.parent(node) if node is not None else None:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            inside = list(ast.walk(function)) if function is not None else []
        case _:
            return False
    if any(isinstance(each, ast.Global) and name in each.names for each in inside):
        return False
    reads = [
        each for each in inside
        if isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Load)
    ]  # fmt: skip
    return bool(reads) and all(_is_done_with(read, syntax) for read in reads)


def _is_done_with(read: ast.Name, syntax: Syntax) -> bool:
    parent = syntax.tree.parent(read)
    if isinstance(parent, ast.keyword):
        parent = syntax.tree.parent(parent)
    if isinstance(parent, ast.Attribute):
        return parent.value is read
    return isinstance(parent, ast.Call) and spelled_name(parent.func) in _ONCE


def _beginning(expression: Expr, values: Values, depth: int = 0) -> str | None:
    """What a URL begins with, wherever it is put together; settings count by their defaults."""
    if depth > 12:
        return None
    text = values.text(expression)
    if text is not None:
        return text
    match expression:
        case Text(parts=(first, *_)):
            return _beginning(first, values, depth + 1)
        case OneOf(options=options):
            found = {_beginning(o, values, depth + 1) for o in options if not is_none(o)}
            servers = {_SERVERS.match(each or "") for each in found}
            return next(iter(found)) if None not in servers and len(found) == 1 else None
        case Typed(annotation=annotation, value=value):
            declared = values.type_of(annotation)
            known = _DSNS.get(declared.cls) if isinstance(declared, Instance) else None
            return known or _beginning(value, values, depth + 1)
        case Ref() | Attr():
            bound = values.expand(expression)
            if bound is not None and bound is not expression:
                return _beginning(bound, values, depth + 1)
            of = values.of(receiver(expression))
            return _of_object(of, last_name(expression), values, depth)
        case Call():
            return _of_call(expression, values, depth)
    return None


def _of_object(value: object, name: str, values: Values, depth: int) -> str | None:
    """What an attribute of an object of the project begins with: a setting, or a property."""
    if not isinstance(value, Instance) or value.known is None:
        return None
    for ancestor in values.ancestry(value.cls):
        known = values.known_class(ancestor) if ancestor else None
        if known is None:
            continue
        if name in known.fields or name in known.attributes:
            # what is no more than declared may be put together by a validator
            given = known.fields.get(name), known.attributes.get(name)
            found = (_beginning(each, values, depth + 1) for each in given if each is not None)
            return next(filter(None, found), None)
        if name in known.methods:
            function = values.function(known.methods[name])
            if function is None or not values.decorated_by(function, PROPERTIES):
                return None
            return _returned(function, values, depth)
    return None


def _returned(function: Function, values: Values, depth: int) -> str | None:
    found = {_beginning(each, values, depth + 1) for each in function.returned}
    return found.pop() if len(found) == 1 else None


def _of_call(call: Call, values: Values, depth: int) -> str | None:
    name = values.qualname(call.callee)
    given: Expr | None = None
    if name in _FROM_ENVIRONMENT:
        given = call.argument("default", 1)
    elif values.class_of(call.callee) == "starlette.config.Config":
        given = call.argument("default")
    elif name == "sqlalchemy.URL.create":
        given = call.argument("drivername", 0)
    elif name in ("builtins.str", "sqlalchemy.make_url") and call.args:
        given = call.args[0]
    elif name is not None and name.endswith("Dsn.build"):
        given = call.argument("scheme")
    elif last_name(call.callee) == "replace" and len(call.args) in (2, 3):
        given = call.args[1]
    elif last_name(call.callee) in ("format", "render_as_string"):
        given = receiver(call.callee)
    else:
        function = values.callee(values.of(call.callee))
        if function is not None and not function.is_async and not function.is_generator:
            return _returned(function, values, depth)
    return _beginning(given, values, depth + 1) if given is not None else None
