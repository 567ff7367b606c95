"""Every rule, found by looking in the `rules` package.

Looking is cheap and importing is not: codes come from file names, and a rule is imported when
its record is first asked for.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
from functools import cache
from typing import TYPE_CHECKING

from flake8_fastapi import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_fastapi.rule import Finding, Rule

_STEM = re.compile(r"(fpi\d{3})_\w+")


@cache
def module_names() -> dict[str, str]:
    """Map the code of every rule, in order, to the name of its module."""
    found = {}
    for path in rules.__path__:
        for group in pkgutil.iter_modules([path]):
            for module in pkgutil.iter_modules([os.path.join(path, group.name)]):
                if match := _STEM.fullmatch(module.name):
                    found[match[1].upper()] = f"{rules.__name__}.{group.name}.{module.name}"
    return dict(sorted(found.items()))


def known_codes() -> frozenset[str]:
    """Return the codes of all rules without importing one."""
    return frozenset(module_names())


@cache
def rule(code: str) -> Rule:
    """Import the rule of that code; `KeyError` if there is none.

    Of a module that cannot be imported comes a rule that raises the reason on every file.
    """
    name = module_names()[code]
    try:
        found: Rule = importlib.import_module(name).rule
    except Exception as error:
        if os.environ.get("FPI_DEBUG") == "1":
            raise
        return _broken(code, name, error)
    return found


def _broken(code: str, name: str, error: Exception) -> Rule:
    from flake8_fastapi.model import Module
    from flake8_fastapi.rule import Rule

    found = Rule(code, name.rpartition(".")[2], "Broken rule", "`{code}` is broken")

    @found.on(Module)
    def fail(subject: Module, module: Module) -> Iterator[Finding]:
        raise error.with_traceback(None)  # the one error, on every file

    return found


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule in the order of the codes."""
    return tuple(rule(code) for code in module_names())


@cache
def opt_in_codes() -> frozenset[str]:
    """Return the codes of the rules that are off until asked for."""
    return frozenset(rule.code for rule in all_rules() if rule.opt_in)
