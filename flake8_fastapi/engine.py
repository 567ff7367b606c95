"""Run rules over one module, and let none of them end the run."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from functools import cache
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

from flake8_fastapi.model import still
from flake8_fastapi.model.syntax.vocabulary import Words
from flake8_fastapi.registry import Indexed
from flake8_fastapi.rule import Finding, Rule

if TYPE_CHECKING:
    from flake8_fastapi.model import Module

INTERNAL_ERROR = "FPI999"


def check(module: Module, rules: Iterable[Rule | Indexed]) -> list[Finding]:
    """Return what `rules` find, each once, sorted, with columns in characters.

    A rule that raises keeps what it had found, adds one `FPI999`, and the next rule runs.
    """
    return sorted({each for found in check_each(module, rules).values() for each in found})


def check_each(module: Module, rules: Iterable[Rule | Indexed]) -> dict[str, list[Finding]]:
    """The same by the code of the rule, without those that find nothing."""
    with still({}):
        return _check_each(module, tuple(rules))


def _check_each(module: Module, rules: tuple[Rule | Indexed, ...]) -> dict[str, list[Finding]]:
    findings: dict[str, list[Finding]] = {}
    try:
        concerned = _concerned(module, rules)
    except Exception as error:  # the model may fail as well
        if _is_debugged():
            raise
        return {rule.code: [_internal_error(rule, error)] for rule in rules}
    for rule in concerned:
        found: list[Finding] = []
        try:
            if not rule.versions or module.target.allows(rule.versions):
                for kind, run in rule.checks:
                    subjects: Iterable[Any] = module.each(kind)
                    for subject in subjects:
                        for finding in run(subject, module):
                            found.append(finding)
        except Exception as error:
            if _is_debugged():
                raise
            found.append(_internal_error(rule, error))
        if found:
            findings[rule.code] = sorted({_in_the_file(each, module.lines) for each in found})
    return _of_use(findings, module) if findings else {}


def _of_use(findings: dict[str, list[Finding]], module: Module) -> dict[str, list[Finding]]:
    """What is found in code that runs, as far as can be seen."""
    try:
        used = {
            code: [each for each in found if not module.never_runs(each.line)]
            for code, found in findings.items()
        }
    except Exception:  # then rather too much
        if _is_debugged():
            raise
        return findings
    return {code: found for code, found in used.items() if found}


def _is_debugged() -> bool:
    return os.environ.get("FPI_DEBUG") == "1"


def _concerned(module: Module, rules: tuple[Rule | Indexed, ...]) -> list[Rule | Indexed]:
    """The rules that a file can break; it is read only if its text has a word of one of them."""
    asked = _asked(rules, module.is_application)
    if not module.glance.says_any(asked.beginnings):
        return asked.among(())
    return asked.among(module.vocabulary.among(asked.words))


class Asked:
    """The rules for a kind of file, by the words that they wait for."""

    def __init__(self, rules: Iterable[Rule | Indexed]) -> None:
        self._rules = list(rules)
        self._waiting: dict[str, list[str]] = {}  #: codes of rules, by word
        for rule in self._rules:
            for word in rule.words:
                self._waiting.setdefault(word, []).append(rule.code)
        self.words = Words(self._waiting)
        #: where one of the words begins, if it is several; those first that most files have
        beginnings = {word.strip("*").partition(" ")[0] for word in self._waiting}
        self.beginnings = sorted(beginnings, key=lambda it: (not iskeyword(it), len(it), it))

    def among(self, words: Iterable[str]) -> list[Rule | Indexed]:
        """Those that a file can break in which, of all the words, these stand."""
        codes = {code for word in words for code in self._waiting[word]}
        return [rule for rule in self._rules if rule.code in codes or not rule.words]


@cache
def _asked(rules: tuple[Rule | Indexed, ...], is_application: bool) -> Asked:
    return Asked(rule for rule in rules if is_application or rule.everywhere)


def _reason(error: Exception) -> str:
    """Describe an exception in the same few words in every process."""
    return re.sub(r" at 0x\w+", "", f"{type(error).__name__}: {error}")[:100]


def _internal_error(rule: Rule | Indexed, error: Exception) -> Finding:
    text = f"internal error in {rule.code} ({_reason(error)}); please report it"
    return Finding(1, 0, f"{INTERNAL_ERROR} {text}")


def _in_the_file(finding: Finding, lines: Sequence[str]) -> Finding:
    """Put a finding where every consumer of Flake8 can show it: on a line, on one line."""
    line = max(1, min(finding.line, len(lines)))
    column = max(0, finding.column)
    if line <= len(lines) and not (source := lines[line - 1]).isascii():
        column = len(source.encode()[:column].decode(errors="ignore"))
    # a lone surrogate, out of a literal of the file, cannot be printed
    text = finding.text.encode(errors="backslashreplace").decode()
    return Finding(line, column, " ".join(text.split()))
