from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from typing import Any

import redis
import redis.asyncio
from fastapi import FastAPI

app = FastAPI()


def get_client():  # type: ignore[no-untyped-def]
    client = redis.Redis()
    try:
        yield client
    finally:
        client.close()


async def get_async_client() -> AsyncIterator[Any]:
    async with redis.asyncio.Redis() as client:
        yield client


@contextmanager
def opened() -> Iterator[Any]:
    yield redis.Redis()


@asynccontextmanager
async def opened_later() -> AsyncIterator[Any]:
    yield redis.Redis()


entered = contextmanager(get_client)
entered_later = asynccontextmanager(get_async_client)


class Opening:
    def __init__(self) -> None:
        self.client = redis.Redis()

    def __enter__(self) -> Any:
        return self.client

    def __exit__(self, *args: object) -> None: ...


@app.get("/opened")
async def read_opened() -> Any:
    with opened() as client:
        return client.get("a")  # error: FPI204


@app.get("/opened-later")
async def read_opened_later() -> Any:
    async with opened_later() as client:
        return client.get("a")  # error: FPI204


@app.get("/opening")
async def read_opening() -> Any:
    with Opening() as client:
        return client.get("a")  # error: FPI204


@app.get("/entered")
async def read_entered() -> Any:
    with entered() as client:
        return client.get("a")  # error: FPI204


@app.get("/stack")
async def read_on_a_stack() -> Any:
    with ExitStack() as stack:
        client = stack.enter_context(opened())
        return client.get("a")  # error: FPI204


@app.get("/async-stack")
async def read_on_an_async_stack() -> Any:
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(opened_later())
        return client.get("a")  # error: FPI204


@app.get("/next")
async def read_next() -> Any:
    client = next(get_client())
    return client.get("a")  # error: FPI204


# ---- the innocent ---------------------------------------------------------------------------


@app.get("/entered-later")
async def read_entered_later() -> Any:
    async with entered_later() as client:
        return await client.get("a")


@app.get("/handed-on")
async def handed_on() -> Any:
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(entered_later())
        return await client.get("a")


@app.get("/next-later")
async def read_next_later() -> Any:
    client = await anext(get_async_client())
    return await client.get("a")


@app.get("/only-entered")
def read_in_a_thread() -> Any:
    with entered() as client, ExitStack() as stack:
        return stack.enter_context(opened()).get("a") or client.get("a")
