import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache, lru_cache, partial
from typing import Annotated, Any

import asyncpg
import psycopg2
import psycopg2.pool
import requests
from fastapi import APIRouter, Depends, Request
from fastapi import Depends as Needs
from sqlalchemy import Engine, create_engine
from sqlalchemy.ext.asyncio import async_scoped_session, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from sqlmodel import Session as ModelSession

router = APIRouter()
engine = create_engine("sqlite://")
async_engine = create_async_engine("sqlite+aiosqlite://")
make = sessionmaker(bind=engine, autoflush=False)
make_async = async_sessionmaker(async_engine)
registry = scoped_session(make)
new_session = partial(ModelSession, engine, autoflush=False)
async_registry = async_scoped_session(make_async, scopefunc=object)
pool: Any = None


def get_engine() -> Engine:
    return engine


class SessionLocal:
    """Only its name is that of a factory."""

    def close(self) -> None: ...


class Users:
    def __init__(self, db: Session) -> None:
        self.db = db

    def count(self) -> int:
        return self.db.connection().exec_driver_sql("SELECT count(*) FROM users").scalar_one()


class Unit(Users):
    def __exit__(self, *_: object) -> None:
        self.db.close()


# Alarms


def of_an_object_with_it() -> Users:
    return Users(make())  # error: FPI101


def of_an_object_with_its_variable() -> Users:
    db = make()  # error: FPI101
    return Users(db)


def of_an_object_that_closes_it() -> Unit:
    return Unit(make())


def of_an_object_closed_by_the_caller() -> Users:
    return Users(make())


def of_an_object_entered_by_the_caller() -> Users:
    return Users(make())


@router.get("/objects/callers")
def objects_by_callers(
    a: Annotated[Users, Depends(of_an_object_closed_by_the_caller)],
    b: Annotated[Users, Depends(of_an_object_entered_by_the_caller)],
) -> int:
    with b.db:
        count = a.count()
    a.db.close()
    return count


@router.get("/objects")
def objects(
    a: Annotated[Users, Depends(of_an_object_with_it)],
    b: Annotated[Users, Depends(of_an_object_with_its_variable)],
    c: Annotated[Unit, Depends(of_an_object_that_closes_it)],
) -> None: ...


def of_a_session():
    db = make()  # `through_helper` calls it, and would get a generator
    return db


def with_options():
    db = make()  # error: FPI101
    db.autoflush = False
    db.execute("SET TIME ZONE 'UTC'")
    return db


def closed_in_finally():
    db = make()  # error: FPI101
    try:
        return db
    finally:
        db.close()


def closed_on_failure_only():
    db = make()  # error: FPI101
    try:
        db.connection()
    except Exception:
        db.close()
        raise
    return db


def entered():
    with make() as db:  # error: FPI101
        return db


def of_sqlmodel(bind: Annotated[Engine, Depends(get_engine)]) -> ModelSession:
    return ModelSession(bind)  # error: FPI101


def of_sqlalchemy():
    return Session(engine)  # error: FPI101


def by_partial():
    return new_session()  # error: FPI101


async def asynchronous():
    return make_async()  # error: FPI101


def connection():
    return engine.connect()  # error: FPI101


async def awaited():
    return await asyncpg.connect("postgresql://")  # error: FPI101


async def awaited_variable():
    found = await asyncpg.connect("postgresql://")  # error: FPI101
    await found.execute("SET TIME ZONE 'UTC'")
    return found


def if_there_is_one(request: Request):
    if "x-database" not in request.headers:
        return None
    return psycopg2.connect("")  # error: FPI101


def through_helper():
    return of_a_session()  # error: FPI101


def of_the_pool():
    connections = psycopg2.pool.ThreadedConnectionPool(1, 5)
    return connections.getconn()  # error: FPI101


class Database:
    def __init__(self) -> None:
        self.factory = sessionmaker(engine)

    def session(self) -> Session:
        return self.factory()  # error: FPI101


database = Database()


class Factories:
    """Factories by what they are for."""

    write = async_sessionmaker(async_engine)


def write_session():
    return Factories.write()  # error: FPI101


@router.get("/alarms")
def alarms(
    a=Depends(of_a_session),
    b=Depends(with_options),
    c=Depends(closed_in_finally),
    d=Depends(closed_on_failure_only),
    e=Needs(entered),
    f=Depends(of_sqlmodel),
    g=Depends(dependency=of_sqlalchemy),
    h=Depends(asynchronous),
    i=Depends(connection),
    j=Depends(awaited),
    k=Depends(awaited_variable),
    m=Depends(if_there_is_one),
    n=Depends(through_helper),
    o=Depends(of_the_pool),
    p=Depends(database.session),
    q=Depends(lambda: make()),  # error: FPI101
    r=Depends(lambda: new_session(expire_on_commit=False)),  # error: FPI101
    s=Depends(by_partial),
    t=Depends(write_session),
) -> None: ...


# Near misses


def yielded() -> Iterator[Session]:
    with make() as db:
        yield db


def of_the_thread():
    return registry()


def of_the_task():
    return async_registry()


@lru_cache
def made_once():
    return make()


@cache
def connected_once():
    return sqlite3.connect("items.db")


_connection: sqlite3.Connection | None = None


def lazily():
    global _connection
    if _connection is None:
        _connection = sqlite3.connect("items.db")
    return _connection


def of_the_application(request: Request):
    return request.app.state.session


def kept(request: Request):
    request.state.db = make()
    return request.state.db


def kept_later(request: Request):
    db = make()
    request.state.db = db
    return db


def only_named_so():
    return SessionLocal()


def of_http():
    return requests.Session()


def rows():
    with closing(sqlite3.connect("items.db")) as db:
        return db.execute("SELECT 1").fetchall()


def closed_before() -> list[Any]:
    db = make()
    try:
        return db.execute("SELECT 1").all()
    finally:
        db.close()


def factory():
    return make


def factory_of():
    return partial(make)


def answer() -> int:
    with make() as db:
        return db.scalar("SELECT 1")


@contextmanager
def scope():
    with make() as db:
        yield db


def closed_by_the_caller():
    return make()


def entered_by_the_caller():
    return make()


def entered_as_by_the_caller():
    return make()


def closing_by_the_caller():
    return sqlite3.connect("items.db")


class Connections:
    def take(self) -> sqlite3.Connection:
        return self.connection

    def __init__(self) -> None:
        self.connection = sqlite3.connect("items.db")


connections = Connections()


def no_dependency():
    return make()


@router.get("/near")
def near_misses(
    a=Depends(yielded),
    b=Depends(of_the_thread),
    c=Depends(of_the_task),
    d=Depends(made_once),
    e=Depends(connected_once),
    f=Depends(lazily),
    g=Depends(of_the_application),
    h=Depends(kept),
    i=Depends(kept_later),
    j=Depends(only_named_so),
    k=Depends(of_http),
    m=Depends(rows),
    n=Depends(closed_before),
    o=Depends(factory),
    p=Depends(factory_of),
    q=Depends(answer),
    r=Depends(connections.take),
) -> None:
    with closing(no_dependency()) as db:
        db.execute("SELECT 1")


@router.get("/callers")
def callers(
    a=Depends(closed_by_the_caller),
    b=Depends(entered_by_the_caller),
    c=Depends(entered_as_by_the_caller),
    d=Depends(closing_by_the_caller),
) -> None:
    try:
        with b, c as found, closing(d):
            found.execute("SELECT 1")
    finally:
        a.close()
