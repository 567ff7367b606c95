from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from fastapi import FastAPI

prices: dict[str, int] = {}


@contextmanager
def load_prices(app: FastAPI) -> Iterator[None]:  # error: FPI303
    prices.update(apple=3, pear=4)
    yield
    prices.clear()


shop = FastAPI(lifespan=load_prices)


@asynccontextmanager
async def lifespan() -> AsyncIterator[None]:  # error: FPI303
    prices.update(apple=3, pear=4)
    yield
    prices.clear()


admin = FastAPI(lifespan=lifespan)


async def start(app: FastAPI) -> None:  # error: FPI303
    prices.update(apple=3, pear=4)


reports = FastAPI(lifespan=start)
