"""Handlers that catch nothing: `except ItemError`, of a class that nobody in the project raises.

Or `except ImportError` around imports of what the project is always installed with.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator

from flake8_fastapi.model.fails_at_import.imported_in_vain import is_for_needed_libraries
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.syntax.flow import types_of
from flake8_fastapi.model.syntax.functions import Class
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import spelled_name


def is_in_idle_handler(line: int, file: Layers) -> bool:
    """Whether a line stands in a handler for exceptions that are never made."""
    tree = file.syntax.tree
    statement = tree.statement_at(line)
    return statement is not None and any(
        isinstance(each, ast.ExceptHandler)
        and (_is_idle(each, file) or _is_of_needed_library(each, file))
        for each in tree.ancestors(statement)
    )


def _is_idle(handler: ast.ExceptHandler, file: Layers) -> bool:
    kinds = [file.values.of(file.syntax.expr(kind)) for kind in types_of(handler)]
    return bool(kinds) and all(
        isinstance(kind, Class) and not _may_be_raised(kind, file) for kind in kinds
    )


def _is_of_needed_library(handler: ast.ExceptHandler, file: Layers) -> bool:
    around, project = file.syntax.tree.parent(handler), file.project
    return (
        project is not None
        and around is not None
        and is_for_needed_libraries(handler, around, project.path)
    )


def _may_be_raised(cls: Class, file: Layers) -> bool:
    """Whether the project has the name of a class elsewhere than in imports and in `except`.

    One that stands beside the project is raised there, where nobody looks.
    """
    usage, home = file.usage, file.values.summary(cls.qualname)
    paths = usage.mentioning(cls.name) if usage is not None else None
    if usage is None or paths is None or file.project is None or home is None:
        return True
    if home is not file.syntax.summary and not usage.lists(os.path.abspath(home.path)):
        return True
    own = file.project.path
    files = [file.syntax, *(file.elsewhere.at(path) for path in paths if path != own)]
    return any(each is None or _names(cls.name, each) for each in files)


def _names(name: str, syntax: Syntax) -> bool:
    caught = {part for each in syntax.tree.each(ast.ExceptHandler) for part in _parts(each)}
    return any(
        spelled_name(each) == name and each not in caught
        for kind in (ast.Name, ast.Attribute)
        for each in syntax.tree.each(kind)
    ) or any(
        alias.name == name and alias.asname not in (None, name)
        for each in syntax.tree.each(ast.ImportFrom)
        for alias in each.names
    )


def _parts(handler: ast.ExceptHandler) -> Iterator[ast.AST]:
    return ast.walk(handler.type) if handler.type is not None else iter(())
