"""Whether a file that a function writes is read again as a whole: chunks would save no memory."""

from __future__ import annotations

import ast

from flake8_fastapi.model.elsewhere import Elsewhere
from flake8_fastapi.model.syntax import Syntax
from flake8_fastapi.model.tree import Tree
from flake8_fastapi.model.values import Values

WRITERS = frozenset({"write", "write_bytes"})
#: Methods that give all that is in a file, if they are not given a size.
_READERS = {"read", "read_bytes", "read_text", "readlines"}


def is_read_back(node: ast.Call, syntax: Syntax, values: Values, elsewhere: Elsewhere) -> bool:
    """Whether the function around a node reads as a whole a file that it writes.

    Or gives its path to a function of the project that does.
    """
    tree = syntax.tree
    calls = tree.inside(tree.function(node) or tree.root, ast.Call)
    written = {
        _file_of(call.func.value, tree)
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITERS
    }
    written |= {f"{name}.name" for name in written}  # of a temporary file
    for call in calls:
        if _reads(call, written, tree):
            return True
        places = [place for place, given in enumerate(call.args) if ast.unparse(given) in written]
        if places and _helper_reads(call, places, syntax, values, elsewhere):
            return True
    return False


def _helper_reads(
    call: ast.Call, places: list[int], syntax: Syntax, values: Values, elsewhere: Elsewhere
) -> bool:
    """Whether what is called reads one of the files whose paths it is given at some places."""
    helper = values.callee(values.of(syntax.expr(call.func)))
    found = elsewhere.located(helper) if helper is not None else None
    if helper is None or found is None:
        return False
    definition, there = found
    names = [name for name in helper.by_position if name not in ("self", "cls")]
    taken = {names[place] for place in places if place < len(names)}
    return any(_reads(it, taken, there.tree) for it in there.tree.inside(definition, ast.Call))


def _reads(call: ast.Call, paths: set[str], tree: Tree) -> bool:
    """Whether a call gives all of a file: `source.read()`, `path.read_bytes()`."""
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr in _READERS
        and (call.func.attr == "read_text" or not call.args)
        and _file_of(call.func.value, tree) in paths
    )


def _file_of(node: ast.expr, tree: Tree) -> str:
    """The path of an open file as the source has it, or what stands for the file."""
    name = ast.unparse(node)
    for around in tree.ancestors(node):
        for item in around.items if isinstance(around, (ast.With, ast.AsyncWith)) else ():
            match item:
                case ast.withitem(
                    context_expr=ast.Call(func=func, args=[path, *_]),
                    optional_vars=ast.Name(id=opened),
                ) if opened == name and ast.unparse(func).endswith("open"):
                    return ast.unparse(path)
    return name
