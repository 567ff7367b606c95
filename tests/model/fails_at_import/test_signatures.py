"""Signatures that FastAPI refuses: their file cannot be imported."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.model.fails_at_import.test_missing import fails


@pytest.mark.parametrize(
    ("items", "python", "expected"),
    [
        ("def f(given: Any): ...", "3.10", True),
        ("def f() -> List[int]: ...", "3.13", True),
        ("class A:\n  def f(self, given: Dict[str, int]): ...", "3.10", True),
        ("async def f(*, given: Optional[int] = None): ...", "3.10", True),
        ("def f(given: Any): ...", "3.14", False),
        ("def f(given: 'Any'): ...", "3.10", False),
        ("from __future__ import annotations\ndef f(given: Any): ...", "3.10", False),
        ("from typing import Any\ndef f(given: Any): ...", "3.10", False),
        ("Any = object\ndef f(given: Any): ...", "3.10", False),
        ("class A:\n  Any = int\n  def f(self, given: Any): ...", "3.10", False),
        ("def f():\n  given: Any = 1\n  return given", "3.10", False),
        ("def f[Any](given: Any): ...", "3.10", False),
    ],
)
def test_what_a_signature_needs(tmp_path: Path, items: str, python: str, expected: bool) -> None:
    (tmp_path / ".python-version").write_text(python)
    if "f[" in items and sys.version_info < (3, 12):
        pytest.skip("no type parameters")
    assert fails(tmp_path, "from app.items import *", items) is expected


@pytest.mark.parametrize(
    ("items", "python", "expected"),
    [
        ("def f(given: Task): ...", "3.11", True),
        ("async def f() -> list[Task]: ...", "3.11", True),
        ("class A:\n  def f(self, given: Task | None = None): ...", "3.11", True),
        ("class A:\n  given: Task", "3.11", True),
        ("given: Task = None", "3.11", True),
        ("given: Task = None", "3.14", False),
        ("def f(given: Task): ...", "3.14", False),
        ("def f(given: 'Task'): ...", "3.11", False),
        ("from __future__ import annotations\ndef f(given: Task): ...", "3.11", False),
        ("from somewhere import *\ndef f(given: Task): ...", "3.11", False),
        ("if __debug__:\n  def g(given: Task): ...", "3.11", False),
        ("if __debug__:\n  from somewhere import Task\ndef g(given: Task): ...", "3.11", False),
        ("class A:\n  class Task: ...\n  def f(self, given: Task): ...", "3.11", False),
        ("class A:\n  given: Task\n  Task: int", "3.11", False),
        ("class A[Task]:\n  given: Task", "3.12", False),
        ("def f(given: Annotated[int, lambda Task: Task]): ...", "3.11", False),
        ("def f():\n  given: Task = 1\n  return given", "3.11", False),
    ],
)
def test_what_a_signature_needs_that_is_no_name_of_typing(
    tmp_path: Path, items: str, python: str, expected: bool
) -> None:
    (tmp_path / ".python-version").write_text(python)
    if "A[" in items and sys.version_info < (3, 12):
        pytest.skip("no type parameters")
    text = f"from typing import Annotated\n{items}"
    if items.startswith("from __future__"):
        text = items
    assert fails(tmp_path, text, "") is expected


def test_where_no_python_is_named_nobody_has_run_it_under_the_one_that_does_not_look(
    tmp_path: Path,
) -> None:
    items = "def f(given: Any): ..."
    assert fails(tmp_path / "any", "from app.items import *", items)
    (tmp_path / "later").mkdir()
    (tmp_path / "later/.python-version").write_text("3.14")
    assert not fails(tmp_path / "later", "from app.items import *", items)
