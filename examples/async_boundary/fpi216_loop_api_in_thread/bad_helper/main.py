import asyncio
from contextlib import suppress

from fastapi import FastAPI

from .loops import Prices, run, run_anew, start, start_if_possible

app = FastAPI()


async def stock(item_id: int) -> int:
    await asyncio.sleep(0.1)
    return item_id


def count(item_id: int) -> int:
    return int(run(stock(item_id)))


@app.get("/items/{item_id}/stock")
def read_stock(item_id: int) -> int:
    return count(item_id)


@app.get("/items/{item_id}/fresh-stock")
def read_fresh_stock(item_id: int) -> int:
    with suppress(RuntimeError):
        start_if_possible(stock(item_id))
    return int(run_anew(stock(item_id)))


@app.get("/items/{item_id}/price")
def read_price(item_id: int) -> int:
    return Prices().price()


@app.post("/items/{item_id}")
async def refresh(item_id: int) -> None:
    start(stock(item_id))
