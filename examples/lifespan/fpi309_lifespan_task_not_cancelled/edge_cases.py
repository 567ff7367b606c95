import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from fastapi import FastAPI

logger = logging.getLogger(__name__)
stopping = asyncio.Event()
tasks: set[Any] = set()


async def refresh() -> None:
    logger.info("refreshed")


async def poll(seconds: int = 1) -> None:
    try:
        while True:
            try:
                await refresh()
            except ValueError:
                continue
            await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        logger.info("stopped")


async def poll_until_stopped() -> None:
    while not stopping.is_set():
        await asyncio.sleep(1)


async def poll_until_told() -> None:
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), 1)
            break


async def poll_and_return() -> None:
    while True:
        if stopping.is_set():
            return
        await asyncio.sleep(1)


async def poll_with_header() -> None:
    logger.info("polling")
    await poll(5)


async def poll_if_wanted() -> None:
    if not stopping.is_set():
        await poll(5)


async def warm_up() -> None:
    await asyncio.sleep(1)


async def cancel_all() -> None:
    for task in tasks:
        task.cancel()


# Alarms


@asynccontextmanager
async def never_cancelled(app: FastAPI) -> AsyncIterator[None]:
    task = asyncio.create_task(poll())  # error: FPI309
    app.state.other = asyncio.ensure_future(poll(2))  # error: FPI309
    asyncio.create_task(poll(3))  # error: FPI309  # noqa: RUF006
    asyncio.create_task(poll_if_wanted())  # error: FPI309  # noqa: RUF006
    asyncio.create_task(poll_with_header())  # error: FPI309  # noqa: RUF006
    logger.info("started %s", task)
    yield
    logger.info("stopped")


@asynccontextmanager
async def one_of_two(app: FastAPI) -> AsyncIterator[None]:
    first = asyncio.create_task(poll())
    second = asyncio.create_task(poll())  # error: FPI309
    second.add_done_callback(print)
    try:
        yield
    finally:
        first.cancel()


@asynccontextmanager
async def started_by_the_loop(app: FastAPI) -> AsyncIterator[None]:
    loop = asyncio.get_running_loop()
    loop.create_task(poll())  # error: FPI309
    task = asyncio.get_event_loop().create_task(poll())  # error: FPI309
    other = loop.create_task(poll())
    yield
    other.cancel()
    logger.info("the end")


# Innocent


@asynccontextmanager
async def cancelled(app: FastAPI) -> AsyncIterator[None]:
    task = asyncio.create_task(poll())
    app.state.task = asyncio.create_task(poll())
    yield
    task.cancel()
    app.state.task.cancel()


@asynccontextmanager
async def in_a_set(app: FastAPI) -> AsyncIterator[None]:
    task = asyncio.create_task(poll())
    tasks.add(task)
    yield
    for each in tasks:
        each.cancel()


@asynccontextmanager
async def by_helper(app: FastAPI) -> AsyncIterator[None]:
    task = asyncio.create_task(poll())
    tasks.add(task)
    yield
    await cancel_all()


@asynccontextmanager
async def all_of_them(app: FastAPI) -> AsyncIterator[None]:
    asyncio.create_task(poll())  # noqa: RUF006
    yield
    for task in asyncio.all_tasks():
        task.cancel()


@asynccontextmanager
async def that_end(app: FastAPI) -> AsyncIterator[None]:
    one = asyncio.create_task(poll_until_stopped())
    two = asyncio.create_task(poll_until_told())
    three = asyncio.create_task(poll_and_return())
    four = asyncio.create_task(warm_up())
    logger.info("started %s", [one, two, three, four])
    yield
    stopping.set()


@asynccontextmanager
async def in_a_group(app: FastAPI) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(poll())
        yield
        task.cancel()


@asynccontextmanager
async def unknown(app: FastAPI, poller: Any = None) -> AsyncIterator[None]:
    task = asyncio.create_task(poller.run())
    app.state.task = task
    yield


@asynccontextmanager
async def read_by_its_name(app: FastAPI) -> AsyncIterator[None]:
    app.state.poller = asyncio.create_task(poll())
    yield
    task = getattr(app.state, "poller", None)
    if task is not None:
        task.cancel()


@asynccontextmanager
async def another_is_read(app: FastAPI) -> AsyncIterator[None]:
    app.state.quiet = asyncio.create_task(poll())  # error: FPI309
    yield
    getattr(app.state, "poller", None)


@asynccontextmanager
async def all_are_read(app: FastAPI) -> AsyncIterator[None]:
    app.state.poller = asyncio.create_task(poll())
    app.state.prober = asyncio.create_task(poll(5))
    yield
    for name in ("poller", "prober"):
        getattr(app.state, name).cancel()


@asynccontextmanager
async def all_of_another_are_read(app: FastAPI) -> AsyncIterator[None]:
    app.state.talker = asyncio.create_task(poll())  # error: FPI309
    yield
    for name in ("poller", "prober"):
        getattr(logger, name)


async def tell() -> None:
    while True:
        logger.info("%s routes", len(app.routes))
        await asyncio.sleep(1)


@asynccontextmanager
async def of_nothing_that_is_closed(app: FastAPI) -> AsyncIterator[None]:
    app.state.teller = asyncio.create_task(tell())
    yield


async def sweep() -> None:
    while True:
        Path("expired.txt").unlink(missing_ok=True)
        await asyncio.sleep(60)


@asynccontextmanager
async def what_ends_in_its_sleep(app: FastAPI) -> AsyncIterator[None]:
    app.state.sweeper = asyncio.create_task(sweep())
    yield
