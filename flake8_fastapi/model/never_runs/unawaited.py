"""Coroutine functions that nobody awaits: tests and fixtures, where pytest is told nowhere to.

And commands of click and Typer, in all their versions.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator

from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.never_runs.lost_routes import is_named
from flake8_fastapi.model.project.files import deployment_texts, folder_of, look, read_text, upwards
from flake8_fastapi.model.syntax.expressions import Call, Expr, callee_of, last_name, receiver
from flake8_fastapi.model.syntax.tree import FunctionNode
from flake8_fastapi.model.values.value_kinds import Instance, Method

#: Marks that await nothing; behind any other decorator, nobody knows who does.
_MARKS = {
    f"pytest.mark.{name}"
    for name in ("filterwarnings", "parametrize", "skip", "skipif", "usefixtures", "xfail")
}
#: Where pytest is set up, in the folders around a test.
_SETTINGS = {"pytest.ini", ".pytest.ini", "pyproject.toml", "setup.cfg", "tox.ini"}
#: What makes pytest await tests that have no mark of their own, in settings or commands.
_MODES = ("asyncio_mode", "asyncio-mode", "anyio_mode", "trio_mode", "-cooperative")
_PLUGINS = (
    "pytest-aiohttp", "pytest-tornasync", "pytest-trio", "pytest-twisted", "pytest-tornado",
    "pytest-sanic", "pytest-asyncio-cooperative", "alt-pytest-asyncio",
)  # fmt: skip
#: The same in code, or what may do so: hooks, and plugins of the project.
_HOOKS = (
    r"def[ \t]+pytest_(?!(?:addoption|configure|generate_tests|session\w+|unconfigure)\b)"
    r"|\bpytest_plugins\b|\badd_marker\b|\basyncio_mode\b|\basyncio-mode\b"
)

#: Who awaits fixtures too, where a test asks for it, but for `pytest_asyncio.fixture`.
_ANYIO = r"\bmark\.(?:anyio|trio)\b|\banyio_backend\b"

#: What makes a command of a function: it calls the function, and drops what that gives.
_COMMANDS = {"click.command", "click.group"}
_GROUPS = {"click.Group", "typer.Typer"}
_OF_GROUPS = {"callback", "command", "group"}
#: Decorators that only tell a command what it takes.
_PARAMETERS = {
    f"click.{name}"
    for name in (
        "argument", "confirmation_option", "help_option", "option", "pass_context", "pass_obj",
        "password_option", "version_option",
    )
}  # fmt: skip
#: Groups in groups that are looked at.
_DEEPEST = 5
#: Who may get at what a command gives, or awaits it in a class of its own.
_TAKING = r"\bstandalone_mode\b|\bresult_?callback\b|\bdef invoke\b|\.invoke[ \t]*="

_UNITS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def is_never_awaited(test: FunctionNode, file: Layers) -> bool:
    """Whether pytest skips a test, or lets it fail, for its being an `async def` without a mark."""
    return (
        isinstance(test, ast.AsyncFunctionDef)
        and test.name.startswith("test")
        and _stands_plainly(test, file)
        and "pytestmark" not in file.source
        and _is_left_to_marks(file)
    )


def is_unawaited_fixture(fixture: FunctionNode, file: Layers) -> bool:
    """Whether pytest hands on what a fixture makes for its being an `async def`: no body has run.

    `pytest_asyncio` awaits its own fixtures, and those of `pytest` where it is told to. A test may
    do so as well: `client = await anext(client)`.
    """
    name = fixture.name
    return (
        isinstance(fixture, ast.AsyncFunctionDef)
        and [_decorator(each, file) for each in fixture.decorator_list] == ["pytest.fixture"]
        and _is_left_to_marks(file)
        and file.usage is not None
        and not file.usage.says(_ANYIO)
        and not file.usage.says(rf"\b(?:await|in|anext\(|next\()\s*{name}\b", name)
    )


def is_dropped_command(command: FunctionNode, file: Layers) -> bool:
    """Whether click or Typer makes a coroutine by a function, and drops it: no body has run."""
    if not isinstance(command, ast.AsyncFunctionDef):
        return False
    decorators = [file.syntax.expr(each) for each in command.decorator_list]
    makers = {each: library for each in decorators if (library := _makes_command(each, file))}
    return (
        len(makers) == 1
        and all(
            each in makers or file.values.decorator_name(each) in _PARAMETERS for each in decorators
        )
        and file.usage is not None
        and not file.usage.says(_TAKING)
        and not any(_is_taken_by_name(command, library, file) for library in makers.values())
    )


def _is_taken_by_name(command: FunctionNode, library: str, file: Layers) -> bool:
    """Whether anybody may have the function itself, by its name.

    Typer leaves it as it is. Of click, the name is the command's, which drops what is made as well.
    """
    if library == "typer":
        return is_named(file.syntax.reader.functions[command], file)
    name = command.name
    return file.usage is None or file.usage.says(rf"\b{name}\.callback\b", name)


def _makes_command(decorator: Expr, file: Layers, depth: int = 0) -> str | None:
    """The library by which a decorator makes a plain command, or a group of them, of a function."""
    callee = callee_of(decorator)
    if last_name(callee) not in _OF_GROUPS or _has_own_class(decorator):
        return None
    if file.values.qualname(callee) in _COMMANDS:
        return "click"
    match file.values.of(callee):
        case Method(of=Instance(cls=cls, made=made)):
            is_plain = cls in _GROUPS and made is not None and not _has_own_class(made)
            return cls.partition(".")[0] if is_plain else None
    name = file.values.qualname(receiver(callee))
    group = file.values.function(name) if name is not None and depth < _DEEPEST else None
    above = group.decorators if group is not None else ()
    makers = (_makes_command(each.expression, file, depth + 1) for each in above)
    return next(filter(None, makers), None)


def _has_own_class(expression: Expr) -> bool:
    """Whether a class is named that may do something else: `cls=AsyncCommand`."""
    return isinstance(expression, Call) and (
        expression.argument("cls", 1) is not None
        or any(keyword is None for keyword, _ in expression.keywords)
    )


def _decorator(node: ast.expr, file: Layers) -> str | None:
    return file.values.decorator_name(file.syntax.expr(node))


def _stands_plainly(test: FunctionNode, file: Layers) -> bool:
    """Whether a test lies in its file, or a class without bases, behind marks of no meaning."""
    around = [each for each in file.syntax.tree.ancestors(test) if isinstance(each, _UNITS)]
    return all(
        isinstance(each, ast.ClassDef) and not each.bases and not each.keywords for each in around
    ) and all(
        _decorator(mark, file) in _MARKS for unit in (test, *around) for mark in unit.decorator_list
    )


def _is_left_to_marks(file: Layers) -> bool:
    """Whether only marks of their own make pytest await the tests of the project around a file."""
    usage = file.usage
    packages = usage.packages() if usage is not None else None
    return (
        usage is not None
        and packages is not None
        and "pytest" in packages
        and not any(
            mode in text for text in settings_of_tests(file) for mode in (*_MODES, *_PLUGINS)
        )
        and not any(file.target.uses(plugin) for plugin in _PLUGINS)
        and not usage.says(_HOOKS)
    )


def settings_of_tests(file: Layers) -> Iterator[str]:
    """The texts that may tell pytest how to run."""
    for folder in upwards(folder_of(file.filename)):
        for name in sorted(_SETTINGS & look(folder).files):
            yield read_text(os.path.join(folder, name))
    yield from deployment_texts(file.filename)
