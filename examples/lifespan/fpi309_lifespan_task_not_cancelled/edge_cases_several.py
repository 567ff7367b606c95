import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import FastAPI

known: list[asyncio.Task[None]] = []


async def watch(client: httpx.AsyncClient, queue: str = "mail") -> None:
    while True:
        await client.get(f"/{queue}")
        await asyncio.sleep(1)


async def once(client: httpx.AsyncClient) -> None:
    await client.get("/once")


def start_watching(client: httpx.AsyncClient) -> "asyncio.Task[None]":
    return asyncio.create_task(watch(client))


def start_several(client: httpx.AsyncClient) -> "list[asyncio.Task[None]]":
    return [asyncio.create_task(watch(client, queue)) for queue in ("mail", "jobs")]


async def start_later(client: httpx.AsyncClient) -> "asyncio.Task[None]":
    await client.get("/ready")
    return asyncio.create_task(watch(client))


def start_known(client: httpx.AsyncClient) -> "asyncio.Task[None]":
    task = asyncio.create_task(watch(client))
    known.append(task)
    return task


async def stop_known() -> None:
    for task in known:
        task.cancel()


# Alarms


@asynccontextmanager
async def by_helpers(app: FastAPI) -> AsyncIterator[None]:
    client = httpx.AsyncClient()
    task = start_watching(client)  # error: FPI309
    app.state.tasks = start_several(client)  # error: FPI309
    app.state.later = await start_later(client)  # error: FPI309
    app.state.started = not task.done()
    yield
    await client.aclose()


@asynccontextmanager
async def in_collections(app: FastAPI) -> AsyncIterator[None]:
    client = httpx.AsyncClient()
    tasks = [asyncio.create_task(watch(client)), asyncio.create_task(once(client))]  # error: FPI309
    others = [asyncio.create_task(watch(client, name)) for name in ("a", "b")]  # error: FPI309
    more: set[Any] = set()
    more.add(asyncio.create_task(watch(client)))  # error: FPI309
    task = asyncio.create_task(watch(client))  # error: FPI309
    app.state.tasks = set()
    app.state.tasks.add(task)
    app.state.count = len(tasks) + len(others)
    yield
    await client.aclose()


@asynccontextmanager
async def as_state(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
    async with httpx.AsyncClient() as client:
        yield {"client": client, "watcher": asyncio.create_task(watch(client))}  # error: FPI309


# Innocent


@asynccontextmanager
async def helpers_and_cancelled(app: FastAPI) -> AsyncIterator[None]:
    client = httpx.AsyncClient()
    task = start_watching(client)
    tasks = start_several(client)
    app.state.later = await start_later(client)
    yield
    for each in (task, app.state.later, *tasks):
        each.cancel()
    await client.aclose()


@asynccontextmanager
async def known_to_the_helper(app: FastAPI) -> AsyncIterator[None]:
    client = httpx.AsyncClient()
    app.state.task = start_known(client)
    yield
    await stop_known()
    await client.aclose()


@asynccontextmanager
async def collections_and_cancelled(app: FastAPI) -> AsyncIterator[None]:
    client = httpx.AsyncClient()
    tasks = [asyncio.create_task(watch(client))]
    more: set[Any] = set()
    more.add(asyncio.create_task(watch(client)))
    known.append(asyncio.create_task(watch(client)))
    done = [asyncio.create_task(once(client))]
    app.state.count = len(done)
    yield
    for task in tasks:
        task.cancel()
    while more:
        more.pop().cancel()
    await stop_known()
    await client.aclose()


@asynccontextmanager
async def named_first(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
    async with httpx.AsyncClient() as client:
        task = asyncio.create_task(watch(client))
        both = [task, asyncio.current_task()]
        yield {"watcher": task, "both": both}
        task.cancel()


@asynccontextmanager
async def awaited(app: FastAPI) -> AsyncIterator[None]:
    async with httpx.AsyncClient() as client:
        started = await asyncio.create_task(once(client))
        coroutine = start_later(client)
        app.state.started = (started, coroutine)
        yield
