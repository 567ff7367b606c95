import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from functools import lru_cache
from typing import Any, TypedDict

import aio_pika
import aiosqlite
import asyncpg
import httpx
import nats
from fastapi import FastAPI
from redis import asyncio as redis
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine

URL = "postgresql://localhost/shop"
logger = logging.getLogger(__name__)
http: httpx.AsyncClient | None = None
cache: Any = None
resources: dict[str, Any] = {}


class State(TypedDict):
    client: httpx.AsyncClient


class Weather:
    def __init__(self, client: Any) -> None:
        self.client = client

    async def close(self) -> None:
        await self.client.aclose()


async def make_pool() -> asyncpg.Pool:
    return await asyncpg.create_pool(URL)


def make_engine() -> AsyncEngine:
    return create_async_engine(URL)


@lru_cache
def cached_engine() -> AsyncEngine:
    return create_async_engine(URL)


async def say_goodbye() -> None:
    logger.info("goodbye")


async def stop_all() -> None:
    if http is not None:
        await http.aclose()


# Alarms


@asynccontextmanager
async def as_state_alone(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
    yield {
        "debug": app.debug,
        "client": httpx.AsyncClient(),  # error: FPI304
        "pool": await make_pool(),  # error: FPI304
    }


@asynccontextmanager
async def forgotten(app: FastAPI) -> AsyncIterator[None]:
    app.state.client = None
    app.state.client = httpx.AsyncClient()  # error: FPI304
    yield
    app.state.client = None


@asynccontextmanager
async def nothing_behind(app: FastAPI) -> AsyncIterator[State]:
    client = httpx.AsyncClient()  # error: FPI304
    app.state.weather = Weather(client)
    yield {"client": client}


@asynccontextmanager
async def only_words(app: FastAPI) -> AsyncIterator[None]:
    app.state.pool = await asyncpg.create_pool(URL)  # error: FPI304
    logger.info("started")
    try:
        yield
    finally:
        logger.info("stopping %s", app.title)
        await say_goodbye()


@asynccontextmanager
async def by_helpers(app: FastAPI) -> AsyncIterator[None]:
    app.state.pool = await make_pool()  # error: FPI304
    engine = make_engine()  # error: FPI304
    app.state.sessions = async_sessionmaker(engine)
    yield


@asynccontextmanager
async def one_of_two(app: FastAPI) -> AsyncIterator[None]:
    first = app.state.first = redis.from_url("redis://first")
    second = redis.Redis(host="second")  # error: FPI304
    app.state.second = second
    task = asyncio.create_task(say_goodbye())
    yield
    task.cancel()
    await first.aclose()


@asynccontextmanager
async def in_a_global(app: FastAPI) -> AsyncIterator[None]:
    global cache
    cache = redis.from_url("redis://localhost")  # error: FPI304
    yield
    logger.info("stopped")


@asynccontextmanager
async def by_another_client(app: FastAPI) -> AsyncIterator[None]:
    pool = await asyncpg.create_pool(URL)  # error: FPI304
    async with httpx.AsyncClient() as client:
        yield {"pool": pool, "client": client}  # type: ignore[misc]


@asynccontextmanager
async def kept_in_a_dict(app: FastAPI) -> AsyncIterator[None]:
    resources["http"] = httpx.AsyncClient()  # error: FPI304
    pool = await asyncpg.create_pool(URL)  # error: FPI304
    resources["pool"] = pool
    resources["redis"] = redis.from_url("redis://localhost")
    resources["models"] = []
    yield
    await resources["redis"].aclose()
    resources["models"].clear()
    resources.clear()


@asynccontextmanager
async def of_sessions(app: FastAPI) -> AsyncIterator[None]:
    engine = create_async_engine(URL)  # error: FPI304
    app.state.sessions = async_sessionmaker(engine, expire_on_commit=False)
    app.state.redis = redis.from_url("redis://localhost")
    yield
    await app.state.redis.aclose()


@asynccontextmanager
async def sqlite(app: FastAPI) -> AsyncIterator[None]:
    app.state.database = await aiosqlite.connect("shop.db")  # error: FPI304
    yield


@asynccontextmanager
async def brokers(app: FastAPI) -> AsyncIterator[None]:
    app.state.rabbit = await aio_pika.connect_robust("amqp://localhost")  # error: FPI304
    app.state.channel = await app.state.rabbit.channel()
    app.state.nats = await nats.connect("nats://localhost")  # error: FPI304
    yield
    await app.state.channel.close()


@asynccontextmanager
async def handed_on_beside_others(app: FastAPI) -> AsyncIterator[None]:
    client = httpx.AsyncClient()  # error: FPI304
    app.state.weather = Weather(client)
    pool = await asyncpg.create_pool(URL)
    cache = redis.from_url("redis://localhost")
    yield
    await pool.close()
    await cache.aclose()


# Innocent


@asynccontextmanager
async def handed_to_another_client(app: FastAPI) -> AsyncIterator[None]:
    connections = redis.ConnectionPool.from_url("redis://localhost")
    app.state.redis = redis.Redis.from_pool(connections)
    yield
    await app.state.redis.aclose()


@asynccontextmanager
async def closed_by_whom_it_was_handed_to(app: FastAPI) -> AsyncIterator[None]:
    client = httpx.AsyncClient()
    weather = Weather(client)
    pool = await asyncpg.create_pool(URL)
    yield
    await pool.close()
    await weather.close()


@asynccontextmanager
async def drained(app: FastAPI) -> AsyncIterator[None]:
    app.state.nats = await nats.connect("nats://localhost")
    yield
    await app.state.nats.drain()


@asynccontextmanager
async def closed_in_a_dict(app: FastAPI) -> AsyncIterator[None]:
    resources["http"] = httpx.AsyncClient()
    resources["pool"] = await asyncpg.create_pool(URL)
    resources["other"] = httpx.AsyncClient()
    yield
    await resources["http"].aclose()
    if pool := resources.get("pool"):
        await pool.close()
    await resources.pop("other").aclose()


@asynccontextmanager
async def all_of_a_dict(app: FastAPI) -> AsyncIterator[None]:
    resources["http"] = httpx.AsyncClient()
    yield
    for resource in resources.values():
        await resource.aclose()


@asynccontextmanager
async def handed_on_with_its_dict(app: FastAPI) -> AsyncIterator[None]:
    resources["http"] = httpx.AsyncClient()
    app.state.weather = Weather(resources)
    yield
    await app.state.weather.close()


@asynccontextmanager
async def under_a_name_that_is_found_later(app: FastAPI) -> AsyncIterator[None]:
    for name in ("one", "two"):
        resources[name] = httpx.AsyncClient()
    yield
    for name in ("one", "two"):
        await resources[name].aclose()


@asynccontextmanager
async def closed(app: FastAPI) -> AsyncIterator[None]:
    client = httpx.AsyncClient()
    app.state.client = client
    app.state.pool = await asyncpg.create_pool(URL)
    try:
        yield
    finally:
        await app.state.client.aclose()
        await app.state.pool.close()


@asynccontextmanager
async def closed_by_a_helper(app: FastAPI) -> AsyncIterator[None]:
    global http
    http = httpx.AsyncClient()
    yield
    await stop_all()


@asynccontextmanager
async def closed_by_a_helper_that_is_given_the_app(app: FastAPI) -> AsyncIterator[None]:
    async def stop(app: FastAPI) -> None:
        await app.state.client.aclose()

    app.state.client = httpx.AsyncClient()
    yield
    await stop(app)


@asynccontextmanager
async def closed_by_its_owner(app: FastAPI) -> AsyncIterator[None]:
    client = httpx.AsyncClient()
    weather = Weather(client)
    yield
    await weather.close()


@asynccontextmanager
async def closed_by_what_it_hangs_on(app: FastAPI) -> AsyncIterator[None]:
    weather = Weather(None)
    weather.client = httpx.AsyncClient()
    app.state.weather = weather
    yield
    await weather.close()


@asynccontextmanager
async def closed_by_what_it_hangs_on_elsewhere(app: FastAPI) -> AsyncIterator[None]:
    weather = Weather(None)
    weather.client = httpx.AsyncClient()
    app.state.weather = weather
    yield
    await app.state.weather.close()


@asynccontextmanager
async def closed_by_a_part_of_it(app: FastAPI) -> AsyncIterator[None]:
    engine = create_async_engine(URL)
    app.state.sessions = async_sessionmaker(engine)
    yield
    engine.sync_engine.dispose()


@asynccontextmanager
async def closed_by_its_factory(app: FastAPI) -> AsyncIterator[None]:
    engine = create_async_engine(URL)
    app.state.sessions = async_sessionmaker(engine)
    yield
    await app.state.sessions.kw["bind"].dispose()


@asynccontextmanager
async def closed_in_a_loop(app: FastAPI) -> AsyncIterator[None]:
    app.state.first = httpx.AsyncClient()
    app.state.second = httpx.AsyncClient()
    yield
    for name in ("first", "second"):
        await getattr(app.state, name).aclose()


@asynccontextmanager
async def closed_by_a_stack(app: FastAPI) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        client = httpx.AsyncClient()
        stack.push_async_callback(client.aclose)
        app.state.pool = await asyncpg.create_pool(URL)
        await stack.enter_async_context(app.state.pool)
        other = httpx.AsyncClient()
        await stack.enter_async_context(aclosing(other))
        yield


@asynccontextmanager
async def closed_by_with(app: FastAPI) -> AsyncIterator[None]:
    client = httpx.AsyncClient()
    app.state.pool = await asyncpg.create_pool(URL)
    async with client, app.state.pool:
        yield


@asynccontextmanager
async def closed_before(app: FastAPI) -> AsyncIterator[None]:
    connection = await asyncpg.connect(URL)
    await connection.execute("SELECT 1")
    await connection.close()
    yield


@asynccontextmanager
async def closed_by_an_inner_function(app: FastAPI) -> AsyncIterator[None]:
    client = httpx.AsyncClient()

    async def stop() -> None:
        await client.aclose()

    yield
    await stop()


@asynccontextmanager
async def closed_under_another_name(app: FastAPI) -> AsyncIterator[None]:
    app.state.client = httpx.AsyncClient()
    yield
    state = app.state
    await state.client.aclose()


@asynccontextmanager
async def gathered(app: FastAPI) -> AsyncIterator[None]:
    client = httpx.AsyncClient()
    yield
    await asyncio.gather(client.aclose(), return_exceptions=True)


@asynccontextmanager
async def of_somebody_else(app: FastAPI) -> AsyncIterator[None]:
    engine = cached_engine()
    pool = redis.ConnectionPool.from_url("redis://localhost")
    app.state.redis = redis.Redis(connection_pool=pool)
    app.state.sessions = async_sessionmaker(engine)
    yield
    await pool.aclose()


@asynccontextmanager
async def one_after_the_other(app: FastAPI) -> AsyncIterator[None]:
    client = httpx.AsyncClient()
    if app.debug:
        client = httpx.AsyncClient(verify=False)
    app.state.client = client
    yield


@asynccontextmanager
async def no_lifespan(url: str) -> AsyncIterator[httpx.AsyncClient]:
    client = httpx.AsyncClient(base_url=url)
    yield client


@asynccontextmanager
async def closed_and_forgotten(app: FastAPI) -> AsyncIterator[None]:
    app.state.client = None
    app.state.client = httpx.AsyncClient()
    yield
    await app.state.client.aclose()
    app.state.client = None


@asynccontextmanager
async def handed_over(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
    client = httpx.AsyncClient()
    app.state.client = client
    yield {"client": client}
    client, app.state.client = app.state.client, None
    await client.aclose()


async def connect(app: FastAPI) -> None:
    pool = await asyncpg.create_pool(URL)
    app.state.pool = pool


async def connect_and_hand_on(app: FastAPI, weather: Weather) -> None:
    app.state.client = httpx.AsyncClient()
    weather.client = app.state.client


async def connect_for_now(app: FastAPI) -> None:
    app.state.nats = await nats.connect("nats://localhost")
    await app.state.nats.close()


async def connect_once(app: FastAPI, client: httpx.AsyncClient) -> httpx.AsyncClient:
    app.state.client = client
    return client


async def disconnect(app: FastAPI) -> None:
    await app.state.pool.close()


@asynccontextmanager
async def connected_by_a_helper(app: FastAPI) -> AsyncIterator[None]:
    await connect(app)  # error: FPI304
    yield
    logger.info("stopped")


@asynccontextmanager
async def closed_by_another_helper(app: FastAPI) -> AsyncIterator[None]:
    await connect(app)
    yield
    await disconnect(app)


@asynccontextmanager
async def connected_by_a_helper_and_closed_here(app: FastAPI) -> AsyncIterator[None]:
    await connect(app)
    pool = app.state.pool
    yield
    await pool.close()


@asynccontextmanager
async def connected_by_helpers_that_do_more(app: FastAPI) -> AsyncIterator[None]:
    await connect_and_hand_on(app, Weather(None))
    await connect_for_now(app)
    await connect_once(app, resources["client"])
    yield
