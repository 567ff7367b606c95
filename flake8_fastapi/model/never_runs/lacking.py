"""Attributes that an object has not: to read one is an AttributeError.

Told of objects that are certainly of one class of the project, and of no class derived from it:
those that a call of it makes, here or in a dependency, and the models that FastAPI makes of bodies.
Of such a class itself, an `Enum` most of all. And of some classes of libraries, whose objects are
often taken for those of others.
"""

from __future__ import annotations

import ast
import re

from flake8_fastapi.model.concurrency.coroutine_functions import OWN
from flake8_fastapi.model.fails_at_import.imported_in_vain import is_set_by_nobody
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.project.files import read_text
from flake8_fastapi.model.project.usage import Usage
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Call,
    Entered,
    Expr,
    Pairs,
    Param,
    Ref,
    Typed,
    origin,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Class, Function, is_own_object
from flake8_fastapi.model.values.arguments import argument_given
from flake8_fastapi.model.values.inheritance import MARKER_BASES
from flake8_fastapi.model.values.members import MAPPED, MODEL, has_not
from flake8_fastapi.model.values.value_kinds import Bound, Instance, Value
from flake8_fastapi.model.values.values import Values

#: Bases, of objects that no item can be asked of.
_WITHOUT_ITEMS = {*MARKER_BASES, MODEL, MAPPED, "sqlmodel.SQLModel"}
#: What looks like another class of the same library, and has not all that it has.
_OF_LIBRARIES = {"sqlalchemy.ext.asyncio.AsyncSession": {"query"}}
#: What a parameter declares that takes any dict.
_DICTS = {"builtins.dict", "typing.Any", "typing.Dict"}
#: Methods that are given a class without a word.
_OF_CLASSES = {"__init_subclass__", "__class_getitem__"}
#: A pattern of whose attributes are set from outside: not by a class, nor in `request.state`.
_OTHERS = r"(?<!\bself)(?<!\.state)"
#: Dependencies that hand on what another one gives.
_DEEPEST = 5


def is_lacking(node: ast.Attribute, file: Layers) -> bool:
    """Whether a part of the code asks an object for an attribute that it surely has not."""
    name, usage = node.attr, file.usage
    if not isinstance(node.ctx, ast.Load) or name.startswith("_") or usage is None:
        return False
    asked = file.syntax.expr(node)
    if isinstance(asked, Ref) and is_set_by_nobody(*asked.name.rpartition(".")[::2], usage):
        return True
    if is_mistaken(asked, file):
        return True
    if is_of_coroutine(name, file.syntax.expr(node.value), file):
        return True
    cls = _class_of(node.value, file)
    if cls is None:
        return _is_lacking_itself(node, file, usage) or _is_of_dict(node, file)
    if not has_not(cls, name, file.values):
        return False
    # an object of a model takes nothing that it does not declare: that is a ValueError
    is_model = file.values.derives(cls.qualname, MODEL) is True
    return not _is_set_somewhere(name, usage, rf"\b{cls.name}" if is_model else _OTHERS)


def _is_lacking_itself(node: ast.Attribute, file: Layers, usage: Usage) -> bool:
    """Whether a method asks its own object for what neither its class nor a derived one has."""
    expression = file.syntax.expr(node.value)
    method = file.values.function(expression.function) if isinstance(expression, Param) else None
    if method is None or method.decorators or method.name in _OF_CLASSES:
        return False
    match file.values.of(expression):
        case Instance(known=Class() as cls) if is_own_object(expression, method):
            pass
        case _:
            return False
    if not has_not(cls, node.attr, file.values):
        return False
    derived = file.overriding.derived(cls)
    return (
        derived is not None
        and all(has_not(each, node.attr, file.values) for each in derived)
        and not any(
            each.attr == node.attr and not isinstance(each.ctx, ast.Load)
            for each in file.syntax.tree.each(ast.Attribute)
        )
        and not _is_set_somewhere(node.attr, usage, _OTHERS)
    )


def _is_of_dict(node: ast.Attribute, file: Layers) -> bool:
    """Whether a parameter is asked for what no dict has, and every call gives one, written out."""
    given = file.syntax.expr(node.value)
    function = file.values.function(given.function) if isinstance(given, Param) else None
    if function is None or not isinstance(given, Param) or hasattr(dict, node.attr):
        return False
    declared = next((it.annotation for it in function.arguments if it.name == given.name), None)
    if declared is not None and file.values.qualname(origin(declared)) not in _DICTS:
        return False  # few give it a dict, then
    calls = file.uses.calls_of(function) or []
    return bool(calls) and all(
        isinstance(argument_given(given.name, function, call, file.values), Pairs) for call in calls
    )


def is_made_with_lacking(call: Call, file: Layers) -> bool:
    """Whether an object of a mapped class is made with what that has not: a TypeError.

    Told of the constructor that SQLAlchemy gives to each declarative base. It takes names only,
    and of these what its class has, of whatever kind: `User(nmae="Ada")`.
    """
    cls, usage = file.values.of(call.callee), file.usage
    if not isinstance(cls, Class) or usage is None or not isinstance(call.callee, Ref):
        return False
    if not file.values.derives(cls.qualname, MAPPED) or file.values.callee(cls) is not None:
        return False
    names = [name for name, _ in call.keywords if name is not None]
    return any(
        has_not(cls, each, file.values)
        and not _is_set_somewhere(each, usage, r"\b(?:[A-Z]\w*|cls)")
        for each in names
    )


def has_no_items(node: ast.Subscript, file: Layers) -> bool:
    """Whether a part of the code asks an object for an item that surely has none: `user["id"]`.

    One of a model, or of a mapped class.
    """
    if not isinstance(node.ctx, ast.Load) or file.usage is None:
        return False
    expression = file.syntax.expr(node.value)
    cls = _class_of(node.value, file)
    if cls is None and isinstance(expression, Param):
        cls = _returned_by_dependency(expression, file)
    bases = file.values.ancestry(cls.qualname) if cls is not None else (None,)
    return all(base in _WITHOUT_ITEMS or _defines_none(base, file.values) for base in bases)


def _defines_none(base: str | None, values: Values) -> bool:
    known = values.known_class(base) if base is not None else None
    return known is not None and "__getitem__" not in known.methods


def _returned_by_dependency(parameter: Param, file: Layers, depth: int = 0) -> Class | None:
    """The class of all that the dependency of a parameter returns, whatever it declares.

    If it hands on what it gets from another one, that is asked: `user: User` may get a `dict`.
    """
    given, values = _dependency_of(parameter, file), file.values
    dependency = values.of(given) if given is not None else None
    if not isinstance(dependency, Function) or dependency.decorators or dependency.is_generator:
        return None
    if depth > _DEEPEST:
        return None
    found = {
        _returned_by_dependency(each, file, depth + 1)
        if isinstance(each, Param)
        else values.known_class(values.class_of(each) or "")
        for each in dependency.returned
    }
    return found.pop() if len(found) == 1 else None


def is_of_coroutine(name: str, expression: Expr, file: Layers) -> bool:
    """Whether what an async function of the project gives, unawaited, is asked for a result's."""
    if name in OWN or name.startswith("_"):
        return False
    if isinstance(expression, Typed):
        expression = expression.value
    if not isinstance(expression, Call) or expression.awaited:
        return False
    called = file.values.of(expression.callee)
    function = called.function if isinstance(called, Bound) else called
    return (
        isinstance(function, Function)
        and function.is_async
        and function.is_generator is False
        and not function.decorators
        and not (isinstance(called, Bound) and _may_be_other(called, expression, file))
    )


def _may_be_other(called: Bound, call: Call, file: Layers) -> bool:
    """Whether a method of an object may be that of a class derived from its own, or of any other.

    Only what is made there, and the object of a method itself, is surely of the class.
    """
    if not isinstance(called.of, Instance):
        return False
    of, caller, cls = receiver(call.callee), file.values.function(call.within), called.of.known
    is_own = called.of.made is not None or (caller is not None and is_own_object(of, caller))
    return not is_own or cls is None or bool(file.overriding.versions(cls, called.function.name))


def is_mistaken(asked: Expr, file: Layers, declared: bool = False) -> bool:
    """Whether an object is asked for what only the class of a library has that it is taken for.

    What a parameter is said to be is not certain, but what its dependency gives; unless it is
    enough that it is `declared` so.
    """
    if not isinstance(asked, Attr) or all(asked.name not in it for it in _OF_LIBRARIES.values()):
        return False
    match asked.of:
        case Param() as parameter:
            dependency = _dependency_of(parameter, file)
            if dependency is not None:
                value = file.values.provided(file.values.of(dependency))
            else:
                value = file.values.of(parameter) if declared else None
        case Call() | Entered() as made:
            value = file.values.of(made)
        case _:
            return False
    if not isinstance(value, Instance) or (
        value.known is not None and file.values.method(value.known, asked.name) is not None
    ):
        return False
    return any(
        asked.name in names and file.values.derives(value.cls, cls) is True
        for cls, names in _OF_LIBRARIES.items()
    )


def _dependency_of(parameter: Param, file: Layers) -> Expr | None:
    """What stands in the `Depends` of a parameter."""
    function = file.values.function(parameter.function)
    arguments = function.arguments if function is not None else []
    found = next((each for each in arguments if each.name == parameter.name), None)
    return file.values.dependency(found) if found is not None else None


def _class_of(node: ast.expr, file: Layers) -> Class | None:
    """The class that an object is certainly of, and of no other that is derived from it.

    Or which it is itself.
    """
    expression = file.syntax.expr(node)
    if isinstance(expression, Param) and (given := _made_by_dependency(expression, file)):
        return given
    match file.values.of(expression):
        case Class() as cls:
            return cls if isinstance(expression, Ref) else None  # `cls` may be a derived one
        case Instance(known=Class() as cls, made=made) as value:
            if made is not None:
                return _made(value, file)
            if isinstance(expression, Param) and _is_body(expression, cls, file):
                return cls
    return None


def _made_by_dependency(parameter: Param, file: Layers, depth: int = 0) -> Class | None:
    """The class of just which `Depends` has an object made for a parameter, whatever it declares.

    A dependency may hand on what another one makes: `return current_user`.
    """
    given, values = _dependency_of(parameter, file), file.values
    dependency = values.of(given) if given is not None else None
    if isinstance(dependency, Class):
        return dependency
    made = _made(values.provided(dependency), file)
    if made is not None or not isinstance(dependency, Function) or depth > _DEEPEST:
        return made
    if dependency.decorators or dependency.is_generator is not False:
        return None
    found = {
        _made_by_dependency(each, file, depth + 1)
        if isinstance(each, Param)
        else _made(values.of(each), file)
        for each in dependency.returned
    }
    return found.pop() if len(found) == 1 else None


def _made(value: Value | None, file: Layers) -> Class | None:
    """The class that a value is an object of, which a call of just that class makes."""
    match value:
        case Instance(known=Class() as cls, made=Call() as made) if _is_of_just(cls, made, file):
            return cls
    return None


def _is_of_just(cls: Class, made: Call, file: Layers) -> bool:
    """Whether a call names the class that it makes an object of: `cls()` may be a derived one."""
    return isinstance(made.callee, Ref) and file.values.of(made.callee) is cls


def _is_body(parameter: Param, cls: Class, file: Layers) -> bool:
    """Whether FastAPI makes a parameter of a route of the body of the request."""
    return file.values.derives(cls.qualname, MODEL) is True and any(
        each.name == parameter.name and each.kind == "body" and each.required
        for endpoint in file.routing.endpoints
        if endpoint.function is not None and endpoint.function.qualname == parameter.function
        for each in endpoint.parameters
    )


def _is_set_somewhere(name: str, usage: Usage, of: str) -> bool:
    """Whether some code sets an attribute of that name, of objects whose text matches `of`.

    What methods of other classes set is theirs: `self.name = name`.
    """
    pattern = rf"{of}\.{re.escape(name)}\b\s*(?::[^=\n]+)?=(?!=)"
    return usage.mentioning(name) is None or usage.says(pattern, name) or _is_backref(name, usage)


def _is_backref(name: str, usage: Usage) -> bool:
    """Whether a relationship of one class may give another one an attribute of that name."""
    says = re.compile(rf"[\"']{re.escape(name)}[\"']").search
    return any(says(read_text(path)) for path in usage.mentioning("backref") or ())
