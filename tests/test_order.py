"""Findings are a function of the files: not of their order, nor of how and when they arrive."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_fastapi.engine import check
from flake8_fastapi.model import Module
from flake8_fastapi.model.project import project, usage
from flake8_fastapi.options import Options
from flake8_fastapi.registry import all_rules, opt_in_codes
from flake8_fastapi.rule import Finding
from tests.checker.running import flake8
from tests.examples import ROOT, examples, options

#: What is run here again and again is covered by what the examples are tested for.
pytestmark = pytest.mark.usefixtures("uncounted")

#: The files of the examples that have neighbours.
FILES = sorted(
    path
    for rule in all_rules()
    for example in examples(rule)
    if example.path.is_dir()
    for path in example.files
)
#: Those of them that are checked with the options of every file.
PLAIN = [path for path in FILES if options(path) == Options()]
#: Those of these that have findings.
TOLD = [path for path in PLAIN if "# error: FPI" in path.read_text()]
ENABLE = f"--fpi-enable={','.join(sorted(opt_in_codes()))}"


def forget() -> None:
    """Forget what a process keeps of the files it has read, as a new one knows nothing."""
    for kept in (project._summaries, project._places):
        kept.clear()


def findings(path: Path, text: str | None = None) -> list[Finding]:
    """What all rules say of a file, or of what is typed into it and not saved."""
    source = path.read_text() if text is None else text
    lines = source.splitlines(keepends=True)
    module = Module(ast.parse(source), str(path), lines, options(path))
    found = check(module, all_rules())
    module.close()
    return found


@cache
def alone(path: Path) -> list[Finding]:
    """What a process says of a file that checks nothing else."""
    forget()
    return findings(path)


def test_there_are_many_of_them() -> None:
    assert len(FILES) > 100
    assert len(TOLD) > 30


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.sampled_from(FILES), min_size=2, max_size=8),
    st.sets(st.integers(0, 7), max_size=4),
    st.sampled_from([0, 1_000, project.MOST_KEPT]),
)
def test_what_was_checked_before_does_not_matter(
    paths: list[Path], edited: set[int], kept: int
) -> None:
    expected = [alone(path) for path in paths]
    forget()
    usage._projects.clear()
    with patch.object(project, "MOST_KEPT", kept):
        for number, path in enumerate(paths):
            if number in edited:  # an editor shows another text than the disk holds
                findings(path, "import fastapi\n\n\ndef edited(): ...\n")
            assert findings(path) == expected[number]
            assert sum(it.size for _, it in project._summaries.values() if it) <= kept


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> list[str]:
    """What Flake8 prints of a file, if it says what a process says that checks nothing else."""
    found = {f"{line}:{column + 1}: {text}" for line, column, text in alone(path)}
    return [f"{named(path)}:{each}" for each in found]


@settings(max_examples=5, deadline=None)
@given(
    st.lists(st.sampled_from(PLAIN), min_size=2, max_size=8, unique=True),
    st.sampled_from(["-j1", "-j2"]),
)
def test_neither_order_nor_processes_matter(paths: list[Path], jobs: str) -> None:
    printed = flake8(ROOT, ENABLE, jobs, *map(named, paths)).stdout.splitlines()
    assert sorted(printed) == sorted(line for path in paths for line in lines(path))


@settings(max_examples=5, deadline=None)
@given(st.sampled_from(TOLD))
def test_standard_input_does_not_matter(path: Path) -> None:
    arguments = (ENABLE, f"--stdin-display-name={named(path)}", "-")
    printed = flake8(ROOT, *arguments, stdin=path.read_text()).stdout.splitlines()
    assert printed
    assert sorted(printed) == sorted(lines(path))
