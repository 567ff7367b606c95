"""
What a background task finds of that which its request held.

FPI506 rests on these claims.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import fastapi
import pytest
from fastapi import BackgroundTasks, Depends, FastAPI, UploadFile
from packaging.version import Version
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool
from starlette.testclient import TestClient

FASTAPI = Version(fastapi.__version__)
#: What `yield` dependencies and uploads hold is closed before the response, and so before tasks.
CLOSES_EARLY = Version("0.106") <= FASTAPI < Version("0.118")


def after_request(dependency: Callable[[], Iterator[Any]], **scope: Any) -> list[str]:
    """Run a request whose task is handed what a dependency yields; say what happened when."""
    log: list[str] = []

    def watched() -> Iterator[Any]:
        yield from dependency()
        log.append("closed")

    def task(held: object) -> None:
        log.append("task")

    app = FastAPI()

    @app.get("/")
    def read(tasks: BackgroundTasks, held: Any = Depends(watched, **scope)) -> None:
        tasks.add_task(task, held)

    assert TestClient(app).get("/").status_code == 200
    return log


def hold() -> Iterator[str]:
    yield "held"


def test_code_behind_the_yield_and_tasks() -> None:
    expected = ["closed", "task"] if CLOSES_EARLY else ["task", "closed"]
    assert after_request(hold) == expected


@pytest.mark.skipif(Version("0.121") > FASTAPI, reason="there are no scopes")
def test_with_the_scope_of_a_function_it_is_closed_before_the_task() -> None:
    assert after_request(hold, scope="function") == ["closed", "task"]
    assert after_request(hold, scope="request") == ["task", "closed"]


def test_a_task_of_the_event_loop_goes_on_when_all_is_closed() -> None:
    log: list[str] = []

    async def hold_and_tell() -> AsyncIterator[str]:
        yield "held"
        log.append("closed")

    async def work(held: str) -> None:
        await asyncio.sleep(0.2)
        log.append(f"task with what was {held}")
        done.set()

    app = FastAPI()
    done = threading.Event()

    @app.get("/")
    async def read(held: str = Depends(hold_and_tell)) -> None:
        asyncio.create_task(work(held))  # noqa: RUF006

    with TestClient(app) as client:
        assert client.get("/").status_code == 200
        assert done.wait(5)
    assert log == ["closed", "task with what was held"]


def test_upload_in_a_task() -> None:
    seen: list[bytes] = []

    async def scan(file: UploadFile) -> None:
        seen.append(await file.read())

    app = FastAPI()

    @app.post("/")
    async def create(file: UploadFile, tasks: BackgroundTasks) -> None:
        tasks.add_task(scan, file)

    client = TestClient(app)
    if CLOSES_EARLY:
        with pytest.raises(ValueError, match="closed file"):
            client.post("/", files={"file": b"content"})
        assert seen == []
    else:
        assert client.post("/", files={"file": b"content"}).status_code == 200
        assert seen == [b"content"]


def test_upload_in_a_task_of_the_event_loop() -> None:
    """It is closed as the request ends, in every version.

    Which is first, that or a task of one read, depends on what waits in between.
    """
    seen: list[bytes | str] = []

    async def scan(file: UploadFile) -> None:
        await asyncio.sleep(0.05)
        try:
            seen.append(await file.read())
        except ValueError as error:
            seen.append(str(error))

    app = FastAPI()

    @app.post("/left")
    async def leave(file: UploadFile) -> None:
        asyncio.create_task(scan(file))  # noqa: RUF006

    @app.post("/given-time")
    async def give_time(file: UploadFile) -> None:
        asyncio.create_task(scan(file))  # noqa: RUF006
        await asyncio.sleep(0.2)

    with TestClient(app) as client:
        for path in ("/left", "/given-time"):
            assert client.post(path, files={"file": b"content"}).status_code == 200
            time.sleep(0.2)
    assert seen == ["I/O operation on closed file.", b"content"]


def test_closed_session_takes_another_connection() -> None:
    engine = create_engine("sqlite://", poolclass=QueuePool)
    session = Session(engine)
    session.execute(text("SELECT 1"))
    session.close()
    pool = engine.pool
    assert isinstance(pool, QueuePool)
    assert pool.checkedout() == 0
    session.execute(text("SELECT 1"))  # no error says that it was closed
    assert pool.checkedout() == 1
    session.close()
    engine.dispose()
