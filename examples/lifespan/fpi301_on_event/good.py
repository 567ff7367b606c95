from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypedDict

import httpx
from fastapi import FastAPI, Request


class State(TypedDict):
    client: httpx.AsyncClient


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[State]:
    async with httpx.AsyncClient(base_url="https://example.com") as client:
        yield {"client": client}


app = FastAPI(lifespan=lifespan)


@app.get("/status")
async def read_status(request: Request) -> int:
    response = await request.state.client.get("/")
    return int(response.status_code)
