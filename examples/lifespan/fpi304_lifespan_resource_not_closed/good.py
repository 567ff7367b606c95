from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, Request
from redis import asyncio as redis


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with (
        httpx.AsyncClient(base_url="https://weather.example") as app.state.weather,
        redis.from_url("redis://localhost") as app.state.cache,
    ):
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/weather/{city}")
async def read_weather(city: str, request: Request) -> str:
    response = await request.app.state.weather.get(f"/{city}")
    return str(response.text)
