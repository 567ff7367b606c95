"""Settings that are asked at import for what they do not declare: that is an AttributeError.

`settings.LOG_LEVEL`, where `settings = Settings()` and no field or method of that file has the
name. At the top level of a file, or in a function that is called there: `setup_logging()`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from itertools import takewhile
from typing import NamedTuple

from flake8_fastapi.model.fails_at_import.imported_in_vain import homes
from flake8_fastapi.model.fails_at_import.run_at_import import evaluated_in
from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.neighbours.neighbour import top_level
from flake8_fastapi.model.project.files import text_at
from flake8_fastapi.model.project.usage import Usage
from flake8_fastapi.model.values.members import EXTRA, OF_MODELS

_BASE = "BaseSettings"
#: With one of these, an object may have what is not written.
_ANSWERING = regex(r"\b(?:__getattr__|__getattribute__|setattr|vars|__dict__)\b|import \*")


class _Origin(NamedTuple):
    """Where a name comes from: `from .settings import settings as it`."""

    module: str
    dots: int
    name: str
    is_called: bool = False  #: it stands for what a call of that gives: `it = get_settings()`

    def home(self, path: str, usage: Usage) -> str:
        """The one file of the project that it is imported from, by that one; else ""."""
        found = homes(usage, path, self.module, self.dots)
        return found[0] if len(found) == 1 else ""


def asks_for_lacking_setting(path: str, statements: list[ast.stmt], usage: Usage) -> bool:
    """Whether statements at the top level of a file do, or a function that they call."""
    if not usage.mentioning(_BASE):
        return False
    known = _origins(statements)
    for node in evaluated_in(statements) if known else ():
        match node:
            case ast.Attribute(value=ast.Name(id=of), attr=name) if of in known:
                if _lacks(known[of], name, path, usage):
                    return True
            case ast.Call(func=ast.Name(id=called)) if called in known:
                if _fails(known[called], path, usage):
                    return True
    return False


def _origins(statements: Iterable[ast.stmt]) -> dict[str, _Origin]:
    """The names that statements import, and those that they give to what they call of these."""
    known: dict[str, _Origin] = {}
    for statement in statements:
        match statement:
            case ast.ImportFrom(module=module, level=level, names=names):
                for each in names:
                    known[each.asname or each.name] = _Origin(module or "", level, each.name)
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(func=ast.Name(id=called), args=[], keywords=[]),
            ) if called in known and not known[called].is_called:
                known[name] = known[called]._replace(is_called=True)
    return known


def _fails(called: _Origin, path: str, usage: Usage) -> bool:
    """Whether a function of another file asks so whenever it is called."""
    home = called.home(path, usage)
    source = text_at(home) if home else ""
    if f"def {called.name}(" not in source or "ettings" not in source:
        return False
    statements = top_level(source, home)
    known = _origins(statements)
    return any(
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in known
        and _lacks(known[node.value.id], node.attr, home, usage)
        for function in statements
        if isinstance(function, ast.FunctionDef)
        and function.name == called.name
        and not function.decorator_list
        for node in evaluated_in(takewhile(_goes_on, function.body))
    )


def _goes_on(statement: ast.stmt) -> bool:
    """Whether what stands behind a statement is run in any case."""
    leaving = (ast.Return, ast.Raise, ast.Yield, ast.YieldFrom, ast.While)
    return not any(isinstance(each, leaving) for each in ast.walk(statement))


def _lacks(of: _Origin, name: str, path: str, usage: Usage) -> bool:
    """Whether it is settings of a class that their file writes out, and this has not the name."""
    if name.startswith(("_", "model_")) or name in OF_MODELS:
        return False
    home = of.home(path, usage)
    source = text_at(home) if home else ""
    if _BASE not in source or re.search(rf"^[ \t]+(?:def )?{name}\b[ \t]*[:=(]", source, re.M):
        return False
    cls = _made_by(of.name, source) if of.is_called else _class_of(of.name, source)
    return (
        cls is not None
        and re.search(rf"^class {cls}\(\s*{_BASE}\s*\):", source, re.M) is not None
        and EXTRA.search(source) is None
        and _ANSWERING.search(source) is None
        and not usage.says(rf"(?<!\bself)\.{name}\b\s*(?::[^=\n]+)?=(?!=)", name)
    )


def _class_of(settings: str, source: str) -> str | None:
    """The class of an object that a file makes, by that name, and once."""
    made = re.findall(rf"^{settings}\b\s*(?::[^=\n]+)?=\s*(.*)", source, re.M)
    call = re.fullmatch(r"(\w+)\(\s*\)\s*(?:#.*)?", made[0]) if len(made) == 1 else None
    return _made_by(call[1], source) if call is not None else None


def _made_by(called: str, source: str) -> str | None:
    """The class of what a call gives: of that class, or of what a function says it gives."""
    returned = re.search(rf"^def {called}\([^)]*\) -> [\"']?(\w+)[\"']?:", source, re.M)
    return returned[1] if returned else called
