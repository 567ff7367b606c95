from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI


@asynccontextmanager
async def connect(app: FastAPI) -> AsyncIterator[None]:
    yield


@asynccontextmanager
async def with_handlers(app: FastAPI) -> AsyncIterator[None]:
    await load()
    yield


# Innocent

app = FastAPI(lifespan=connect)
app.router.lifespan_context = with_handlers


@app.on_event("startup")
async def load() -> None: ...
