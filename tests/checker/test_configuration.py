"""Options come from the configuration of the run, and a wrong one is a clear message."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flake8.exceptions import ExecutionError
from flake8.main.cli import main
from pytest_flake8_path import Flake8Path

from flake8_fastapi.checker import Routing
from flake8_fastapi.model import Module
from flake8_fastapi.rule import Finding, Rule
from tests.checker.running import SLEEPS, flake8, lint, namespace, write
from tests.examples import ROOT


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("fpi-enable", "FPI777", "fpi-enable: there is no rule FPI777"),
        ("fpi-enable", "FPI201", "fpi-enable: FPI201 is on by default"),
        ("fpi-background-limit", "soon", "fpi-background-limit: soon is not a number"),
        ("fpi-target-versions", "fastapi", "fpi-target-versions: fastapi is not a distribution"),
        ("fpi-blocking-calls", "fetch", "fpi-blocking-calls: fetch is not a qualified name"),
        ("fpi-import-roots", "./nowhere", "is not a folder"),
    ],
)
def test_wrong_option_is_a_clear_message(
    flake8_path: Flake8Path, option: str, value: str, sentence: str
) -> None:
    (flake8_path / "setup.cfg").write_text(f"[flake8]\n{option} = {value}\n")
    result = flake8_path.run_flake8()
    assert result.exit_code == 1
    assert "critical error" in result.out + result.err
    assert sentence in result.out + result.err
    assert "Traceback" not in result.err


def test_options_come_from_the_configuration(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], use_rules: Callable[..., None]
) -> None:
    rule = Rule("FPI201", "some-rule", "Some rule", "{options}", options=("blocking_calls",))

    @rule.on(Module)
    def run(subject: Module, module: Module) -> Iterator[Finding]:
        place = ast.Name("x", lineno=1, col_offset=0)
        yield rule.at(place, options=(module.options.blocking_calls, module.options.import_roots))

    use_rules(rule)
    write(tmp_path, app=SLEEPS)
    (tmp_path / "backend").mkdir()
    config = tmp_path / "setup.cfg"
    config.write_text(
        "[flake8]\nfpi-blocking-calls =\n    mylib.fetch,\n    mylib.sleep\n"
        "fpi_import_roots = ./backend\n"
    )
    main(["--config", str(config), str(tmp_path / "app.py")])
    wanted = (("mylib.fetch", "mylib.sleep"), (str(tmp_path / "backend"),))
    assert f"FPI201 {wanted}" in capfd.readouterr().out


def test_options_are_those_of_the_run(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Editors run Flake8 many times in one process, with other options each time."""
    write(tmp_path, app=SLEEPS)
    path = str(tmp_path / "app.py")
    printed = []
    for select in ("FPI", "E", "FPI2", "FPI101", "FPI201"):
        main(["--isolated", f"--select={select}", path])
        printed.append("FPI201" in capfd.readouterr().out)
    assert printed == [True, False, True, False, True]


def test_parsing_options_again_forgets_the_former(monkeypatch: pytest.MonkeyPatch) -> None:
    parse: Callable[..., None] = Routing.parse_options
    with pytest.raises(ExecutionError, match="no rule FPI777"):
        parse(None, namespace(fpi_enable=["FPI777"]), [])
    parse(None, namespace(), [])
    assert [message[:6] for _, _, message in lint(SLEEPS)] == ["FPI201"]


def test_every_option_is_in_the_help() -> None:
    run = flake8(ROOT, "--help")
    for option in ("blocking-calls", "import-roots", "target-versions", "enable"):
        assert f"--fpi-{option}" in run.stdout
