"""Settings that are asked at import for what they do not declare: that is an AttributeError.

`settings.LOG_LEVEL`, where `settings = Settings()` and nothing in that file has the name. At the
top level of a file, or in a function that is called there: `setup_logging()`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile

from flake8_fastapi.model.files import text_at
from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.members import EXTRA, OF_MODELS
from flake8_fastapi.model.neighbour import top_level
from flake8_fastapi.model.texts import says
from flake8_fastapi.model.usage import Usage

#: The files that a module may be, which a file imports by its name and the dots before that.
Homes = Callable[[str, str, int], list[str]]
#: What some statements evaluate in any case.
Evaluated = Callable[[Iterable[ast.stmt]], Iterator[ast.AST]]

_BASE = "BaseSettings"
#: With one of these, an object may have what is not written.
_ANSWERING = regex(r"\b(?:__getattr__|__getattribute__|setattr|vars|__dict__)\b|import \*")


def asks_settings_in_vain(
    path: str, statements: list[ast.stmt], usage: Usage, homes: Homes, evaluated: Evaluated
) -> bool:
    """Whether statements at the top level of a file do, or a function that they call."""
    imported = _imported(statements, path, homes)
    for node in evaluated(statements) if imported else ():
        match node:
            case ast.Attribute(value=ast.Name(id=of), attr=name) if of in imported:
                if _lacks(*imported[of], name, usage):
                    return True
            case ast.Call(func=ast.Name(id=called)) if called in imported:
                if _fails(*imported[called], usage, homes, evaluated):
                    return True
    return False


def _imported(
    statements: Iterable[ast.stmt], path: str, homes: Homes
) -> dict[str, tuple[str, str]]:
    """The names that a file imports from one file of the project: that one, and the name there."""
    found: dict[str, tuple[str, str]] = {}
    for statement in statements:
        if isinstance(statement, ast.ImportFrom):
            several = homes(path, statement.module or "", statement.level)
            if len(several) == 1:
                found.update(
                    (it.asname or it.name, (several[0], it.name)) for it in statement.names
                )
    return found


def _fails(home: str, name: str, usage: Usage, homes: Homes, evaluated: Evaluated) -> bool:
    """Whether a function of a file asks so whenever it is called."""
    source = text_at(home)
    if f"def {name}(" not in source or "ettings" not in source:
        return False
    statements = top_level(source, home)
    imported = _imported(statements, home, homes)
    return any(
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in imported
        and _lacks(*imported[node.value.id], node.attr, usage)
        for function in statements
        if isinstance(function, ast.FunctionDef)
        and function.name == name
        and not function.decorator_list
        for node in evaluated(takewhile(_goes_on, function.body))
    )


def _goes_on(statement: ast.stmt) -> bool:
    """Whether what stands behind a statement is run in any case."""
    leaving = (ast.Return, ast.Raise, ast.Yield, ast.YieldFrom, ast.While)
    return not any(isinstance(each, leaving) for each in ast.walk(statement))


def _lacks(home: str, settings: str, name: str, usage: Usage) -> bool:
    """Whether a file makes settings of a class that it writes out, and has not the name at all."""
    source = text_at(home)
    if _BASE not in source or name.startswith(("_", "model_")) or name in OF_MODELS:
        return False
    made = re.findall(rf"^{settings}\b\s*(?::[^=\n]+)?=\s*(.*)", source, re.M)
    made_of = re.fullmatch(r"(\w+)\(\s*\)\s*(?:#.*)?", made[0]) if len(made) == 1 else None
    return (
        made_of is not None
        and re.search(rf"^class {made_of[1]}\(\s*{_BASE}\s*\):", source, re.M) is not None
        and EXTRA.search(source) is None
        and _ANSWERING.search(source) is None
        and not says(source, name)
        and not usage.says(rf"\b{settings}\.{name}\b\s*(?::[^=\n]+)?=(?!=)", name)
    )
