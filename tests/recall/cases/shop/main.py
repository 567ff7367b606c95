from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request

from . import api
from .core.database import ping
from .core.settings import reload_settings
from .middleware import Timing


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    reload_settings()
    yield


app = FastAPI(lifespan=lifespan)
app.include_router(api.users)
app.include_router(api.orders)
app.add_middleware(Timing)


@app.get("/health")
async def health(request: Request) -> None:
    await ping()
