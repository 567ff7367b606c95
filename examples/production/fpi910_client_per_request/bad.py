from collections.abc import AsyncIterator
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI
from redis.asyncio import Redis

app = FastAPI()


async def get_client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=10) as client:  # error: FPI910
        yield client


@app.get("/weather")
async def weather(city: str, client: Annotated[httpx.AsyncClient, Depends(get_client)]) -> str:
    response = await client.get("https://weather.example", params={"q": city})
    return response.text


async def get_redis() -> AsyncIterator[Redis]:
    redis = Redis(host="cache")  # error: FPI910
    try:
        yield redis
    finally:
        await redis.aclose()


@app.get("/visits")
async def visits(redis: Annotated[Redis, Depends(get_redis)]) -> int:
    return int(await redis.incr("visits"))
