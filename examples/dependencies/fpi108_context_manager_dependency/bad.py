import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI

app = FastAPI()


@contextmanager
def get_db() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect("shop.db")
    try:
        yield connection
    finally:
        connection.close()


@asynccontextmanager
async def get_client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:
        yield client


@app.get("/items")
def read_items(db: Annotated[sqlite3.Connection, Depends(get_db)]) -> list[str]:  # error: FPI108
    return [name for (name,) in db.execute("SELECT name FROM items LIMIT 10")]


@app.get("/rates")
async def read_rates(client: httpx.AsyncClient = Depends(get_client)) -> str:  # error: FPI108
    return (await client.get("https://rates.example.com/today")).text
