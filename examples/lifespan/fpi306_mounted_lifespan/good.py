from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

prices: dict[str, int] = {}


@asynccontextmanager
async def load_prices(app: FastAPI) -> AsyncIterator[None]:
    prices.update(apple=3, pear=4)
    yield
    prices.clear()


shop = FastAPI(lifespan=load_prices)


@shop.get("/prices")
async def read_prices() -> dict[str, int]:
    return prices


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with shop.router.lifespan_context(shop):
        yield


app = FastAPI(lifespan=lifespan)
app.mount("/shop", shop)
