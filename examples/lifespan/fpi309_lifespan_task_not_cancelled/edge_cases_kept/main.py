"""Tasks in the state of the application, and objects that end others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from workers import Feed, Workers


# Alarms


@asynccontextmanager
async def of_another_name(app: FastAPI) -> AsyncIterator[None]:
    workers = Workers()
    workers.keep(asyncio.create_task(Feed().run()))
    app.state.following = asyncio.create_task(Feed().run())  # error: FPI309
    yield
    await workers.stop()


# Innocent


@asynccontextmanager
async def found_by_its_name(app: FastAPI) -> AsyncIterator[None]:
    workers = Workers()
    app.state.sweeping = asyncio.create_task(Feed().run())
    yield
    await workers.stop_all(app)


@asynccontextmanager
async def handed_on(app: FastAPI) -> AsyncIterator[None]:
    workers = Workers()
    app.state.reading = asyncio.create_task(Feed().run())
    workers.keep(app.state.reading)
    yield
    await workers.stop()


@asynccontextmanager
async def what_it_works_on_ends(app: FastAPI) -> AsyncIterator[None]:
    feed = Feed()
    app.state.listening = asyncio.create_task(feed.run())
    yield
    await feed.end()


one = FastAPI(lifespan=of_another_name)
two = FastAPI(lifespan=found_by_its_name)
three = FastAPI(lifespan=handed_on)
four = FastAPI(lifespan=what_it_works_on_ends)
