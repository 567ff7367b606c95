"""Routes that ask for a body which FastAPI has read for their form: "Stream consumed".

Only where a field of the form has to be there: without one, a request may come with something else
in its body, of which no form is made. What reads bodies in another way may keep them.
"""

from __future__ import annotations

import ast

from flake8_fastapi.model.assembly.parameters import parameters
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.never_runs.lost_routes import is_named
from flake8_fastapi.model.routing import is_route
from flake8_fastapi.model.syntax.expressions import Call, Param
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.values.value_kinds import Instance, Method
from flake8_fastapi.model.values.values import Values

_REQUEST = "starlette.requests.Request"
#: Dependencies of FastAPI with fields that have to be there.
_FORMS = {
    "fastapi.security.OAuth2PasswordRequestForm",
    "fastapi.security.OAuth2PasswordRequestFormStrict",
}
#: Dependencies followed one into the other.
_DEEPEST = 5


def asks_consumed_body(call: Call, file: Layers) -> bool:
    """Whether a route reads the body of the request itself, once FastAPI has made a form of it."""
    match file.values.of(call.callee):
        case Method(of=Instance(cls=cls), name=name) if cls == _REQUEST:
            if name in ("body", "json"):
                is_read = call.awaited
            else:
                is_read = name == "stream" and _is_iterated(call, file)
        case _:
            return False
    function = file.values.function(call.within)
    return (
        is_read
        and function is not None
        and _is_handed_to(call, function)
        and is_route(function)
        and _has_form(function, file.values)
        and not is_named(function, file)
        and not _keeps_bodies(file)
    )


def _is_handed_to(call: Call, function: Function) -> bool:
    """Whether it is the request that FastAPI hands to a function, by no other name."""
    of = getattr(call.callee, "of", None)
    return isinstance(of, Param) and of.function == function.qualname


def _is_iterated(call: Call, file: Layers) -> bool:
    """Whether it is what an `async for` goes through."""
    node = file.syntax.call_node(call)
    return node is not None and isinstance(file.syntax.tree.parent(node), ast.AsyncFor)


def _has_form(function: Function, values: Values, depth: int = 0) -> bool:
    """Whether a route, or what it depends on, takes a field of a form that has to be there."""
    for each in parameters(function, values):
        if each.kind in ("form", "file") and each.required:
            return True
        needed = values.of(each.dependency)
        name = getattr(needed, "name", None)
        if name in _FORMS:
            return True
        if isinstance(needed, Function) and depth < _DEEPEST:
            if _has_form(needed, values, depth + 1):
                return True
    return False


def _keeps_bodies(file: Layers) -> bool:
    """Whether the project has routes of its own kind, or requests that were given their bodies."""
    usage = file.usage
    return usage is None or usage.says(r"\broute_class\b|\b_body\b")
