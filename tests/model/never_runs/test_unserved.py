"""What is registered with an application that its function never returns."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project

MAIN = """
import uvicorn
from fastapi import FastAPI

class Users:
    def __init__(self, db): ...

def create_app():
    app = FastAPI()
    {before}
    @app.get("/items")  # route
    async def read():
        return 1  # body
    app.add_middleware(Users)  # middleware
    {after}
    return app

def other(app: FastAPI):
    @app.get("/users")
    async def read_users():
        return 2  # other
    Missing()

app = create_app()
other(app)
"""


def unserved(folder: Path, python: str, **parts: str) -> set[str]:
    (folder / ".git").mkdir()
    (folder / ".python-version").write_text(python)
    text = MAIN.format(**{"before": "", "after": ""} | parts)
    opened = project(folder, {"app/main.py": text})
    lines = ((number, text.partition("# ")[2]) for number, text in enumerate(opened.lines, 1))
    return {mark.strip() for number, mark in lines if mark and opened.never_runs(number)}


@pytest.mark.parametrize(
    ("after", "is_lost"),
    [
        ("Missing()", True),
        ("app.include_router(missing.router)", True),
        ("Users()", True),  # a TypeError
        ("@app.middleware('http')\n    async def add(request: Missing, call_next): ...", True),
        ("@missing\n    def add(): ...", True),
        ("def add(given=missing): ...", True),
        ("def add(request: 'Missing'): ...", False),
        ("def add(): return missing", False),
        ("if app: Missing()", False),
        ("try: Missing()\n    except NameError: ...", False),
        ("with Users(1): Missing()", False),
        ("Users(1)", False),
        ("add = lambda: missing", False),
    ],
)
def test_where_the_function_always_fails(tmp_path: Path, after: str, is_lost: bool) -> None:
    expected = {"route", "body", "middleware"} if is_lost else set()
    assert unserved(tmp_path, "3.11", after=after) == expected


def test_since_python_3_14_annotations_are_left_alone(tmp_path: Path) -> None:
    assert not unserved(tmp_path, "3.14", after="def add(request: Missing): ...")


@pytest.mark.parametrize(
    "before",
    ["uvicorn.run(app)", "global app", "if app: return app", "Users.app = app", "Users(db=app)"],
)
def test_an_application_that_somebody_may_have(tmp_path: Path, before: str) -> None:
    assert not unserved(tmp_path, "3.11", before=before, after="Missing()") & {"route", "body"}
