import functools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import aiohttp
import boto3
import httpx
import httpx2
import openai
import pymongo
import redis
import redis.asyncio as aioredis
import requests
from fastapi import BackgroundTasks, Depends, FastAPI, Header, Request
from httpx import AsyncClient as Client
from openai import AsyncOpenAI
from pydantic import BaseModel
from pydantic_settings import BaseSettings
from starlette.testclient import TestClient


class Settings(BaseSettings):
    api_key: str = ""
    base_url: str = "https://weather.example"


settings = Settings()


@functools.lru_cache
def get_settings() -> Settings:
    return Settings()


SettingsDep = Annotated[Settings, Depends(get_settings)]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with httpx.AsyncClient() as client:
        app.state.client = client
        yield


app = FastAPI(lifespan=lifespan)
shared = httpx.AsyncClient()


# ---- HTTP clients of single routes ----------------------------------------------------------


@app.get("/alias")
async def alias() -> None:
    async with Client() as client:
        await client.get("https://a.example")


@app.get("/httpx2")
async def second() -> None:
    async with httpx2.AsyncClient() as client:
        await client.get("https://a.example")


@app.get("/aiohttp")
async def with_aiohttp() -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get("https://a.example") as response:
            await response.text()


@app.get("/settings")
async def with_settings(config: SettingsDep) -> None:
    timeout = httpx.Timeout(5)
    headers = {"authorization": f"Bearer {settings.api_key}"}
    async with httpx.AsyncClient(
        base_url=config.base_url, headers=headers, timeout=timeout
    ) as client:
        await client.get("/")


# ---- built for every request ----------------------------------------------------------------


@app.get("/openai")
async def with_openai(prompt: str) -> Any:
    client = AsyncOpenAI(api_key=settings.api_key)  # error: FPI910
    return await client.responses.create(input=prompt)


@app.get("/boto")
def with_boto(key: str) -> Any:
    s3 = boto3.client("s3")  # error: FPI910
    return s3.get_object(Bucket="a", Key=key)


@app.get("/threaded")
def threaded() -> None:
    with httpx.Client() as client:
        client.get("https://a.example")


def get_cache() -> redis.Redis:
    return redis.Redis(host="cache")  # error: FPI910


async def get_client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:  # error: FPI910
        yield client


async def get_alias(config: SettingsDep) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"authorization": f"Bearer {settings.api_key}"}
    async with Client(base_url=config.base_url, headers=headers) as client:  # error: FPI910
        yield client


async def get_session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:  # error: FPI910
        yield session


async def get_pooled() -> aioredis.Redis:
    return aioredis.Redis(connection_pool=pool)


pool = aioredis.ConnectionPool()


class Weather:
    def __init__(self) -> None:
        self.client = httpx.AsyncClient()  # error: FPI910

    @classmethod
    def remade(cls) -> None:
        cls.client = httpx.AsyncClient()


@app.get("/weather")
async def weather(source: Weather = Depends(), again: None = Depends(Weather.remade)) -> None:
    await source.client.get("https://a.example")


@app.get("/dependencies", dependencies=[Depends(get_alias), Depends(get_session)])
async def dependencies(
    pooled: Annotated[aioredis.Redis, Depends(get_pooled)],
    cache: Annotated[redis.Redis, Depends(get_cache)],
    client: Annotated[httpx.AsyncClient, Depends(get_client)],
) -> None:
    await client.get("https://a.example")


@app.get("/url")
async def with_url() -> None:
    cache = aioredis.from_url("redis://cache")  # error: FPI910
    await cache.get("a")


# ---- it depends on the request --------------------------------------------------------------


class Login(BaseModel):
    host: str
    token: str


@app.get("/user-token")
async def user_token(authorization: Annotated[str, Header()]) -> None:
    headers = {"authorization": authorization}
    async with httpx.AsyncClient(headers=headers) as client:
        await client.get("https://a.example")


@app.post("/login")
async def log_in(login: Login) -> None:
    async with httpx.AsyncClient(base_url=login.host) as client:
        client.headers["authorization"] = login.token
        await client.get("/")


@app.get("/request")
async def of_request(request: Request) -> None:
    async with httpx.AsyncClient(cookies=request.cookies) as client:
        await client.get("https://a.example")


async def load_config() -> Login: ...


@app.get("/stored")
async def of_a_stored_configuration() -> Any:
    config = await load_config()
    client = AsyncOpenAI(api_key=config.token, base_url=config.host)
    return await client.models.list()


@app.get("/key")
async def own_key(key: Annotated[str, Header()]) -> Any:
    client = openai.AsyncOpenAI(api_key=key or settings.api_key)
    return await client.models.list()


@app.get("/cookies")
async def keeps_cookies() -> None:
    jar = httpx.Cookies()
    async with httpx.AsyncClient(cookies=jar) as client:
        await client.post("https://a.example/login")
        await client.get("https://a.example/me")


# ---- not per request ------------------------------------------------------------------------


@functools.lru_cache
def get_cached() -> httpx.AsyncClient:
    return httpx.AsyncClient()


def get_kept(request: Request) -> httpx.AsyncClient:
    if not hasattr(request.app.state, "kept"):
        request.app.state.kept = httpx.AsyncClient()
    kept: httpx.AsyncClient = request.app.state.kept
    return kept


_client: httpx.AsyncClient | None = None


def get_global() -> httpx.AsyncClient:
    global _client
    if _client is None:
        _client = httpx.AsyncClient()
    return _client


@app.get("/kept")
async def kept(
    a: Annotated[httpx.AsyncClient, Depends(get_cached)],
    b: Annotated[httpx.AsyncClient, Depends(get_kept)],
    c: Annotated[httpx.AsyncClient, Depends(get_global)],
) -> None:
    await shared.get("https://a.example")
    await a.get("https://a.example")


class Api:
    def __init__(self) -> None:
        self.client = httpx.AsyncClient()


api = Api()


@app.get("/api")
async def with_api() -> None:
    await api.client.get("https://a.example")


@app.on_event("startup")
async def start() -> None:
    app.state.http = httpx.AsyncClient()


async def task() -> None:
    async with httpx.AsyncClient() as client:  # per task; who knows how often
        await client.get("https://a.example")


@app.post("/tasks")
async def tasks(background: BackgroundTasks) -> None:
    background.add_task(task)


@app.get("/session")
def with_requests() -> int:
    with requests.Session() as session:
        return session.get("https://a.example").status_code


async def not_a_dependency() -> None:
    async with httpx.AsyncClient() as client:
        await client.get("https://a.example")


class AsyncClient:
    async def get(self) -> None: ...


@app.get("/own")
async def own() -> None:
    await AsyncClient().get()


async def try_it() -> None:
    TestClient(app).get("/own")
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        await client.get("/own")


def numbers() -> Iterator[int]:
    yield 1


@app.get("/ready")
async def ready() -> bool:
    """It is to open a connection."""
    probe = aioredis.from_url("redis://localhost")
    try:
        return bool(await probe.ping())
    finally:
        await probe.aclose()


@app.get("/ready/size")
async def ready_and_size() -> int:
    probe = aioredis.from_url("redis://localhost")  # error: FPI910
    await probe.ping()
    return await probe.dbsize()


@app.get("/ready/at-once")
async def ready_at_once() -> None:
    await aioredis.from_url("redis://localhost").ping()


@app.get("/ready/if-there-is-one")
async def ready_if_there_is_one() -> None:
    probe = aioredis.from_url(settings.base_url) if settings.base_url else None
    if probe:
        await probe.ping()


@app.get("/documents")
async def documents() -> int:
    documents = pymongo.MongoClient("mongodb://localhost")
    return documents.shop.documents.count_documents({})


@app.get("/documents/closed")
async def documents_closed() -> int:
    documents = pymongo.MongoClient("mongodb://localhost")  # error: FPI910
    count = documents.shop.documents.count_documents({})
    documents.close()
    return count


# ---- made by helpers ------------------------------------------------------------------------


async def forecast(city: str) -> tuple[str, int]:
    async with httpx.AsyncClient() as client:  # error: FPI910
        answer = await client.get(f"https://weather.example/{city}")
    return answer.text, answer.status_code


async def rain(city: str) -> int:
    """For one route: how often that is called, nobody can see."""
    async with httpx.AsyncClient() as client:
        return len((await client.get(f"https://rain.example/{city}")).text)


async def store(city: str, text: str) -> None:
    await aioredis.from_url("redis://cache").set(city, text)  # error: FPI910


async def of_the_user(token: str) -> str:
    async with httpx.AsyncClient(headers={"authorization": token}) as client:
        return (await client.get("https://weather.example/mine")).text


@app.get("/forecast/{city}")
async def read_forecast(city: str, authorization: Annotated[str, Header()]) -> str:
    text, status = await forecast(city)
    await store(city, text)
    return text if status == 200 else await of_the_user(authorization)


@app.get("/rain/{city}")
async def read_rain(city: str, authorization: Annotated[str, Header()]) -> str:
    await forecast(city)
    return await of_the_user(authorization) + str(await rain(city))
