import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import psycopg
from fastapi import APIRouter, Depends, HTTPException, Request, WebSocket
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, sessionmaker
from sqlmodel import Session as ModelSession

router = APIRouter()
engine = create_engine("sqlite:///users.db")
async_engine = create_async_engine("sqlite+aiosqlite:///users.db")
SessionLocal = sessionmaker(engine)
AsyncSessionLocal = async_sessionmaker(async_engine, expire_on_commit=False)
STORE = text("INSERT INTO users (email) VALUES (:email)")


class Repository:
    def commit(self) -> None: ...

    def begin(self) -> Any: ...


# Alarms


async def committed_in_finally() -> AsyncIterator[AsyncSession]:
    session = AsyncSessionLocal()
    try:
        yield session
    finally:
        await session.commit()  # error: FPI114
        await session.close()


def committed_in_else() -> Iterator[Session]:
    session = SessionLocal()
    try:
        yield session
    except BaseException:
        session.rollback()
        raise
    else:
        session.commit()  # error: FPI114
    finally:
        session.close()


def refused_by_the_database() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session
        try:
            session.commit()  # error: FPI114
        except IntegrityError as error:
            session.rollback()
            raise HTTPException(409) from error  # error: FPI114


def begun_by_factory() -> Iterator[Session]:
    with SessionLocal.begin() as session:  # error: FPI114
        yield session


def begun_with_session() -> Iterator[ModelSession]:
    with ModelSession(engine) as session, session.begin():  # error: FPI114
        yield session


def sqlite_session() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect("users.db")
    try:
        yield connection
        connection.commit()  # error: FPI114
    finally:
        connection.close()


def committed_if_open() -> Iterator[psycopg.Connection]:
    with psycopg.connect("dbname=users", autocommit=False) as connection:
        yield connection
        if not connection.closed:
            connection.commit()  # error: FPI114


async def session_of_the_application(request: Request) -> AsyncIterator[AsyncSession]:
    session: AsyncSession = request.app.state.session_factory()
    try:
        yield session
    finally:
        await session.commit()  # error: FPI114
        await session.close()


# Innocent


def committed_before() -> Iterator[Session]:
    with SessionLocal() as session:
        session.execute(text("DELETE FROM sessions WHERE expired"))
        session.commit()
        yield session


def converted() -> Iterator[Session]:
    with SessionLocal() as session:
        try:
            yield session
        except IntegrityError as error:
            raise HTTPException(409) from error


def committed_on_error() -> Iterator[Session]:
    with SessionLocal() as session:
        try:
            yield session
        except BaseException:
            session.execute(text("INSERT INTO failures DEFAULT VALUES"))
            session.commit()
            raise


def something_else() -> Iterator[Repository]:
    repository = Repository()
    with repository.begin():
        yield repository
        repository.commit()


def with_function_scope() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session
        session.commit()


def for_websockets(websocket: WebSocket) -> Iterator[Session]:
    with SessionLocal() as session:
        yield session
        session.commit()


def reraised() -> Iterator[None]:
    try:
        yield
    except KeyError as error:
        raise HTTPException(404) from error


def create_tables() -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE users (email TEXT)"))


@asynccontextmanager
async def no_dependency() -> AsyncIterator[None]:
    yield
    with Session(engine) as session, session.begin():
        session.execute(STORE)


def only_reads() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session


@router.post("/users")
def create_users(
    a: Annotated[AsyncSession, Depends(committed_in_finally)],
    b: Annotated[Session, Depends(committed_in_else)],
    c: Annotated[Session, Depends(refused_by_the_database)],
    d: Annotated[Session, Depends(begun_by_factory)],
    e: Annotated[ModelSession, Depends(begun_with_session)],
    f: Annotated[sqlite3.Connection, Depends(sqlite_session)],
    g: Annotated[psycopg.Connection, Depends(committed_if_open)],
    p: Annotated[AsyncSession, Depends(session_of_the_application)],
    h: Annotated[Session, Depends(committed_before)],
    i: Annotated[Session, Depends(converted)],
    j: Annotated[Session, Depends(committed_on_error)],
    k: Annotated[Repository, Depends(something_else)],
    m: Annotated[Session, Depends(with_function_scope, scope="function")],
    n: Annotated[None, Depends(reraised)],
    o: Annotated[Session, Depends(only_reads)],
) -> None:
    d.execute(STORE, {"email": "a@example.org"})


@router.websocket("/talk")
def talk(websocket: WebSocket, session: Annotated[Session, Depends(for_websockets)]) -> None: ...
