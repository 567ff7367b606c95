"""Every rule, found by looking in the `rules` package.

Looking is cheap and importing is not: codes come from file names, the index knows without which
words a rule finds nothing, and a rule is imported for the first file that has one of them.
"""

from __future__ import annotations

import importlib
import os
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from flake8_fastapi import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flake8_fastapi.rule import Check, Finding, Rule

_FILE = re.compile(r"((fpi\d{3})_\w+)\.pyc?")


@cache
def module_names() -> dict[str, str]:
    """Map the code of every rule, in order, to the name of its module."""
    found = {}
    for path in rules.__path__:
        for group in os.scandir(path):
            if group.is_dir():
                for file in os.listdir(group.path):
                    if match := _FILE.fullmatch(file):
                        found[match[2].upper()] = f"{rules.__name__}.{group.name}.{match[1]}"
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


class Indexed:
    """A rule that is imported when more is asked of it than the index knows."""

    def __init__(self, code: str, opt_in: bool, everywhere: bool, words: tuple[str, ...]) -> None:
        self.code = code
        self.opt_in = opt_in
        self.everywhere = everywhere
        self.words = words

    @property
    def versions(self) -> Mapping[str, str]:
        return rule(self.code).versions

    @property
    def checks(self) -> list[tuple[type, Check[Any]]]:
        return rule(self.code).checks


@cache
def indexed(code: str) -> Indexed | Rule:
    """Return what the index knows of a rule; of one that is not in it yet, the rule itself."""
    from flake8_fastapi.rules.index import INDEX

    return Indexed(code, *INDEX[code]) if code in INDEX else rule(code)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule in the order of the codes, and import them all."""
    return tuple(rule(code) for code in module_names())


@cache
def opt_in_codes() -> frozenset[str]:
    """Return the codes of the rules that are off until asked for."""
    return frozenset(code for code in module_names() if indexed(code).opt_in)
