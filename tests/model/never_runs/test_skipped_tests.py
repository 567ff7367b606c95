"""Tests that are never run."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model.never_runs import unreached
from tests.model.build import project
from tests.model.never_runs.test_unreached import MAIN, lines

TESTS = """
import sys
import unittest
import pytest
from pytest import mark

{0}
class TestItems:
    {1}
    {2}
    def test_items(self):
        {3}
        here()
"""


def is_run(folder: Path, *texts: str, more: str = "") -> bool:
    text = TESTS.format(*texts, *["..."] * (4 - len(texts))) + more
    files = {"app/main.py": MAIN, "app/routes.py": "", "tests/test_items.py": text}
    opened = project(folder, files, "tests/test_items.py")
    return not opened.never_runs(lines(opened)["here()"])


SKIP = "@pytest.mark.skip"


@pytest.mark.parametrize(
    "texts",
    [
        ("pytestmark = pytest.mark.skip(reason='old')",),
        ("pytestmark = mark.skip",),
        ("pytestmark = [pytest.mark.asyncio, mark.skip('old')]",),
        ("pytest.skip('old', allow_module_level=True)",),
        (SKIP,),
        ("...", "pytestmark = pytest.mark.skip('old')"),
        ("...", "...", SKIP),
        ("...", "...", "@mark.skip('old')"),
        ("...", "...", "@pytest.mark.asyncio\n    @unittest.skip('old')"),
        ("...", "...", SKIP, "def inner(): ..."),
        ("later = mark.skip(reason='old')", "...", "@later"),
    ],
)
def test_a_test_that_is_always_skipped(tmp_path: Path, texts: tuple[str, ...]) -> None:
    assert not is_run(tmp_path, *texts)


@pytest.mark.parametrize(
    "texts",
    [
        ("...",),
        ("pytestmark = pytest.mark.skipif(sys.platform == 'win32', reason='old')",),
        ("pytestmark = pytest.mark.xfail",),
        ("if sys.argv:\n    pytestmark = pytest.mark.skip",),
        ("pytestmark = mark.skip\npytestmark = mark.asyncio",),
        ("if sys.argv:\n    pytest.skip('old', allow_module_level=True)",),
        ("try:\n    import x\nexcept ImportError:\n    pytest.skip('', allow_module_level=True)",),
        ("pytest.importorskip('redis')",),
        ("marks = pytest.mark.skip",),
        ("...", "def test_other(self):\n        pytestmark = pytest.mark.skip"),
        ("...", f"{SKIP}\n    def test_other(self): ..."),
        ("...", "...", "@pytest.mark.skipif(True, reason='')"),
        ("...", "...", "@pytest.mark.xfail(run=False)"),
        ("...", "...", "@unknown.skip"),
        ("...", "...", f"{SKIP}\n    @pytest.fixture"),
        ("...", "...", "...", "pytest.skip('later')"),
    ],
)
def test_a_test_that_may_run(tmp_path: Path, texts: tuple[str, ...]) -> None:
    assert is_run(tmp_path, *texts)


def test_a_skipped_test_that_somebody_calls(tmp_path: Path) -> None:
    assert is_run(tmp_path, "...", "...", SKIP, more="TestItems().test_items()")
    text = f"import pytest\n{SKIP}\ndef test_it():\n    here()\n"
    files = {"app/main.py": MAIN, "app/routes.py": ""}
    for more, expected in (("", False), ("if __name__ == '__main__':\n    test_it()\n", True)):
        files["tests/test_it.py"] = text + more
        opened = project(tmp_path, files, "tests/test_it.py")
        assert opened.never_runs(4) is not expected


def test_what_else_stands_in_a_skipped_file(tmp_path: Path) -> None:
    text = """
        import pytest
        {}
        before()
        def helper():
            inside()
        @pytest.fixture
        def test_client():
            fixture()
    """
    files = {"app/main.py": MAIN, "app/routes.py": ""}
    files["tests/test_it.py"] = text.format("pytestmark = pytest.mark.skip")
    opened = project(tmp_path, files, "tests/test_it.py")
    assert not any(
        unreached.is_unreached(lines(opened)[each], opened)
        for each in ("before()", "inside()", "fixture()")
    )
    files["tests/test_it.py"] = text.format("pytest.skip('old', allow_module_level=True)")
    opened = project(tmp_path, files, "tests/test_it.py")
    assert all(opened.never_runs(lines(opened)[each]) for each in ("before()", "inside()"))


NAMED = """
def test_items():
    here()
{0}
"""


def comes_to(folder: Path, name: str, more: str = "", **others: str) -> bool:
    files = {"app/main.py": MAIN, "app/routes.py": "", name: NAMED.format(more)}
    files |= {each.replace("__", "/").replace("_py", ".py"): others[each] for each in others}
    opened = project(folder, files, name)
    return not opened.never_runs(lines(opened)["here()"])


def test_a_test_in_a_file_that_no_runner_looks_for(tmp_path: Path) -> None:
    assert not comes_to(tmp_path, "tests/server_test_items.py")


@pytest.mark.parametrize("name", ["test_items", "items_test", "tests", "testitems"])
def test_a_test_in_a_file_that_some_runner_looks_for(tmp_path: Path, name: str) -> None:
    assert comes_to(tmp_path, f"tests/{name}.py")


@pytest.mark.parametrize(
    ("more", "others"),
    [
        ("if __name__ == '__main__': test_items()", {}),
        ("test_items()", {}),
        ("", {"tests__test_all_py": "from tests.items import *"}),
        ("", {"conftest_py": "def pytest_collect_file(parent, file_path): ..."}),
        ("", {"pytest.ini": "[pytest]\npython_files = *.py"}),
        ("", {"Makefile": "test:\n\tpytest tests/items.py"}),
        ("", {"README.md": "pytest tests/items.py"}),
    ],
)
def test_a_test_that_somebody_asks_for(tmp_path: Path, more: str, others: dict[str, str]) -> None:
    assert comes_to(tmp_path, "tests/items.py", more, **others)
