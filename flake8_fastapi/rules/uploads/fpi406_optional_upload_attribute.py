"""
`UploadFile.content_type` is what the client wrote into the part of the form, and None where it
wrote nothing, which a form need not (since Starlette 0.24; before, it was an empty text then).
`file.content_type.startswith("video/")` raises `AttributeError: 'NoneType' object has no attribute
'startswith'`, and `"video" in file.content_type` a `TypeError`: status 500 for what should be a
4xx.

Write `(file.content_type or "").startswith("video/")`, or refuse an upload without a type first,
above all where parts of it are needed: `"".split("/")[1]` is an `IndexError`.
Comparing is safe as it is: `file.content_type not in ALLOWED`. And whatever the type says, the
client has chosen it: it is a hint about the content, not a check of it.

Reported is a method called on `content_type`, or `in` applied to it, where the function does not
ask before whether there is one. `filename` and `size` of an upload that came with a request are
never None, whatever their types say. The skill's own sample calls `startswith` on it unchecked.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model import UPLOAD, Module, names_within
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI406",
    name="optional-upload-attribute",
    title="Content type of an upload taken for granted",
    message="`{what}` is None for an upload without a type, and `{use}` then ends in status 500; "
    "{remedy}",
    skill=("4.2",),
    words=("*content_type*",),
    versions={"starlette": ">=0.24"},
)

CATCHING = {"AttributeError", "TypeError", "Exception", "BaseException"}


@rule.on(ast.Attribute)
def check(node: ast.Attribute, module: Module) -> Iterator[Finding]:
    if node.attr != "content_type" or not isinstance(node.ctx, ast.Load):
        return
    function = module.syntax.tree.function(node)
    if function is None or not module.is_instance(node.value, UPLOAD):
        return
    if may_have_been_asked(node, function, module):
        return
    places: list[ast.expr] = [node]
    if isinstance(module.syntax.tree.parent(node), ast.Assign):
        places = [load for load in module.syntax.later_loads(node) if load.lineno >= node.lineno]
    for place in places:
        use = use_of(place, module)
        if use is not None:
            if not is_caught(place, module):
                what = ast.unparse(place)
                remedy = f'write `({what} or "")`'
                if is_taken_apart(place, module):
                    remedy = "refuse one first"
                yield rule.at(place, what=what, use=use, remedy=remedy)
            return


def use_of(place: ast.expr, module: Module) -> str | None:
    """What is done to the content type that cannot be done to None."""
    parent = module.syntax.tree.parent(place)
    match parent:
        case ast.Attribute(attr=method) if isinstance(module.syntax.tree.parent(parent), ast.Call):
            return f".{method}"
        case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[right]) if right is place:
            return "in"
    return None


def is_taken_apart(place: ast.expr, module: Module) -> bool:
    """Whether parts of the result are needed that an empty text has not: `.split("/")[1]`."""
    parent = module.syntax.tree.parent
    call = parent(parent(place) or place)
    match call and parent(call):
        case ast.Subscript(value=value, slice=ast.Constant(value=0)) if value is call:
            return False
        case ast.Subscript(value=value) if value is call:
            return True
        case ast.Assign(targets=[ast.Tuple() | ast.List()]):
            return True
    return False


def may_have_been_asked(node: ast.Attribute, function: ast.AST, module: Module) -> bool:
    """Whether the function may know of the content type that it is not None.

    That is: it stands, or a name that it was given to, in a test of its own; or the upload was
    handed to another function before.
    """
    upload, text = ast.unparse(node.value), ast.unparse(node)
    names = {text, module.syntax.assigned_to(node)}
    for each in ast.walk(function):
        match each:
            case ast.Call(args=args, keywords=words) if each.lineno <= node.lineno:
                if any(ast.unparse(a) == upload for a in (*args, *(w.value for w in words))):
                    return True
            case (
                ast.If(test=test)
                | ast.IfExp(test=test)
                | ast.Assert(test=test)
                | ast.While(test=test)
                | ast.Match(subject=test)
            ):
                if names & set(tested(test)):
                    return True
            case ast.comprehension(ifs=tests) if any(names & set(tested(t)) for t in tests):
                return True
            case ast.BoolOp(values=values) if any(names & set(tested(v)) for v in values):
                return True
            case ast.UnaryOp(op=ast.Not(), operand=operand) if ast.unparse(operand) in names:
                return True
    return False


def tested(test: ast.expr) -> Iterator[str]:
    """What a test asks for by itself, or compares: behind it that may be known not to be None."""
    match test:
        case ast.BoolOp(values=values):
            for value in values:
                yield from tested(value)
        case ast.UnaryOp(operand=operand):
            yield from tested(operand)
        case ast.Compare(left=left):
            yield ast.unparse(left)
        case _:
            yield ast.unparse(test)


def is_caught(place: ast.AST, module: Module) -> bool:
    """Whether a `try` of the function takes what is raised."""
    inner: ast.AST = place
    for outer in module.syntax.tree.ancestors(place):
        if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return False
        if isinstance(outer, ast.Try) and inner in outer.body:
            for handler in outer.handlers:
                caught = {"Exception"} if handler.type is None else names_within(handler.type)
                if not CATCHING.isdisjoint(caught):
                    return True
        inner = outer
    return False
