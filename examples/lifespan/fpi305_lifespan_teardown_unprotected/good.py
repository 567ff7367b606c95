from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import create_async_engine


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        app.state.engine = create_async_engine("postgresql+asyncpg://localhost/shop")
        stack.push_async_callback(app.state.engine.dispose)
        app.state.client = await stack.enter_async_context(
            httpx.AsyncClient(base_url="https://weather.example")
        )
        yield


app = FastAPI(lifespan=lifespan)
