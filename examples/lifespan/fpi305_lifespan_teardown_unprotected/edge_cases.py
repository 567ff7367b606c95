import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import httpx
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from fastapi import FastAPI

URL = "postgresql://localhost/shop"
logger = logging.getLogger(__name__)


async def close_cache() -> None:
    logger.info("closed")


# Alarms


@asynccontextmanager
async def three(app: FastAPI) -> AsyncIterator[None]:
    pool = await asyncpg.create_pool(URL)
    client = httpx.AsyncClient()
    other = httpx.AsyncClient()
    logger.info("started")
    yield
    logger.info("stopping")
    await client.aclose()
    await other.aclose()  # error: FPI305
    await pool.close()


@asynccontextmanager
async def one_in_finally(app: FastAPI) -> AsyncIterator[None]:
    pool = await asyncpg.create_pool(URL)
    client = httpx.AsyncClient()
    other = httpx.AsyncClient()
    try:
        yield
    finally:
        await pool.close()
    await client.aclose()
    await other.aclose()  # error: FPI305


@asynccontextmanager
async def stopped(app: FastAPI) -> AsyncIterator[None]:
    producer = AIOKafkaProducer(bootstrap_servers="localhost")
    consumer = AIOKafkaConsumer("events", bootstrap_servers="localhost")
    await producer.start()
    await consumer.start()
    yield
    await consumer.stop()
    await producer.stop()  # error: FPI305


# Innocent


class Timer:
    def stop(self) -> None:
        logger.info("stopped")


@asynccontextmanager
async def timers(app: FastAPI) -> AsyncIterator[None]:
    first, second = Timer(), Timer()
    producer = AIOKafkaProducer(bootstrap_servers="localhost")
    await producer.start()
    try:
        yield
    finally:
        await producer.stop()
    first.stop()
    second.stop()


@asynccontextmanager
async def one(app: FastAPI) -> AsyncIterator[None]:
    client = httpx.AsyncClient()
    yield
    await client.aclose()
    logger.info("stopped")


@asynccontextmanager
async def one_twice(app: FastAPI) -> AsyncIterator[None]:
    pool = await asyncpg.create_pool(URL)
    yield
    pool.terminate()
    await pool.close()


@asynccontextmanager
async def in_finally(app: FastAPI) -> AsyncIterator[None]:
    pool = await asyncpg.create_pool(URL)
    client = httpx.AsyncClient()
    try:
        yield
    finally:
        await client.aclose()
        await pool.close()


@asynccontextmanager
async def each_in_try(app: FastAPI) -> AsyncIterator[None]:
    pool = await asyncpg.create_pool(URL)
    client = httpx.AsyncClient()
    yield
    try:
        await client.aclose()
    except httpx.HTTPError:
        logger.exception("client")
    await pool.close()


@asynccontextmanager
async def in_with(app: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(URL) as pool, httpx.AsyncClient() as client:
        app.state.pool, app.state.client = pool, client
        yield


@asynccontextmanager
async def gathered(app: FastAPI) -> AsyncIterator[None]:
    client = httpx.AsyncClient()
    task = asyncio.create_task(close_cache())
    yield
    task.cancel()
    await client.aclose()


@asynccontextmanager
async def no_lifespan(url: str) -> AsyncIterator[None]:
    pool = await asyncpg.create_pool(url)
    client = httpx.AsyncClient()
    yield
    await client.aclose()
    await pool.close()
