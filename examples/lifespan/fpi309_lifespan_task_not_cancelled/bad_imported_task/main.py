import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from .jobs import remove_expired


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.removing = asyncio.create_task(remove_expired())  # error: FPI309
    yield


app = FastAPI(lifespan=lifespan)
