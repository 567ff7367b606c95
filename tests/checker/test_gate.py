"""Which files are looked at, and what that costs for the others."""

from __future__ import annotations

import ast
import time
from collections.abc import Callable

import pytest

from flake8_fastapi.checker import concerns
from flake8_fastapi.model.libraries import trained_models
from tests.examples import ROOT


@pytest.mark.parametrize(
    ("text", "filename"),
    [
        ("import fastapi\n", "app.py"),
        ("def f():\n    from fastapi import FastAPI\n", "app.py"),
        ("from starlette.responses import Response\n", "app.py"),
        ("from .api import router\n", "app.py"),
        ("from .api import users\n\n\n@users.get('/')\ndef f():\n    pass\n", "app.py"),
        (
            "def register(app):\n    @app.exception_handler(404)\n    def f():\n        pass\n",
            "a.py",
        ),
        ("@property\ndef f():\n    pass\n\n\n@users.get('/')\ndef g():\n    pass\n", "app.py"),
        ("class A:\n    async def f(self):\n        pass\n", "service.py"),
        ("from .database import SessionLocal\n\n\ndef get_db():\n    pass\n", "deps.py"),
        ("from httpx import AsyncClient\n\nAsyncClient(app=1)\n", "test_app.py"),
        ("worker_class = 'sync'\n", "gunicorn.conf.py"),
        ("worker_class = 'sync'\n", "deploy/gunicorn_conf.py"),
        ("from jose import jwt\n", "security.py"),
        ("from pydantic_settings import BaseSettings\n", "config.py"),
        ("import boto3\n", "storage.py"),
        ("from pymongo import MongoClient\n", "mongo.py"),
        *((f"import {library}\n", "service.py") for library in trained_models.LOADS),
    ],
)
def test_gate_lets_through_what_may_concern_us(text: str, filename: str) -> None:
    assert concerns(ast.parse(text), filename, text.splitlines(keepends=True))


@pytest.mark.parametrize(
    ("text", "filename"),
    [
        ("", "app.py"),
        ("import os\n\n\ndef f():\n    yield os.name\n", "app.py"),
        ("@property\ndef f(self):\n    return self.get('x')\n", "app.py"),
        ("from setuptools import setup\n\nsetup()\n", "setup.py"),
        ("workers = 1\n", "conf.py"),
        ("from fastapi import FastAPI\n", "env/lib/python3.12/site-packages/shop/app.py"),
        ("from fastapi import FastAPI\n", "C:\\shop\\venv\\Lib\\site-packages\\shop\\app.py"),
    ],
)
def test_gate_keeps_out_what_does_not(text: str, filename: str) -> None:
    assert not concerns(ast.parse(text), filename, text.splitlines(keepends=True))


def test_gate_is_cheap() -> None:
    """A hundredth of a walk over the tree was measured; a tenth leaves room for a busy machine."""
    text = (ROOT / "flake8_fastapi" / "options.py").read_text().replace("fastapi", "library") * 50
    tree, lines = (
        ast.parse(text.replace("from __future__ import annotations", "")),
        text.split("\n"),
    )

    def seconds(run: Callable[[], object]) -> float:
        times = []
        for _ in range(5):
            start = time.process_time()
            run()
            times.append(time.process_time() - start)
        return min(times)

    assert not concerns(tree, "app.py", lines)
    gate = seconds(lambda: concerns(tree, "app.py", lines))
    assert gate < seconds(lambda: list(ast.walk(tree))) / 10
