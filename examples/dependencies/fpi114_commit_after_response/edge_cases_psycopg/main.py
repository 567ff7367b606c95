from collections.abc import AsyncIterator, Iterator
from typing import Annotated

import psycopg
from psycopg_pool import AsyncConnectionPool

from fastapi import Depends, FastAPI

DSN = "postgresql://stock/stock"
pool = AsyncConnectionPool(DSN, open=False)
app = FastAPI()


def connected() -> Iterator[psycopg.Connection]:
    with psycopg.connect(DSN) as connection:  # error: FPI114
        yield connection


async def pooled() -> AsyncIterator[psycopg.AsyncConnection]:
    async with pool.connection() as connection:  # error: FPI114
        yield connection


def only_read() -> Iterator[psycopg.Connection]:
    with psycopg.connect(DSN) as connection:
        yield connection


def committed() -> Iterator[psycopg.Connection]:
    with psycopg.connect(DSN) as connection:
        yield connection


def unknown() -> Iterator[psycopg.Connection]:
    with psycopg.connect(DSN) as connection:
        yield connection


@app.post("/boxes")
def add_box(box: str, connection: Annotated[psycopg.Connection, Depends(connected)]) -> None:
    connection.execute("INSERT INTO boxes (name) VALUES (%s)", (box,))


@app.post("/shelves")
async def add_shelf(
    shelf: str, connection: Annotated[psycopg.AsyncConnection, Depends(pooled)]
) -> None:
    async with connection.cursor() as cursor:
        await cursor.execute("INSERT INTO shelves (name) VALUES (%s)", (shelf,))


@app.get("/boxes")
def count_boxes(connection: Annotated[psycopg.Connection, Depends(only_read)]) -> object:
    return connection.execute("SELECT count(*) FROM boxes").fetchone()


@app.put("/boxes")
def rename_box(box: str, connection: Annotated[psycopg.Connection, Depends(committed)]) -> None:
    connection.execute("UPDATE boxes SET name = %s", (box,))
    connection.commit()


@app.delete("/boxes")
def clear(sql: str, connection: Annotated[psycopg.Connection, Depends(unknown)]) -> None:
    connection.execute(f"{sql} boxes")
