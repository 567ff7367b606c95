"""The table of rules in the README."""

from __future__ import annotations

import pytest

from flake8_fastapi.registry import all_rules
from tests.conftest import MatchesFile
from tests.examples import ROOT, folder
from tests.pages import BEGIN, END, table, with_table

README = ROOT / "README.md"


def test_table_is_current(matches_file: MatchesFile) -> None:
    matches_file(with_table(README.read_text()), README)


def test_table_links_every_rule_to_its_page() -> None:
    for rule in all_rules():
        assert f"[{rule.code}]({folder(rule).relative_to(ROOT).as_posix()})" in table()


def test_only_the_text_between_the_markers_is_generated() -> None:
    assert with_table(f"before\n{BEGIN}\nstale\n{END}\nafter\n").startswith(f"before\n{BEGIN}\n")
    assert with_table(f"before\n{BEGIN}\nstale\n{END}\nafter\n").endswith(f"{END}\nafter\n")
    assert "stale" not in with_table(f"{BEGIN}\nstale\n{END}")


@pytest.mark.parametrize("text", ["", BEGIN, f"{BEGIN}{END}{BEGIN}{END}"])
def test_markers_must_be_there_once(text: str) -> None:
    with pytest.raises(ValueError, match="pairs of"):
        with_table(text)


def test_ci_runs_the_command_of_the_readme() -> None:
    *_, command = (ROOT / ".ci" / "run").read_text().splitlines()
    assert command.endswith(".venv/bin/python -m tests")
    assert command in README.read_text()
