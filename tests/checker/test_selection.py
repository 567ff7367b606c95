"""What the real Flake8 selects, and what the pack runs for it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flake8.main.cli import main
from pytest_flake8_path import Flake8Path

from flake8_fastapi import checker, registry
from flake8_fastapi.checker import Checker
from flake8_fastapi.registry import Indexed
from flake8_fastapi.rule import Rule
from tests.checker.running import SLEEPS, codes, make_rule, namespace, write


@pytest.mark.parametrize(
    ("config", "reported"),
    [
        ("", True),
        ("select = E,F,W", True),  # the codes start with F, as those of pyflakes
        ("select = FPI", True),
        ("select = FPI201", True),
        ("select = FPI101", False),
        ("select = E9,F63", False),
        ("select = E9\nextend-select = FPI2", True),
        ("ignore = E501", True),
        ("ignore = FPI2", False),
        ("extend-ignore = FPI201", False),
        ("select = FPI201\nignore = FPI2", True),
        ("per-file-ignores =\n    app.py: FPI201", False),
        ("per-file-ignores =\n    other.py: FPI201", True),
    ],
)
def test_selection(flake8_path: Flake8Path, config: str, reported: bool) -> None:
    write(flake8_path, app=SLEEPS)
    (flake8_path / "setup.cfg").write_text(f"[flake8]\n{config}\n")
    result = flake8_path.run_flake8()
    assert codes(result.out_lines) == (["app.py:10 FPI201"] if reported else [])
    assert result.err == ""


@pytest.mark.parametrize(
    ("arguments", "reported"),
    [
        ([], False),
        (["--select=FPI"], False),
        (["--select=F"], False),
        (["--select=FPI1"], False),
        (["--ignore=E501"], False),
        (["--select=FPI119"], True),
        (["--select=FPI11"], True),
        (["--extend-select=FPI119"], True),
        (["--fpi-enable=FPI119"], True),
        (["--fpi-enable=FPI119", "--select=E"], False),
        (["--fpi-enable=FPI119", "--extend-ignore=FPI119"], False),
        (["--extend-select=FPI118"], False),
    ],
)
def test_opt_in_rules_are_off_until_asked_for(
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    use_rules: Callable[..., None],
    arguments: list[str],
    reported: bool,
) -> None:
    use_rules(make_rule("FPI119", opt_in=True), make_rule("FPI118", opt_in=True))
    write(tmp_path, app=SLEEPS)
    main(["--isolated", *arguments, str(tmp_path)])
    assert (" FPI119 " in capfd.readouterr().out) is reported


@pytest.mark.parametrize(
    ("comment", "reported"),
    [
        ("# noqa", False),
        ("# noqa: FPI201", False),
        ("# noqa: FPI2", False),
        ("# noqa: FPI201 - a reason", False),
        ("# noqa: FPI202", True),
    ],
)
def test_noqa(flake8_path: Flake8Path, comment: str, reported: bool) -> None:
    write(flake8_path, app=SLEEPS.replace("sleep(2)", f"sleep(2)  {comment}"))
    result = flake8_path.run_flake8()
    assert codes(result.out_lines) == (["app.py:10 FPI201"] if reported else [])


def test_what_cannot_be_reported_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for = []
    original = registry.indexed

    def indexed(code: str) -> Indexed | Rule:
        asked_for.append(code)
        return original(code)

    monkeypatch.setattr(registry, "indexed", indexed)
    tree, lines = ast.parse(SLEEPS), SLEEPS.splitlines(keepends=True)
    for section in Checker.__subclasses__():
        list(section(tree, "app.py", lines, namespace(select=["FPI201"])).run())
    assert set(asked_for) == {"FPI201"}


def test_without_the_decisions_of_flake8_everything_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "flake8.style_guide", None)
    assert set(checker.Settings(namespace(select=["E"])).codes) == registry.known_codes()
