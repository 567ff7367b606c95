"""Clients of other services that are made anew for every request."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from flake8_fastapi.model.exceptions.teardown import CLOSING
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.libraries import CONNECTION
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.expressions import (
    AtCall,
    Awaited,
    Call,
    Expr,
    Param,
    Typed,
    parts,
)
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.values.decorators import CACHES
from flake8_fastapi.model.values.inheritance import MARKER_BASES
from flake8_fastapi.model.values.value_kinds import Instance
from flake8_fastapi.model.values.values import Values

#: Clients that keep connections, threads or loaded API descriptions, and so want to be shared.
SHARED = {
    "httpx.AsyncClient", "httpx.Client", "httpx2.AsyncClient", "httpx2.Client",
    "aiohttp.ClientSession", "redis.Redis", "redis.StrictRedis", "redis.from_url",
    "redis.Redis.from_url", "redis.asyncio.Redis", "redis.asyncio.from_url",
    "redis.asyncio.Redis.from_url", "redis.asyncio.StrictRedis", "boto3.client", "boto3.resource",
    "openai.OpenAI", "openai.AsyncOpenAI", "openai.AzureOpenAI", "openai.AsyncAzureOpenAI",
    "anthropic.Anthropic", "anthropic.AsyncAnthropic", "pymongo.MongoClient",
    "motor.motor_asyncio.AsyncIOMotorClient", "elasticsearch.Elasticsearch",
    "elasticsearch.AsyncElasticsearch", "qdrant_client.QdrantClient",
    "qdrant_client.AsyncQdrantClient",
}  # fmt: skip
#: Arguments with which a client is made for one use: its own cookies, an application to test.
_OF_ITS_OWN = ("cookies", "transport", "app", "mounts", "auth", "connector", "connection_pool")
#: HTTP clients: cheap to make, so in a route of which nobody knows how often it is called they may
#: be what is wanted. A dependency makes one for each of its routes.
_HTTP = {"httpx.AsyncClient", "httpx.Client", "httpx2.AsyncClient", "httpx2.Client",
         "aiohttp.ClientSession"}  # fmt: skip
#: So does a helper for each of those that call it, of which there should be some.
_SEVERAL = 2
#: What is asked of a client that is made to see whether there is a server at all.
_PROBING = {"ping", *CLOSING}
#: Methods with which a class makes one object for all, or gives back what it holds by itself.
_LEFT = {"__new__", "__del__", "__exit__", "__aexit__"}


@dataclass(eq=False)
class RequestClient(AtCall):
    """A client that a route, a dependency or a helper of theirs makes for each request."""

    call: Call
    function: Function
    cls: str


def request_clients(
    syntax: Syntax,
    values: Values,
    routing: Routing,
    is_dependency: Callable[[Function], bool | None],
    entries_to: Callable[[Call, Function], Iterator[Function]],
    is_called: Callable[[Function], bool],
) -> Iterator[RequestClient]:
    """The clients made in the body of a route or dependency of this file, or of their helpers.

    `entries_to` gives the routes, dependencies and middleware that have a helper make one,
    `is_called` tells of a method whether a request may get to it.
    """
    routes = routing.answering
    for call, function in routing.calls_of(*SHARED):
        if function is None or call.once or function.is_lambda or call.spreads:
            continue
        if any(call.argument(name) is not None for name in _OF_ITS_OWN):
            continue
        if values.decorated_by(function, CACHES):
            continue
        if is_kept(call, syntax):
            if not goes_with_request(call, function, syntax, values, is_called):
                continue
        if only_probes(call, syntax):
            continue
        name = values.qualname(call.callee) or ""
        is_own = not any(is_of_the_request(each, values) for each in call.given)
        if function in routes:
            often = is_own and name not in _HTTP
        else:
            often = bool(is_own and is_dependency(function))
            often = often or _are_many(entries_to(call, function), name)
        if often:
            yield RequestClient(call, function, name)


def _are_many(entries: Iterator[Function], client: str) -> bool:
    """Whether a helper of these entry points makes a client often enough."""
    needed = _SEVERAL if client in _HTTP else 1
    found: set[Function] = set()
    for entry in entries:
        found.add(entry)
        if len(found) >= needed:
            return True
    return False


def is_kept(call: Call, syntax: Syntax) -> bool:
    """Whether what the call gives is put where the next request finds it."""
    for target in _targets(call, syntax):
        if not isinstance(target, ast.Name):
            return True
        scope = syntax.tree.scope(target)
        found = syntax.names.lookup(target.id, scope)
        if found is not None and found[0] is not scope:
            return True  # `global`
    return False


def only_probes(call: Call, syntax: Syntax) -> bool:
    """Whether the client is to make a connection and no more, as in a readiness probe."""
    node = syntax.call_node(call)
    if node is None:
        return False
    places = [node] if syntax.bound_name(node) is None else syntax.later_loads(node)
    uses = [syntax.tree.parent(place) for place in places]
    asked = [use for use in uses if not isinstance(use, ast.If)]  # `if client:`
    return bool(asked) and all(
        isinstance(use, ast.Attribute) and use.attr in _PROBING for use in asked
    )


def goes_with_request(
    call: Call,
    function: Function,
    syntax: Syntax,
    values: Values,
    is_called: Callable[[Function], bool],
) -> bool:
    """Whether what the call gives is kept by what is of the request: its state, a new object."""
    return _is_on_state(call, syntax, values) or (
        function.name == "__init__" and is_on_object(call, function, syntax, values, is_called)
    )


def _is_on_state(call: Call, syntax: Syntax, values: Values) -> bool:
    """Whether it is kept in `request.state`."""
    match _targets(call, syntax):
        case [ast.Attribute(value=ast.Attribute(value=ast.Name() as request, attr="state"))]:
            return bool(values.is_instance(syntax.expr(request), CONNECTION))
    return False


def is_on_object(
    call: Call,
    function: Function,
    syntax: Syntax,
    values: Values,
    is_called: Callable[[Function], bool],
) -> bool:
    """Whether it is kept by the object that a method is of: `self.client = ...`.

    No class counts that may give the same object twice, or others with the same attributes, nor
    one that cleans up behind itself, or by a method that `is_called`.
    """
    cls = syntax.summary.classes.get(function.owner) if function.owner else None
    if cls is None or cls.decorators or function.decorators or "__dict__" in cls.attributes:
        return False
    node = syntax.class_node(cls)
    if node is None or node.keywords or not _LEFT.isdisjoint(cls.methods):
        return False
    if not all(values.qualname(base) in MARKER_BASES for base in cls.bases):
        return False
    closing = (values.function(cls.methods[name]) for name in sorted(CLOSING & cls.methods.keys()))
    if any(method is None or is_called(method) for method in closing):
        return False
    itself = [first.name for first in function.arguments[:1]]
    return all(
        isinstance(target, ast.Attribute)
        and isinstance(target.value, ast.Name)
        and target.value.id in itself
        for target in _targets(call, syntax)
    )


def _targets(call: Call, syntax: Syntax) -> list[ast.expr]:
    """What the statement around a call assigns to."""
    node = syntax.call_node(call)
    statement = syntax.tree.parent(node) if node is not None else None
    while isinstance(statement, ast.expr):
        statement = syntax.tree.parent(statement)
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=targets)] | targets):
            return targets
        case ast.AnnAssign(target=target):
            return [target]
    return []


def is_of_the_request(expression: Expr, values: Values) -> bool:
    """Whether an argument may differ from request to request: parameters do, settings do not."""
    return any(True for _ in parts_of_the_request(expression, values))


def parts_of_the_request(expression: Expr, values: Values, depth: int = 0) -> Iterator[Expr]:
    """What makes an argument differ from request to request: parameters, what is looked up."""
    if depth > 20:
        yield expression
        return
    match expression:
        case Param():
            value = values.of(expression)
            settings = "pydantic_settings.BaseSettings"
            if not isinstance(value, Instance) or not values.derives(value.cls, settings):
                yield expression
        case Awaited():
            yield expression  # looked up for this request
        case Typed(value=value):
            yield from parts_of_the_request(value, values, depth + 1)
        case _:
            for part in parts(expression):
                yield from parts_of_the_request(part, values, depth + 1)
