import asyncio
from typing import Annotated

from fastapi import Depends, FastAPI

from .prices import cheapest, price, price_for_scripts, price_if_possible, price_in_thread

app = FastAPI()


async def base_price() -> int:
    return cheapest(["chair", "table"])


@app.get("/items/{item}/price")
async def read_price(item: str, base: Annotated[int, Depends(base_price)]) -> int:
    return price(item) + base


@app.get("/items/{item}/price-in-thread")
def read_price_in_thread(item: str) -> int:
    return price_in_thread(item)


@app.get("/items/{item}/price-by-thread")
async def read_price_by_thread(item: str) -> int:
    return await asyncio.to_thread(price_in_thread, item)


@app.get("/items/{item}/price-if-possible")
async def read_price_if_possible(item: str) -> int:
    try:
        return price_if_possible(item)
    except RuntimeError:
        return 0


def main() -> None:
    print(price_for_scripts("chair"))
