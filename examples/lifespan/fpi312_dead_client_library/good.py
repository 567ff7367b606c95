from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from redis import asyncio as redis
from sqlalchemy.ext.asyncio import create_async_engine


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.engine = create_async_engine("postgresql+asyncpg://localhost/shop")
    try:
        async with redis.from_url("redis://localhost") as app.state.redis:
            yield
    finally:
        await app.state.engine.dispose()


app = FastAPI(lifespan=lifespan)
