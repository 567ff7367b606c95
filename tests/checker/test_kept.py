"""What stays in memory from one file to the next."""

from __future__ import annotations

import ast
import gc
import weakref
from typing import Any

import pytest

from flake8_fastapi import checker
from flake8_fastapi.model import Module
from tests.checker.running import SLEEPS, lint


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
