"""A rule that fails is one finding, and the others go on."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from flake8.main.cli import main

from flake8_fastapi import registry
from flake8_fastapi.engine import check
from flake8_fastapi.model import Module
from flake8_fastapi.options import Options
from flake8_fastapi.rule import Finding, Rule
from tests.checker.running import SLEEPS, codes, make_rule, write


def module(text: str = "import fastapi\n") -> Module:
    return Module(ast.parse(text), "-", text.splitlines(keepends=True), Options())


@pytest.mark.parametrize("error", [KeyError("x"), RecursionError("deep"), SyntaxError("odd")])
def test_failing_rule_is_one_finding_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.delenv("FPI_DEBUG")
    found = check(module(), [make_rule("FPI101", fails=error), make_rule("FPI102")])
    culprit = f"FPI101 ({type(error).__name__}: {error})"
    assert found == [
        (1, 0, "FPI101 `this` happens"),
        (1, 0, "FPI102 `this` happens"),
        (1, 0, f"FPI999 internal error in {culprit}; please report it"),
    ]


def test_failing_rule_raises_where_it_is_being_mended() -> None:
    with pytest.raises(KeyError):
        check(module(), [make_rule("FPI101", fails=KeyError("x"))])


def test_internal_error_is_the_same_in_every_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FPI_DEBUG")
    found = check(module(), [make_rule("FPI101", fails=KeyError(object()))])
    assert found[-1].text.endswith("(KeyError: <object object>); please report it")


def test_rule_that_is_false_for_the_target_is_silent() -> None:
    rules = [
        make_rule("FPI101", versions={"fastapi": "<0.50"}),
        make_rule("FPI102", versions={"fastapi": ">=0.50"}),
    ]
    assert [finding.text[:6] for finding in check(module(), rules)] == ["FPI102"]


@pytest.mark.parametrize(
    ("line", "column", "text", "expected"),
    [
        (0, 0, "FPI101 x", (1, 0, "FPI101 x")),
        (9, 0, "FPI101 x", (2, 0, "FPI101 x")),
        (1, -1, "FPI101 x", (1, 0, "FPI101 x")),
        (2, 9, "FPI101 x", (2, 7, "FPI101 x")),  # two letters of two bytes before it
        (1, 0, "FPI101 `a\nb`", (1, 0, "FPI101 `a b`")),
        (1, 0, "FPI101 `\ud800`", (1, 0, "FPI101 `\\ud800`")),
    ],
)
def test_findings_can_be_shown(
    line: int, column: int, text: str, expected: tuple[int, int, str]
) -> None:
    rule = Rule("FPI101", "some-rule", "Some rule", "x")
    rule.on(Module)(lambda subject, module: iter([Finding(line, column, text)]))
    assert check(module("import fastapi\ns = 'éé'; x\n"), [rule]) == [expected]


def test_failing_model_is_one_finding_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise KeyError("x")

    monkeypatch.delenv("FPI_DEBUG")
    monkeypatch.setattr(Module, "each", fail)
    rules = [make_rule(code) for code in ("FPI101", "FPI102")]
    assert check(module(), rules) == [
        (1, 0, f"FPI999 internal error in {rule.code} (KeyError: 'x'); please report it")
        for rule in rules
    ]


def test_rule_that_cannot_be_imported_does_not_end_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    names = {**registry.module_names(), "FPI202": "flake8_fastapi.rules.no_such_module"}
    monkeypatch.setattr(registry, "module_names", lambda: names)
    registry.rule.cache_clear()
    with pytest.raises(ModuleNotFoundError):
        registry.rule("FPI202")
    monkeypatch.delenv("FPI_DEBUG")
    write(tmp_path, app=SLEEPS)
    main(["--isolated", "--select=FPI", "-j1", str(tmp_path)])
    registry.rule.cache_clear()
    assert codes(capfd.readouterr().out.splitlines()) == ["app.py:1 FPI999", "app.py:10 FPI201"]


def test_failing_rule_does_not_end_the_run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    use_rules: Callable[..., None],
) -> None:
    monkeypatch.delenv("FPI_DEBUG")
    use_rules(make_rule("FPI201"), make_rule("FPI202", fails=KeyError("x")), make_rule("FPI301"))
    write(tmp_path, app=SLEEPS, other=SLEEPS)
    main(["--isolated", "--select=FPI", "-j1", str(tmp_path)])
    printed = codes(capfd.readouterr().out.splitlines())
    wanted = ("FPI201", "FPI202", "FPI999", "FPI301")
    assert printed == [f"{name}.py:1 {code}" for name in ("app", "other") for code in wanted]
