from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import redis
import redis.asyncio
from fastapi import FastAPI

sessions = redis.asyncio.Redis(host="cache", decode_responses=True)
counters = redis.Redis(host="counters")


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    await sessions.aclose()


app = FastAPI(lifespan=lifespan)


@app.get("/sessions/{token}")
async def read_session(token: str) -> str | None:
    name: str | None = await sessions.get(f"session:{token}")
    return name


@app.post("/visits")
def count_visit() -> str:  # runs in a thread
    return str(counters.incr("visits"))
