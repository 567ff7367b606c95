"""Parameters that declare what blocks, and are given its async counterpart."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model import BlockingCall, Module, Unawaited
from tests.model.build import module, project

IMPORTS = """
from typing import Annotated
from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
app = FastAPI()
def get_db() -> Session: ...
async def get_async_db() -> AsyncSession: ...
"""


def blocked(opened: Module) -> list[str]:
    return [each.function.name for each in opened.each(BlockingCall)]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("db: Session = Depends(get_db)", ["read"]),
        ("db: AsyncSession = Depends(get_async_db)", []),
        ("db: Annotated[AsyncSession, Depends(get_async_db)]", []),
    ],
)
@pytest.mark.parametrize(
    "call",
    ["first(db)", "outer(db)", "outer(db=db)", "Items(db).first()", "hand_on(db)", "again(db)"],
)
def test_helper_is_given_another_session(given: str, found: list[str], call: str) -> None:
    opened = module(f"""{IMPORTS}
def first(db: Session): return db.query(int).first()
def outer(db: Session): return first(db)
def hand_on(db): return first(db)
def again(session): return hand_on(session)
class Items:
    def __init__(self, session: Session): self.session = session
    def first(self): return self.session.query(int).first()
@app.get("/")
async def read({given}): return {call}
""")
    assert blocked(opened) == found


@pytest.mark.parametrize(
    ("given", "found"), [("Session", ["first", "first_of"]), ("AsyncSession", [])]
)
def test_callers_in_another_file_belie_what_an_async_function_declares(
    tmp_path: Path, given: str, found: list[str]
) -> None:
    items = """
        from sqlalchemy.orm import Session
        class Items:
            def __init__(self, session: Session): self.session = session
            async def first(self): return self.session.query(int).first()
        async def first_of(db: Session): return db.query(int).first()
        """
    main = f"""
        from fastapi import APIRouter, Depends
        from sqlalchemy.ext.asyncio import AsyncSession
        from sqlalchemy.orm import Session
        from app.deps import get_db
        from app.items import Items, first_of
        router = APIRouter()
        @router.get("/")
        async def read(db: {given} = Depends(get_db)):
            return await Items(db).first(), await first_of(db)
        """
    files = {"app/items.py": items, "app/main.py": main, "app/deps.py": "def get_db(): ..."}
    assert blocked(project(tmp_path, files, "app/items.py")) == found


@pytest.mark.parametrize(
    ("given", "found"), [("Session", ["read"]), ("AsyncSession", [])], ids=["declared", "other"]
)
@pytest.mark.parametrize("how", ["if owners", "for owner in owners"])
def test_a_query_that_is_narrowed_on_some_paths(how: str, given: str, found: list[str]) -> None:
    opened = module(f"""{IMPORTS}
class Items:
    def __init__(self, session: Session): self.session = session
    def all(self, *owners: int):
        query = self.session.query(int).filter(True)
        {how}:
            query = query.filter(True)
        return query.all()
@app.get("/")
async def read(db: {given} = Depends()):
    items = Items(db)
    return items.all()
""")
    assert blocked(opened) == found


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Session", "Session", ["hand_on"]),
        ("AsyncSession", "AsyncSession", []),
        ("AsyncSession", "Session", ["hand_on"]),
    ],
)
def test_an_async_function_hands_on_what_it_does_not_declare(
    one: str, other: str, found: list[str]
) -> None:
    opened = module(f"""{IMPORTS}
def first(db: Session): return db.query(int).first()
async def hand_on(db): return first(db)
@app.get("/one")
async def one(db: {one} = Depends()): return await hand_on(db)
@app.get("/other")
async def other(db: {other} = Depends()): return await hand_on(db)
""")
    assert blocked(opened) == found


def test_a_function_that_calls_itself_ends() -> None:
    opened = module(f"""{IMPORTS}
async def again(db: Session):
    db.query(int).first()
    await again(db)
@app.get("/")
async def read(db: Session = Depends(get_db)): await again(db)
""")
    assert blocked(opened) == ["again"]


def test_attribute_that_is_awaited_elsewhere_in_the_class() -> None:
    opened = module(f"""{IMPORTS}
class Items:
    def __init__(self, session: Session, other: Session):
        self.session = session
        self.other = other
    async def save(self): await self.session.commit()
    async def first(self): return self.session.query(int).first()
    async def last(self): return self.other.query(int).first()
@app.get("/")
async def read(db=Depends(get_db)):
    items = Items(db, db)
    await items.save()
    return await items.first(), await items.last()
""")
    assert blocked(opened) == ["last"]


def test_object_with_methods_of_both_kinds_is_what_it_is_declared_as() -> None:
    opened = module("""
from fastapi import Depends, FastAPI
from langchain_openai import ChatOpenAI
app = FastAPI()
class Answers:
    def __init__(self, model: ChatOpenAI): self.model = model
    async def long(self): return await self.model.ainvoke("?")
    async def short(self): return self.model.invoke("?")
@app.get("/")
async def read():
    answers = Answers(ChatOpenAI())
    return await answers.long(), await answers.short()
""")
    assert blocked(opened) == ["short"]


@pytest.mark.parametrize(
    ("imported", "found"),
    [
        ("from motor.motor_asyncio import AsyncIOMotorClient", []),
        ("from pymongo import AsyncMongoClient", []),
        ("from pymongo import MongoClient", ["read"]),
        ("from pymongo import MongoClient\nimport motor.motor_asyncio", ["read"]),
        ("", ["read"]),
    ],
)
def test_what_is_declared_as_of_pymongo_is_of_motor_where_nothing_else_is_made(
    tmp_path: Path, imported: str, found: list[str]
) -> None:
    database = """
        from pymongo.database import Database
        class Mongo:
            db: Database = None
        mongo = Mongo()
    """
    main = """
        from fastapi import FastAPI
        from app.database import mongo
        app = FastAPI()
        @app.get("/")
        async def read():
            cursor = mongo.db.users.aggregate([])
            return await cursor.to_list(None)
    """
    files = {"app/database.py": database, "app/main.py": main, "app/start.py": imported}
    assert blocked(project(tmp_path, files)) == found


@pytest.mark.parametrize(
    ("comment", "found"),
    [
        ("", ["read"]),
        ("  # type: ignore[arg-type]", []),
        ("  # pyright: ignore", []),
        ("  # noqa", ["read"]),
    ],
)
def test_a_comment_admits_that_something_else_is_given(comment: str, found: list[str]) -> None:
    opened = module(f"""{IMPORTS}
def first(db: Session): return db.query(int).first()
@app.get("/")
async def read(db):
    return first(db){comment}
""")
    assert blocked(opened) == found


def test_what_follows_a_call_that_is_let_be_comes_first() -> None:
    opened = module(f"""{IMPORTS}
def first(db: Session): return db.query(int).first()
@app.get("/")
async def read(db):
    first(db)  # type: ignore
    first(db)
    first(db)
""")
    assert [each.first for each in opened.each(BlockingCall)] == [True, False]


@pytest.mark.parametrize(
    ("given", "found"),
    [("redis.Redis()", 0), ("redis.asyncio.Redis()", 2), ("unknown", 2)],
)
def test_an_async_client_is_declared_and_the_other_one_given(given: str, found: int) -> None:
    opened = module(f"""
        import redis, redis.asyncio
        from library import unknown
        class Limiter:
            def __init__(self, client: redis.asyncio.Redis): self.client = client
            async def reset(self, key): self.client.delete(key)
        async def forget(client: redis.asyncio.Redis): client.delete("a")
        async def main():
            await forget({given})
            await Limiter({given}).reset("a")
    """)
    calls = [
        made
        for made in opened.each(Unawaited)
        if made.function and not opened.is_given_otherwise(made.call.callee, made.function)
    ]
    assert len(calls) == found
