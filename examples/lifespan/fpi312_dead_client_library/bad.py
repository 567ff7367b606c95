from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aioredis  # error: FPI312
from databases import Database  # error: FPI312
from fastapi import FastAPI

database = Database("postgresql://localhost/shop")


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.redis = await aioredis.create_redis_pool("redis://localhost")
    await database.connect()
    yield
    await database.disconnect()
    app.state.redis.close()


app = FastAPI(lifespan=lifespan)
