"""
`read`, `write`, `seek` and `close` of an `UploadFile` are coroutines. A `def` function cannot
await them: `file.read()` gives a coroutine there, nothing is read, and what works on it fails with
`expected bytes, got coroutine`, or stores the text `<coroutine object ...>`.

In a `def` endpoint use the file in the upload, `file.file.read()`: FastAPI runs the endpoint in a
thread, so it may block. Or declare the endpoint with `async def` and await the method.

A coroutine that is handed to something that runs it, such as `asyncio.run(file.read())`, is not
reported, nor is a helper whose parameter only says `UploadFile`, and which is given `file.file`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_fastapi.model import UPLOAD, Function, Module, Param, UploadCall
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI405",
    name="upload-method-in-sync-route",
    title="Coroutine of an upload called in a `def` function",
    message="`{upload}.{method}()` only makes a coroutine in a `def` function; "
    "use `{upload}.file.{method}()`",
    follows_imports=True,
    words=("*File*",),
)

#: Callees that run the coroutine they are given, or hand it on.
RUNS = re.compile(r"run|sync|await|task|future|gather|wait|submit|complete|coro", re.I)


@rule.on(UploadCall)
def check(use: UploadCall, module: Module) -> Iterator[Finding]:
    function = use.function
    if use.of_file or function is None or function.is_async or function.is_lambda:
        return
    node = module.syntax.call_node(use.call)
    if node is None or may_be_run(node, function, module):
        return
    if may_be_something_else(use, function, module):
        return
    upload = module.syntax.callee_text(use.call).rpartition(".")[0]
    yield rule.at(use, upload=upload, method=use.method)


def may_be_something_else(use: UploadCall, function: Function, module: Module) -> bool:
    """Whether a call hands a helper what is no upload, for all that its annotation says."""
    if not isinstance(use.upload, Param) or function in module.filled_in:
        return False
    names = [argument.name for argument in function.arguments]
    position = names.index(use.upload.name) - (names[0] in ("self", "cls"))
    for call, _ in module.callers.calls_of(function):
        given = call.argument(use.upload.name, position)
        if given is not None and not module.is_instance(given, UPLOAD):
            return True
    return False


def may_be_run(node: ast.Call, function: Function, module: Module) -> bool:
    """Whether something may run the coroutine after all: whoever is given it, or the caller."""
    serves = function in module.routing.answering
    for place in (node, *module.syntax.later_loads(node)):
        for parent in module.syntax.tree.ancestors(place):
            match parent:
                case ast.Await() | ast.YieldFrom() | ast.Yield():
                    return True
                case ast.Return() if not serves:
                    return True
                case ast.Call() as call:
                    if RUNS.search(module.syntax.callee_text(module.syntax.call(call))):
                        return True
                    if module.values.callee(module.value(call.func)) is not None:
                        return True
            if isinstance(
                parent, ast.stmt | ast.Attribute | ast.Subscript | ast.BinOp | ast.Compare
            ):
                break  # the rest of the expression works on what it takes for data
    return False
