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


FIXTURE = """
import pytest
import pytest_asyncio

{decorator}
{fixture}:
    here()
    yield 1

@pytest.mark.asyncio
async def test_client(client):
    {use}
"""
ASYNC = "async def client()"


def runs_fixture(
    folder: Path,
    decorator: str = "@pytest.fixture",
    fixture: str = ASYNC,
    use: str = "client.get('/')",
    more: str = "",
) -> bool:
    text = FIXTURE.format(decorator=decorator, fixture=fixture, use=use) + more
    folder = folder / "project"
    folder.mkdir(exist_ok=True)
    opened = project(folder, {"tests/test_client.py": text}, "tests/test_client.py")
    return not opened.never_runs(opened.lines.index("    here()\n") + 1)


@pytest.mark.parametrize("decorator", ["@pytest.fixture", "@pytest.fixture(scope='module')"])
def test_a_fixture_of_pytest_that_nobody_awaits(tmp_path: Path, decorator: str) -> None:
    assert not runs_fixture(tmp_path, decorator)


@pytest.mark.parametrize(
    "given",
    [
        {"decorator": "@pytest_asyncio.fixture"},
        {"decorator": "@pytest.fixture\n@other"},
        {"fixture": "def client()"},
        {"use": "client = await anext(client)"},
        {"use": "async for each in client: ..."},
        {"use": "(await client).get('/')"},
        {"more": "@pytest.mark.anyio\nasync def test_other(): ..."},
        {"more": "@pytest.fixture\ndef anyio_backend(): return 'asyncio'"},
    ],
)
def test_a_fixture_that_runs(tmp_path: Path, given: dict[str, str]) -> None:
    assert runs_fixture(tmp_path, **given)


def test_the_settings_have_fixtures_awaited(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "pytest.ini").write_text("[pytest]\nasyncio_mode = auto")
    assert runs_fixture(tmp_path)


COMMAND = """
import asyncio
import click
import typer
app = typer.Typer()
@click.group()
def cli(): ...
@cli.group()
def items(): ...
{0}
async def fill(name):
    here()
{1}
"""


def is_command_run(folder: Path, decorators: str, after: str = "") -> bool:
    text = COMMAND.format(decorators, after)
    opened = project(folder, {"shop/cli.py": text}, "shop/cli.py")
    line = next(number for number, each in enumerate(opened.lines, 1) if "here()" in each)
    return not opened.never_runs(line)


@pytest.mark.parametrize(
    "decorators",
    [
        "@click.command()",
        "@click.command",
        "@cli.command('fill')\n@click.argument('name')\n@click.option('--all')",
        "@items.command()\n@click.pass_context",
        "@cli.command()\n@click.option('--fill')",
        "@app.command()",
        "@app.callback()",
    ],
)
def test_nobody_awaits_a_command(tmp_path: Path, decorators: str) -> None:
    assert not is_command_run(tmp_path, decorators)


@pytest.mark.parametrize(
    ("decorators", "after"),
    [
        ("@cli.command()\n@in_loop", ""),
        ("@in_loop", ""),
        ("@cli.command(cls=AsyncCommand)", ""),
        ("@cli.command('fill', AsyncCommand)", ""),
        ("@click.group(**SETTINGS)", ""),
        ("@other.command()", ""),
        ("@app.command()", "asyncio.run(fill('all'))"),
        ("@cli.command()", "asyncio.run(cli(standalone_mode=False))"),
        ("@cli.command()", "asyncio.run(fill.callback('all'))"),
        ("@cli.command()", "click.Command.invoke = invoke"),
        ("@cli.command()", "@cli.result_callback()\ndef run(made): asyncio.run(made)"),
    ],
)
def test_who_awaits_a_command(tmp_path: Path, decorators: str, after: str) -> None:
    assert is_command_run(tmp_path, decorators, after)
