"""The pack run in Flake8, and what it is run on."""

from __future__ import annotations

import ast
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from flake8_fastapi.checker import Checker
from flake8_fastapi.model import Module
from flake8_fastapi.rule import Finding, Rule

SLEEPS = """\
import time

from fastapi import FastAPI

app = FastAPI()


@app.get("/report")
async def report() -> dict[str, str]:
    time.sleep(2)
    return {"status": "ready"}
"""
CALLS_HELPER = """\
from fastapi import FastAPI

from helpers import build

app = FastAPI()


@app.get("/report")
async def report() -> dict[str, str]:
    build()
    return {"status": "ready"}
"""
HELPER = """\
import time


def build() -> None:
    time.sleep(2)
"""


def codes(lines: Sequence[str]) -> list[str]:
    """Reduce the lines that Flake8 prints to `file:line CODE`."""
    parts = [line.split(":", 3) for line in lines]
    return [f"{Path(name).name}:{line} {text.split()[0]}" for name, line, _, text in parts]


def flake8(
    folder: Path, *arguments: str, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flake8", "--isolated", "--select=FPI", *arguments]
    return subprocess.run(
        command, cwd=folder, input=stdin, capture_output=True, text=True, check=False
    )


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text)


def namespace(**changes: object) -> Namespace:
    """Options as Flake8 parses them from an empty command line."""
    plain: dict[str, Any] = {
        "select": None,
        "extend_select": None,
        "extended_default_select": ["E", "F", "W", "FPI"],
        "ignore": None,
        "extend_ignore": None,
        "extended_default_ignore": [],
    }
    return Namespace(**{**plain, **changes})


def lint(
    text: str, tree: ast.Module | None = None, options: Namespace | None = None
) -> list[tuple[int, int, str]]:
    """Run every section in this process, as Flake8 would."""
    tree = ast.parse(text) if tree is None else tree
    options = namespace() if options is None else options
    lines = text.splitlines(keepends=True)
    return [
        (line, column, message)
        for section in Checker.__subclasses__()
        for line, column, message, _ in section(tree, "app.py", lines, options).run()
    ]


def make_rule(code: str, *, fails: Exception | None = None, **record: Any) -> Rule:
    """A rule that reports the first line twice, and then fails if told so."""
    rule = Rule(code, "some-rule", "Some rule", "`{what}` happens", **record)

    @rule.on(Module)
    def run(subject: Module, module: Module) -> Iterator[Finding]:
        place = ast.Name("x", lineno=1, col_offset=0)
        yield rule.at(place, what="this")
        yield rule.at(place, what="this")
        if fails is not None:
            raise fails

    return rule
