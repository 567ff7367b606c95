import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session, sessionmaker

app = FastAPI()
make_session = sessionmaker(create_engine("postgresql://shop@db/shop"))


@contextmanager
def opened() -> Iterator[Session]:
    db = make_session()
    try:
        yield db
    finally:
        db.close()


def with_session() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def wrapper(*args: Any, **options: Any) -> Any:
            with opened() as db:
                return function(*args, **options, db=db)

        return wrapper

    return decorate


def with_first(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapper(*args: Any, **options: Any) -> Any:
        with opened() as db:
            return function(db, *args, **options)

    return wrapper


def logged(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapper(*args: Any, **options: Any) -> Any:
        print("called", args)
        return function(*args, **options, db=None)

    return wrapper


@with_session()
def count(table: str, db: Session | None = None) -> int:
    if db is None:
        return 0
    return db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


@with_first
def last(db, table: str) -> int:
    return db.execute(text(f"SELECT max(id) FROM {table}")).scalar_one()


@logged
def nothing(table: str, db: Session | None = None) -> int:
    if db is None:
        return 0
    return db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


class Tables:
    @with_session()
    def count(self, table: str, db=None) -> int:
        return db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


@app.get("/count")
async def get_count() -> int:
    return count("items")  # error: FPI203


@app.get("/last")
async def get_last() -> int:
    return last("items")  # error: FPI203


@app.get("/tables")
async def get_tables() -> int:
    return Tables().count("items")  # error: FPI203


@app.get("/nothing")
async def get_nothing() -> int:
    return nothing("items")


@app.get("/count-in-thread")
async def get_count_in_thread() -> int:
    return await run_in_threadpool(count, "items")
