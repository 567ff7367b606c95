"""Which names an object of a class has, as far as its class and what that derives from tell."""

from __future__ import annotations

import re
from enum import Enum, IntEnum

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.project.files import text_at
from flake8_fastapi.model.syntax.conditions import subject_of
from flake8_fastapi.model.syntax.expressions import Attr, Call, Ref, last_name
from flake8_fastapi.model.syntax.functions import Class, Function, is_own_object
from flake8_fastapi.model.values.inheritance import MARKER_BASES
from flake8_fastapi.model.values.value_kinds import Instance
from flake8_fastapi.model.values.values import Values

MODEL = "pydantic.BaseModel"
_SETTINGS = "pydantic_settings.BaseSettings"
#: What models and settings have themselves, beside names that begin with `model_` or `_`.
OF_MODELS = {
    "settings_customise_sources",
    "construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw",
    "schema", "schema_json", "update_forward_refs", "validate",
}  # fmt: skip
MAPPED = "sqlalchemy.orm.DeclarativeBase"
#: What mapped classes have themselves, by the base that it comes from.
_OF_MAPPED: dict[str | None, set[str]] = {
    MAPPED: {"metadata", "registry", "type_annotation_map"},
    "sqlalchemy.ext.asyncio.AsyncAttrs": {"awaitable_attrs"},
}
#: What gives a mapped class attributes that are not written as such.
_MAPPING = regex(r"\b(?:__table__|__mapper_args__|autoload\w*|DeferredReflection)\b")
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
EXTRA = regex(
    r"\bextra\b[\"']?\s*[=:](?!\s*(?:Extra\.|[\"'])(?:ignore|forbid)\b)"
    r"|\bmodel_config\b[^)}]*\*\*|\bConfig\("
)
#: What a class that says so has in its text, and what its head may have.
_CONFIGURES = regex(r"\b(?:model_config|Config|extra)\b")
#: A line that ends the class before it.
_NEXT = regex(r"^[^\s#)\]}]", re.M)
#: Conditions that are met by what stands for nothing.
_MET_BY_NOTHING = regex(r"not |.* (?:is None|!=)")
#: The head of a class that another one than `type` makes, or that keeps what it does not know.
_HEAD = r"\bclass\s+{}\b[^:]*\b(?:metaclass\s*=\s*(?!abc\.|ABCMeta)|extra\s*=)"


def has_not(cls: Class, name: str, values: Values) -> bool:
    """Whether nothing in a class, or in those it is derived from, has that name."""
    classes: list[Class] = []
    for base in values.ancestry(cls.qualname):
        if base in MARKER_BASES:
            continue
        if base in _OF_PYTHON:
            if _has_itself(_OF_PYTHON[base], name):
                return False
            continue
        if base in (MODEL, _SETTINGS):
            if name.startswith(("model_", "_")) or name in OF_MODELS:
                return False
            continue
        if base in _OF_MAPPED:
            if name in _OF_MAPPED[base] or name.startswith("__"):
                return False
            continue
        known = values.known_class(base) if base is not None else None
        if known is None or any(
            name in names for names in (known.methods, known.fields, known.attributes)
        ):
            return False
        classes.append(known)
    return all(_is_written_out(each, values) for each in classes)


def asks_settings_in_vain(condition: str, values: Values) -> bool:
    """Whether a condition on globals asks an object for a setting that its class does not declare.

    "@app.settings.API_KEY": that is an AttributeError, or with `getattr` what stands for nothing.
    """
    subject = subject_of(condition)
    if not subject.startswith("@") or _MET_BY_NOTHING.match(condition) is not None:
        return False
    of, _, name = subject[1:].rpartition(".")
    match values.of(Ref(of)):
        case Instance(known=Class() as cls, made=Call(callee=Ref() as called)):
            is_just_it = values.of(called) is cls
            return (
                is_just_it
                and values.derives(cls.qualname, MODEL) is True
                and (has_not(cls, name, values))
            )
    return False


def _has_itself(cls: type, name: str) -> bool:
    """Whether objects of one of Python's classes have a name, as members of an `Enum` a `value`."""
    return any(name in vars(each) for each in cls.__mro__)


def _is_written_out(cls: Class, values: Values) -> bool:
    """Whether an object of a class has what is written there, and no more."""
    home = values.summary(cls.qualname)
    text = text_at(home.path) if home is not None else None
    if text is None or re.search(_HEAD.format(cls.name), text):
        return False
    if _MAPPING.search(text) is not None:
        return False
    if _CONFIGURES.search(_own_text(cls, text)) and EXTRA.search(text) is not None:
        return False
    if not _ANSWERING.isdisjoint(cls.methods):
        return False
    if not values.only_decorated_by(cls, _PLAIN):
        return False
    methods = filter(None, map(values.function, cls.methods.values()))
    return not any(_writes_attributes(each) for each in methods)


def _own_text(cls: Class, text: str) -> str:
    """The lines of a class, of the text of its file."""
    if cls.col_offset:
        return text
    lines = text.split("\n")
    if cls.lineno > len(lines):
        return text  # an editor has more of it than the disk
    head, body = lines[cls.lineno - 1], "\n".join(lines[cls.lineno :])
    end = _NEXT.search(body)
    return f"{head}\n{body[: end.start()] if end else body}"


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
