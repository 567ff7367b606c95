"""What a file or its neighbours may be like: nothing of it ends the run."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.checker.running import CALLS_HELPER, HELPER, SLEEPS, codes, flake8, lint, write


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
