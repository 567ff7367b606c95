from collections.abc import AsyncIterator, Iterator
from typing import Annotated

import psycopg
from fastapi import Depends, FastAPI
from psycopg_pool import AsyncConnectionPool

DSN = "postgresql://stock/stock"
pool = AsyncConnectionPool(DSN, open=False, kwargs={"autocommit": True})
app = FastAPI()


def connected() -> Iterator[psycopg.Connection]:
    with psycopg.connect(DSN, autocommit=True) as connection:
        yield connection


async def pooled() -> AsyncIterator[psycopg.AsyncConnection]:
    async with pool.connection() as connection:
        yield connection


@app.post("/boxes")
def add_box(box: str, connection: Annotated[psycopg.Connection, Depends(connected)]) -> None:
    connection.execute("INSERT INTO boxes (name) VALUES (%s)", (box,))


@app.post("/shelves")
async def add_shelf(
    shelf: str, connection: Annotated[psycopg.AsyncConnection, Depends(pooled)]
) -> None:
    await connection.execute("INSERT INTO shelves (name) VALUES (%s)", (shelf,))
