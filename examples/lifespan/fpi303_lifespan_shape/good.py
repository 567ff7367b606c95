from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

prices: dict[str, int] = {}


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    prices.update(apple=3, pear=4)
    yield
    prices.clear()


app = FastAPI(lifespan=lifespan)


@app.get("/prices")
async def read_prices() -> dict[str, int]:
    return prices
