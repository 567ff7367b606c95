from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import BackgroundTasks, FastAPI, Request

from . import api, hooks
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
app.add_middleware(hooks.Audit)
app.add_exception_handler(KeyError, hooks.on_key_error)
app.add_exception_handler(IndexError, hooks.on_key_error_twin)
app.add_event_handler("startup", hooks.fetch_rates)


@app.get("/health")
async def health(request: Request) -> None:
    await ping()


@app.post("/greetings")
async def greetings(name: str, tasks: BackgroundTasks) -> None:
    tasks.add_task(hooks.greet, name)
