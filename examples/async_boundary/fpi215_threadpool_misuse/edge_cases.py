import asyncio
import functools
import os
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio
import requests
from asgiref.sync import async_to_sync
from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool

router = APIRouter()


def read(path: str = "") -> str:
    return path


async def load(path: str = "") -> str:
    return path


async def lines() -> AsyncIterator[str]:
    yield ""


def reader(path: str) -> Callable[[], str]:
    return lambda: read(path)


async def make_reader() -> Callable[[], str]:
    return read


class Store:
    async def save(self) -> None: ...

    def close(self) -> None: ...


store = Store()


# Alarms


@router.get("/1")
async def called() -> Any:
    loop = asyncio.get_running_loop()
    loop.run_in_executor(None, read("a"))  # error: FPI215
    await asyncio.to_thread(func=read("a"))  # type: ignore[arg-type]  # error: FPI215
    await anyio.to_thread.run_sync(time.sleep(1))  # type: ignore[func-returns-value, arg-type]  # error: FPI215, FPI201
    await run_in_threadpool(requests.get("https://a.example"))  # type: ignore[arg-type]  # error: FPI215, FPI202
    await run_in_threadpool(await load("a"))  # type: ignore[arg-type]  # error: FPI215
    return await run_in_threadpool(load("a"))  # type: ignore[arg-type]  # error: FPI215


@router.get("/2")
async def not_awaited() -> Any:
    run_in_threadpool(read, "a")  # error: FPI215
    anyio.to_thread.run_sync(read)  # error: FPI215
    text = asyncio.to_thread(read, "a")  # error: FPI215
    return text.upper()  # type: ignore[attr-defined]


@router.get("/3")
async def returned() -> Any:
    return run_in_threadpool(read, "a")  # error: FPI215


@router.get("/4")
async def coroutines() -> None:
    loop = asyncio.get_event_loop()
    await loop.run_in_executor(None, load, "a")  # error: FPI215
    await asyncio.to_thread(store.save)  # error: FPI215
    await run_in_threadpool(functools.partial(load, "a"))  # error: FPI215
    await run_in_threadpool(lambda: load("a"))  # error: FPI215
    await run_in_threadpool(asyncio.sleep, 1)  # error: FPI215
    text = await run_in_threadpool(load, "a")  # error: FPI215
    print(text)


# Innocent


@router.get("/51")
async def right(unknown: Any) -> Any:
    loop = asyncio.get_running_loop()
    loop.run_in_executor(None, read, "a")
    await loop.run_in_executor(None, functools.partial(read, "a"))
    await run_in_threadpool(reader("a"))
    await run_in_threadpool(await make_reader())
    await run_in_threadpool(lambda: read("a"))
    await run_in_threadpool(unknown("a"))
    await run_in_threadpool(getattr(os, "getcwd"))
    await run_in_threadpool(store.close)
    await run_in_threadpool(async_to_sync(load), "a")
    await run_in_threadpool(asyncio.run, load())
    await run_in_threadpool(lines)
    await asyncio.gather(run_in_threadpool(read), asyncio.to_thread(read))
    later = run_in_threadpool(read)
    return await later


@router.get("/52")
async def awaited_behind() -> Any:
    await (await run_in_threadpool(load, "a"))
    made = await asyncio.to_thread(store.save)
    await made
    task = await run_in_threadpool(load)
    return await asyncio.gather(task, await run_in_threadpool(load))


@router.get("/53")
async def awaited_together() -> Any:
    loop = asyncio.get_running_loop()
    made = [await loop.run_in_executor(None, load, name) for name in "ab"]
    return await asyncio.gather(*made, *[await run_in_threadpool(load)])


@router.get("/54")
async def asked_before() -> Any:
    if asyncio.iscoroutinefunction(load):
        return await load()
    return await asyncio.to_thread(load)


async def handed_on() -> Any:
    return run_in_threadpool(read)


class Pool:
    def run_in_executor(self, executor: Any, result: str) -> None: ...


Pool().run_in_executor(None, read("a"))
