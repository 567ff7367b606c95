"""Does a function remove a file again when it fails? Told from the words of its tree.

What is called anything like "remove", and whatever else is called when an exception passes but to
tell of it, may remove the file: to be sure that it stays, nothing of that kind may be there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterable, Iterator

from flake8_fastapi.model.lean import regex

#: Names of what removes a file, or makes one that goes by itself.
_REMOVES = regex(
    r"remove|unlink|rmtree|delet|clean|discard|rollback|abort|drop|purge|TemporaryDir", re.I
)
#: What only says what went wrong.
_TELLS = regex(r"log|print|Exception|Error|Response$|^str$|^repr$")


def passed_by(
    inner: ast.AST,
    around: Iterable[ast.AST],
    function: ast.AST,
    lets_pass: Callable[[ast.withitem], bool] = lambda item: False,
) -> set[ast.AST]:
    """What stands behind something in its function, and does not run when that raises.

    `around` are the nodes that it stands in, innermost first.
    """
    behind: set[ast.AST] = set()
    for outer in around:
        if inner is function:
            break
        for _, block in ast.iter_fields(outer):
            if isinstance(block, list) and inner in block:
                behind.update(block[block.index(inner) + 1 :])
        match outer:
            case ast.Try(handlers=[_, *_]):
                break
            case ast.With(items=items) | ast.AsyncWith(items=items):
                if not all(map(lets_pass, items)):
                    break  # that may catch it
        inner = outer
    return behind


def _walk(node: ast.AST, without: Collection[ast.AST]) -> Iterator[ast.AST]:
    """A node and those below it, some left out."""
    nodes = [node]
    for each in nodes:
        yield each
        nodes += (child for child in ast.iter_child_nodes(each) if child not in without)


def may_remove(function: ast.AST, without: Collection[ast.AST] = ()) -> bool:
    """Whether a function removes something, or lets another one do that when it fails."""
    own = set(_own_files(function))
    for node in _walk(function, without):
        match node:
            case ast.Call(func=func, args=args):
                if any(
                    _REMOVES.search(ast.unparse(each)) for each in (func, *filter(_is_named, args))
                ):
                    return True
            case ast.ExceptHandler(body=body) | ast.Try(finalbody=body):
                inside = [each for statement in body for each in ast.walk(statement)]
                calls = [each for each in inside if isinstance(each, ast.Call)]
                if not all(_tells(each) or _closes(each, own) for each in calls):
                    return True
    return False


def _is_named(argument: ast.expr) -> bool:
    """Whether a function may be handed over: `stack.callback(os.remove, path)`."""
    return isinstance(argument, (ast.Name, ast.Attribute))


def _tells(call: ast.Call) -> bool:
    """Whether a call only says what went wrong."""
    return _TELLS.search(ast.unparse(call.func)) is not None


def _closes(call: ast.Call, own: set[str]) -> bool:
    """Whether a call closes the upload or the file that is written; that removes neither."""
    match call.func:
        case ast.Attribute(value=closed, attr="close"):
            return ast.unparse(closed).removesuffix(".file") in own
    return False


def _own_files(function: ast.AST) -> Iterator[str]:
    """The names of the parameters of a function, and of what it opens with `open`."""
    for node in ast.walk(function):
        match node:
            case ast.arg(arg=name):
                yield name
            case ast.withitem(
                context_expr=ast.Call(func=opened) | ast.Await(value=ast.Call(func=opened)),
                optional_vars=ast.Name(id=name),
            ) if ast.unparse(opened).endswith(("open", "open_file")):
                yield name


__all__ = ["may_remove", "passed_by"]
