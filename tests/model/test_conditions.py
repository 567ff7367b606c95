"""Which parameters a test asks for, and which ones a call leaves out."""

from __future__ import annotations

import ast

import pytest

from flake8_fastapi.model import Module
from flake8_fastapi.model.conditions import left_out, required


@pytest.mark.parametrize(
    ("test", "names"),
    [
        ("key", {"key"}),
        ("key is not None", {"key"}),
        ("key and other is not None", {"key", "other"}),
        ("key and (other or third)", {"key"}),
        ("key or other", set()),
        ("key and one or key and two", {"key"}),
        ("not key", set()),
        ("key is None", set()),
        ("key != 1", set()),
        ("key.name", set()),
    ],
)
def test_names_that_hold_where_a_test_does(test: str, names: set[str]) -> None:
    assert required(ast.parse(test, mode="eval").body) == names


@pytest.mark.parametrize(
    ("call", "names"),
    [
        ("f(1)", {"key", "force"}),
        ("f(1, 2)", {"force"}),
        ("f(1, force=True)", {"key"}),
        ("f(*given)", set()),
        ("f(**given)", set()),
        ("C().m()", {"key"}),
        ("C().m(1)", set()),
        ("C.s(1)", set()),
    ],
)
def test_parameters_left_at_a_default_without_effect(call: str, names: set[str]) -> None:
    source = (
        "def f(item, key=None, *, force=False, limit=10): ...\n"
        "class C:\n"
        "    def m(self, key=None): ...\n"
        "    @staticmethod\n"
        "    def s(key=None): ...\n"
        f"{call}\n"
    )
    module = Module(ast.parse(source), "<string>", source.splitlines(keepends=True))
    made = module.syntax.summary.calls[0]
    function = module.values.callee(module.values.of(made.callee))
    assert function is not None
    assert left_out(made, function) == names


@pytest.mark.parametrize(
    ("body", "needs"),
    [
        ("if key: found()", {"key"}),
        ("if key and found(): ...", {"key"}),
        ("if key:\n        if other: found()", {"key", "other"}),
        ("if key: ...\n    else: found()", set()),
        ("key = key or 1\n    if key: found()", set()),
        ("if glob: found()", set()),
        ("if key:\n        def inner(): found()", set()),
    ],
)
def test_calls_behind_parameters(body: str, needs: set[str]) -> None:
    source = f"def found(): ...\ndef f(key=None, other=None):\n    {body}\n"
    module = Module(ast.parse(source), "<string>", source.splitlines(keepends=True))
    calls = [call for each in module.syntax.summary.functions.values() for call in each.calls]
    assert [call.needs for call in calls if call.callee is not None] == [needs]
