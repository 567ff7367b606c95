"""
What becomes of sessions and connections that nobody closes, or that everybody shares.

FPI101, FPI104, FPI105, FPI106, FPI114 and FPI119 rest on these claims.
"""

from __future__ import annotations

import gc
import sqlite3
import sys
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import psycopg
import pytest
import sqlalchemy
import starlette
from fastapi import Depends, FastAPI, HTTPException
from packaging.version import Version
from sqlalchemy import Engine, Integer, QueuePool, create_engine, event, text
from sqlalchemy.exc import PendingRollbackError, ProgrammingError, SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from starlette.testclient import TestClient

SELECT = text("SELECT 1")
STARLETTE_FORGETS = Version(starlette.__version__) >= Version("1.10")


class Base(DeclarativeBase):
    """The tables of these tests."""


class Item(Base):
    __tablename__ = "items"
    number: Mapped[int] = mapped_column(Integer, primary_key=True)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine with a pool of two connections, which the garbage collector leaves alone."""
    made = create_engine(
        f"sqlite:///{tmp_path / 'test.db'}",
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=0,
        pool_timeout=0.1,
    )
    connections: list[sqlite3.Connection] = []
    event.listen(made, "connect", lambda connection, _: connections.append(connection))
    gc.disable()
    yield made
    gc.enable()
    gc.collect()
    made.dispose()
    for connection in connections:  # a thread that is ending may still hold a session
        connection.close()


def taken(engine: Engine) -> int:
    """The connections that are missing from the pool."""
    assert isinstance(engine.pool, QueuePool)
    return engine.pool.checkedout()


def client(use: Callable[[Any], Any], dependency: Callable[[], Any]) -> TestClient:
    """A client of an app with one endpoint, that uses what a dependency gives."""
    app = FastAPI()

    @app.get("/")
    def read(given: Any = Depends(dependency)) -> None:
        use(given)

    return TestClient(app, raise_server_exceptions=False)


def select(session: Session) -> None:
    session.execute(SELECT)


def test_a_returned_session_is_not_closed(engine: Engine) -> None:
    calls = client(select, lambda: Session(engine))
    assert calls.get("/").status_code == 200
    assert taken(engine) == 1


def test_a_session_that_is_out_of_reach_waits_for_the_garbage_collector(engine: Engine) -> None:
    select(Session(engine))
    assert taken(engine) == 1
    gc.collect()
    assert taken(engine) == 0


def test_a_session_closed_before_it_is_returned_is_opened_again(engine: Engine) -> None:
    def get() -> Session:
        with Session(engine) as session:
            return session

    assert client(select, get).get("/").status_code == 200
    assert taken(engine) == 1


def test_a_yielded_session_is_closed(engine: Engine) -> None:
    def get() -> Iterator[Session]:
        with Session(engine) as session:
            yield session

    assert client(select, get).get("/").status_code == 200
    assert taken(engine) == 0


def test_a_connection_that_a_probe_finds_dead_takes_no_place_in_the_pool(engine: Engine) -> None:
    session = Session(engine)
    connection = session.connection().connection.dbapi_connection
    assert connection is not None
    assert taken(engine) == 1
    connection.close()
    with pytest.raises(ProgrammingError, match="closed database"):
        session.execute(text("SELECT 1"))
    assert taken(engine) == 0


def test_unclosed_sessions_exhaust_the_pool(engine: Engine) -> None:
    calls = client(lambda _: select(Session(engine)), lambda: None)
    assert [calls.get("/").status_code for _ in range(3)] == [200, 200, 500]


def test_an_unclosed_session_on_a_connection_of_a_block_takes_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        session = Session(bind=connection)
        select(session)
        assert taken(engine) == 1
    assert taken(engine) == 0


def test_unclosed_connections_exhaust_the_pool(engine: Engine) -> None:
    calls = client(lambda _: engine.connect().execute(SELECT), lambda: None)
    assert [calls.get("/").status_code for _ in range(3)] == [200, 200, 500]


def test_close_on_success_only_leaves_the_session_open_on_failure(engine: Engine) -> None:
    def fail(_: Any) -> None:
        session = Session(engine)
        select(session)
        if not session.execute(text("SELECT 1 WHERE 1 = 2")).all():
            raise HTTPException(404)
        session.close()

    assert client(fail, lambda: None).get("/").status_code == 404
    assert taken(engine) == 1


def test_an_unhandled_exception_keeps_what_the_endpoint_opened() -> None:
    class Connection:
        """Like those of most drivers: closed by Python as soon as nobody refers to it."""

    opened: list[weakref.ref[Connection]] = []

    def use(_: Any) -> None:
        connection = Connection()
        opened.append(weakref.ref(connection))
        raise ValueError("boom")

    gc.disable()
    try:
        assert client(use, lambda: None).get("/").status_code == 500
        assert opened[0]() is not None
    finally:
        gc.enable()


@pytest.mark.parametrize(("is_async", "kept"), [(True, 0), (False, 0 if STARLETTE_FORGETS else 3)])
def test_what_an_http_exception_keeps_of_a_route(is_async: bool, kept: int) -> None:
    class Connection:
        """Like those of most drivers: closed by Python as soon as nobody refers to it."""

    opened: list[weakref.ref[Connection]] = []

    def use() -> None:
        connection = Connection()
        opened.append(weakref.ref(connection))
        try:
            raise ValueError("boom")
        except ValueError as error:
            raise HTTPException(503, str(error)) from error

    async def use_on_the_loop() -> None:
        use()

    app = FastAPI()
    app.get("/")(use_on_the_loop if is_async else use)
    gc.disable()
    try:
        with TestClient(app) as asking:
            for _ in range(3):
                assert asking.get("/").status_code == 503
        assert sum(each() is not None for each in opened) == kept
    finally:
        gc.enable()


@pytest.mark.parametrize("executes", [True, False])
def test_a_raw_connection_goes_back_with_the_last_reference(engine: Engine, executes: bool) -> None:
    """Other than a `Session`, or a `Connection` that has begun a transaction."""

    def fail() -> None:
        raw = engine.raw_connection()
        raw.cursor().execute("SELECT 1")
        raise LookupError

    def fail_later() -> None:
        connection = engine.connect()
        connection.execute(text("SELECT 1"))
        raise LookupError

    gc.disable()
    try:
        for _ in range(2):
            with pytest.raises(LookupError):
                fail_later() if executes else fail()
        assert taken(engine) == (2 if executes else 0)
    finally:
        gc.enable()


@pytest.mark.filterwarnings("ignore:unclosed database:ResourceWarning")  # since Python 3.13
def test_a_connection_of_sqlite3_waits_for_the_garbage_collector(engine: Engine) -> None:
    """Since Python 3.11; before, it is closed with the last reference to it."""

    class Connection(sqlite3.Connection):
        """One that can be referred to weakly."""

    opened = weakref.ref(sqlite3.connect(":memory:", factory=Connection))
    assert (opened() is not None) == (sys.version_info >= (3, 11))
    gc.collect()
    assert opened() is None


def test_next_runs_the_cleanup_of_a_generator_at_once(engine: Engine) -> None:
    closed = []

    def get() -> Iterator[Session]:
        session = Session(engine)
        try:
            yield session
        finally:
            session.close()
            closed.append(session)

    session = next(get())
    assert closed == [session]
    select(session)
    assert taken(engine) == 1


def test_the_with_of_sqlite3_closes_nothing() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        with connection:
            connection.execute("CREATE TABLE items (name)")
        connection.execute("SELECT * FROM items")
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("SELECT * FROM items")


def test_requests_that_share_a_session_share_its_transaction(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE items (name TEXT)"))
    shared = Session(engine)
    app = FastAPI()

    @app.post("/fails")
    def fails() -> None:
        shared.execute(text("INSERT INTO items VALUES ('half')"))
        raise HTTPException(400)

    @app.post("/works")
    def works() -> None:
        shared.commit()

    calls = TestClient(app)
    assert calls.post("/fails").status_code == 400
    calls.post("/works")
    with Session(engine) as other:
        assert other.execute(text("SELECT name FROM items")).scalars().all() == ["half"]
    shared.close()


def test_a_shared_session_that_failed_fails_until_it_is_rolled_back(engine: Engine) -> None:
    Base.metadata.create_all(engine)
    shared = Session(engine)
    shared.add(Item(number=1))
    shared.commit()

    def add(_: Any) -> None:
        shared.add(Item(number=1))
        shared.commit()

    assert client(add, lambda: None).get("/").status_code == 500
    with pytest.raises(PendingRollbackError):
        shared.execute(SELECT)
    shared.close()


def test_a_connection_of_sqlite3_refuses_the_threads_of_other_requests() -> None:
    with closing(sqlite3.connect(":memory:")) as shared:
        calls = client(lambda _: shared.execute("SELECT 1"), lambda: None)
        assert calls.get("/").status_code == 500  # a `def` endpoint runs in a thread of its own


def test_an_engine_made_for_each_request_opens_a_connection_each_time(tmp_path: Path) -> None:
    pools = []

    def get() -> Iterator[Session]:
        engine = create_engine(f"sqlite:///{tmp_path / 'test.db'}", poolclass=QueuePool)
        pools.append(engine.pool)
        with Session(engine) as session:
            yield session

    calls = client(select, get)
    for _ in range(3):
        assert calls.get("/").status_code == 200
    # each pool keeps the one connection that it opened, for nobody
    assert [pool.checkedin() for pool in pools if isinstance(pool, QueuePool)] == [1, 1, 1]
    for pool in pools:
        pool.dispose()


def test_one_engine_opens_one_connection_for_requests_in_a_row(engine: Engine) -> None:
    def get() -> Iterator[Session]:
        with Session(engine) as session:
            yield session

    calls = client(select, get)
    for _ in range(3):
        assert calls.get("/").status_code == 200
    assert isinstance(engine.pool, QueuePool)
    assert engine.pool.checkedin() == 1


@pytest.mark.parametrize("makes", [create_engine, create_async_engine])
def test_an_engine_neither_checks_nor_renews_its_connections_unless_told(makes: Any) -> None:
    pool = makes("postgresql+psycopg://localhost").pool
    assert pool._pre_ping is False
    assert pool._recycle == -1


def with_a_dropped_connection(path: Path, **options: Any) -> Engine:
    """An engine whose pool holds a connection that was closed at the other end."""
    made = create_engine(f"sqlite:///{path}", poolclass=QueuePool, **options)
    with made.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
    driver.close()
    return made


def test_a_dropped_connection_fails_the_next_request(tmp_path: Path) -> None:
    engine = with_a_dropped_connection(tmp_path / "test.db")
    with pytest.raises(SQLAlchemyError), engine.connect() as connection:
        connection.execute(SELECT)
    engine.dispose()


def test_pre_ping_replaces_a_dropped_connection(tmp_path: Path) -> None:
    engine = with_a_dropped_connection(tmp_path / "test.db", pool_pre_ping=True)
    with engine.connect() as connection:
        assert connection.execute(SELECT).scalar_one() == 1
    engine.dispose()


def test_a_connection_of_psycopg_commits_when_its_block_ends() -> None:
    connection = Mock(spec=psycopg.Connection, closed=False, _pool=None)
    psycopg.Connection.__exit__(connection, None, None, None)
    connection.commit.assert_called_once_with()
    connection.close.assert_called_once_with()


@pytest.mark.parametrize("method", ["execute", "scalar", "scalars"])
def test_a_statement_that_is_no_text_asks_nobody(engine: Engine, method: str) -> None:
    """FPI203 has nothing to say: it raises before a connection is taken."""
    with Session(engine) as session, pytest.raises(SQLAlchemyError, match="declared as text"):
        getattr(session, method)("SELECT 1")
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    with engine.connect() as connection, pytest.raises(SQLAlchemyError):
        getattr(connection, method)("SELECT 1")


def test_sessions_give_objects_and_connections_give_columns(engine: Engine) -> None:
    Base.metadata.create_all(engine)
    items = sqlalchemy.select(Item).where(Item.number > 0).order_by(Item.number).limit(1)
    with Session(engine) as session:
        session.add(Item(number=7))
        session.commit()
        item = session.get(Item, 7)
        assert isinstance(item, Item)
        assert session.scalar(items) is item
        assert session.execute(items).scalar_one() is item
        assert session.execute(items).first() == (item,)
        assert session.execute(items).scalars().all() == [item]
        assert list(session.scalars(items)) == [item]
        assert session.query(Item).filter_by(number=7).first() is item
        assert session.scalars(items.with_only_columns(Item.number)).all() == [7]
    with engine.connect() as connection:
        columns: list[object] = [*connection.execute(items).scalars()]
    assert columns == [7]
