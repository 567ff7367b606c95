"""Code that only Windows runs.

With `--reload` or several workers, uvicorn has a loop there that starts no other program:
`asyncio.create_subprocess_exec` raises NotImplementedError.
"""

from __future__ import annotations

import ast

from flake8_fastapi.model.syntax.expressions import Expr, callee_of
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import FUNCTIONS
from flake8_fastapi.model.values.values import Values

#: What tells of the system, and what it says on Windows.
_TOLD = {"os.name": "nt", "platform.system": "Windows", "sys.platform": "win32"}


def is_on_windows(node: ast.AST, syntax: Syntax, values: Values) -> bool:
    """Whether a node stands in a branch for Windows: `if sys.platform == "win32":`."""
    child = node
    for around in syntax.tree.ancestors(node):
        if isinstance(around, FUNCTIONS):
            break
        if isinstance(around, (ast.If, ast.IfExp)):
            body = around.body if isinstance(around, ast.If) else [around.body]
            if child in body and _asks_for_windows(around.test, syntax, values):
                return True
        child = around
    return False


def _asks_for_windows(test: ast.expr, syntax: Syntax, values: Values) -> bool:
    match test:
        case ast.BoolOp(op=ast.And(), values=parts):
            return any(_asks_for_windows(each, syntax, values) for each in parts)
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[system]):
            told = _TOLD.get(_asked(syntax.expr(left), values))
            return told is not None and values.text(syntax.expr(system)) == told
        case ast.Call(func=ast.Attribute(value=of, attr="startswith"), args=[beginning]):
            told = _TOLD.get(_asked(syntax.expr(of), values), "")
            said = values.text(syntax.expr(beginning))
            return bool(said) and told.startswith(said or told)
    return False


def _asked(expression: Expr, values: Values) -> str:
    """The full name of what tells, read or called."""
    return values.qualname(callee_of(expression)) or ""
