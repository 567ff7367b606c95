import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import anyio
from asgiref.sync import AsyncToSync, async_to_sync
from fastapi import APIRouter, BackgroundTasks, Depends
from fastapi.concurrency import run_in_threadpool

router = APIRouter()
main_loop = asyncio.new_event_loop()


async def work() -> int:
    return 1


# Alarms


@router.get("/1")
async def a_loop_of_its_own() -> int:
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work())  # error: FPI212
    finally:
        loop.close()


async def by_anyio() -> int:
    return anyio.run(work)  # error: FPI212


async def on_a_shared_loop() -> int:
    return main_loop.run_until_complete(work())  # error: FPI212


async def by_a_runner() -> int:
    with asyncio.Runner() as runner:
        return runner.run(work())  # error: FPI212


async def on_the_running_loop() -> int:
    return asyncio.get_running_loop().run_until_complete(work())  # error: FPI212


async def annotated(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()  # error: FPI212


async def answers_otherwise() -> int:
    try:
        return asyncio.run(work())  # error: FPI212
    except Exception as error:
        raise ValueError("it failed") from error


class Service:
    def run(self) -> int:
        return asyncio.run(work())

    async def call(self) -> int:
        return self.run()  # error: FPI212


async def made_plain() -> int:
    return async_to_sync(work)()  # error: FPI212


async def calls_what_makes_it_plain() -> int:
    return makes_it_plain()  # error: FPI212


# Innocent


def makes_it_plain() -> int:
    return AsyncToSync(work)()


@router.get("/54")
async def handed_to_a_thread_as_plain() -> Any:
    made = async_to_sync(work)
    return await asyncio.to_thread(made), await run_in_threadpool(async_to_sync(work))


def in_a_def() -> int:
    return asyncio.run(work())


@router.get("/51")
async def handed_to_a_thread(tasks: BackgroundTasks) -> Any:
    tasks.add_task(in_a_def)
    threading.Thread(target=in_a_def).start()
    with ThreadPoolExecutor() as pool:
        pool.submit(asyncio.run, work()).result()
        pool.submit(lambda: asyncio.run(work()))
    return await run_in_threadpool(in_a_def), await asyncio.to_thread(asyncio.run, work())


@router.get("/52")
async def a_function_for_a_thread() -> int:
    def inner() -> int:
        return asyncio.run(work())

    return await anyio.to_thread.run_sync(inner)


@router.get("/53")
def in_a_def_route(value: int = Depends(in_a_def)) -> int:
    return asyncio.run(work()) + value


async def caught() -> int:
    try:
        return asyncio.run(work())
    except RuntimeError:
        return await work()


async def rescued() -> Any:
    try:
        return asyncio.run(work())
    except Exception:
        return asyncio.create_task(work())


def asks_first() -> Any:
    loop = asyncio.get_event_loop()
    if loop.is_running():
        return loop.create_task(work())
    return loop.run_until_complete(work())


def asks_by_an_error() -> Any:
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work())
    return loop.create_task(work())


def at_times(now: bool) -> Any:
    if now:
        return asyncio.run(work())
    return work()


async def careful() -> None:
    asks_first()
    asks_by_an_error()
    at_times(False)


async def caught_around_the_helper() -> int:
    try:
        return in_a_def()
    except RuntimeError:
        return await work()


def in_a_thread(function: Callable[[], int]) -> Callable[[], int]:
    def wrapper() -> int:
        with ThreadPoolExecutor() as pool:
            return pool.submit(function).result()

    return wrapper


@in_a_thread
def decorated() -> int:
    return asyncio.run(work())


async def of_another_kind(runner: Any) -> None:
    decorated()
    runner.run(work())
    await runner.run_until_complete(work())
    partial(asyncio.run, work)


def by_a_new_loop() -> int:
    loop = asyncio.new_event_loop()
    try:
        asyncio.set_event_loop(loop)
        return loop.run_until_complete(work())
    finally:
        loop.close()


def unless_it_fails() -> int:
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work())
    except ValueError:
        return 0
    finally:
        loop.close()


async def nested() -> int:
    unless_it_fails()
    return by_a_new_loop()  # error: FPI212


if __name__ == "__main__":
    asyncio.run(work())
