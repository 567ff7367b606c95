import logging
import os
import shutil
import sqlite3
import tempfile
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager, suppress
from typing import Annotated, Any

import fastapi
from fastapi import APIRouter, Depends, Security
from fastapi import Depends as Needs

router = APIRouter()
pool: Any = None
logger = logging.getLogger(__name__)
metrics: Any = None


class Connection:
    async def close(self) -> None: ...

    async def commit(self) -> None: ...


def connect() -> Any: ...


def abandon(connection: Any) -> None: ...


async def close_connection(connection: Connection) -> None: ...


# Alarms


async def pooled():
    connection = await pool.acquire()
    yield connection
    await pool.release(connection)  # error: FPI102


async def pooled_elsewhere():
    connection = await connect().acquire()
    yield connection
    await connect().release(connection)  # error: FPI102


async def aclosed():
    connection = Connection()
    yield connection
    await connection.commit()
    await connection.close()  # error: FPI102


async def closed_by_function():
    connection = Connection()
    yield connection
    await close_connection(connection)  # error: FPI102


def closed_if_open():
    connection = connect()
    yield connection
    if connection.is_open:
        connection.close()  # error: FPI102


def two_resources():
    first = connect()
    second = connect()
    yield first, second
    second.close()  # error: FPI102
    first.close()


def removed_file():
    handle, path = tempfile.mkstemp()
    yield path
    os.remove(path)  # error: FPI102


def removed_folder():
    path = tempfile.mkdtemp()
    yield path
    shutil.rmtree(path)  # error: FPI102


def assigned_yield():
    connection = connect()
    answer = yield connection
    connection.close()  # error: FPI102
    print(answer)


def finally_closes_another():
    connection = connect()
    cursor = connection.cursor()
    try:
        yield cursor
    finally:
        cursor.close()
    connection.close()  # error: FPI102


def closed_in_else():
    connection = connect()
    try:
        yield connection
    except sqlite3.Error:
        connection.rollback()
        raise
    else:
        connection.close()  # error: FPI102


def in_unrelated_with():
    connection = connect()
    with metrics.timer("connection"):
        yield connection
        connection.close()  # error: FPI102


def branches(write: bool = False):
    connection = connect()
    if write:
        yield connection.begin()
    else:
        yield connection
    connection.close()  # error: FPI102


class Connector:
    def __call__(self):
        connection = connect()
        yield connection
        connection.close()  # error: FPI102

    async def read_only(self):
        connection = connect()
        yield connection
        connection.close()  # error: FPI102


connector = Connector()


def in_dependencies_list():
    lock = connect()
    yield
    lock.release()  # error: FPI102


def for_security():
    connection = connect()
    yield connection
    connection.close()  # error: FPI102


def of_a_dependency():
    connection = connect()
    yield connection
    connection.close()  # error: FPI102


def depends_on_another(connection: Annotated[Any, Needs(of_a_dependency)]):
    return connection


# Innocent


def protected():
    connection = connect()
    try:
        yield connection
    finally:
        connection.close()


def protected_outside():
    connection = connect()
    try:
        try:
            yield connection
            connection.commit()
        except sqlite3.Error:
            connection.rollback()
            raise
    finally:
        connection.close()


def closed_on_both_paths():
    connection = connect()
    try:
        yield connection
    except BaseException:
        connection.close()
        raise
    connection.close()


def owned_by_with():
    with closing(connect()) as connection:
        yield connection
        connection.close()


def begun_by_with():
    connection = connect()
    with connection.begin():
        yield connection
    connection.close()


def owned_by_stack():
    with ExitStack() as stack:
        connection = stack.enter_context(closing(connect()))
        yield connection
        connection.close()


def only_logs():
    yield connect()
    logger.info("done")
    metrics.stop()


def only_commits():
    connection = connect()
    with closing(connection):
        yield connection
        connection.commit()


def commit_alone():
    connection = connect()
    yield connection
    connection.commit()


def swallows_and_closes():
    # The exception is swallowed (FPI103), the connection is closed all the same.
    connection = connect()
    try:
        yield connection
    except Exception:
        connection.rollback()
    connection.close()


async def invalidated_when_it_fails():
    connection = await pool.connect()
    try:
        yield connection
    except BaseException:
        await connection.invalidate()
        raise
    await connection.close()


async def invalidates_another():
    connection = await pool.connect()
    try:
        yield connection
    except BaseException:
        await pool.invalidate()
        raise
    await connection.close()  # error: FPI102


def suppressed():
    connection = connect()
    with suppress(Exception):
        yield connection
    connection.close()


def handed_to_finally():
    connection = connect()
    try:
        yield connection
    finally:
        pool.give_back(connection)
    connection.close()


def closed_before():
    connection = connect()
    version = connection.version
    connection.close()
    yield version


def opened_after():
    yield connect()
    audit = connect()
    audit.commit()
    audit.close()


def finished_by_function():
    connection = connect()
    try:
        yield connection
    except BaseException:
        abandon(connection)
        raise
    connection.close()


def nested_generator():
    connection = connect()

    def rows():
        cursor = connection.cursor()
        yield from cursor
        cursor.close()

    with closing(connection):
        yield rows


@contextmanager
def context_manager():
    connection = connect()
    yield connection
    connection.close()


@asynccontextmanager
async def async_context_manager():
    connection = connect()
    yield connection
    connection.close()


def not_a_dependency():
    connection = connect()
    yield connection
    connection.close()


def called_depends_elsewhere(Depends: Any):
    return Depends(not_a_dependency)


async def stream():
    connection = connect()
    yield b""
    connection.close()


@router.get("/a", dependencies=[Depends(in_dependencies_list)])
def read(
    a: Annotated[Any, Depends(pooled)],
    elsewhere: Annotated[Any, Depends(pooled_elsewhere)],
    b: Annotated[Any, Depends(aclosed)],
    c: Annotated[Any, fastapi.Depends(closed_by_function)],
    d: Annotated[Any, Needs(closed_if_open)],
    g: Annotated[Any, Security(for_security)],
    h: Annotated[Any, Depends(connector)],
    i: Annotated[Any, Depends(connector.read_only)],
    j: Annotated[Any, Depends(depends_on_another)],
    k: Annotated[Any, Depends(closed_in_else)],
    m: Annotated[Any, Depends(invalidates_another)],
    e: Any = Depends(two_resources),
    f: Any = Depends(dependency=removed_file),
) -> None: ...


Folder = Annotated[str, Depends(removed_folder)]


@router.get("/b", dependencies=[Depends(branches), Depends(in_unrelated_with)])
def read_more(
    a: Folder,
    b: Annotated[Any, Depends(assigned_yield)],
    c: Annotated[Any, Depends(finally_closes_another)],
) -> None: ...


def free_for_some(request: fastapi.Request) -> Any:
    limiter = request.app.state.limiter
    if not request.headers.get("x-tenant"):
        yield
        return
    limiter.acquire()
    try:
        yield
    finally:
        limiter.release()


@router.get("/c")
def innocent(
    a: Annotated[Any, Depends(protected)],
    b: Annotated[Any, Depends(protected_outside)],
    c: Annotated[Any, Depends(closed_on_both_paths)],
    d: Annotated[Any, Depends(owned_by_with)],
    e: Annotated[Any, Depends(begun_by_with)],
    f: Annotated[Any, Depends(owned_by_stack)],
    g: Annotated[Any, Depends(only_logs)],
    h: Annotated[Any, Depends(only_commits)],
    i: Annotated[Any, Depends(commit_alone)],
    j: Annotated[Any, Depends(swallows_and_closes)],
    k: Annotated[Any, Depends(suppressed)],
    u: Annotated[Any, Depends(invalidated_when_it_fails)],
    m: Annotated[Any, Depends(handed_to_finally)],
    n: Annotated[Any, Depends(closed_before)],
    o: Annotated[Any, Depends(nested_generator)],
    p: Annotated[Any, Depends(context_manager)],
    q: Annotated[Any, Depends(async_context_manager)],
    r: Annotated[Any, Depends(opened_after)],
    s: Annotated[Any, Depends(finished_by_function)],
    t: Annotated[Any, Depends(free_for_some)],
) -> None: ...
