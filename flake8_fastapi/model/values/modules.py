"""Which expressions surely are modules of the project, and nothing else that has their name."""

from __future__ import annotations

from flake8_fastapi.model.fails_at_import.imported_in_vain import MAKES_NAMES
from flake8_fastapi.model.project.files import read_text
from flake8_fastapi.model.syntax.expressions import Expr, Ref
from flake8_fastapi.model.syntax.functions import Summary
from flake8_fastapi.model.values.value_kinds import ModuleValue
from flake8_fastapi.model.values.values import Values


def module_given(expression: Expr | None, values: Values) -> Summary | None:
    """The file of the project that an expression is, as a module."""
    value = values.of(expression)
    summary = values.summary(value.name) if isinstance(value, ModuleValue) else None
    if summary is None or "sys.modules" in read_text(summary.path):  # with another in its place
        return None
    package, _, name = summary.name.rpartition(".")
    around = values.summary(package) if package else None
    is_package = around is not None and around.name == package
    return None if is_package and around and _may_rebind(around, name) else summary


def _may_rebind(package: Summary, name: str) -> bool:
    """Whether a package may have something else under the name of a module in it."""
    bound = package.names.get(name)
    is_itself = isinstance(bound, Ref) and bound.name == f"{package.name}.{name}"
    if bound is not None and not is_itself:
        return True
    return MAKES_NAMES.search(read_text(package.path)) is not None
