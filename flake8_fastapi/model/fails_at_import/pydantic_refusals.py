"""What Pydantic refuses when a file is imported: of Pydantic 1, some names and keywords.

Run with Pydantic 2.14: see `tests/facts/test_pydantic_refusals.py`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import chain

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.neighbours.neighbour import top_level
from flake8_fastapi.model.syntax.tree import spelled_name

#: What is no longer there, by module; some have moved to `pydantic-settings`.
NAMES = {
    "pydantic": {
        "BaseSettings", "ConstrainedFloat", "ConstrainedInt", "ConstrainedList", "ConstrainedStr",
        "JsonWrapper",
    },
    "pydantic.env_settings": {"BaseSettings"},
    "pydantic.fields": {"ModelField"},
    "pydantic.main": {"ModelMetaclass"},
}  # fmt: skip
#: Keywords that raise as soon as the function is called with them.
KEYWORDS = {
    "Field": {"const", "regex", "unique_items"},
    "conlist": {"max_items", "min_items", "unique_items"},
    "constr": {"regex"},
}
#: One of these has to be given to a `root_validator`, and be true.
VALIDATES_WITH = {"pre", "skip_on_failure"}
_SAID = regex(
    rf"\b(?:root_validator|{'|'.join(sorted(chain(*NAMES.values())))})\b"
    rf"|\b(?:{'|'.join(sorted({*chain(*KEYWORDS.values())}))})\s*="
)

#: A field whose type is what belongs behind it: `key: Field(...)`.
_FIELD_AS_TYPE = regex(r"^[ \t]+\w+[ \t]*:[ \t]*Field\(", re.M)


def has_field_as_type(source: str, path: str) -> bool:
    """Whether a model at the top of a file has such a field, which no version takes."""
    if "pydantic" not in source or _FIELD_AS_TYPE.search(source) is None:
        return False
    return any(
        isinstance(each, ast.ClassDef)
        and [spelled_name(base) for base in each.bases] == ["BaseModel"]
        and any(
            isinstance(field, ast.AnnAssign)
            and isinstance(field.annotation, ast.Call)
            and spelled_name(field.annotation.func) == "Field"
            for field in each.body
        )
        for each in top_level(source, path)
    )


def may_be_refused(source: str) -> bool:
    """Whether a text has a word of these; most have none."""
    return "pydantic" in source and _SAID.search(source) is not None


def is_refused(source: str, path: str) -> bool:
    """Whether to import a file is sure to raise: by its top level, or by a class there."""
    statements = top_level(source, path)
    bound: dict[str, str] = {}  #: names of functions of Pydantic, by what they are called here
    for each in statements:
        if isinstance(each, ast.ImportFrom) and each.module in NAMES and not each.level:
            if any(alias.name in NAMES[each.module] for alias in each.names):
                return True
            bound.update({alias.asname or alias.name: alias.name for alias in each.names})
    return any(_is_refused(node, bound) for node in _evaluated(statements))


def _evaluated(body: list[ast.stmt]) -> Iterator[ast.expr]:
    """The values and decorators of the top level, and of the classes there."""
    for statement in body:
        match statement:
            case ast.Assign(value=ast.Call() as value) | ast.AnnAssign(value=ast.Call() as value):
                yield value
            case ast.FunctionDef(decorator_list=decorators):
                yield from decorators
            case ast.ClassDef(body=inner):
                yield from _evaluated(inner)


def _is_refused(node: ast.expr, bound: dict[str, str]) -> bool:
    if isinstance(node, ast.Name):  # a decorator
        return bound.get(node.id) == "root_validator"
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    called = bound.get(node.func.id)
    if called is None or any(each.arg is None for each in node.keywords):
        return False
    given = {each.arg for each in node.keywords if each.arg is not None}
    if called == "root_validator":
        return not given & VALIDATES_WITH
    return not given.isdisjoint(KEYWORDS.get(called, ()))
