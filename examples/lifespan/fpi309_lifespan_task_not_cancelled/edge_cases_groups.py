import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import anyio.abc
import httpx
from fastapi import FastAPI


async def beat(seconds: float = 1.0) -> None:
    while True:
        await anyio.sleep(seconds)


async def ask_once() -> None:
    await anyio.sleep(1)


async def beat_until(stop: asyncio.Event) -> None:
    while not stop.is_set():
        await asyncio.sleep(1)


async def end(group: asyncio.TaskGroup) -> None:
    raise RuntimeError("the end")


# Alarms: the shutdown waits for ever, whatever the task uses


@asynccontextmanager
async def waits(app: FastAPI) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        group.create_task(beat())  # error: FPI309
        group.create_task(ask_once())
        yield


@asynccontextmanager
async def waits_behind(app: FastAPI) -> AsyncIterator[None]:
    async with httpx.AsyncClient() as client, anyio.create_task_group() as tasks:
        app.state.client = client
        for seconds in (1.0, 2.0):
            tasks.start_soon(beat, seconds)  # error: FPI309
        try:
            yield
        finally:
            app.state.client = None


# Innocent


@asynccontextmanager
async def cancelled(app: FastAPI) -> AsyncIterator[None]:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(beat)
        yield
        tasks.cancel_scope.cancel()


@asynccontextmanager
async def task_cancelled(app: FastAPI) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(beat())
        yield
        task.cancel()


@asynccontextmanager
async def ended_by_a_task(app: FastAPI) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        group.create_task(beat())
        yield
        group.create_task(end(group))


@asynccontextmanager
async def ended_by_an_error(app: FastAPI) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        group.create_task(beat())
        yield
        raise asyncio.CancelledError


@asynccontextmanager
async def handed_on(app: FastAPI) -> AsyncIterator[None]:
    async with anyio.create_task_group() as tasks:
        app.state.tasks = tasks
        tasks.start_soon(beat)
        yield


@asynccontextmanager
async def within_a_scope(app: FastAPI) -> AsyncIterator[None]:
    with anyio.CancelScope() as scope:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(beat)
            yield
            scope.cancel()


@asynccontextmanager
async def asked_to_end(app: FastAPI) -> AsyncIterator[None]:
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(beat_until(stop))
        yield
        stop.set()


@asynccontextmanager
async def before_it_starts(app: FastAPI) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        group.create_task(ask_once())
    yield
