"""
An endpoint copies an upload in chunks, counts, and raises when there is too much of it. What was
written up to there stays on the disk: leaving `with open(...)` closes the file and keeps it. Every
refused upload then costs as much space as is allowed, which is what the limit was to prevent.

Remove the file on the way out: `except` around the copying with `path.unlink(missing_ok=True)` and
`raise`, as the skill does, or write to a `tempfile.TemporaryDirectory()` and move the file when it
is complete.

Reported is a `raise` in a loop that reads an upload in chunks and writes them to a file that the
same function opened, `NamedTemporaryFile(delete=False)` included. That function is an endpoint, or
one that an endpoint calls, itself or in a thread. Those that remove, delete or clean up anything,
or call something when an exception passes, are let be, and so are files in folders for temporary
ones, and modules that look through a folder and remove what is in it. What stands behind the loop
does not count: an exception passes it by.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_fastapi.model import (
    Call,
    Endpoint,
    Function,
    Module,
    UploadCall,
    may_remove,
    passed_by,
    upload_text,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI411",
    name="partial-file-left",
    title="Part of a refused upload left on the disk",
    message="raising here leaves what was written of `{upload}` on the disk; "
    "catch it around the copying, and remove the file",
    skill=("4.5",),
    follows_imports=True,
    words=("*UploadFile*",),
)

TEMPORARY_FILE = "tempfile.NamedTemporaryFile"
OPENS = {"builtins.open", "aiofiles.open", "anyio.open_file"}
#: What tells the files in a folder.
LISTS = {"iterdir", "glob", "rglob", "listdir", "scandir", "walk"}
#: Names of folders that somebody empties.
PASSING = re.compile(r"te?mp|cache|scratch", re.I)
#: The same among the words of a whole function, where there are attempts and templates.
TEMPORARY = re.compile(
    r"(?<![a-z])te?mp(?![a-z])|temporary|te?mp_?(?:file|dir|path|folder)|cache|scratch", re.I
)


@rule.on(UploadCall)
def check(use: UploadCall, module: Module) -> Iterator[Finding]:
    if use.method != "read" or use.reads_all or not use.runs:
        return
    loop = loop_around(use, module)
    definition = module.syntax.tree.function(loop) if loop is not None else None
    if loop is None or definition is None or sweeps(module):
        return
    opened = written_file(loop, module)
    function = module.syntax.function_at(loop)
    if opened is None or function is None:
        return

    def just_opens(item: ast.withitem) -> bool:
        return opens(item.context_expr, module)

    around = module.syntax.tree.ancestors(loop)
    if may_remove(definition, passed_by(loop, around, definition, just_opens)):
        return
    is_named_here = module.qualname(opened.func) == TEMPORARY_FILE
    if not is_left(function, module, is_named_here):
        return
    for node in ast.walk(loop):
        if isinstance(node, ast.Raise) and leaves(node, loop, module):
            yield rule.at(node, upload=upload_text(use, module.syntax))
            return


def is_left(function: Function, module: Module, is_named_here: bool) -> bool:
    """Whether there is an endpoint that calls a function, and nothing on the way removes files."""
    if any(each.function is function for each in module.each(Endpoint)):
        return True

    def leaves_files(caller: Function, call: Call | None) -> bool:
        node = module.elsewhere.definition(caller)
        if node is None or call is None:
            return node is not None
        found = module.elsewhere.call(call, caller)
        if found is None:
            return False
        leading, syntax = found
        made = syntax.call_node(leading)
        if made is None or may_remove(node, passed_by(made, syntax.tree.ancestors(made), node)):
            return False
        return is_named_here or not any(map(TEMPORARY.search, words(node)))

    return module.is_reached(function, leaves_files, through_threads=True)


def loop_around(use: UploadCall, module: Module) -> ast.While | ast.For | None:
    """The loop that reads an upload in chunks, `for chunk in iter(lambda: ..., b"")` too."""
    node: ast.AST | None = module.syntax.call_node(use.call)
    for outer in module.syntax.tree.ancestors(node) if node is not None else ():
        match outer:
            case ast.While():
                return outer
            case ast.For(iter=ast.Call(func=called, args=[ast.Lambda(body=read), _])):
                is_of_iter = module.qualname(called) == "builtins.iter"
                return outer if read is node and is_of_iter else None
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                break
    return None


def written_file(loop: ast.AST, module: Module) -> ast.Call | None:
    """The call that has opened what the loop writes to, in a `with open(...) as` around it."""
    written = {
        node.func.value.id
        for node in ast.walk(loop)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "write"
        and isinstance(node.func.value, ast.Name)
    }
    for outer in module.syntax.tree.ancestors(loop):
        for item in outer.items if isinstance(outer, (ast.With, ast.AsyncWith)) else ():
            name, opened = item.optional_vars, item.context_expr
            if isinstance(name, ast.Name) and name.id in written and opens(opened, module):
                made = opened.value if isinstance(opened, ast.Await) else opened
                return made if isinstance(made, ast.Call) else None
    return None


def opens(expression: ast.expr, module: Module) -> bool:
    """Whether an expression opens a file that stays."""
    if isinstance(expression, ast.Await):
        expression = expression.value
    if not isinstance(expression, ast.Call):
        return False
    name = module.qualname(expression.func)
    if name == TEMPORARY_FILE:
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


def sweeps(module: Module) -> bool:
    """Whether the module has a function that removes what it finds in a folder."""
    tree = module.syntax.tree
    return any(
        isinstance(node.func, ast.Attribute)
        and node.func.attr in LISTS
        and may_remove(tree.function(node) or node)
        for node in tree.nodes(ast.Call)
    )


def words(function: ast.AST) -> Iterator[str]:
    """The names and texts in a function."""
    for node in ast.walk(function):
        match node:
            case ast.Name(id=word) | ast.Attribute(attr=word) | ast.Constant(value=str(word)):
                yield word
