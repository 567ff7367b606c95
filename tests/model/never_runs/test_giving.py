"""Tests that never hold: what functions of the project give is never false, or None."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.build import project

ROUTES = """
from fastapi import APIRouter
from gridfs import GridFS
from psycopg import Cursor
from sqlalchemy.orm import Session
from supabase import create_client
from app.service import *
router = APIRouter()
service = Service()
supabase = create_client("url", "key")

@router.get("/")
async def read(key: str, session: Session, cursor: Cursor, files: GridFS):
    found = {}
    if {}:
        here()
"""
SERVICE = """
from functools import wraps
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Session
from somewhere import unknown

class Item(BaseModel):
    key: str

class Batch(BaseModel):
    items: list[Item]
    def __len__(self): return len(self.items)

class Sized:
    def __len__(self): return 0

class Missing(Exception): ...

async def find(key):
    if key == "a":
        return Item(key=key)
    raise Missing()

def rows(key):
    return [key]

def mapping(key):
    return {each: key for each in key}

def several(key):
    return [each for each in key]

def perhaps(key):
    if key: return Item(key=key)

def guarded(key):
    item = unknown(key)
    if item is None:
        raise Missing()
    return item

class Table(DeclarativeBase): ...
class Row(Table): ...
class RowOfSize(Table):
    def __len__(self): return 0

def row(key, session: Session):
    found = session.query(Row).filter(Row.key == key).first()
    if found is None:
        raise Missing()
    return found

async def row_awaited(key, session: AsyncSession):
    found: Row | None = await session.get(Row, key)
    if found is None:
        raise Missing()
    return found

def row_of_size(key, session: Session):
    found = session.query(RowOfSize).first()
    if found is None:
        raise Missing()
    return found

def row_or_none(key, session: Session):
    return session.query(Row).first()

def column(key, session: Session):
    found = session.query(Row.count).scalar()
    if found is None:
        raise Missing()
    return found

def declared(key: Row):
    if key is None:
        raise Missing()
    return key

def guarded_fully(key):
    item = unknown(key)
    if not item:
        raise Missing()
    return item

def changed(key):
    try:
        item = unknown(key)
        item.key = key
        if key:
            unknown(item)
        return item
    except Missing:
        raise

def changed_at_times(key):
    item = unknown(key)
    if key:
        item.key = key
    return item

def changed_before(key):
    item = unknown(key)
    item.key = key
    item = unknown(key)
    return item

def guarded_inside(key):
    item = unknown(key)
    if not item:
        raise Missing()
    with key:
        return item

def guarded_in_vain(key):
    item = unknown(key)
    if not item:
        raise Missing()
    while key:
        if key == "a":
            return item
        item = unknown(key)
    raise Missing()

def guarded_before_failure(key):
    item = unknown(key)
    if not item:
        raise Missing()
    try:
        item = unknown(item)
        raise Missing()
    except KeyError:
        return item

def guarded_once(key):
    item = unknown(key)
    if not item:
        raise Missing()
    item = unknown(item)
    return item

def of_size(key): return Sized()

def fails(key): raise Missing()

def no_rows(key): return []

@wraps(rows)
def wrapped(key): return [key]

def yielding(key):
    yield key
    return [key]

class Base:
    async def change(self, key): return True
    async def other(self, key): return True

class Service(Base):
    async def add(self, key): return await find(key)
    async def remove(self, key): return unknown(key)

class Derived(Base):
    async def other(self, key): return None

base = unknown() or Base()
"""
MAIN = """
from fastapi import FastAPI
from app import routes
app = FastAPI()
app.include_router(routes.router)
"""


def never_runs(folder: Path, routes: str, more: str = "") -> bool:
    """Whether the line `here()` of some routes never runs, in an application that does `more`."""
    files = {"app/routes.py": routes, "app/service.py": SERVICE, "app/main.py": MAIN + more}
    opened = project(folder, files, "app/routes.py")
    (line,) = [number for number, text in enumerate(opened.lines, 1) if "here()" in text]
    return opened.never_runs(line)


@pytest.mark.parametrize(
    ("given", "test", "expected"),
    [
        ("files.get(key)", "found is None", True),
        ("files.find_one(key)", "found is None", False),
        ("await find(key)", "not found", True),
        ("await find(key)", "found is None", True),
        ("await find(key)", "found", False),
        ("await find(key)", "not found or found is None", True),
        ("await find(key)", "not found or key", False),
        ("await find(key)", "not found and key", True),
        ("await find(key)", "not key", False),
        ("find(key)", "not found", False),
        ("rows(key)", "not found", True),
        ("await service.add(key)", "not found", True),
        ("await service.change(key)", "not found", True),
        ("await service.remove(key)", "not found", False),
        ("await service.other(key)", "not found", True),
        ("await Base().change(key)", "not found", True),
        ("await Base().other(key)", "not found", False),
        ("perhaps(key)", "not found", False),
        ("guarded(key)", "found is None", True),
        ("guarded(key)", "not found", False),
        ("row(key, session)", "not found", True),
        ("await row_awaited(key, session)", "not found", True),
        ("row_of_size(key, session)", "not found", False),
        ("row_of_size(key, session)", "found is None", True),
        ("row_or_none(key, session)", "not found", False),
        ("column(key, session)", "not found", False),
        ("declared(key)", "not found", False),
        ("guarded_fully(key)", "not found", True),
        ("guarded_once(key)", "not found", False),
        ("guarded_inside(key)", "not found", True),
        ("guarded_in_vain(key)", "not found", False),
        ("guarded_before_failure(key)", "not found", False),
        ("changed(key)", "not found", True),
        ("changed_at_times(key)", "not found", False),
        ("changed_before(key)", "not found", False),
        ("of_size(key)", "not found", False),
        ("of_size(key)", "found is None", True),
        ("fails(key)", "not found", False),
        ("no_rows(key)", "not found", False),
        ("no_rows(key)", "found == None", True),
        ("wrapped(key)", "not found", False),
        ("yielding(key)", "not found", False),
        ("Service()", "not found", True),
        ("Sized()", "not found", False),
        ("find(key) if key else None", "not found", False),
        ("unknown(key)", "not found", False),
        ("await find(key)", "not (found is not None)", True),
        ("await find(key)", "not (found or key)", True),
        ("await find(key)", "not (found and key)", False),
        ("await find(key)", "found is not None and key", False),
        ("await find(key)", "found:\n        pass\n    elif key", True),
        ("perhaps(key)", "found:\n        pass\n    elif key", False),
        ("Service()", "not hasattr(found, 'add')", True),
        ("Service()", "not hasattr(found, 'store')", False),
        ("Service()", "hasattr(found, 'change'):\n        pass\n    else", True),
        ("Service()", "hasattr(found, 'store'):\n        pass\n    else", False),
        ("unknown(key)", "not hasattr(found, 'add')", False),
        ("session.execute(key)", "found is None", True),
        ("session.execute(key)", "not found", True),
        ("session.execute(key).scalars()", "not found", True),
        ("session.execute(key).scalar()", "found is None", False),
        ("session.query(key).all()", "found is None", True),
        ("session.query(key).all()", "not found", False),
        ("session.query(key).first()", "found is None", False),
        ("cursor.fetchall()", "found is None", True),
        ("unknown(key).fetchall()", "found is None", False),
        ("unknown(key).single().execute().data", "not found", True),
        ("unknown(key).single().execute()", "not found.data", True),
        ("supabase.auth.admin.get_user_by_id(key)", "not found.user", True),
        ("supabase.table('a').insert({'key': key}).execute()", "not found.data", True),
        ("supabase.table('a').insert({'key': key}).execute().data", "not found", True),
        (
            "supabase.table('a').insert([{'key': key}], count='exact').execute()",
            "not found.data",
            True,
        ),
        (
            "supabase.from_('a').upsert(Item(key=key).model_dump()).execute()",
            "not found.data",
            True,
        ),
        ("supabase.table('a').insert(mapping(key)).execute()", "not found.data", True),
        ("supabase.table('a').insert(dict(key=key)).execute()", "not found.data", False),
        ("supabase.table('a').insert(rows(key)).execute()", "not found.data", True),
        ("supabase.table('a').insert(several(key)).execute()", "not found.data", False),
        ("supabase.table('a').insert(key).execute()", "not found.data", False),
        ("supabase.table('a').insert([*key]).execute()", "not found.data", False),
        (
            "supabase.table('a').insert({'a': 1}, returning='minimal').execute()",
            "not found.data",
            False,
        ),
        (
            "supabase.table('a').upsert({'a': 1}, ignore_duplicates=True).execute()",
            "not found.data",
            False,
        ),
        ("supabase.table('a').update({'a': 1}).execute()", "not found.data", False),
        ("unknown(key).table('a').insert({'a': 1}).execute()", "not found.data", False),
        ("supabase.auth.get_user(key)", "not found.user", True),
        ("supabase.auth.get_user(key).user", "not found", True),
        ("supabase.auth.get_user(key)", "not found", False),
        ("supabase.auth.sign_up(key)", "not found.user", False),
        ("unknown(key).auth.get_user(key)", "not found.user", False),
        ("unknown(key).maybe_single().execute().data", "not found", False),
        ("unknown(key).execute()", "not found.data", False),
        ("unknown(key).single().execute()", "not found.count", False),
        ("unknown(key)", "not key.url.path.startswith('/')", True),
        ("unknown(key)", "key.url.path.startswith('/')", False),
        ("await find(key)", "found:\n        return 1\n    if key", True),
        ("await find(key)", "found is not None:\n        raise Missing\n    while key", True),
        ("await find(key)", "found:\n        pass\n    if key", False),
        ("perhaps(key)", "found:\n        return 1\n    if key", False),
    ],
)
def test_a_result_that_is_never_false(
    tmp_path: Path, given: str, test: str, expected: bool
) -> None:
    assert never_runs(tmp_path, ROUTES.format(given, test)) is expected


GIVEN = """
from typing import Annotated
from fastapi import (
    APIRouter, BackgroundTasks, Depends, File, Form, Header, Request, Response, UploadFile
)
from pydantic import AfterValidator
from app.service import *
router = APIRouter()

@router.get("/{{slug}}/{{number}}/{{rest:path}}")
async def read(
    slug: str,
    number: int,
    rest: str,
    query: str,
    body: Item,
    batch: Batch,
    maybe: Item | None,
    file: UploadFile,
    marked: Annotated[UploadFile, File()],
    field: Annotated[str, Form()],
    cut: Annotated[str, Form(), AfterValidator(str.strip)],
    counted: Annotated[int, Form()],
    header: Annotated[str, Header()],
    left_out: Annotated[str, Form()] = "",
    old_field: str = Form(..., description="Old"),
    old_left_out: str = Form(""),
    key: str = "",
    upload: UploadFile = File(...),
    no_upload: UploadFile = File(None),
    empty: Item = None,
    tasks: BackgroundTasks = None,
    request: Request = None,
    item: Item = Depends(find),
    other: Item = Depends(perhaps),
    loose: Item = Depends(guarded),
    stored: Row = Depends(row),
    listed: list = Depends(no_rows),
    made: Service = Depends(),
):
    {}
        here()
"""


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("if not tasks:", True),
        ("if tasks is None:", True),
        ("if tasks:", False),
        ("if tasks:\n        return\n    if key:", True),
        ("if not request:", True),
        ("if not key:", False),
        ("if not slug:", True),
        ("if slug is None:", True),
        ("if not slug.strip():", False),
        ("if not number:", False),
        ("if not rest:", False),
        ("if not query:", False),
        ("if not field:", True),
        ("if not field.strip():", False),
        ("if not cut:", False),
        ("if not counted:", False),
        ("if not header:", False),
        ("if not left_out:", False),
        ("if not old_field:", True),
        ("if not old_left_out:", False),
        ("if not body:", True),
        ("if not batch:", False),
        ("if not maybe:", False),
        ("if not empty:", False),
        ("if not file:", True),
        ("if file is None:", True),
        ("if not file or not file.filename:", False),
        ("if not marked:", True),
        ("if not upload:", True),
        ("if not no_upload:", False),
        ("if not item:", True),
        ("if item is None:", True),
        ("if not other:", False),
        ("if not loose:", False),
        ("if loose is None:", True),
        ("if not stored:", True),
        ("if not listed:", False),
        ("if listed is None:", True),
        ("key, item = item, None\n    if not item:", False),
    ],
)
def test_what_fastapi_gives_to_a_route(tmp_path: Path, test: str, expected: bool) -> None:
    routes = GIVEN.format(test)
    assert never_runs(tmp_path, routes) is expected
    (tmp_path / "called").mkdir()
    calling = "async def other():\n    await routes.read()\n"
    assert not never_runs(tmp_path / "called", routes, calling)


PATHS = """
from enum import Enum
from typing import Annotated
from fastapi import APIRouter, Path
from app.service import *
router = APIRouter()

class Paths(str, Enum):
    ONE = "/{{slug}}"
    ANY = "/any/{{slug:path}}"

@router.get({})
async def read(slug: {}):
    if not slug:
        here()
"""


@pytest.mark.parametrize(
    ("path", "declared", "expected"),
    [
        ("Paths.ONE", "str", True),
        ("Paths.ONE", "Annotated[str, Path()]", True),
        ("Paths.ANY", "str", False),
        ("unknown", "str", False),
    ],
)
def test_paths_that_are_kept(tmp_path: Path, path: str, declared: str, expected: bool) -> None:
    assert never_runs(tmp_path, PATHS.format(path, declared)) is expected
