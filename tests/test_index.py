"""The index of the rules: what is known of them before they are imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flake8_fastapi import registry, rules
from flake8_fastapi.registry import all_rules, indexed
from flake8_fastapi.rule import Rule
from flake8_fastapi.rules import index
from tests.conftest import MatchesFile


def text() -> str:
    """What the index says when it is not stale."""
    lines = [
        '"""Written by `pytest --update`: each rule: is it opt-in, is it everywhere, its words."""',
        "# fmt: off\n# ruff: noqa: E501\n",
        "INDEX: dict[str, tuple[bool, bool, tuple[str, ...]]] = {",
        *(
            f"    {rule.code!r}: ({rule.opt_in}, {rule.everywhere}, {rule.words}),"
            for rule in all_rules()
        ),
        "}\n",
    ]
    return "\n".join(lines).replace("'", '"')


def test_index_is_current(matches_file: MatchesFile) -> None:
    matches_file(text(), Path(rules.__path__[0]) / "index.py")


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_the_rest_is_asked_of_the_rule(rule: Rule) -> None:
    known = indexed(rule.code)
    assert (known.code, known.versions, known.checks) == (rule.code, rule.versions, rule.checks)


def test_a_rule_that_is_not_in_the_index_is_found_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(index.INDEX, "FPI201")
    indexed.cache_clear()
    try:
        assert indexed("FPI201") is registry.rule("FPI201")
    finally:
        indexed.cache_clear()


@pytest.mark.parametrize("ask", ["opt_in_codes()", "indexed('FPI201').words"])
def test_the_index_imports_no_rule(ask: str) -> None:
    program = f"""
import sys
from flake8_fastapi import registry
assert registry.{ask}
print(*(name for name in sys.modules if "fpi" in name or name == "flake8_fastapi.model"))
"""
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
