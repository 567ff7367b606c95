from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

shop = FastAPI()


@shop.on_event("startup")
async def load_prices() -> None: ...


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    for handler in shop.router.on_startup:
        await handler()
    yield


app = FastAPI(lifespan=lifespan)
app.mount("/shop", shop)
