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


app = FastAPI()
app.mount("/shop", shop)  # error: FPI306
