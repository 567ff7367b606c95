import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine("postgresql+asyncpg://localhost/shop")


async def refresh_prices() -> None:
    while True:
        async with engine.begin() as connection:
            await connection.execute(text("REFRESH MATERIALIZED VIEW prices"))
        await asyncio.sleep(60)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.refreshing = asyncio.create_task(refresh_prices())  # error: FPI309
    yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan)
