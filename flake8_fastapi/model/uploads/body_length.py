"""Does a file look at the length of requests, so that it may refuse those that are too long?

Who reads the header only to write it into a log refuses nobody, nor does who reads it from the
answer of another server, or in a handler of `http.server`, which is none of the application.
A route looks at its own requests only, and so does a helper that reads their bodies itself: who has
an upload has had its body read before.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.neighbours.neighbour import NOT_PARSED
from flake8_fastapi.model.project.texts import may_limit_bodies, sets_limit
from flake8_fastapi.model.syntax.tree import FUNCTIONS, FunctionNode, spelled_name

_HEADER = "content-length"
_ORDERING = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
#: Calls that only write down what they are given: `logger.info`, `self._log_request`, `RequestLog`.
_LOGGING = regex(
    r"(?:\b|_)log(?!in|ic)|Log(?!in|ic)|log(?:ger|ging)\b|\b(?:print|set_attribute|observe)$"
)
#: How variables are called that hold an answer, or its headers.
_RESPONSE = regex(r"r|res|(?:\w+_)?resp(?:onse)?(?:_headers)?|(?:\w+_)?reply")
#: How methods are called that ask another server; `get` has other uses too.
_ASKING = {"delete", "fetch", "goto", "head", "options", "patch", "post", "put", "request", "send"}
_ASKING |= {"stream", "urlopen"}
#: Modules whose functions ask another server.
_CLIENTS = {"httpx", "requests"}
#: Classes of `http.server`, which read the headers of the requests to a server of their own.
_HANDLERS = {"BaseHTTPRequestHandler", "CGIHTTPRequestHandler", "SimpleHTTPRequestHandler"}
#: Decorators that make a route of a function: `@router.post("/")`.
_ROUTING = {"api_route", "delete", "get", "patch", "post", "put", "route", "websocket"}
#: What gives the body of a request, which is there once.
_BODY = {"body", "stream"}
#: Calls whose results say no more than what they are given.
_CONVERTING = {"bool", "float", "int", "isinstance", "repr", "str"}


def limits_bodies(source: str) -> bool:
    """Whether a text compares the length of requests with something, or hands it on."""
    if not may_limit_bodies(source):
        return False
    if sets_limit(source):
        return True
    try:
        units = [*_units(ast.parse(source).body)]
    except NOT_PARSED:
        return True
    return any(_looks_at_length(each) and not _is_for_its_own(each, units) for each in units)


def _is_for_its_own(unit: ast.stmt, units: list[ast.stmt]) -> bool:
    """Whether it is a route, or reads the bodies of the requests that routes of the file get."""
    if _is_route(unit):
        return True
    others = (each for each in units if each is not unit and not _is_route(each))
    return (
        isinstance(unit, FUNCTIONS)
        and unit.name.startswith("_")
        and _reads_body(unit)
        and not any(_names(unit.name, each) for each in others)
    )


def _is_route(unit: ast.stmt) -> bool:
    """Whether a function is registered as a route: `@router.post("/")`."""
    return isinstance(unit, FUNCTIONS) and any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr in _ROUTING
        for each in unit.decorator_list
    )


def _reads_body(function: FunctionNode) -> bool:
    """Whether a function takes the body out of a request that it is given."""
    given = {each.arg for each in function.args.args}
    return any(
        isinstance(each, ast.Attribute)
        and each.attr in _BODY
        and isinstance(each.value, ast.Name)
        and each.value.id in given
        for each in ast.walk(function)
    )


def _names(name: str, unit: ast.stmt) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(unit))


def _units(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The functions and methods of a file, and what else stands at its top level."""
    for statement in statements:
        if isinstance(statement, ast.ClassDef) and not _is_handler(statement):
            yield from _units(statement.body)
        else:
            yield statement


def _is_handler(node: ast.AST) -> bool:
    """Whether it is a class that serves requests of a server of its own."""
    return isinstance(node, ast.ClassDef) and not _HANDLERS.isdisjoint(
        map(spelled_name, node.bases)
    )


def _looks_at_length(unit: ast.stmt) -> bool:
    """Whether a statement does more with the length than to write it down."""
    nodes = [*_beside_logging(unit)]
    if any(map(_looks_for_header, nodes)):
        return True
    if not any(map(_is_length, nodes)):
        return False
    answers = _answers(unit)
    lengths = {node for node in nodes if (read := _is_length(node)) and not answers.has(read)}
    names = _holders(nodes, lengths)
    return any(_may_refuse(node, lambda it: _has(it, names, lengths)) for node in nodes)


def _beside_logging(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what is in it, but for what is only written down, or served elsewhere."""
    if isinstance(node, ast.Call) and _LOGGING.search(ast.unparse(node.func)):
        return
    if _is_handler(node):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _beside_logging(child)


def _looks_for_header(node: ast.AST) -> bool:
    """Whether it compares the raw name of a header: `name == b"content-length"`."""
    return (
        isinstance(node, ast.Compare)
        and isinstance(node.ops[0], (ast.Eq, ast.In))
        and any(_names_header(each, bytes) for each in (node.left, *node.comparators))
    )


def _is_length(node: ast.AST) -> ast.expr | None:
    """Where it reads the header from, if so: `request.headers` of its `get("content-length")`."""
    match node:
        case (
            ast.Call(func=ast.Attribute(value=headers, attr="get"), args=[name, *_])
            | ast.Subscript(value=headers, slice=name, ctx=ast.Load())
        ) if _names_header(name, str, bytes):
            return headers
    return None


@dataclass(frozen=True)
class _Answers:
    """Which names hold an answer, most likely another server's, or something of one."""

    names: set[str]
    others: set[str]  #: those that hold a request, whatever they are called

    def has(self, value: ast.expr) -> bool:
        """Whether a value is an answer, or comes out of one: its headers."""
        match value:
            case ast.Name(id=name):
                is_called_so = _RESPONSE.fullmatch(name) is not None and name not in self.others
                return name in self.names or is_called_so
            case ast.Attribute(value=of, attr=name):
                return _RESPONSE.fullmatch(name) is not None or self.has(of)
            case ast.Await(value=ast.Call(func=asking)) if spelled_name(asking) == "get":
                return True
            case ast.Await(value=of) | ast.Subscript(value=of):
                return self.has(of)
            case ast.Call(func=ast.Name(id="dict"), args=[of]):
                return self.has(of)
            case ast.Call(func=func, args=[_, *_] as args):
                return any(map(_asks, (func, *args))) or self._is_asked(func)
        return False

    def _is_asked(self, func: ast.expr) -> bool:
        """Whether it is a method of an answer: `response.headers.get`."""
        return isinstance(func, ast.Attribute) and self.has(func.value)


def _asks(function: ast.expr) -> bool:
    """Whether a function asks another server: `client.head`, `requests.get`."""
    match function:
        case ast.Attribute(value=ast.Name(id=module), attr="get"):
            return module in _CLIENTS
        case ast.Attribute(attr=name):
            return name in _ASKING
    return isinstance(function, ast.Name) and function.id == "urlopen"


def _answers(unit: ast.stmt) -> _Answers:
    """The names that a function gives to nothing but answers."""
    given = [*_given(unit)]
    others = {
        each.arg
        for each in ast.walk(unit)
        if isinstance(each, ast.arg)
        and each.annotation
        and "Request" in ast.unparse(each.annotation)
    }
    stored = Counter(
        node.id if isinstance(node, ast.Name) else node.arg
        for node in ast.walk(unit)
        if isinstance(node, ast.arg) or (isinstance(node, ast.Name) and _is_stored(node))
    )
    answers = _Answers(set(), others)
    count = -1
    while count != len(answers.names):
        count = len(answers.names)
        known = Counter(name for name, value in given if answers.has(value))
        answers.names.update(name for name, times in known.items() if times == stored[name])
    return answers


def _is_stored(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def _given(unit: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    """The names that a function binds, each with what it is given."""
    for node in ast.walk(unit):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
                | ast.NamedExpr(target=ast.Name(id=name), value=value)
                | ast.withitem(context_expr=value, optional_vars=ast.Name(id=name))
            ):
                yield name, value


def _names_header(node: ast.expr, *kinds: type) -> bool:
    value = node.value if isinstance(node, ast.Constant) else None
    text = value.decode(errors="replace") if isinstance(value, bytes) else value
    return isinstance(value, kinds) and isinstance(text, str) and text.lower() == _HEADER


def _holders(nodes: list[ast.AST], lengths: set[ast.AST]) -> set[str]:
    """The names of variables that hold the length, or something with it."""
    names: set[str] = set()
    count = -1
    while count != len(names):
        count = len(names)
        for node in nodes:
            match node:
                case (
                    ast.Assign(value=value)
                    | ast.AnnAssign(value=ast.expr() as value)
                    | ast.AugAssign(value=value)
                    | ast.NamedExpr(value=value)
                ) if _has(value, names, lengths):
                    names |= {name for target in _targets(node) for name in _bound(target)}
    return names


def _targets(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.Assign(targets=targets):
            return targets
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            return [target]
        case ast.NamedExpr(target=target):
            return [target]
    return []


def _bound(target: ast.expr) -> Iterator[str]:
    """The names that an assignment sets, or changes: `noted["length"] = ...`."""
    if isinstance(target, ast.Subscript):
        target = target.value
    if isinstance(target, (ast.Tuple, ast.List)):
        yield from (name for each in target.elts for name in _bound(each))
    elif isinstance(target, ast.Name):
        yield target.id


def _has(node: ast.AST, names: set[str], lengths: set[ast.AST]) -> bool:
    """Whether the length is in an expression."""
    return any(
        each in lengths or (isinstance(each, ast.Name) and each.id in names)
        for each in _beside_logging(node)
    )


def _may_refuse(node: ast.AST, has: Callable[[ast.AST], bool]) -> bool:
    """Whether a node compares the length, or gives it to somebody who may."""
    match node:
        case ast.Compare(ops=ops):
            return any(isinstance(each, _ORDERING) for each in ops) and has(node)
        case ast.Return(value=ast.expr() as value) | ast.Yield(value=ast.expr() as value):
            return has(value)
        case ast.Call(func=ast.Name(id=name)) if name in _CONVERTING:
            return False
        case ast.Call(args=args, keywords=keywords):
            return any(map(has, (*args, *(each.value for each in keywords))))
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return any(isinstance(it, ast.Attribute) for it in _targets(node)) and has(value)
    return False
