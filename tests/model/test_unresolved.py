"""Parameters that only FastAPI fills in, of functions that something else calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import Unresolved
from tests.model.build import module, project

SETUP = """
from typing import Annotated
from fastapi import Depends, FastAPI, Query
def get_db(): ...
Given = Annotated[object, Depends(get_db)]
DEFAULT = Depends(get_db)
"""


def left(source: str) -> list[tuple[str, str, str]]:
    opened = module(SETUP + source)
    return [(u.function.name, u.argument.name, u.how) for u in opened.each(Unresolved)]


@pytest.mark.parametrize(
    ("signature", "call", "missed"),
    [
        ("db=Depends(get_db)", "f()", True),
        ("db=Depends(get_db)", "f(1)", False),
        ("db=Depends(get_db)", "f(db=1)", False),
        ("db=Depends(get_db)", "f(*x)", False),
        ("db=Depends(get_db)", "f(**x)", False),
        ("a, db=Depends(get_db)", "f(1)", True),
        ("a, *, db=Depends(get_db)", "f(1, 2)", True),
        ("a, *rest, db=Depends(get_db)", "f(1, 2)", True),
        ("a, /, db=Depends(get_db)", "f(1, 2)", False),
        ("db=DEFAULT", "f()", True),
        ("db: Given", "f()", True),
        ("db: Given", "f(1)", False),
        ("db: Given = None", "f()", False),
        ("db=None", "f()", False),
        ("*db", "f()", False),
        ("a=None, db=Depends(get_db)", "f()", True),
        ("a=None, db=Depends(get_db)", "f(1)", False),
        ("db=Depends(get_db), a=None", "f(a=1)", False),
        ("a=1, db=Depends(get_db)", "f(1)", True),
        ("db=Query(10)", "f()", True),
        ("db: Annotated[int, Query()] = 10", "f()", False),
    ],
)
def test_calls(signature: str, call: str, missed: bool) -> None:
    found = left(f"def f({signature}):\n    return db.query()\nx = {call}")
    assert found == ([("f", "db", "call")] if missed else [])


@pytest.mark.parametrize(
    ("body", "missed"),
    [
        ("return db", True),
        ("yield db", True),
        ("with db: pass", True),
        ("for x in db: pass", True),
        ("print([db])", True),
        ("x = {'a': (db.a, 1)}; return x", True),
        ("return 1", False),
        ("if isinstance(db, str): return db", False),
        ("db = get_db(); return db", False),
        ("db = db or get_db(); return db", False),
    ],
)
def test_what_counts_as_use(body: str, missed: bool) -> None:
    assert bool(left(f"def f(db=Depends(get_db)):\n    {body}\nf()")) is missed


@pytest.mark.parametrize(
    ("decorator", "missed"),
    [
        ("app.get('/')", True),
        ("contextlib.contextmanager", True),
        ("unknown", False),
        ("unknown.get('/')", False),
        ("functools.lru_cache", False),
    ],
)
def test_decorators(decorator: str, missed: bool) -> None:
    source = f"import contextlib, functools\nfrom x import unknown\napp = FastAPI()\n@{decorator}\n"
    assert bool(left(f"{source}def f(db=Depends(get_db)):\n    return db\nf()")) is missed


def test_handlers() -> None:
    assert left("""
app = FastAPI(exception_handlers={404: handle})
def handle(request, error, db=Depends(get_db)): return db
@app.middleware("http")
async def middleware(request, call_next, db=Depends(get_db)): return db
@app.on_event("startup")
def start(db=Depends(get_db)): return db
@app.on_event("startup")
def fine(db=None): return db
""") == [
        ("handle", "db", "an exception handler"),
        ("middleware", "db", "middleware"),
        ("start", "db", "an event handler"),
    ]


def test_handler_of_another_file_is_reported_there(tmp_path: Path) -> None:
    files = {
        "app/main.py": SETUP
        + "from app.handlers import handle\napp = FastAPI(exception_handlers={404: handle})",
        "app/handlers.py": SETUP + "def handle(request, error, db=Depends(get_db)): return db",
    }
    assert list(project(tmp_path, files).each(Unresolved)) == []
