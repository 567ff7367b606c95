"""Tests that are coroutine functions, and that nobody awaits."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project

TEST = """
import unittest
import pytest
{0}
{1}
class TestItems{2}:
    {3}
    async def test_items(self):
        here()
"""


def is_run(folder: Path, *texts: str, **more: str) -> bool:
    text = TEST.format(*texts, *["", "", "", "..."][len(texts) :])
    files = {name.replace("__", "/") + ".py": each for name, each in more.items()}
    files["tests/test_items.py"] = text
    folder = folder / "project"  # what lies beside it may set up tests too
    folder.mkdir(exist_ok=True)
    opened = project(folder, files, "tests/test_items.py")
    line = next(number for number, each in enumerate(opened.lines, 1) if "here()" in each)
    return not opened.never_runs(line)


@pytest.mark.parametrize(
    "texts",
    [
        (),
        ("", "@pytest.mark.skipif(True, reason='old')"),
        ("", "", "", "@pytest.mark.parametrize('a', [1])"),
        ("@pytest.mark.asyncio\nasync def test_other(): ...",),
    ],
)
def test_nobody_awaits_a_test_without_a_mark(tmp_path: Path, texts: tuple[str, ...]) -> None:
    assert not is_run(tmp_path, *texts)


@pytest.mark.parametrize(
    "texts",
    [
        ("pytestmark = pytest.mark.anyio",),
        ("", "@pytest.mark.asyncio"),
        ("", "", "(unittest.IsolatedAsyncioTestCase)"),
        ("", "", "", "pytestmark = [pytest.mark.asyncio]"),
        ("", "", "", "@pytest.mark.asyncio"),
        ("", "", "", "@pytest.mark.anyio()"),
        ("from library.testing import awaited", "", "", "@awaited"),
        ("", "", "", "async def test_all(self):\n        await self.test_items()"),
    ],
)
def test_a_test_that_somebody_awaits(tmp_path: Path, texts: tuple[str, ...]) -> None:
    assert is_run(tmp_path, *texts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def pytest_configure(config): ...", False),
        ("def pytest_collection_modifyitems(items): ...", True),
        ("def pytest_pyfunc_call(pyfuncitem): ...", True),
        ("pytest_plugins = ['tests.loops']", True),
    ],
)
def test_the_project_has_them_awaited(tmp_path: Path, text: str, expected: bool) -> None:
    assert is_run(tmp_path, tests__conftest=text) is expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pytest.ini", "[pytest]\nasyncio_mode = auto"),
        ("setup.cfg", "[tool:pytest]\naddopts = --asyncio-mode=auto"),
        ("tox.ini", "[pytest]\nanyio_mode = auto"),
        ("requirements-dev.txt", "pytest\npytest-aiohttp==1.0"),
    ],
)
def test_the_settings_have_them_awaited(tmp_path: Path, name: str, text: str) -> None:
    assert not is_run(tmp_path)
    (tmp_path / "project" / name).write_text(text)
    assert is_run(tmp_path)
