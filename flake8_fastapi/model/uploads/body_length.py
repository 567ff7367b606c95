"""Does a file look at the length of requests, so that it may refuse those that are too long?

Who reads the header only to write it into a log refuses nobody.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.neighbours.neighbour import NOT_PARSED
from flake8_fastapi.model.project.texts import may_limit_bodies, sets_limit

_HEADER = "content-length"
_ORDERING = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
#: Calls that only write down what they are given: `logger.info`, `self._log_request`, `RequestLog`.
_LOGGING = regex(
    r"(?:\b|_)log(?!in|ic)|Log(?!in|ic)|log(?:ger|ging)\b|\b(?:print|set_attribute|observe)$"
)
#: How variables are called that hold an answer.
_RESPONSE = regex(r"r|res|(?:\w+_)?resp(?:onse)?|(?:\w+_)?reply")
#: Calls whose results say no more than what they are given.
_CONVERTING = {"bool", "float", "int", "isinstance", "repr", "str"}


def limits_bodies(source: str) -> bool:
    """Whether a text compares the length of requests with something, or hands it on."""
    if not may_limit_bodies(source):
        return False
    if sets_limit(source):
        return True
    try:
        return any(map(_looks_at_length, _units(ast.parse(source).body)))
    except NOT_PARSED:
        return True


def _units(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The functions and methods of a file, and what else stands at its top level."""
    for statement in statements:
        if isinstance(statement, ast.ClassDef):
            yield from _units(statement.body)
        else:
            yield statement


def _looks_at_length(unit: ast.stmt) -> bool:
    """Whether a statement does more with the length than to write it down."""
    nodes = [*_beside_logging(unit)]
    if any(map(_looks_for_header, nodes)):
        return True
    if not any(map(_is_length, nodes)):
        return False
    names = _holders(nodes)
    return any(_may_refuse(node, lambda it: _has(it, names)) for node in nodes)


def _beside_logging(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what is in it, but for what is only written down."""
    if isinstance(node, ast.Call) and _LOGGING.search(ast.unparse(node.func)):
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


def _is_length(node: ast.AST) -> bool:
    """Whether it reads the header: `request.headers.get("content-length")`."""
    match node:
        case (
            ast.Call(func=ast.Attribute(value=headers, attr="get"), args=[name, *_])
            | ast.Subscript(value=headers, slice=name, ctx=ast.Load())
        ):
            return _names_header(name, str, bytes) and not _is_of_response(headers)
    return False


def _is_of_response(headers: ast.expr) -> bool:
    """Whether headers are those of an answer, most likely another server's."""
    match headers:
        case ast.Attribute(value=ast.Name(id=name) | ast.Attribute(attr=name), attr="headers"):
            return _RESPONSE.fullmatch(name) is not None
    return False


def _names_header(node: ast.expr, *kinds: type) -> bool:
    value = node.value if isinstance(node, ast.Constant) else None
    text = value.decode(errors="replace") if isinstance(value, bytes) else value
    return isinstance(value, kinds) and isinstance(text, str) and text.lower() == _HEADER


def _holders(nodes: list[ast.AST]) -> set[str]:
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
                ) if _has(value, names):
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


def _has(node: ast.AST, names: set[str]) -> bool:
    """Whether the length is in an expression."""
    return any(
        _is_length(each) or (isinstance(each, ast.Name) and each.id in names)
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
