import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import fastapi_versioning
from fastapi import FastAPI
from fastapi_versioning import VersionedFastAPI

connections: list[str] = []
logger = logging.getLogger(__name__)


@asynccontextmanager
async def connect(app: FastAPI) -> AsyncIterator[None]:
    connections.append("open")
    yield
    connections.clear()


@asynccontextmanager
async def tell(app: FastAPI) -> AsyncIterator[None]:
    logger.info("started")
    yield


# It makes an application of its own, and takes no more than the routes of the other one

app = FastAPI(lifespan=connect)
versioned = VersionedFastAPI(app)  # error: FPI306
other = fastapi_versioning.VersionedFastAPI(app=app, enable_latest=True)  # error: FPI306

old = FastAPI()


@old.on_event("startup")
async def connect_old() -> None:
    connections.append("old")


versioned_old = VersionedFastAPI(old)  # error: FPI306


def connecting(app: FastAPI) -> Callable[[], Awaitable[None]]:
    async def start() -> None:
        connections.append(app.title)

    return start


added = FastAPI()
added.add_event_handler("startup", connecting(added))
versioned_added = VersionedFastAPI(added)  # error: FPI306

added_to_router = FastAPI()
added_to_router.router.add_event_handler("startup", connecting(added_to_router))
versioned_router = VersionedFastAPI(added_to_router)  # error: FPI306

# What it is given besides, it gives to its own

handed_on = VersionedFastAPI(app, lifespan=connect)
handed_on_old = VersionedFastAPI(old, on_startup=[connect_old])
OPTIONS: dict[str, Any] = {"lifespan": connect}
by_options = VersionedFastAPI(app, **OPTIONS)

telling = FastAPI(lifespan=tell)
not_missed = VersionedFastAPI(telling)

plain = VersionedFastAPI(FastAPI())

# Handlers of what it makes run

again = FastAPI()
again = VersionedFastAPI(again)


@again.on_event("startup")
async def connect_again() -> None:
    connections.append("again")


late = FastAPI()
late = VersionedFastAPI(late)
late.add_event_handler("startup", connecting(late))
