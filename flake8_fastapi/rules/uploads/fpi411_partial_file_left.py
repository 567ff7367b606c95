"""
An endpoint copies an upload in chunks, counts, and raises when there is too much of it. What was
written up to there stays on the disk: leaving `with open(...)` closes the file and keeps it. Every
refused upload then costs as much space as is allowed, which is what the limit was to prevent.

Remove the file on the way out: `except` around the copying with `path.unlink(missing_ok=True)` and
`raise`, as the skill does, or write to a `tempfile.TemporaryDirectory()` and move the file when it
is complete.

Reported is a `raise` in the loop of an endpoint that reads an upload in chunks and writes them to
a file that the endpoint opened, `NamedTemporaryFile(delete=False)` included. Endpoints that remove,
delete or clean up anything, or call something when an exception passes, are let be, and so are
files in folders for temporary ones.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_fastapi.model import Endpoint, Module, UploadCall
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI411",
    name="partial-file-left",
    title="Part of a refused upload left on the disk",
    message="raising here leaves what was written of `{upload}` on the disk; "
    "catch it around the copying, and remove the file",
    skill=("4.5",),
    words=("*UploadFile*",),
)

OPENS = {"builtins.open", "aiofiles.open", "anyio.open_file"}
#: Names of what removes a file, or makes one that goes by itself.
REMOVES = re.compile(
    r"remove|unlink|rmtree|delet|clean|discard|rollback|abort|drop|purge|TemporaryDir", re.I
)
#: Names of folders that somebody empties.
PASSING = re.compile(r"te?mp|cache|scratch", re.I)


@rule.on(UploadCall)
def check(use: UploadCall, module: Module) -> Iterator[Finding]:
    if use.method != "read" or use.reads_all or not use.runs:
        return
    loop = loop_around(use, module)
    if loop is None or all(each.function is not use.function for each in module.each(Endpoint)):
        return
    definition = module.syntax.tree.function(loop)
    if definition is None or may_remove(definition) or not writes_to_own_file(loop, module):
        return
    for node in ast.walk(loop):
        if isinstance(node, ast.Raise) and leaves(node, loop, module):
            upload = module.syntax.callee_text(use.call).removesuffix(".read")
            yield rule.at(node, upload=upload.removesuffix(".file"))
            return


def loop_around(use: UploadCall, module: Module) -> ast.While | None:
    node = module.syntax.call_node(use.call)
    for outer in module.syntax.tree.ancestors(node) if node is not None else ():
        if isinstance(outer, ast.While):
            return outer
        if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef)):
            break
    return None


def writes_to_own_file(loop: ast.AST, module: Module) -> bool:
    """Whether the loop writes to what a `with open(...) as` around it has opened."""
    written = {
        node.func.value.id
        for node in ast.walk(loop)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "write"
        and isinstance(node.func.value, ast.Name)
    }
    return any(
        isinstance(item.optional_vars, ast.Name)
        and item.optional_vars.id in written
        and opens(item.context_expr, module)
        for outer in module.syntax.tree.ancestors(loop)
        if isinstance(outer, (ast.With, ast.AsyncWith))
        for item in outer.items
    )


def opens(expression: ast.expr, module: Module) -> bool:
    """Whether an expression opens a file that stays."""
    if isinstance(expression, ast.Await):
        expression = expression.value
    if not isinstance(expression, ast.Call):
        return False
    name = module.qualname(expression.func)
    if name == "tempfile.NamedTemporaryFile":
        return any(
            word.arg == "delete" and isinstance(word.value, ast.Constant) and not word.value.value
            for word in expression.keywords
        )
    if PASSING.search(ast.unparse(expression)):
        return False
    match expression.func:
        case ast.Attribute(value=path, attr="open") if name not in OPENS:
            return module.is_instance(path, "pathlib.Path") is True
    return name in OPENS


def leaves(node: ast.Raise, loop: ast.AST, module: Module) -> bool:
    """Whether what is raised leaves the loop: no `try` in it may catch that."""
    for outer in module.syntax.tree.ancestors(node):
        if outer is loop:
            return True
        if isinstance(outer, (ast.Try, ast.FunctionDef, ast.AsyncFunctionDef)):
            return False
    return False


def may_remove(function: ast.AST) -> bool:
    """Whether a function removes something, or lets another one do that when it fails."""
    for node in ast.walk(function):
        match node:
            case ast.Call(func=func) if REMOVES.search(ast.unparse(func)):
                return True
            case ast.ExceptHandler(body=body) | ast.Try(finalbody=body):
                inside = [each for statement in body for each in ast.walk(statement)]
                if any(isinstance(each, ast.Call) and not tells(each) for each in inside):
                    return True
    return False


def tells(call: ast.Call) -> bool:
    """Whether a call only says what went wrong."""
    return re.search(r"log|print|Exception|Error|^str$|^repr$", ast.unparse(call.func)) is not None
