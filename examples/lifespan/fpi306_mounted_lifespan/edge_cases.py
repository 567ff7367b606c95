import logging
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

logger = logging.getLogger(__name__)
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


old = FastAPI()


@old.on_event("startup")
async def connect_old() -> None:
    connections.append("old")


@old.on_event("shutdown")
async def disconnect_old() -> None:
    connections.clear()


app.mount("/old", old)  # error: FPI306


async def fetch() -> None:
    connections.append("fetched")


by_hand = FastAPI()
by_hand.on_event("startup")(fetch)
app.mount("/by-hand", by_hand)  # error: FPI306

listed = FastAPI(on_startup=[fetch])
app.mount("/listed", listed)  # error: FPI306


# Innocent

only_stops = FastAPI()


@only_stops.on_event("shutdown")
async def say_goodbye() -> None:
    connections.clear()


app.mount("/stops", only_stops)


async def start_by_hand() -> None:
    connections.append("by hand")


@asynccontextmanager
async def with_handlers(app: FastAPI) -> AsyncIterator[None]:
    await start_by_hand()
    yield


around_handlers = FastAPI(lifespan=with_handlers)
with_own_handlers = FastAPI()
with_own_handlers.on_event("startup")(start_by_hand)
decorated = FastAPI()


@decorated.on_event("startup")
async def starts_twice() -> None:
    await start_by_hand()


around_handlers.mount("/own", with_own_handlers)
around_handlers.mount("/decorated", decorated)

listed_too = FastAPI(on_startup=[start_by_hand], on_shutdown=[fetch])
around_handlers.mount("/listed", listed_too)
listed_last = FastAPI(on_shutdown=[fetch])
around_handlers.mount("/last", listed_last)

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


async def close_pools() -> None: ...


@asynccontextmanager
async def only_logging(app: FastAPI) -> AsyncIterator[None]:
    logger.info("started")
    yield
    await close_pools()
    logger.info("stopped")


@asynccontextmanager
async def with_state(app: FastAPI) -> AsyncIterator[None]:
    logger.info("started")
    app.state.ready = True
    yield
    await close_pools()


@asynccontextmanager
async def closing_all(app: FastAPI) -> AsyncIterator[None]:
    yield
    await close_pools()


@asynccontextmanager
async def closing_none(app: FastAPI) -> AsyncIterator[None]:
    yield
    await fetch()


closing = FastAPI(lifespan=closing_all)
closing.mount("/logging", FastAPI(lifespan=only_logging))
closing.mount("/state", FastAPI(lifespan=with_state))  # error: FPI306
not_closing = FastAPI(lifespan=closing_none)
not_closing.mount("/logging", FastAPI(lifespan=only_logging))  # error: FPI306


class Server:
    """It has an application of its own, which starts it: or somebody else does."""

    def __init__(self) -> None:
        self.jobs: list[str] = []
        self.app = FastAPI(lifespan=self.lifespan)

    async def start(self) -> None:
        self.jobs.append("started")

    async def stop(self) -> None:
        self.jobs.clear()

    @asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        connections.append("jobs")
        await self.start()
        yield
        await self.stop()


server = Server()
idle_server = Server()


@asynccontextmanager
async def with_server(app: FastAPI) -> AsyncIterator[None]:
    await server.start()
    yield
    await server.stop()
    await idle_server.stop()


with_servers = FastAPI(lifespan=with_server)
with_servers.mount("/jobs", server.app)
with_servers.mount("/idle", idle_server.app)  # error: FPI306
