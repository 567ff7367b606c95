from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException


class OutOfStock(Exception):
    pass


class Stock:
    async def take(self, name: str) -> int:
        raise OutOfStock(name)


app = FastAPI()


async def get_stock() -> AsyncIterator[Stock]:
    try:
        yield Stock()
    except OutOfStock as error:
        raise HTTPException(409, f"No {error} left") from error


@app.post("/orders/{name}")
async def order(name: str, stock: Annotated[Stock, Depends(get_stock)]) -> int:
    return await stock.take(name)
