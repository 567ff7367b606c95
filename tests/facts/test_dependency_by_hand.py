"""What becomes of dependencies when something other than FastAPI calls a function (FPI109)."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Annotated, Any

import pytest
from fastapi import BackgroundTasks, Depends, FastAPI, Request
from fastapi.params import Depends as DependsMarker
from fastapi.responses import PlainTextResponse
from starlette.testclient import TestClient


def get_number() -> int:
    return 3


def by_default(number: Any = Depends(get_number)) -> Any:
    return number


def by_annotation(number: Annotated[int, Depends(get_number)]) -> int:
    return number


def test_default_stays_a_depends_object() -> None:
    assert isinstance(by_default(), DependsMarker)
    with pytest.raises(AttributeError, match="'Depends' object has no attribute 'query'"):
        by_default().query()


def test_annotated_parameter_has_no_default() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        by_annotation()  # type: ignore[call-arg]


def test_class_made_by_hand_keeps_the_depends_object() -> None:
    class Service:
        def __init__(self, number: Any = Depends(get_number)) -> None:
            self.number = number

    assert isinstance(Service().number, DependsMarker)


def test_tasks_handlers_and_lifespan_get_the_depends_object() -> None:
    seen: list[type] = []

    def task(number: Any = Depends(get_number)) -> None:
        seen.append(type(number))

    @asynccontextmanager
    async def lifespan(app: FastAPI, number: Any = Depends(get_number)) -> AsyncIterator[None]:
        seen.append(type(number))
        yield

    app = FastAPI(lifespan=lifespan)

    @app.exception_handler(KeyError)
    def handle(request: Request, error: Exception, number: Any = Depends(get_number)) -> Any:
        seen.append(type(number))
        return PlainTextResponse("handled")

    @app.get("/task")
    def read(tasks: BackgroundTasks) -> None:
        tasks.add_task(task)

    @app.get("/error")
    def fail() -> None:
        raise KeyError

    with TestClient(app) as client:
        client.get("/task")
        assert client.get("/error").text == "handled"
    assert seen == [DependsMarker] * 3


def get_db() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    try:
        yield connection
    finally:
        connection.close()


def test_next_on_a_new_generator_closes_what_it_yields() -> None:
    db = next(get_db())
    with pytest.raises(sqlite3.ProgrammingError, match="closed database"):
        db.execute("SELECT 1")


def test_generator_that_is_held_or_entered_stays_open() -> None:
    held = get_db()
    assert next(held).execute("SELECT 1").fetchone() == (1,)
    with contextmanager(get_db)() as db:
        assert db.execute("SELECT 1").fetchone() == (1,)


def test_generator_itself_cannot_be_entered() -> None:
    with pytest.raises((TypeError, AttributeError)), get_db():  # type: ignore[attr-defined]
        raise AssertionError


def test_anext_on_a_new_generator_cleans_up_at_the_next_await() -> None:
    events: list[str] = []

    async def resource() -> AsyncIterator[int]:
        try:
            yield 3
        finally:
            events.append("closed")

    async def use() -> None:
        await anext(resource())
        await asyncio.sleep(0.01)
        events.append("used")

    asyncio.run(use())
    assert events == ["closed", "used"]
