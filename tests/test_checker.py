"""The pack in the real Flake8: what is selected, how files arrive, that nothing ends the run."""

from __future__ import annotations

import ast
import gc
import os
import shutil
import subprocess
import sys
import time
import weakref
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from flake8.exceptions import ExecutionError
from flake8.main.cli import main
from pytest_flake8_path import Flake8Path

import flake8_fastapi
from flake8_fastapi import checker, registry
from flake8_fastapi.checker import Checker, Routing, concerns
from flake8_fastapi.engine import check
from flake8_fastapi.model import Module
from flake8_fastapi.model.libraries import trained_models
from flake8_fastapi.options import Options
from flake8_fastapi.registry import Indexed
from flake8_fastapi.rule import Finding, Rule
from tests.examples import ROOT, examples, folder, options

SLEEPS = """\
import time

from fastapi import FastAPI

app = FastAPI()


@app.get("/report")
async def report() -> dict[str, str]:
    time.sleep(2)
    return {"status": "ready"}
"""
CALLS_HELPER = """\
from fastapi import FastAPI

from helpers import build

app = FastAPI()


@app.get("/report")
async def report() -> dict[str, str]:
    build()
    return {"status": "ready"}
"""
HELPER = """\
import time


def build() -> None:
    time.sleep(2)
"""


def codes(lines: Sequence[str]) -> list[str]:
    """Reduce the lines that Flake8 prints to `file:line CODE`."""
    parts = [line.split(":", 3) for line in lines]
    return [f"{Path(name).name}:{line} {text.split()[0]}" for name, line, _, text in parts]


def flake8(
    folder: Path, *arguments: str, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flake8", "--isolated", "--select=FPI", *arguments]
    return subprocess.run(
        command, cwd=folder, input=stdin, capture_output=True, text=True, check=False
    )


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text)


# --- what is selected -----------------------------------------------------------------------------


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


@pytest.fixture
def use_rules(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Replace the rules of the pack."""

    def use(*rules: Rule) -> None:
        by_code = {rule.code: rule for rule in rules}
        opt_in = {rule.code for rule in rules if rule.opt_in}
        monkeypatch.setattr(registry, "known_codes", lambda: by_code.keys())
        monkeypatch.setattr(registry, "opt_in_codes", lambda: opt_in)
        monkeypatch.setattr(registry, "indexed", by_code.__getitem__)

    return use


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


# --- how files arrive -----------------------------------------------------------------------------


def test_stdin_says_the_same_as_the_file(tmp_path: Path) -> None:
    write(tmp_path, main=CALLS_HELPER, helpers=HELPER)
    from_file = flake8(tmp_path, "main.py")
    from_stdin = flake8(tmp_path, "--stdin-display-name=main.py", "-", stdin=CALLS_HELPER)
    assert codes(from_file.stdout.splitlines()) == ["main.py:10 FPI201"]
    assert from_stdin.stdout == from_file.stdout


def test_stdin_without_a_name_is_checked_by_itself(tmp_path: Path) -> None:
    run = flake8(tmp_path, "-", stdin=SLEEPS)
    assert codes(run.stdout.splitlines()) == ["stdin:10 FPI201"]


def test_what_is_typed_and_not_yet_saved_counts(tmp_path: Path) -> None:
    """An editor lints the text on stdin while the file on disk is older, also for a neighbour."""
    write(tmp_path, main=CALLS_HELPER, helpers=HELPER)
    typed = CALLS_HELPER.replace("    build()\n", "    pass\n")
    run = flake8(tmp_path, "--stdin-display-name=main.py", "-", stdin=typed)
    assert run.stdout == ""


@pytest.fixture
def many_files(tmp_path: Path) -> Path:
    for number in range(6):
        write(tmp_path, **{f"app{number}": SLEEPS, f"main{number}": CALLS_HELPER})
    write(tmp_path, helpers=HELPER)
    return tmp_path


def test_two_processes_say_the_same_as_one(many_files: Path) -> None:
    one = flake8(many_files, "-j1", ".")
    two = flake8(many_files, "-j2", ".")
    assert len(one.stdout.splitlines()) == 12
    assert (two.stdout, two.stderr) == (one.stdout, "")


def test_spawned_processes_say_the_same(many_files: Path) -> None:
    """Spawned workers, of macOS and Windows, import the pack and parse the options anew."""
    program = (
        "import multiprocessing, sys; multiprocessing.set_start_method('spawn');"
        "from flake8.main.cli import main;"
        "sys.exit(main(['--isolated', '--select=FPI', '-j2', '.']))"
    )
    command = [sys.executable, "-c", program]
    spawned = subprocess.run(command, cwd=many_files, capture_output=True, text=True, check=False)
    assert (spawned.stdout, spawned.stderr) == (flake8(many_files, "-j1", ".").stdout, "")


def test_order_of_files_does_not_matter(tmp_path: Path) -> None:
    write(tmp_path, main=CALLS_HELPER, helpers=f"import main\n{HELPER}", app=SLEEPS)
    forth = flake8(tmp_path, "-j1", "app.py", "helpers.py", "main.py")
    back = flake8(tmp_path, "-j1", "main.py", "helpers.py", "app.py")
    assert sorted(forth.stdout.splitlines()) == sorted(back.stdout.splitlines())
    assert sorted(codes(forth.stdout.splitlines())) == ["app.py:10 FPI201", "main.py:10 FPI201"]


def test_what_flake8_prints_is_in_output_txt() -> None:
    """The examples are documented with what a user sees, from the command line of the README."""
    enable = f"--fpi-enable={','.join(sorted(registry.opt_in_codes()))}"
    printed = flake8(ROOT, enable, "-j2", "examples").stdout.splitlines()
    documented = set()
    for rule in registry.all_rules():
        home = folder(rule)
        configured = {
            path.relative_to(home).as_posix()
            for example in examples(rule)
            for path in example.files
            if options(path) != Options()
        }
        for line in (home / "output.txt").read_text().splitlines():
            if line.partition(":")[0] not in configured:
                documented.add(f"{home.relative_to(ROOT).as_posix()}/{line}")
    assert documented
    assert documented <= set(printed)


# --- what a file or its neighbours may be like ----------------------------------------------------


@pytest.mark.parametrize(
    "helper",
    [
        b"def build(:\n",
        b"\0",
        b"# -*- coding: nonsense -*-\n",
        b"\xff\xfe\xfa",
        b"x = " + b"(" * 500,
        b"",
    ],
    ids=["syntax", "null", "unknown encoding", "no text", "parentheses", "empty"],
)
def test_neighbour_that_cannot_be_read_is_not_our_error(tmp_path: Path, helper: bytes) -> None:
    write(tmp_path, main=CALLS_HELPER.replace("    build()\n", "    build()\n    time.sleep(1)\n"))
    text = (tmp_path / "main.py").read_text()
    (tmp_path / "main.py").write_text(f"import time\n{text}")
    (tmp_path / "helpers.py").write_bytes(helper)
    run = flake8(tmp_path, "main.py")
    assert codes(run.stdout.splitlines()) == ["main.py:12 FPI201"]
    assert run.stderr == ""


def test_neighbour_in_another_encoding_is_read(tmp_path: Path) -> None:
    write(tmp_path, main=CALLS_HELPER)
    text = f"# -*- coding: latin-1 -*-\nNAME = 'é'\n{HELPER}"
    (tmp_path / "helpers.py").write_bytes(text.encode("latin-1"))
    assert codes(flake8(tmp_path, "main.py").stdout.splitlines()) == ["main.py:10 FPI201"]


def test_file_in_another_encoding(tmp_path: Path) -> None:
    text = f"# -*- coding: latin-1 -*-\nNAME = 'é'\n{SLEEPS}"
    (tmp_path / "app.py").write_bytes(text.encode("latin-1"))
    assert codes(flake8(tmp_path, "app.py").stdout.splitlines()) == ["app.py:12 FPI201"]


@pytest.mark.parametrize("text", ["", "\n", "# fastapi\n", "\ufeff", "import fastapi"], ids=repr)
def test_file_with_nothing_to_say(tmp_path: Path, text: str) -> None:
    (tmp_path / "app.py").write_text(text)
    run = flake8(tmp_path, "app.py")
    assert (run.stdout, run.stderr, run.returncode) == ("", "", 0)


def test_syntax_error_is_left_to_flake8(tmp_path: Path) -> None:
    write(tmp_path, app=f"{SLEEPS}\ndef (:\n")
    run = flake8(tmp_path, "--extend-select=E9", "app.py")
    assert codes(run.stdout.splitlines())[0].endswith("E999")
    assert "FPI" not in run.stdout


def test_columns_are_characters(tmp_path: Path) -> None:
    write(tmp_path, app=SLEEPS.replace("    time.sleep", "    name = 'héé'; time.sleep"))
    assert flake8(tmp_path, "app.py").stdout.startswith("app.py:10:19: FPI201")


def test_windows_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_bytes(b"\xef\xbb\xbf" + SLEEPS.replace("\n", "\r\n").encode())
    assert flake8(tmp_path, "app.py").stdout.startswith("app.py:10:5: FPI201")


def namespace(**changes: object) -> Namespace:
    """Options as Flake8 parses them from an empty command line."""
    plain: dict[str, Any] = {
        "select": None,
        "extend_select": None,
        "extended_default_select": ["E", "F", "W", "FPI"],
        "ignore": None,
        "extend_ignore": None,
        "extended_default_ignore": [],
    }
    return Namespace(**{**plain, **changes})


def lint(
    text: str, tree: ast.Module | None = None, options: Namespace | None = None
) -> list[tuple[int, int, str]]:
    """Run every section in this process, as Flake8 would."""
    tree = ast.parse(text) if tree is None else tree
    options = namespace() if options is None else options
    lines = text.splitlines(keepends=True)
    return [
        (line, column, message)
        for section in Checker.__subclasses__()
        for line, column, message, _ in section(tree, "app.py", lines, options).run()
    ]


@pytest.mark.usefixtures("uncounted")
def test_long_file() -> None:
    endpoint = SLEEPS[SLEEPS.index("@app") :]
    endpoint += "\n\n" + "".join(f"REPORT_{line} = {line}\n" for line in range(12))
    text = SLEEPS + "".join(
        "\n\n" + endpoint.replace("report", f"report{number}").replace("REPORT", f"REPORT_{number}")
        for number in range(1_000)
    )
    assert len(text.splitlines()) > 20_000
    found = [finding for finding in lint(text) if "FPI201" in finding[2]]
    assert len(found) == 1_001


@pytest.mark.parametrize(
    "wrap",
    [
        lambda inner: ast.BinOp(left=inner, op=ast.Add(), right=ast.Constant(1)),
        lambda inner: ast.Attribute(value=inner, attr="b", ctx=ast.Load()),
        lambda inner: ast.Call(func=inner, args=[], keywords=[]),
        lambda inner: ast.List(elts=[inner], ctx=ast.Load()),
        lambda inner: ast.Lambda(
            args=ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[]),
            body=inner,
        ),
    ],
)
def test_deep_expression(wrap: Callable[[ast.expr], ast.expr]) -> None:
    """Deeper than the stack: made by hand, as the parser gives up earlier on some versions."""
    expression: ast.expr = ast.Name("app", ast.Load())
    for _ in range(2_000):
        expression = wrap(expression)
    tree = ast.parse(SLEEPS)
    function = tree.body[-1]
    assert isinstance(function, ast.AsyncFunctionDef)
    function.body.insert(0, ast.Expr(expression))
    for node in _nodes(tree):
        if "lineno" in node._attributes and not hasattr(node, "lineno"):
            node.lineno, node.col_offset = 10, 4  # type: ignore[attr-defined]
            node.end_lineno, node.end_col_offset = 10, 8  # type: ignore[attr-defined]
    assert [(line, message[:6]) for line, _, message in lint(SLEEPS, tree)] == [(10, "FPI201")]


def test_deep_statements() -> None:
    tree = ast.parse(SLEEPS)
    function = tree.body[-1]
    assert isinstance(function, ast.AsyncFunctionDef)
    body: list[ast.stmt] = function.body
    for _ in range(2_000):
        body = [ast.If(test=ast.Name("app", ast.Load()), body=body, orelse=[])]
    function.body = body
    for node in _nodes(tree):
        if "lineno" in node._attributes and not hasattr(node, "lineno"):
            node.lineno, node.col_offset = 9, 4  # type: ignore[attr-defined]
            node.end_lineno, node.end_col_offset = 9, 8  # type: ignore[attr-defined]
    assert [(line, message[:6]) for line, _, message in lint(SLEEPS, tree)] == [(10, "FPI201")]


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    queue = [tree]
    for node in queue:
        queue += ast.iter_child_nodes(node)
        yield node


# --- a rule that fails ----------------------------------------------------------------------------


def make_rule(code: str, *, fails: Exception | None = None, **record: Any) -> Rule:
    """A rule that reports the first line twice, and then fails if told so."""
    rule = Rule(code, "some-rule", "Some rule", "`{what}` happens", **record)

    @rule.on(Module)
    def run(subject: Module, module: Module) -> Iterator[Finding]:
        place = ast.Name("x", lineno=1, col_offset=0)
        yield rule.at(place, what="this")
        yield rule.at(place, what="this")
        if fails is not None:
            raise fails

    return rule


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


# --- options --------------------------------------------------------------------------------------


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


# --- the gate, and what is kept -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "filename"),
    [
        ("import fastapi\n", "app.py"),
        ("def f():\n    from fastapi import FastAPI\n", "app.py"),
        ("from starlette.responses import Response\n", "app.py"),
        ("from .api import router\n", "app.py"),
        ("from .api import users\n\n\n@users.get('/')\ndef f():\n    pass\n", "app.py"),
        (
            "def register(app):\n    @app.exception_handler(404)\n    def f():\n        pass\n",
            "a.py",
        ),
        ("@property\ndef f():\n    pass\n\n\n@users.get('/')\ndef g():\n    pass\n", "app.py"),
        ("class A:\n    async def f(self):\n        pass\n", "service.py"),
        ("from .database import SessionLocal\n\n\ndef get_db():\n    pass\n", "deps.py"),
        ("from httpx import AsyncClient\n\nAsyncClient(app=1)\n", "test_app.py"),
        ("worker_class = 'sync'\n", "gunicorn.conf.py"),
        ("worker_class = 'sync'\n", "deploy/gunicorn_conf.py"),
        ("from jose import jwt\n", "security.py"),
        ("from pydantic_settings import BaseSettings\n", "config.py"),
        ("import boto3\n", "storage.py"),
        ("from pymongo import MongoClient\n", "mongo.py"),
        *((f"import {library}\n", "service.py") for library in trained_models.LOADS),
    ],
)
def test_gate_lets_through_what_may_concern_us(text: str, filename: str) -> None:
    assert concerns(ast.parse(text), filename, text.splitlines(keepends=True))


@pytest.mark.parametrize(
    ("text", "filename"),
    [
        ("", "app.py"),
        ("import os\n\n\ndef f():\n    yield os.name\n", "app.py"),
        ("@property\ndef f(self):\n    return self.get('x')\n", "app.py"),
        ("from setuptools import setup\n\nsetup()\n", "setup.py"),
        ("workers = 1\n", "conf.py"),
        ("from fastapi import FastAPI\n", "env/lib/python3.12/site-packages/shop/app.py"),
        ("from fastapi import FastAPI\n", "C:\\shop\\venv\\Lib\\site-packages\\shop\\app.py"),
    ],
)
def test_gate_keeps_out_what_does_not(text: str, filename: str) -> None:
    assert not concerns(ast.parse(text), filename, text.splitlines(keepends=True))


def test_gate_is_cheap() -> None:
    """A hundredth of a walk over the tree was measured; a tenth leaves room for a busy machine."""
    text = (ROOT / "flake8_fastapi" / "options.py").read_text().replace("fastapi", "library") * 50
    tree, lines = (
        ast.parse(text.replace("from __future__ import annotations", "")),
        text.split("\n"),
    )

    def seconds(run: Callable[[], object]) -> float:
        times = []
        for _ in range(5):
            start = time.process_time()
            run()
            times.append(time.process_time() - start)
        return min(times)

    assert not concerns(tree, "app.py", lines)
    gate = seconds(lambda: concerns(tree, "app.py", lines))
    assert gate < seconds(lambda: list(ast.walk(tree))) / 10


def test_start_up_imports_neither_model_nor_rules(tmp_path: Path) -> None:
    write(tmp_path, other="import os\n\nprint(os.name)\n")
    program = """
import sys
from flake8.main.cli import main
main(["--isolated", "other.py"])
loaded = [n for n in sys.modules if n.startswith(("flake8_fastapi.", "packaging", "tomllib"))]
print(*sorted(loaded))
"""
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout.split() == [
        "flake8_fastapi.checker",
        "flake8_fastapi.options",
        "flake8_fastapi.registry",
        "flake8_fastapi.rules",
    ]


def test_files_are_forgotten() -> None:
    trees = []
    for _ in range(3):
        tree = ast.parse(SLEEPS)
        assert lint(SLEEPS, tree)
        trees.append(weakref.ref(tree))
    del tree
    gc.collect()
    assert [tree() is None for tree in trees] == [True, True, False]


def test_a_file_is_analysed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def count(*arguments: Any) -> Module:
        made.append(arguments)
        return Module(*arguments)

    monkeypatch.setattr("flake8_fastapi.model.Module", count)
    assert lint(SLEEPS)
    assert len(made) == 1


# --- under pytest ---------------------------------------------------------------------------------


def pytest_flake8(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "--flake8", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_pytest_flake8_reports(tmp_path: Path) -> None:
    write(tmp_path, app=SLEEPS, helpers=HELPER)
    run = pytest_flake8(tmp_path)
    assert "app.py:10:5: FPI201" in run.stdout
    assert "1 failed, 1 passed" in run.stdout


def test_pytest_flake8_passes_on_us() -> None:
    run = pytest_flake8(ROOT, "flake8_fastapi/options.py", "flake8_fastapi/rule.py")
    assert "2 passed" in run.stdout, run.stdout


def test_the_package_works_without_its_init(tmp_path: Path) -> None:
    """What is left when the old flake8-fastapi, of the same import name, is uninstalled."""
    package = tmp_path / "flake8_fastapi"
    shutil.copytree(Path(flake8_fastapi.__file__).parent, package)
    (package / "__init__.py").unlink()
    code = "from flake8_fastapi import checker; print(checker.Routing.section, checker.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.split() == ["FPI0", str(package / "checker.py")]


@pytest.mark.parametrize(
    ("before", "after", "late"),
    [(700, checker.PATIENCE, checker.LESS_PATIENCE), (10**6, 10**6, 10**6), (0, 0, 0)],
)
def test_the_collector_is_made_patient_and_nothing_else(
    before: int, after: int, late: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checker, "_files", 0)
    thresholds = gc.get_threshold()
    try:
        gc.set_threshold(before, *thresholds[1:])
        checker._be_patient()
        assert gc.get_threshold() == (after, *thresholds[1:])
        for _ in range(checker.FILES):
            checker._be_patient()
        assert gc.get_threshold() == (late, *thresholds[1:])
    finally:
        gc.set_threshold(*thresholds)
