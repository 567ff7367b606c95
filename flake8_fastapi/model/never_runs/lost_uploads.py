"""Uploads that nobody can send: a field of a model that a route reads from JSON.

JSON has no files, and to a request with files such a route answers 422. What may be left out of the
model always is: a list of uploads is empty. A model out of a form, or out of `Depends()`, has them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model.assembly.parameters import kind_by_type, parameters
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.libraries import UPLOAD
from flake8_fastapi.model.syntax.expressions import Attr, Expr, Param, Ref, Typed, Unknown
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.syntax.tree import FunctionNode
from flake8_fastapi.model.values.value_kinds import Instance
from flake8_fastapi.model.values.values import Values

_MODEL = "pydantic.BaseModel"
#: Decorators of methods that have no part in it when an object is made.
_APART = {"builtins.property", "builtins.classmethod", "builtins.staticmethod"}


def needs_lost_upload(line: int, node: FunctionNode, file: Layers) -> bool:
    """Whether a line of a route is only reached by requests with an upload, which it never gets."""
    function, tree = file.syntax.reader.functions[node], file.syntax.tree
    lost: set[tuple[str, str]] = set()
    for name, cls in _bodies(function, file.values):
        for field, declared in _uploads(cls, file.values):
            if _is_upload(declared.annotation, file.values) and isinstance(declared.value, Unknown):
                return True
            lost.add((name, field))
    child: ast.AST | None = tree.statement_at(line) if lost else None
    for parent in tree.ancestors(child) if child is not None else ():
        if isinstance(parent, (ast.For, ast.If)) and child in parent.body:
            asked = file.syntax.expr(parent.iter if isinstance(parent, ast.For) else parent.test)
            match asked:
                case Attr(of=Param(function=function.qualname, name=name), name=field):
                    if (name, field) in lost:
                        return True
        if parent is node:
            break
        child = parent
    return False


def _bodies(function: Function, values: Values) -> Iterator[tuple[str, Class]]:
    """The parameters of a route that are models out of JSON, with their classes."""
    for each in parameters(function, values):
        if each.kind == "body" and each.annotation is not None:
            declared = values.type_of(each.annotation)
            if isinstance(declared, Instance) and declared.known is not None:
                if values.derives(declared.cls, _MODEL):
                    yield each.name, declared.known


def _uploads(cls: Class, values: Values) -> Iterator[tuple[str, Typed]]:
    """The fields of a model that are an upload or a list of them; none if it may make some."""
    seen: set[str] = set()
    known = [values.known_class(each) for each in values.ancestry(cls.qualname) if each]
    models = [each for each in known if each is not None]
    if any(_takes_part(each, values) for each in models):
        return
    for name, declared in (item for each in models for item in each.fields.items()):
        if name not in seen and isinstance(declared, Typed):
            if kind_by_type(declared.annotation, values) == "file":
                yield name, declared
        seen.add(name)


def _takes_part(model: Class, values: Values) -> bool:
    """Whether a model says itself how its objects are made: a validator may put in a file."""
    methods = (values.function(each) for each in model.methods.values())
    return any(
        each is None or each.name.startswith("__") or not values.only_decorated_by(each, _APART)
        for each in methods
    )


def _is_upload(annotation: Expr | None, values: Values) -> bool:
    declared = values.expand(annotation) if annotation is not None else None
    return isinstance(declared, Ref) and values.is_subclass(declared, UPLOAD) is True
