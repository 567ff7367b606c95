"""The examples say what the rules say, and the other way round."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flake8_fastapi.checker import concerns
from flake8_fastapi.registry import all_rules, known_codes
from flake8_fastapi.rule import Rule
from tests.conftest import MatchesFile
from tests.examples import (
    EXAMPLES,
    Example,
    all_examples,
    examples,
    expected,
    findings,
    folder,
    output,
    own_findings,
)
from tests.pages import page


def _alone(rule: Rule, given: object, name: str) -> object:
    """Keep the tests of a rule in one process: several of them ask for the same findings."""
    return pytest.param(given, id=name, marks=pytest.mark.xdist_group(rule.code))


RULES = pytest.mark.parametrize("rule", [_alone(rule, rule, rule.code) for rule in all_rules()])
CASES = pytest.mark.parametrize(
    "example", [_alone(example.rule, example, str(example)) for example in all_examples()]
)


@CASES
def test_findings_are_where_the_comments_say(example: Example) -> None:
    for path in example.files:
        found = {(finding.line, finding.text[:6]) for finding in own_findings(example, path)}
        assert found & expected(path).misses == set(), f"{path}: no longer missed"
        assert found == expected(path).findings, path


@CASES
def test_bad_is_bad_and_good_is_good(example: Example) -> None:
    if example.kind == "bad":
        codes = {code for path in example.files for _, code in expected(path).findings}
        assert example.rule.code in codes
    if example.kind == "good":  # model code: no rule that is on by default objects
        default = [rule.code for rule in all_rules() if not rule.opt_in]
        for path in example.files:
            assert findings(path, tuple(sorted({*default, example.rule.code}))) == ()


@CASES
def test_case_has_a_known_name(example: Example) -> None:
    assert example.kind in ("bad", "good", "edge")


@CASES
def test_comments_name_rules_that_exist(example: Example) -> None:
    for path in example.files:
        named = expected(path).findings | expected(path).misses
        assert {code for _, code in named} <= known_codes()


@pytest.mark.usefixtures("uncounted")
@CASES
def test_a_rule_says_the_same_alone_and_among_all(example: Example) -> None:
    """What one rule asks of the model changes no answer to another, nor does the order.

    In the usual order Flake8 runs all of them over the examples: see `tests/checker`.
    """
    code = example.rule.code
    for path in example.files:
        alone = findings(path, (code,))
        among = findings(path, tuple(sorted(known_codes(), reverse=True)))
        assert tuple(each for each in among if each.text.startswith(code)) == alone


@CASES
def test_gate_lets_through_what_is_flagged(example: Example) -> None:
    for path in example.files:
        if expected(path).findings:
            text = path.read_text()
            assert concerns(ast.parse(text), str(path), text.splitlines(keepends=True))


@RULES
def test_every_rule_has_examples(rule: Rule) -> None:
    assert {"bad.py", "good.py"} <= {case.path.name for case in examples(rule)}


@RULES
@pytest.mark.parametrize("name", ["bad.py", "good.py"])
def test_documentation_is_short(rule: Rule, name: str) -> None:
    assert len((folder(rule) / name).read_text().splitlines()) <= 40


def test_every_folder_belongs_to_a_rule() -> None:
    folders = {path for path in EXAMPLES.glob("*/*") if path.is_dir()}
    assert folders == {folder(rule) for rule in all_rules()}


@RULES
def test_output(rule: Rule, matches_file: MatchesFile) -> None:
    said = "".join(output(example) for example in examples(rule))
    matches_file(said, folder(rule) / "output.txt")


@RULES
def test_page(rule: Rule, matches_file: MatchesFile) -> None:
    matches_file(page(rule), folder(rule) / "README.md")


@RULES
def test_nothing_else_lies_about(rule: Rule) -> None:
    generated = {"output.txt", "README.md", "__pycache__"}
    cases = {case.path.name for case in examples(rule)}
    assert {path.name for path in folder(rule).iterdir()} <= generated | cases


def test_comments_are_read(tmp_path: Path) -> None:
    path = tmp_path / "example.py"
    path.write_text(
        'a = "# error: FPI101"\n'
        "b = 1  # error: FPI101, FPI102\n"
        "c = 1  # todo: FPI101\n"
        "d = 1  # todo: not FPI103\n"
    )
    assert expected(path).findings == {(2, "FPI101"), (2, "FPI102"), (4, "FPI103")}
    assert expected(path).misses == {(3, "FPI101")}
