import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import Annotated, Any

import aiosqlite
import asyncpg
import psycopg
import psycopg2
import pymysql
import sqlalchemy as sa
import sqlmodel
from fastapi import Depends, FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import create_engine, select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import Session as ModelSession
from sqlmodel.ext.asyncio.session import AsyncSession as AsyncModelSession

app = FastAPI()
engine = create_engine("postgresql+psycopg://localhost/shop")
async_engine = create_async_engine("postgresql+asyncpg://localhost/shop")
SessionLocal = sessionmaker(bind=engine, autoflush=False)
Scoped = scoped_session(SessionLocal)
AsyncSessionLocal = async_sessionmaker(async_engine)
LegacyAsyncSession = sessionmaker(async_engine, class_=AsyncSession)


class Item: ...


def get_db() -> Iterator[Session]:
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()


def get_untyped():
    with SessionLocal() as db:
        yield db


async def get_async_db() -> AsyncIterator[AsyncSession]:
    async with AsyncSessionLocal() as db:
        yield db


SessionDep = Annotated[Session, Depends(get_db)]
AsyncSessionDep = Annotated[AsyncSession, Depends(get_async_db)]


# ---- sessions -------------------------------------------------------------------------------


@app.get("/alias")
async def alias(db: SessionDep) -> None:
    db.execute(text("SELECT 1"))  # error: FPI203
    db.commit()  # the same session in the same function: said once


@app.get("/renamed")
async def renamed(db: Annotated[OrmSession, Depends(get_db)]) -> None:
    db.scalars(select(Item)).all()  # error: FPI203


@app.get("/columns")
async def columns() -> list:
    inspector = sa.inspect(engine)
    return inspector.get_columns("item")  # error: FPI203


def table_names(connection: sa.Connection) -> list[str]:
    return sa.inspect(connection).get_table_names()


@app.get("/tables")
async def tables() -> list[str]:
    async with async_engine.connect() as connection:
        found = await connection.run_sync(table_names)
        found += await connection.run_sync(lambda each: sa.inspect(each).get_view_names())
    with engine.connect() as connection:  # error: FPI203
        return found + table_names(connection)  # the same connection: said once


@app.get("/mapped")
async def mapped() -> list[str]:
    sa.inspect(Item()).get_columns("item")
    return list(sa.inspect(Item).columns)


@app.get("/annotated-with-the-factory")
async def annotated_with_factory(db: SessionLocal = Depends(get_db)) -> None:
    db.scalars(select(Item)).all()  # error: FPI203


@app.get("/annotated-with-an-async-factory")
async def annotated_with_async_factory(db: SessionLocal = Depends(get_async_db)) -> None:
    await db.scalars(select(Item))


def count_items(db: SessionLocal) -> int | None:
    return db.scalar(text("SELECT count(*) FROM item"))


@app.get("/annotated-twice")
async def annotated_twice(
    db: Annotated[Scoped, Depends(get_db)], async_db: SessionLocal = Depends(get_async_db)
) -> None:
    await async_db.run_sync(count_items)
    count_items(async_db)
    count_items(db)  # error: FPI203


@app.get("/default")
async def default(db: Session = Depends(get_db)) -> None:
    db.query(Item).filter(Item == 1).first()  # error: FPI203


@app.get("/untyped")
async def untyped(db=Depends(get_untyped)) -> None:
    db.query(Item).all()  # error: FPI203


@app.get("/narrowed")
async def narrowed(name: str = "", newest: bool = False, db: Session = Depends(get_db)) -> None:
    query = db.query(Item)
    if name:
        query = query.filter(Item == name)
    if newest:
        query = query.order_by(Item).limit(10)
    query.all()  # error: FPI203


@app.get("/declared-as-its-rows")
async def declared_as_its_rows(name: str = "", db: Session = Depends(get_db)) -> None:
    query: list[Item] = db.query(Item)
    if name:
        query = query.filter(Item == name)
    query.all()  # error: FPI203


@app.get("/its-rows-in-its-place")
async def its_rows_in_its_place(name: str = "", db: Session = Depends(get_db)) -> None:
    item = db.query(Item)
    if name:
        item = item.filter(Item == name)
    item: Item = item.one_or_none()  # error: FPI203


@app.get("/perhaps-another")
async def perhaps_another(name: str = "", db: Session = Depends(get_db)) -> None:
    item: Any = db.query(Item)
    if name:
        item = unheard_of(name)
    item = item.one_or_none()


@app.get("/replaced")
async def replaced(name: str = "", db: Session = Depends(get_db)) -> None:
    found = db.query(Item)
    if name:
        found = found.unheard_of()
    found.all()


@app.get("/dotted")
async def dotted(db: Annotated[sa.orm.Session, Depends(get_db)]) -> None:
    db.delete(Item())
    db.flush()  # error: FPI203


@app.get("/sqlmodel")
async def model(db: Annotated[ModelSession, Depends(get_db)]) -> None:
    db.exec(sqlmodel.select(Item)).all()  # error: FPI203


@app.get("/local")
async def local() -> None:
    with Session(engine) as db:
        db.add(Item())
        db.commit()  # error: FPI203


@app.get("/assigned")
async def assigned() -> None:
    db = SessionLocal()
    try:
        db.add(Item())
        db.refresh(Item())  # error: FPI203
    finally:
        db.close()


@app.get("/begin")
async def begin() -> None:
    with SessionLocal.begin() as db:
        db.execute(text("SELECT 1"))  # error: FPI203


@app.get("/scoped")
async def scoped() -> None:
    Scoped().execute(text("SELECT 1"))  # error: FPI203


@app.get("/engine")
async def connect() -> None:
    with engine.connect() as connection:  # error: FPI203
        connection.execute(text("SELECT 1"))


@app.get("/next")
async def advanced() -> None:
    db = next(get_db())
    db.scalar(text("SELECT 1"))  # error: FPI203


class Repository:
    def __init__(self, db: SessionDep) -> None:
        self.db = db

    def all(self) -> Any:
        return self.db.scalars(select(Item)).all()

    async def one(self) -> Any:
        return self.db.get(Item, 1)  # error: FPI203


@app.get("/repository")
async def repository(items: Annotated[Repository, Depends()]) -> None:
    items.all()  # error: FPI203
    await items.one()


# ---- drivers --------------------------------------------------------------------------------


@app.get("/psycopg2")
async def with_psycopg2() -> None:
    connection = psycopg2.connect("dbname=shop")  # error: FPI203
    connection.cursor().execute("SELECT 1")


@app.get("/psycopg")
async def with_psycopg() -> None:
    with psycopg.connect("dbname=shop") as connection:  # error: FPI203
        connection.execute("SELECT 1")


@app.get("/psycopg-async")
async def with_async_psycopg() -> None:
    async with await psycopg.AsyncConnection.connect("dbname=shop") as connection:
        await connection.execute("SELECT 1")


@app.get("/pymysql")
async def with_pymysql() -> None:
    pymysql.connect(host="db")  # error: FPI203


@app.get("/sqlite")
async def with_sqlite() -> None:
    connection = sqlite3.connect("shop.db")  # error: FPI203
    rows = connection.execute("SELECT 1")
    rows.fetchall()


writing = threading.Lock()


@app.get("/under-a-lock")
async def under_a_lock(db: SessionDep) -> None:
    with writing:
        db.commit()  # error: FPI203
    await asyncio.sleep(0)


@app.get("/sqlite-memory")
async def with_memory() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("SELECT 1")


@app.get("/asynchronous-drivers")
async def with_asynchronous_drivers() -> None:
    async with aiosqlite.connect("shop.db") as lite:
        await lite.execute("SELECT 1")
    connection = await asyncpg.connect("postgres://localhost/shop")
    await connection.execute("SELECT 1")


# ---- the innocent ---------------------------------------------------------------------------


@app.get("/async")
async def asynchronous(db: AsyncSessionDep) -> None:
    await db.execute(text("SELECT 1"))
    db.add(Item())
    await db.commit()
    result = await db.scalars(select(Item))
    result.all()


@app.get("/run-sync")
async def run_sync(db: AsyncSessionDep) -> None:
    await db.run_sync(lambda session: session.query(Item).all())
    await db.run_sync(sync_work)


def sync_work(session: Session) -> None:
    session.query(Item).all()
    session.commit()


@app.get("/misleading")
async def misleading(db: Session = Depends(get_async_db)) -> None:
    result = await db.execute(text("SELECT 1"))
    result.all()
    await db.commit()


@app.get("/misleading-model")
async def misleading_model(db: Annotated[ModelSession, Depends(get_async_db)]) -> None:
    db.get(Item, 1)  # the dependency gives an AsyncSession, whatever the annotation says


@app.get("/legacy-factory")
async def legacy_factory() -> None:
    async with LegacyAsyncSession() as db:
        await db.execute(text("SELECT 1"))


@app.get("/async-model")
async def async_model(db: Annotated[AsyncModelSession, Depends(get_async_db)]) -> None:
    await db.exec(sqlmodel.select(Item))


@app.get("/called-so")
async def called_so(db: dict[str, str], session: Any, request: Request) -> None:
    db.get("a")
    session.get("b")
    request.session.get("c")
    request.state.db.get("d")


@app.get("/no-query")
async def no_query(db: SessionDep) -> None:
    db.add(Item())
    statement = select(Item).where(Item == 1)
    query = db.query(Item).filter(Item == 1)
    db.expunge(Item())
    del statement, query


@app.get("/handed-over")
async def handed_over(db: SessionDep) -> None:
    await run_in_threadpool(db.commit)
    await run_in_threadpool(sync_work, db)
    await asyncio.to_thread(lambda: db.execute(text("SELECT 1")))


@app.get("/threaded")
def threaded(db: SessionDep) -> None:
    db.commit()


@app.get("/passed")
async def passed(db: SessionDep) -> None:
    sync_work(db)  # error: FPI203


@app.on_event("startup")
async def create_tables() -> None:
    sqlmodel.SQLModel.metadata.create_all(engine)
    with Session(engine) as db:
        db.commit()


# ---- declared as what it was, given what it is now: nothing blocks, it fails ------------------


def legacy_item(db: Session, name: str) -> Any:
    return db.query(Item).filter_by(name=name).first()


def legacy_item_or_none(name: str, db: Session) -> Any:
    return legacy_item(db, name) if name else None


class LegacyItems:
    def __init__(self, db: Session) -> None:
        self.db = db

    def first(self) -> Any:
        return self.db.query(Item).first()

    async def last(self) -> Any:
        return self.db.query(Item).first()


class CurrentItems:
    def __init__(self, db: Session) -> None:
        self.db = db

    async def last(self) -> Any:
        return self.db.query(Item).first()  # error: FPI203


async def legacy_count(db: Session) -> Any:
    return db.query(Item).count()


@app.get("/legacy/{name}")
async def read_legacy(name: str, db: AsyncSessionDep) -> list[Any]:
    items = LegacyItems(db)
    item = legacy_item_or_none(name, db=db)
    return [item, items.first(), await items.last(), await legacy_count(db)]


@app.get("/current/{name}")
async def read_current(name: str, db: SessionDep) -> list[Any]:
    item = legacy_item_or_none(name, db)  # error: FPI203
    return [item, await CurrentItems(db).last()]


# ---- once for each database, and there is but one


_created: set[str] = set()


class Notes:
    def __init__(self) -> None:
        self.path = "notes.db"
        self._create_tables()

    def _create_tables(self) -> None:
        if self.path in _created:
            return
        with sqlite3.connect(self.path) as connection:
            connection.executescript("create table note (text)")
            _created.add(self.path)

    def _reset(self) -> None:
        if self.path not in _created:
            return
        with sqlite3.connect(self.path) as connection:
            connection.executescript("delete from note")


_notes: dict[str, Notes] = {}


def get_notes() -> Notes:
    if "notes.db" not in _notes:
        _notes["notes.db"] = Notes()
    return _notes["notes.db"]


@app.get("/notes")
async def list_notes() -> None:
    get_notes()
    Notes()


@app.delete("/notes")
async def delete_notes() -> None:
    get_notes()._reset()  # error: FPI203


@contextmanager
def transaction() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session
        session.commit()


@app.post("/in-a-transaction")
async def in_a_transaction() -> None:
    """It waits as the block is left, not as the call is made."""
    await asyncio.sleep(0)
    with transaction() as session:  # error: FPI203
        session.add(Item())


# Innocent: a session that all requests share, which threads would break (see FPI105)

everybodys = SessionLocal()


class Database:
    session: Session = SessionLocal()


def first_of_all() -> object:
    with Database.session as session:
        return session.query(Item).first()


def first_by_default(session: Session = everybodys) -> object:
    return session.query(Item).first()


@app.get("/everybodys")
async def from_everybodys() -> object:
    return everybodys.query(Item).first()


@app.get("/of-a-class")
async def from_that_of_a_class() -> object:
    return first_of_all()


def get_everybodys() -> Session:
    return everybodys


@app.get("/of-a-dependency")
async def from_that_of_a_dependency(db: Session = Depends(get_everybodys)) -> object:
    return db.query(Item).first()


class Singleton(type):
    made: dict[type, Any] = {}

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls not in cls.made:
            cls.made[cls] = super().__call__(*args, **kwargs)
        return cls.made[cls]


class Keeper(metaclass=Singleton):
    def __init__(self) -> None:
        self.session = SessionLocal()


def get_kept() -> Session:
    return Keeper().session


def first_of_the_kept_one() -> object:
    session = get_kept()
    return session.query(Item).first()


@app.get("/through-a-helper")
async def from_the_kept_one_by_a_helper() -> object:
    return first_of_the_kept_one()


@app.get("/kept")
async def from_the_kept_one(db: Session = Depends(get_kept)) -> object:
    return db.query(Item).first()


mysql = pymysql.connect(host="db")
cursor = mysql.cursor()


@app.get("/cursor")
async def from_everybodys_cursor() -> None:
    cursor.execute("SELECT 1")


@app.get("/cursor-of-its-own")
async def from_everybodys_connection() -> None:
    mysql.cursor().execute("SELECT 1")


class Opened:
    def __init__(self) -> None:
        self.session = SessionLocal()


def get_opened() -> Session:
    return Opened().session


@app.get("/opened")
async def from_one_opened_for_it(db: Session = Depends(get_opened)) -> object:
    return db.query(Item).first()  # error: FPI203


injected: Session = Depends(get_db)


@app.get("/injected-by-default")
async def from_an_injected_one(db=injected) -> object:  # type: ignore[no-untyped-def]
    return db.query(Item).first()  # error: FPI203


@app.get("/by-default")
async def from_that_by_default() -> object:
    return first_by_default()


@app.get("/its-own")
async def from_its_own() -> object:
    return first_by_default(SessionLocal())  # error: FPI203


# Whoever asks gets one of his own: of the request, or by a property; not so where each thread of a
# pool would have one that nobody closes

request_id: ContextVar[str] = ContextVar("request_id")
ScopedByRequest = scoped_session(SessionLocal, scopefunc=request_id.get)


class Databases:
    def __init__(self) -> None:
        self.scoped = ScopedByRequest
        self.kept = SessionLocal()

    @property
    def of_the_request(self) -> Session:
        return self.scoped()

    @property
    def of_the_thread(self) -> Session:
        return Scoped()

    @property
    def another(self) -> Session:
        return SessionLocal()

    @cached_property
    def the_first(self) -> Session:
        return SessionLocal()

    @property
    def everybodys(self) -> Session:
        return self.kept


databases = Databases()


@app.get("/of-the-scope")
async def from_the_scope() -> object:
    return ScopedByRequest.query(Item).first()  # error: FPI203


@app.get("/of-threads")
async def from_those_of_threads() -> object:
    return Scoped.query(Item).first()


@app.get("/of-the-thread")
async def from_that_of_the_thread() -> object:
    return databases.of_the_thread.query(Item).first()


@app.get("/of-the-request")
async def from_that_of_the_request() -> object:
    return databases.of_the_request.query(Item).first()  # error: FPI203


@app.get("/another")
async def from_another() -> object:
    return databases.another.query(Item).first()  # error: FPI203


@app.get("/the-first")
async def from_the_first() -> object:
    return databases.the_first.query(Item).first()


@app.get("/everybodys-by-property")
async def from_everybodys_by_property() -> object:
    return databases.everybodys.query(Item).first()
