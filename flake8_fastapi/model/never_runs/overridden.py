"""Methods of a base class that all classes derived from it replace, and nobody calls as its own.

`_register` of `BaseRoutes`, of which no object is made, where each derived class registers other
routes: what the base would register is nowhere.
"""

from __future__ import annotations

import ast

from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.syntax.expressions import last_name, receiver
from flake8_fastapi.model.syntax.functions import Class
from flake8_fastapi.model.syntax.tree import FunctionNode, Tree, spelled_name
from flake8_fastapi.model.values.arguments import is_super


def is_overridden(node: FunctionNode, file: Layers) -> bool:
    """Whether a function is such a method: another one runs in its place, whoever calls it."""
    function = file.syntax.reader.functions[node]
    cls = file.values.known_class(function.owner) if function.owner is not None else None
    if cls is None or function.name.startswith("__") or function.decorators:
        return False
    derived = file.overriding.derived(cls) or []
    return (
        bool(derived)
        and all(function.name in each.methods for each in derived)
        and not any(_asks_base(each, function.name, file) for each in derived)
        and _is_only_derived_from(cls, file)
    )


def _asks_base(derived: Class, name: str, file: Layers) -> bool:
    """Whether a method of a derived class calls that of its base: `super()._register()`."""
    methods = (file.values.function(each) for each in derived.methods.values())
    return any(
        last_name(call.callee) == name and is_super(receiver(call.callee), file.values)
        for method in methods
        if method is not None
        for call in method.calls
    )


def _is_only_derived_from(cls: Class, file: Layers) -> bool:
    """Whether the name of a class stands in the project as that of a base, and nowhere else."""
    usage, own = file.usage, file.project.path if file.project is not None else ""
    paths = usage.mentioning(cls.name) if usage is not None else None
    if paths is None:
        return False
    files = [file.syntax, *(file.elsewhere.at(path) for path in paths if path != own)]
    return None not in files and not any(
        spelled_name(name) == cls.name and not _is_base(name, each.tree)
        for each in files
        if each is not None
        for kind in (ast.Name, ast.Attribute)
        for name in each.tree.each(kind)
    )


def _is_base(name: ast.expr, tree: Tree) -> bool:
    """Whether an expression is one of the bases of a class: `Base`, or `Base[Item]`."""
    parent = tree.parent(name)
    if isinstance(parent, ast.Subscript) and parent.value is name:
        name, parent = parent, tree.parent(parent)
    return isinstance(parent, ast.ClassDef) and name in parent.bases
