"""
What becomes of what a lifespan opens.

FPI304, FPI305, FPI309 and FPI310 rest on these claims.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Annotated

import anyio
import httpx
import pytest
from fastapi import Depends, FastAPI, Request
from redis import asyncio as redis
from sqlalchemy.ext.asyncio import create_async_engine
from starlette.testclient import TestClient


def test_fastapi_closes_nothing_that_a_lifespan_opened() -> None:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, object]]:
        app.state.client = httpx.AsyncClient()
        yield {"client": app.state.client}

    app = FastAPI(lifespan=lifespan)
    with TestClient(app):
        pass
    assert not app.state.client.is_closed


def test_with_closes_it() -> None:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with httpx.AsyncClient() as app.state.client, redis.from_url("redis://localhost"):
            yield

    app = FastAPI(lifespan=lifespan)
    with TestClient(app):
        assert not app.state.client.is_closed
    assert app.state.client.is_closed


def test_an_engine_is_not_disposed_of() -> None:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.engine = create_async_engine("sqlite+aiosqlite://")
        yield

    app = FastAPI(lifespan=lifespan)
    with TestClient(app):
        pool = app.state.engine.pool
    assert app.state.engine.pool is pool  # `dispose` would have made another


class Resource:
    closed = False

    async def close(self) -> None:
        self.closed = True


async def fail() -> None:
    raise ConnectionError


def test_a_start_up_that_fails_skips_what_stands_behind_the_yield() -> None:
    first = Resource()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await fail()
        yield
        await first.close()

    with pytest.raises(ConnectionError), TestClient(FastAPI(lifespan=lifespan)):
        pass
    assert not first.closed


def test_a_start_up_that_fails_leaves_a_with_or_try() -> None:
    first, second = Resource(), Resource()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(first.close)
            try:
                await fail()
                yield
            finally:
                await second.close()

    with pytest.raises(ConnectionError), TestClient(FastAPI(lifespan=lifespan)):
        pass
    assert first.closed
    assert second.closed


def test_a_closing_that_fails_skips_the_next() -> None:
    second = Resource()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        await fail()
        await second.close()

    with pytest.raises(ConnectionError), TestClient(FastAPI(lifespan=lifespan)):
        pass
    assert not second.closed


def test_a_class_that_is_a_dependency_is_made_for_each_request() -> None:
    made: list[object] = []

    class Model:
        def __init__(self) -> None:
            made.append(self)

    app = FastAPI()

    @app.get("/")
    def read(model: Annotated[Model, Depends()]) -> int:
        return len(made)

    client = TestClient(app)
    assert [client.get("/").json(), client.get("/").json()] == [1, 2]


def test_a_task_runs_on_when_the_lifespan_has_ended() -> None:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.task = asyncio.create_task(asyncio.sleep(60))
        yield

    async def serve() -> None:
        app = FastAPI(lifespan=lifespan)
        async with app.router.lifespan_context(app):
            pass
        await asyncio.sleep(0)
        assert not app.state.task.done()

    asyncio.run(serve())


def test_a_task_is_cancelled_with_the_event_loop_only() -> None:
    stopped: list[str] = []

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            stopped.append("task")

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.task = asyncio.create_task(work())
        yield
        await asyncio.sleep(0)
        stopped.append("lifespan")

    with TestClient(FastAPI(lifespan=lifespan)):
        pass
    assert stopped == ["lifespan", "task"]


def test_a_task_group_waits_for_a_task_that_never_ends() -> None:
    async def beat() -> None:
        while True:
            await asyncio.sleep(0.001)

    @asynccontextmanager
    async def of_anyio(app: FastAPI) -> AsyncIterator[None]:
        async with anyio.create_task_group() as group:
            group.start_soon(beat)
            yield

    lifespans = [of_anyio]
    if sys.version_info >= (3, 11):

        @asynccontextmanager
        async def of_asyncio(app: FastAPI) -> AsyncIterator[None]:
            async with asyncio.TaskGroup() as group:
                group.create_task(beat())
                yield

        lifespans.append(of_asyncio)

    async def serve(app: FastAPI) -> None:
        async with app.router.lifespan_context(app):
            pass

    for lifespan in lifespans:
        with pytest.raises(asyncio.TimeoutError):
            asyncio.run(asyncio.wait_for(serve(FastAPI(lifespan=lifespan)), 0.1))


def test_a_request_finds_what_a_lifespan_puts_into_the_state_of_its_application() -> None:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.client = "opened"
        yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/")
    def read(request: Request) -> list[str]:
        state = request.app.state
        return [state.client, getattr(state, "client", ""), getattr(state, "other", "none")]

    with TestClient(app) as client:
        assert client.get("/").json() == ["opened", "opened", "none"]
