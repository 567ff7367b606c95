from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.add_middleware(GZipMiddleware)  # error: FPI307
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/words")
async def read_words() -> list[str]:
    return ["apple"] * 1000
