from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, Request
from redis import asyncio as redis


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.weather = httpx.AsyncClient(base_url="https://weather.example")  # error: FPI304
    app.state.cache = redis.from_url("redis://localhost")
    yield
    await app.state.cache.aclose()


app = FastAPI(lifespan=lifespan)


@app.get("/weather/{city}")
async def read_weather(city: str, request: Request) -> str:
    response = await request.app.state.weather.get(f"/{city}")
    return str(response.text)
