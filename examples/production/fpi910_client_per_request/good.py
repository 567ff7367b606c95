from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, TypedDict

import httpx
from fastapi import Depends, FastAPI, Request
from redis.asyncio import Redis


class State(TypedDict):
    http: httpx.AsyncClient
    redis: Redis


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[State]:
    async with httpx.AsyncClient(timeout=10) as http, Redis(host="cache") as redis:
        yield {"http": http, "redis": redis}


app = FastAPI(lifespan=lifespan)


def get_http(request: Request) -> httpx.AsyncClient:
    http: httpx.AsyncClient = request.state.http
    return http


@app.get("/weather")
async def weather(city: str, http: Annotated[httpx.AsyncClient, Depends(get_http)]) -> str:
    response = await http.get("https://weather.example", params={"q": city})
    return response.text


@app.get("/visits")
async def visits(request: Request) -> int:
    return int(await request.state.redis.incr("visits"))
