import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack, closing, contextmanager
from typing import Annotated, Any

import aiomysql
import asyncpg
import psycopg2
import psycopg2.pool
import psycopg_pool
from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker

router = APIRouter()
engine = create_engine("sqlite://")
async_engine = create_async_engine("sqlite+aiosqlite://")
make = sessionmaker(bind=engine, autoflush=False)
make_async = async_sessionmaker(async_engine)
registry = scoped_session(make)
pool: Any = None
sync_pool = psycopg2.pool.SimpleConnectionPool


class User: ...


class Repository:
    def __init__(self, db: Session) -> None:
        self.db = db

    def all(self) -> list[Any]:
        return list(self.db.query(User))


class Unit:
    def __init__(self, db: Session) -> None:
        self.db = db

    def finish(self) -> None:
        self.db.close()


def find(db: Session, number: int) -> Any:
    return db.get(User, number)


def find_all(db: Session) -> list[Any]:
    return [find(db, number) for number in range(3)]


def finish(db: Session) -> None:
    db.commit()
    db.close()


def finish_by(run: Any, db: Session) -> None:
    def close() -> None:
        db.close()

    run(close)


def remember(db: Session) -> None:
    kept.append(db)


kept: list[Session] = []


def get_db() -> Iterator[Session]:
    db = make()
    try:
        yield db
    finally:
        db.close()


def new_session() -> Session:
    return make()


async def connect() -> asyncpg.Connection:
    return await asyncpg.connect("postgresql://")


# Alarms


@router.get("/a/never")
def never() -> Any:
    db = make()  # error: FPI106
    return db.query(User).all()


@router.get("/a/committed")
def committed() -> None:
    db: Session = make()  # error: FPI106
    try:
        db.add(User())
        db.commit()
    except Exception:
        db.rollback()
        raise


@router.get("/a/at-once")
def at_once() -> Any:
    return make().query(User).all()  # error: FPI106


@router.get("/a/skipped")
def skipped() -> Any:
    db = Session(engine)  # error: FPI106
    found = db.query(User).all()
    db.close()
    return found


@router.get("/a/skipped-in-try")
def skipped_in_try() -> Any:
    try:
        db = make()  # error: FPI106
        found = db.query(User).all()
        db.close()
        return found
    except Exception as error:
        raise HTTPException(500) from error


@router.get("/a/early-return")
def early_return(number: int) -> Any:
    db = make()  # error: FPI106
    found = db.get(User, number)
    if found is None:
        return None
    db.close()
    return found


@router.get("/a/handed-to-functions")
def handed_to_functions() -> Any:
    db = make()  # error: FPI106
    find(db, 1)
    find(number=2, db=db)
    return find_all(db)


@router.get("/a/handed-at-once")
def handed_at_once() -> Any:
    return find(make(), 1)  # error: FPI106


@router.get("/a/in-an-object")
def in_an_object() -> Any:
    db = make()  # error: FPI106
    repository = Repository(db)
    return repository.all()


@router.get("/a/in-an-object-at-once")
def in_an_object_at_once() -> Any:
    return Repository(make()).all()  # error: FPI106


@router.get("/a/next")
def of_a_dependency(_: Any = Depends(get_db)) -> Any:
    db = next(get_db())  # FPI109: closed at once
    return db.query(User).all()


@router.get("/a/next-of-another")
def of_no_dependency() -> Any:
    db = next(sessions_of_a_script())  # error: FPI106
    return db.query(User).all()


def sessions_of_a_script() -> Iterator[Session]:
    db = make()
    yield db
    db.close()


@router.get("/a/helper")
def of_a_helper() -> Any:
    db = new_session()  # error: FPI106
    return db.query(User).all()


@router.get("/a/async")
async def asynchronous() -> Any:
    db = make_async()  # error: FPI106
    return (await db.execute(text("SELECT 1"))).all()


@router.get("/a/asyncpg")
async def of_asyncpg() -> Any:
    connection = await asyncpg.connect("postgresql://")  # error: FPI106
    rows = await connection.fetch("SELECT name FROM users")
    await connection.close()
    return rows


@router.get("/a/asyncpg-helper")
async def of_asyncpg_helper() -> Any:
    connection = await connect()  # error: FPI106
    return await connection.fetch("SELECT 1")


@router.get("/a/pool")
async def of_a_pool() -> Any:
    pool = await asyncpg.create_pool("postgresql://")
    connection = await pool.acquire()  # error: FPI106
    rows = await connection.fetch("SELECT name FROM users")
    await pool.release(connection)
    return rows


@router.get("/a/given-back")
def given_back() -> None:
    connections = psycopg2.pool.SimpleConnectionPool(1, 5)
    connection = connections.getconn()  # error: FPI106
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    connections.putconn(connection)


class Invoices:
    def __init__(
        self, connections: aiomysql.Pool, others: psycopg_pool.AsyncConnectionPool
    ) -> None:
        self._connections = connections
        self._others = others

    async def count(self) -> int:
        connection = await self._connections.acquire()  # error: FPI106
        async with connection.cursor() as cursor:
            await cursor.execute("SELECT count(*) FROM invoices")
            (count,) = await cursor.fetchone()
        self._connections.release(connection)
        return count

    async def paid(self) -> int:
        connection = await self._connections.acquire()
        try:
            async with connection.cursor() as cursor:
                await cursor.execute("SELECT count(*) FROM payments")
                (count,) = await cursor.fetchone()
        finally:
            self._connections.release(connection)
        return count

    async def open(self) -> int:
        async with self._connections.acquire() as connection, connection.cursor() as cursor:
            await cursor.execute("SELECT count(*) FROM open_invoices")
            return (await cursor.fetchone())[0]

    async def due(self) -> Any:
        connection = await self._others.getconn()  # error: FPI106
        cursor = await connection.execute("SELECT count(*) FROM invoices WHERE due < now()")
        found = await cursor.fetchone()
        await self._others.putconn(connection)
        return found


class Index:
    _connections: psycopg2.pool.ThreadedConnectionPool | None = None

    @classmethod
    def connections(cls) -> psycopg2.pool.ThreadedConnectionPool:
        if cls._connections is None:
            cls._connections = psycopg2.pool.ThreadedConnectionPool(1, 5, "dbname=index")
        return cls._connections

    def words(self) -> list[str]:
        connection = self.connections().getconn()  # error: FPI106
        with connection.cursor() as cursor:
            cursor.execute("SELECT word FROM words")
            words = [row[0] for row in cursor.fetchall()]
        self.connections().putconn(connection)
        return words

    def sizes(self) -> list[int]:
        connection = self.connections().getconn()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT size FROM words")
                return [row[0] for row in cursor.fetchall()]
        finally:
            self.connections().putconn(connection)


@router.get("/a/invoices")
async def of_methods(invoices: Annotated[Invoices, Depends()]) -> Any:
    return [
        await invoices.count(),
        await invoices.paid(),
        await invoices.open(),
        await invoices.due(),
        Index().words(),
        Index().sizes(),
    ]


def never_closing() -> Iterator[Session]:
    db = make()  # error: FPI106
    yield db


def task() -> None:
    db = make()  # error: FPI106
    db.add(User())
    db.commit()


@router.get("/a/through")
def through(tasks: BackgroundTasks, db: Annotated[Session, Depends(never_closing)]) -> Any:
    tasks.add_task(task)
    with scope() as found:
        found.commit()
    return deeper()


def deeper() -> Any:
    db = make()  # error: FPI106
    return db.query(User).all()


@contextmanager
def scope() -> Iterator[Session]:
    db = make()  # error: FPI106
    yield db
    db.commit()


@router.get("/a/handled-by-nobody")
async def handled_by_nobody() -> Any:
    connection = psycopg2.connect("dbname=items")  # error: FPI106
    connection.set_session(readonly=True)
    connection.close()


@router.get("/a/caught-in-part/asyncpg")
async def caught_in_part() -> Any:
    try:
        connection = await asyncpg.connect("postgresql://")  # error: FPI106
        await connection.execute("DELETE FROM users")
        await connection.close()
    except asyncpg.PostgresError as error:
        raise ValueError("users") from error


@router.get("/a/raised-again")
def raised_again() -> Any:
    try:
        connection = psycopg2.connect("dbname=items")  # error: FPI106
        connection.set_session(readonly=True)
        connection.close()
    except psycopg2.Error as error:
        raise ValueError("items") from error


# Near misses


@router.get("/n/answered")
def answered() -> Any:
    """The exception is over with the response: Starlette keeps none of its threads any more."""
    try:
        connection = psycopg2.connect("dbname=items")
        connection.set_session(readonly=True)
        connection.close()
    except psycopg2.Error as error:
        raise HTTPException(500) from error


@router.get("/n/caught-and-gone")
def caught_and_gone() -> Any:
    """The exception is over when the function returns: psycopg2 closes the connection then."""
    try:
        connection = psycopg2.connect("dbname=items")
        cursor = connection.cursor()
        cursor.execute("SELECT 1")
        connection.close()
        return True
    except psycopg2.Error:
        return False


@router.get("/n/caught-and-gone/asyncpg")
async def caught_and_gone_asyncpg() -> Any:
    """So does asyncpg: a connection that nothing refers to any more is terminated."""
    try:
        connection = await asyncpg.connect("postgresql://")
        rows = await connection.fetch("SELECT name FROM users")
        await connection.close()
        return rows
    except Exception:
        return []


@router.get("/n/with")
def entered() -> Any:
    with make() as db:
        return db.query(User).all()


@router.get("/n/with-later")
def entered_later() -> Any:
    db = make()
    with db:
        return db.query(User).all()


@router.get("/n/begin")
def begun() -> None:
    db = make()
    with db.begin():
        db.add(User())


@router.get("/n/closing")
def closing_it() -> Any:
    with closing(sqlite3.connect("items.db")) as db:
        return db.execute("SELECT 1").fetchall()


@router.get("/n/closing-later")
def closing_later() -> Any:
    db = sqlite3.connect("items.db")
    with closing(db):
        return db.execute("SELECT 1").fetchall()


@router.get("/n/stack")
def stacked() -> Any:
    with ExitStack() as stack:
        db = stack.enter_context(make())
        other = make()
        stack.callback(other.close)
        third = sqlite3.connect("items.db")
        stack.enter_context(closing(third))
        return [db.query(User).all(), other.query(User).all(), third.execute("SELECT 1")]


@router.get("/n/async-stack")
async def stacked_async() -> Any:
    async with AsyncExitStack() as stack:
        db = await stack.enter_async_context(make_async())
        return (await db.execute(text("SELECT 1"))).all()


@router.get("/n/finally")
def closed_in_finally() -> Any:
    db = None
    try:
        db = make()
        return db.query(User).all()
    finally:
        if db is not None:
            db.close()


@router.get("/n/everywhere")
def closed_everywhere() -> Any:
    db = make()
    try:
        found = db.query(User).all()
    except Exception:
        db.close()
        raise
    db.close()
    return found


@router.get("/n/caught")
def caught_before() -> Any:
    db = make()
    try:
        found = db.query(User).all()
    except Exception:
        found = []
    db.close()
    return found


@router.get("/n/helper-closes")
def closed_by_a_helper() -> None:
    db = make()
    try:
        db.add(User())
    finally:
        finish(db)


@router.get("/n/helper-has-it-closed")
def closed_by_what_is_in_a_helper() -> None:
    db = make()
    try:
        db.add(User())
    finally:
        finish_by(kept.append, db)


@router.get("/n/object-closes")
def closed_by_an_object() -> None:
    db = make()
    unit = Unit(db)
    unit.finish()


@router.get("/n/kept")
def kept_by_a_function() -> None:
    db = make()
    remember(db)


@router.get("/n/stored")
def stored() -> None:
    db = make()
    kept.append(db)


@router.get("/n/thread")
def of_a_thread() -> None:
    db = make()
    threading.Thread(target=find_all, args=(db,)).start()


@router.get("/n/nested")
def nested() -> None:
    db = make()

    def later() -> None:
        db.close()

    threading.Timer(1, later).start()


@router.get("/n/generator")
def closed_by_its_generator() -> Any:
    sessions = get_db()
    db = next(sessions)
    try:
        return db.query(User).all()
    finally:
        next(sessions, None)


@router.get("/n/registry")
def of_the_registry() -> Any:
    db = registry()
    return db.query(User).all()


@router.get("/n/given")
def given(db: Annotated[Session | None, Depends(lambda: None)] = None) -> Any:
    db = db or make()
    return db.query(User).all()


@router.get("/n/tasks")
def closed_by_a_task(tasks: BackgroundTasks) -> Any:
    db = make()
    tasks.add_task(db.close)
    return db.query(User).all()


@router.get("/n/pool")
async def of_a_pool_in_with() -> Any:
    pool = await asyncpg.create_pool("postgresql://")
    async with pool.acquire() as connection:
        rows = await connection.fetch("SELECT 1")
    async with async_engine.connect() as other:
        await other.execute(text("SELECT 1"))
    return rows


@router.get("/n/unknown")
def of_unknown() -> Any:
    connection = pool.getconn()
    connection.cursor().execute("SELECT 1")


@router.get("/n/engine-with")
def begun_by_engine() -> None:
    with engine.begin() as connection:
        connection.execute(text("SELECT 1"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as other:
        other.execute(text("SELECT 1"))


@router.get("/n/of-a-connection")
async def of_a_connection() -> Any:
    """The block gives the connection back: the session has no other."""
    with engine.begin() as connection:
        db = Session(bind=connection)
        db.query(User).all()
    with engine.connect() as connection:
        other = make(bind=connection)
        other.query(User).all()
    async with async_engine.begin() as begun:
        late = AsyncSession(begun)
        await late.execute(text("SELECT 1"))


@router.get("/n/of-an-engine")
def of_an_engine() -> Any:
    db = Session(bind=engine)  # error: FPI106
    return db.query(User).all()


def handed_to_the_caller() -> Session:
    db = make()
    db.connection()
    return db


def both() -> tuple[Session, int]:
    db = make()
    return db, 1


def handed_on(use: Callable[[Session], Any]) -> Any:
    db = make()
    return use(db)


@router.get("/n/handed")
def handed(db: Annotated[Session, Depends(get_db)]) -> Any:
    with handed_to_the_caller() as first:
        second, _ = both()
        second.close()
        return [handed_on(find_all), first.query(User).all()]


def of_a_script() -> None:
    db = make()
    db.query(User).all()


def cursor_of_a_dependency() -> Iterator[Any]:
    connection = psycopg2.connect("dbname=items")  # FPI102 speaks of what is skipped
    cursor = connection.cursor()
    yield cursor
    cursor.close()
    connection.close()


def closed_before_the_yield() -> Iterator[list[Any]]:
    connection = psycopg2.connect("dbname=items")  # error: FPI106
    cursor = connection.cursor()
    cursor.execute("SELECT name FROM users")
    rows = cursor.fetchall()
    connection.close()
    yield rows


@router.get("/n/cursors")
def cursors(
    a: Annotated[Any, Depends(cursor_of_a_dependency)],
    b: Annotated[Any, Depends(closed_before_the_yield)],
) -> None: ...


def around(connection: sqlite3.Connection) -> Iterator[Any]:
    """The caller closes what the engine hands out."""
    if connection is None:
        lent = create_engine("sqlite://")
        with lent.connect() as own:
            yield own
    else:
        lent = create_engine("sqlite://", creator=lambda: connection)
        yield lent.connect()


@router.get("/lent")
def read_lent() -> Any:
    lent = create_engine("sqlite://", creator=lambda: kept[0])
    return lent.connect().execute(text("SELECT 1")).scalar()


@router.get("/made")
def read_made() -> Any:
    made = create_engine("sqlite://", echo=True)
    return made.connect().execute(text("SELECT 1")).scalar()  # error: FPI106


def closed_with_all_others() -> Iterator[Session]:
    """It closes the sessions of other requests too, which is another mistake."""
    try:
        yield make()
    finally:
        make.close_all()


@router.get("/all")
def with_all_others(db: Annotated[Session, Depends(closed_with_all_others)]) -> None: ...


@router.get("/raw/answered")
async def raw_answered() -> Any:
    raw = engine.raw_connection()
    try:
        rows = raw.cursor().execute("SELECT 1").fetchall()
        raw.close()
    except Exception as error:
        raise HTTPException(503) from error
    return rows


@router.get("/raw")
async def raw_alone() -> Any:
    raw = engine.raw_connection()  # error: FPI106
    rows = raw.cursor().execute("SELECT name FROM users").fetchall()
    raw.close()
    return rows


async def async_sessions() -> AsyncIterator[AsyncSession]:
    yield AsyncSession()


@router.get("/a/next-of-an-async-generator")
def of_an_async_generator() -> None:
    db = next(async_sessions())  # type: ignore[call-overload]  # a TypeError: nothing is opened
    db.execute(text("SELECT 1"))


@router.get("/a/health")
def health() -> dict[str, bool]:
    """Whoever asks no more than this has no place in the pool when it fails."""
    try:
        db = make()
        db.execute(text("SELECT 1"))
        db.close()
    except Exception:
        return {"ok": False}
    return {"ok": True}


@router.get("/a/health/of-users")
def health_of_users() -> dict[str, bool]:
    try:
        db = make()  # error: FPI106
        db.execute(text("SELECT 1"))
        db.execute(text("SELECT name FROM users"))
        db.close()
    except Exception:
        return {"ok": False}
    return {"ok": True}


@router.get("/a/health/of-the-driver")
def health_of_the_driver() -> bool:
    connection = psycopg2.connect("dbname=items")
    cursor = connection.cursor()
    cursor.execute("SELECT 1")
    cursor.close()
    connection.close()
    return True


# -- what raises before the `try` that closes it


@router.get("/a/refused-before")
def refused_before(name: str) -> None:
    db = make()  # error: FPI106
    if db.execute(text("SELECT name FROM users")).first():
        raise HTTPException(409)
    try:
        db.commit()
    finally:
        db.close()


@router.get("/a/refused-before-it-asks")
def refused_before_it_asks(name: str) -> None:
    db = make()
    db.add(name)
    if not name:
        raise HTTPException(422)
    try:
        db.commit()
    finally:
        db.close()


@router.get("/a/closed-before-it-refuses")
def closed_before_it_refuses(name: str) -> None:
    db = make()
    if db.execute(text("SELECT name FROM users")).first():
        db.close()
        raise HTTPException(409)
    try:
        db.commit()
    finally:
        db.close()


@router.get("/a/refused-inside")
def refused_inside(name: str) -> None:
    db = make()
    try:
        if db.execute(text("SELECT name FROM users")).first():
            raise HTTPException(409)
        db.commit()
    finally:
        db.close()


@router.get("/a/asked-before")
def asked_before(name: str) -> None:
    db = make()
    found = db.execute(text("SELECT name FROM users")).first()
    try:
        if found:
            raise HTTPException(409)
        db.commit()
    finally:
        db.close()
