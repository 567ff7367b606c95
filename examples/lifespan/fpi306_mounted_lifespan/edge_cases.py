from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.applications import Starlette
from starlette.routing import Mount

connections: list[str] = []


@asynccontextmanager
async def connect(app: Any) -> AsyncIterator[None]:
    connections.append("open")
    yield
    connections.clear()


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    connections.append("outer")
    yield


# Alarms

app = FastAPI(lifespan=lifespan)
api = FastAPI(title="API", lifespan=connect)
app.mount("/api", api)  # error: FPI306

plain = Starlette(lifespan=connect)
app.mount("/plain", app=plain)  # error: FPI306


def create_app() -> FastAPI:
    outer = FastAPI()
    inner = FastAPI(lifespan=connect)
    outer.mount("/inner", inner)  # error: FPI306
    return outer


# Innocent

app.mount("/nothing", FastAPI())
app.mount("/none", FastAPI(lifespan=None))
app.include_router(APIRouter(lifespan=connect))

same = FastAPI(lifespan=lifespan)
app.mount("/same", same)


@asynccontextmanager
async def with_stack(app: FastAPI) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(connect(started))
        yield


starting = FastAPI(lifespan=with_stack)
started = FastAPI(lifespan=connect)
starting.mount("/started", started)


@asynccontextmanager
async def with_same_function(app: FastAPI) -> AsyncIterator[None]:
    async with connect(app):
        yield


calling = FastAPI(lifespan=with_same_function)
called = FastAPI(lifespan=connect)
calling.mount("/called", called)

known = FastAPI(lifespan=connect)
known_outer = FastAPI(routes=[Mount("/known", app=known)])


def build(lifespan: Any, **options: Any) -> FastAPI:
    outer = FastAPI(lifespan=lifespan)
    inner = FastAPI(lifespan=connect)
    outer.mount("/inner", inner)
    other = FastAPI(**options)
    other.mount("/inner", inner)
    return outer


def install(app: FastAPI, inner: FastAPI) -> None:
    app.mount("/inner", inner)
