"""Findings are a function of the files: not of their order, nor of what was checked before."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_fastapi.engine import check
from flake8_fastapi.model import Module, project, usage
from flake8_fastapi.registry import all_rules
from flake8_fastapi.rule import Finding
from tests.examples import examples, options

#: The files of the examples that have neighbours.
FILES = sorted(
    path
    for rule in all_rules()
    for example in examples(rule)
    if example.path.is_dir()
    for path in example.files
)


def forget() -> None:
    """Forget what a process keeps of the files it has read, as a new one knows nothing."""
    for kept in (project._summaries, project._places):
        kept.clear()


def findings(path: Path, text: str | None = None) -> list[Finding]:
    """What all rules say of a file, or of what is typed into it and not saved."""
    source = path.read_text() if text is None else text
    lines = source.splitlines(keepends=True)
    return check(Module(ast.parse(source), str(path), lines, options(path)), all_rules())


@cache
def alone(path: Path) -> list[Finding]:
    """What a process says of a file that checks nothing else."""
    forget()
    return findings(path)


def test_some_of_them_have_findings() -> None:
    assert len(FILES) > 100
    assert sum(bool(alone(path)) for path in FILES) > 30


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.sampled_from(FILES), min_size=2, max_size=8),
    st.sets(st.integers(0, 7), max_size=4),
)
def test_what_was_checked_before_does_not_matter(paths: list[Path], edited: set[int]) -> None:
    expected = [alone(path) for path in paths]
    forget()
    usage._projects.clear()
    for number, path in enumerate(paths):
        if number in edited:  # an editor shows another text than the disk holds
            findings(path, "import fastapi\n\n\ndef edited(): ...\n")
        assert findings(path) == expected[number]
