from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import create_async_engine


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.engine = create_async_engine("postgresql+asyncpg://localhost/shop")
    app.state.client = httpx.AsyncClient(base_url="https://weather.example")
    yield
    await app.state.engine.dispose()
    await app.state.client.aclose()  # error: FPI305


app = FastAPI(lifespan=lifespan)
