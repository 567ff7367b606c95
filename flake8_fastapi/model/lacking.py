"""Attributes that an object has not: to read one is an AttributeError.

Told of objects that are certainly of one class of the project, and of no class derived from it:
those that a call of it makes, here or in a dependency, and the models that FastAPI makes of bodies.
Of such a class itself, an `Enum` most of all. And of some classes of libraries, whose objects are
often taken for those of others.
"""

from __future__ import annotations

import ast
import re
from enum import Enum, IntEnum

from flake8_fastapi.model.arguments import is_own_object
from flake8_fastapi.model.expressions import Attr, Call, Entered, Expr, Param, Ref, last_name
from flake8_fastapi.model.files import read_text
from flake8_fastapi.model.functions import Class, Function
from flake8_fastapi.model.inheritance import MARKER_BASES
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.usage import Usage
from flake8_fastapi.model.value_kinds import Instance

_MODEL = "pydantic.BaseModel"
_SETTINGS = {"pydantic_settings.BaseSettings", "pydantic.BaseSettings"}
#: What models and settings have themselves, beside names that begin with `model_` or `_`.
_OF_MODELS = {
    "settings_customise_sources",
    "construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw",
    "schema", "schema_json", "update_forward_refs", "validate",
}  # fmt: skip
#: Bases of Python's own, beside those that only mark a class.
_OF_PYTHON: dict[str | None, type] = {
    "builtins.int": int, "builtins.str": str, "enum.Enum": Enum, "enum.IntEnum": IntEnum,
    "enum.StrEnum": Enum,
}  # fmt: skip
#: Methods that answer for attributes of which nothing is written, or make other objects.
_ANSWERING = {"__getattr__", "__getattribute__", "__new__"}
#: Decorators that leave a class as it is.
_PLAIN = {"dataclasses.dataclass", "typing.final", "pydantic.dataclasses.dataclass"}
#: What sets attributes of which nothing is written.
_WRITING = {"setattr", "vars", "__setattr__"}
#: Where a model may say that it keeps what it does not know.
_EXTRA = regex(
    r"\bextra\b[\"']?\s*[=:](?!\s*(?:Extra\.|[\"'])(?:ignore|forbid)\b)"
    r"|\bmodel_config\b[^)}]*\*\*|\bConfig\("
)
#: What looks like another class of the same library, and has not all that it has.
_OF_LIBRARIES = {"sqlalchemy.ext.asyncio.AsyncSession": {"query"}}
#: The head of a class that another one than `type` makes, or that keeps what it does not know.
_HEAD = r"\bclass\s+{}\b[^:]*\b(?:metaclass\s*=\s*(?!abc\.|ABCMeta)|extra\s*=)"


def is_lacking(node: ast.Attribute, file: Layers) -> bool:
    """Whether a part of the code asks an object for an attribute that it surely has not."""
    name, usage = node.attr, file.usage
    if not isinstance(node.ctx, ast.Load) or name.startswith("_") or usage is None:
        return False
    if is_mistaken(node, file):
        return True
    cls = _class_of(node.value, file)
    if cls is None or not _has_not(cls, name, file):
        return False
    # an object of a model takes nothing that it does not declare: that is a ValueError
    is_model = file.values.derives(cls.qualname, _MODEL) is True
    return not _is_set_somewhere(name, usage, rf"\b{cls.name}" if is_model else r"(?<!\bself)")


def is_mistaken(node: ast.Attribute, file: Layers) -> bool:
    """Whether an object is asked for what only the class of a library has that it is taken for.

    What a parameter is said to be is not certain, but what its dependency gives.
    """
    if not any(node.attr in names for names in _OF_LIBRARIES.values()):
        return False
    match file.syntax.expr(node.value):
        case Param() as parameter:
            dependency = _dependency_of(parameter, file)
            value = file.values.provided(file.values.of(dependency)) if dependency else None
        case Call() | Entered() as made:
            value = file.values.of(made)
        case _:
            return False
    if not isinstance(value, Instance) or (
        value.known is not None and file.values.method(value.known, node.attr) is not None
    ):
        return False
    return any(
        node.attr in names and file.values.derives(value.cls, cls) is True
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
    match file.values.of(expression):
        case Class() as cls:
            return cls if isinstance(expression, Ref) else None  # `cls` may be a derived one
        case Instance(known=Class() as cls, made=made):
            if made is not None:
                return cls if _is_of_just(cls, made, file) else None
            if isinstance(expression, Param) and (
                _is_body(expression, cls, file) or _is_made_by_dependency(expression, cls, file)
            ):
                return cls
    return None


def _is_made_by_dependency(parameter: Param, cls: Class, file: Layers) -> bool:
    """Whether `Depends` has an object made of just that class for a parameter."""
    given, values = _dependency_of(parameter, file), file.values
    if given is None:
        return False
    dependency = values.of(given)
    if isinstance(dependency, Class):
        return dependency is cls
    provided = values.provided(dependency)
    made = provided.made if isinstance(provided, Instance) else None
    return made is not None and _is_of_just(cls, made, file)


def _is_of_just(cls: Class, made: Call, file: Layers) -> bool:
    """Whether a call names the class that it makes an object of: `cls()` may be a derived one."""
    return isinstance(made.callee, Ref) and file.values.of(made.callee) is cls


def _is_body(parameter: Param, cls: Class, file: Layers) -> bool:
    """Whether FastAPI makes a parameter of a route of the body of the request."""
    return file.values.derives(cls.qualname, _MODEL) is True and any(
        each.name == parameter.name and each.kind == "body" and each.required
        for endpoint in file.routing.endpoints
        if endpoint.function is not None and endpoint.function.qualname == parameter.function
        for each in endpoint.parameters
    )


def _has_not(cls: Class, name: str, file: Layers) -> bool:
    """Whether nothing in a class, or in those it is derived from, has that name."""
    classes: list[Class] = []
    for base in file.values.ancestry(cls.qualname):
        if base in MARKER_BASES:
            continue
        if base in _OF_PYTHON:
            if _has_itself(_OF_PYTHON[base], name):
                return False
            continue
        if base == _MODEL or base in _SETTINGS:
            if name.startswith("model_") or name in _OF_MODELS:
                return False
            continue
        known = file.values.known_class(base) if base is not None else None
        if known is None or any(
            name in names for names in (known.methods, known.fields, known.attributes)
        ):
            return False
        classes.append(known)
    return all(_is_written_out(each, file) for each in classes)


def _has_itself(cls: type, name: str) -> bool:
    """Whether objects of one of Python's classes have a name, as members of an `Enum` a `value`."""
    return any(name in vars(each) for each in cls.__mro__)


def _is_written_out(cls: Class, file: Layers) -> bool:
    """Whether an object of a class has what is written there, and no more."""
    values = file.values
    home = values.summary(cls.qualname)
    text = read_text(home.path) if home is not None else None
    if text is None or re.search(_HEAD.format(cls.name), text):
        return False
    if _EXTRA.search(text) is not None:
        return False
    if not _ANSWERING.isdisjoint(cls.methods):
        return False
    if any(values.decorator_name(each.expression) not in _PLAIN for each in cls.decorators):
        return False
    methods = filter(None, map(values.function, cls.methods.values()))
    return not any(_writes_attributes(each) for each in methods)


def _writes_attributes(method: Function) -> bool:
    """Whether a method sets attributes of its object, or class, by names that are not written."""
    return any(
        last_name(call.callee) in _WRITING and is_own_object(next(iter(call.args), None), method)
        for call in method.calls
    ) or any(
        isinstance(read.callee, Attr)
        and read.callee.name == "__dict__"
        and is_own_object(read.callee.of, method)
        for read in method.reads
    )


def _is_set_somewhere(name: str, usage: Usage, of: str) -> bool:
    """Whether some code sets an attribute of that name, of objects whose text matches `of`.

    What methods of other classes set is theirs: `self.name = name`.
    """
    pattern = rf"{of}\.{re.escape(name)}\b\s*(?::[^=\n]+)?=(?!=)"
    return usage.mentioning(name) is None or usage.says(pattern, name)
