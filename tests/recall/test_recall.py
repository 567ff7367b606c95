"""
How much of what blocks is found, and how little else.

`cases/` holds places of our own making that block the event loop, each beside an innocent
twin. A comment `# blocks: <kind>` stands on the line where the call crosses over; every other
line is innocent.
"""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall, Module

CASES = Path(__file__).parent / "cases"
FILES = sorted(CASES.rglob("*.py"))
MARK = re.compile(r"#\s*blocks:\s*(?P<kind>\w+)\s*$")

Place = tuple[int, str]


def marked(path: Path) -> set[Place]:
    return {
        (number, match["kind"])
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if (match := MARK.search(line))
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cases, away from this folder of tests: what lies among tests is not served."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(CASES, root, dirs_exist_ok=True)
    (root / "pyproject.toml").write_text('[project]\nname = "cases"\n')
    return root


def found(path: Path) -> set[Place]:
    source = path.read_text()
    module = Module(ast.parse(source), str(path), source.splitlines(keepends=True))
    kinds = dict.fromkeys(("brief", "text"), "file")
    return {(call.lineno, kinds.get(call.kind, call.kind)) for call in module.each(BlockingCall)}


@pytest.mark.parametrize("name", [str(path.relative_to(CASES)) for path in FILES])
def test_every_marked_place_is_found_and_no_other(name: str, project: Path) -> None:
    assert sorted(found(project / name)) == sorted(marked(CASES / name))


def test_there_are_many_places() -> None:
    assert sum(len(marked(path)) for path in FILES) >= 150
