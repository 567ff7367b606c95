"""
`HTTPException` answers a request by being raised. Returned, it is an object like any other:

* from an endpoint it is put into JSON, so the client reads
  `{"status_code": 404, "detail": ..., "headers": null}` in a response with status **200**, or gets
  a 500 where the endpoint has a response model, or, since FastAPI 0.89, a return annotation;
* from a dependency it is handed to the endpoint as the dependency's value, and the request goes
  on. A dependency that is there to refuse requests lets **every one of them through**.

Raise it. A helper that only builds exceptions may return them, and the rule leaves it alone; it is
the endpoint or dependency returning the helper's result that is reported, also where the helper
is defined in another file, or returns the exception only where it finds nothing, or what a further
helper returns, or where it is a method that does so in one of the classes derived from the one
whose method does nothing there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

from flake8_fastapi.model import (
    ANNOTATED_MODELS,
    HTTP_EXCEPTION,
    Awaited,
    Call,
    Endpoint,
    Expr,
    Function,
    Instance,
    Module,
    callee_of,
    is_none,
    is_refused,
    last_name,
    options_of,
)
from flake8_fastapi.rule import Finding, Rule

#: In the names of errors, and of what makes them.
ERRORS = re.compile(r"(?i)exc|err|found|denied|forbid|unauth|problem|invalid")

rule = Rule(
    code="FPI020",
    name="http-exception-returned",
    title="HTTPException that is returned",
    message="{exception} is returned by {function}; raise it",
    words=("fastapi", "starlette", "HTTPException", "*oute*", "*Depends*"),
    follows_imports=True,
)


@rule.on(ast.Return)
def check(statement: ast.Return, module: Module) -> Iterator[Finding]:
    function = None
    for node in results(statement.value):
        function = function or module.syntax.function_at(statement)
        if function is None or not (may_be_one(node) or is_served_here(function, module)):
            continue
        exception = http_exception(node, statement, module)
        outcome = what_happens(function, module) if exception is not None else None
        if exception is not None and outcome is not None:
            yield rule.at(node, exception=exception, function=outcome)


def may_be_one(node: ast.expr) -> bool:
    """Whether `node` makes an object, or is called like an error: most others are not looked up."""
    called = node.value if isinstance(node, ast.Await) else node
    match called.func if isinstance(called, ast.Call) else called:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return sounds_like_one(name) or makes_an_object(node)
    return False


@lru_cache(maxsize=4096)
def sounds_like_one(name: str) -> bool:
    return ERRORS.search(name) is not None


def makes_an_object(node: ast.expr) -> bool:
    """Whether `node` looks like the call of a class."""
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name[:1].isupper()
    return False


def is_served_here(function: Function, module: Module) -> bool:
    """Whether this file makes the function an endpoint or a dependency."""
    return module.routing.serves(function)


def results(node: ast.expr | None) -> Iterator[ast.expr]:
    """What `return node` may return: each side of `a if b else c` and of `a or b`."""
    match node:
        case ast.IfExp(body=body, orelse=orelse):
            yield from results(body)
            yield from results(orelse)
        case ast.BoolOp(values=values):
            for value in values:
                yield from results(value)
        case ast.Await(value=ast.Call()) | ast.Call() | ast.Name() | ast.Attribute():
            yield node


def http_exception(node: ast.expr, statement: ast.Return, module: Module) -> str | None:
    """How to speak of the HTTPException that `node` is, or may be."""
    if isinstance(node, ast.Name):
        for handler in module.syntax.tree.ancestors(statement):
            if isinstance(handler, ast.ExceptHandler) and handler.name == node.id:
                caught = module.syntax.expr(handler.type)
                if module.values.is_subclass(caught, HTTP_EXCEPTION):
                    return named(module.qualname(handler.type) or "")
                return None
            if isinstance(handler, (ast.FunctionDef, ast.AsyncFunctionDef)):
                break
    if isinstance(node, (ast.Call, ast.Await)) and not makes_an_object(node):
        return of_a_helper(node, module)
    made = class_of(module.value(node), module)
    return named(made) if made else None


def class_of(value: object, module: Module) -> str | None:
    """The class of an HTTPException; None where it says that all is well, or is a TypeError."""
    if not isinstance(value, Instance) or not module.values.derives(value.cls, HTTP_EXCEPTION):
        return None
    made = value.made
    if made is None:
        return value.cls
    refused = is_refused(module.value(made.callee), made, module.values)
    status = module.raising.code(made.argument("status_code", 0))
    return None if refused or (status is not None and status < 400) else value.cls


def of_a_helper(node: ast.expr, module: Module) -> str | None:
    """The HTTPException that a helper returns in place of what it is called for.

    Where its result is in a variable, somebody may have asked what it is.
    """
    called = node.value if isinstance(node, ast.Await) else node
    if not isinstance(called, ast.Call):
        return None
    for helper in helpers_run(module.syntax.call(called), isinstance(node, ast.Await), module):
        found = returned_by(helper, module, set())
        if found:
            return f"{named(found)} of `{helper.plain_name}`"
    return None


def helpers_run(call: Call, awaited: bool, module: Module) -> Iterator[Function]:
    """The functions of the project one of which gives what a call, or waiting for it, gives."""
    for helper in module.overriding.runs(call.callee):
        if helper is None or helper.is_generator or helper.decorators:
            continue
        if helper.is_async is awaited:
            yield helper


def returned_by(helper: Function, module: Module, seen: set[Function]) -> str | None:
    """The class of an HTTPException that a helper returns: one of its own, or another helper's."""
    seen.add(helper)
    given = [option for returned in helper.returned for option in options_of(returned)]
    made = (class_of(module.value(each), module) for each in given if may_be_made(each))
    found = next(filter(None, made), None)
    for each in given:
        call = call_of(each)
        if call is not None and not is_looked_at(call, helper):
            for further in helpers_run(call, call is not each, module):
                if found is None and further not in seen:
                    found = returned_by(further, module, seen)
    return found


def call_of(expression: Expr) -> Call | None:
    """The call that an expression is, or awaits."""
    called = expression.of if isinstance(expression, Awaited) else expression
    return called if isinstance(called, Call) else None


def is_looked_at(call: Call, helper: Function) -> bool:
    """Whether a helper asks what a call gave before it returns that, or raises it."""
    asked = (given for each in helper.calls for given in each.given)
    raised = (each.exception for each in helper.raised if each.exception is not None)
    return any(call_of(each) is call for each in (*asked, *raised))


def may_be_made(returned: Expr) -> bool:
    """Whether something is called like an object that is made, or like an error."""
    name = last_name(callee_of(returned))
    return name[:1].isupper() or sounds_like_one(name)


def named(cls: str) -> str:
    return f"`{cls.rpartition('.')[2]}`"


def what_happens(function: Function, module: Module) -> str | None:
    """What FastAPI makes of an exception that `function` returns; None if it never sees it."""
    for endpoint in module.each(Endpoint):
        if endpoint.function is function:
            if has_response_model(endpoint, module):
                return f"`{function.name}`, it fails the response model and the client gets 500"
            given = endpoint.argument("status_code")
            status = module.raising.code(given) if given is not None else 200
            answer = f"{status} with its attributes" if status is not None else "its attributes"
            return f"`{function.name}`, the client gets {answer} as JSON"
    if class_of(module.values.type_of(function.annotation), module):
        return None  # for those who depend on it to raise
    if module.is_dependency(function):
        return f"the dependency `{function.plain_name}`, the request goes on with that value"
    return None


def has_response_model(endpoint: Endpoint, module: Module) -> bool:
    """Whether FastAPI makes a response model, of `response_model` or of the annotation."""
    given = endpoint.argument("response_model")
    if given is not None:
        return not is_none(given)
    annotation = endpoint.function.annotation if endpoint.function else None
    if annotation is None or not module.target.at_least("fastapi", ANNOTATED_MODELS):
        return False
    returned = module.values.type_of(annotation)
    if isinstance(returned, Instance):
        return not module.values.derives(returned.cls, "starlette.responses.Response")
    return True
