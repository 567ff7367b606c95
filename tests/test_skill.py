"""The statements of the skill, and the rules that derive from them."""

from __future__ import annotations

import pytest

from flake8_fastapi.registry import all_rules
from flake8_fastapi.skill import STATEMENTS
from tests.new_rule import GROUPS

#: Sections whose rules are all there.
COMPLETE = ("1.", "2.", "3.", "4.", "5.")


def test_statements_are_numbered_by_section_without_gaps() -> None:
    sections: dict[int, list[int]] = {}
    for number in STATEMENTS:
        section, place = map(int, number.split("."))
        sections.setdefault(section, []).append(place)
    assert list(sections) == list(range(1, len(GROUPS)))
    for places in sections.values():
        assert places == list(range(1, len(places) + 1))


@pytest.mark.parametrize("number", [n for n in STATEMENTS if n.startswith(COMPLETE)])
def test_statement_has_a_rule(number: str) -> None:
    assert any(number in rule.skill for rule in all_rules())


def test_statements_are_clauses() -> None:
    for statement in STATEMENTS.values():
        for text in (statement.text, statement.but or statement.text):
            assert text.count("`") % 2 == 0
            assert not text.endswith((".", ";"))
