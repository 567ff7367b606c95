import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, FastAPI

app = FastAPI()


def get_db() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect("shop.db")
    try:
        yield connection
    finally:
        connection.close()


#: For code that is not called by FastAPI.
open_db = contextmanager(get_db)


@app.get("/items")
def read_items(db: Annotated[sqlite3.Connection, Depends(get_db)]) -> list[str]:
    return [name for (name,) in db.execute("SELECT name FROM items LIMIT 10")]


def count_items() -> int:
    with open_db() as db:
        (count,) = db.execute("SELECT count(*) FROM items").fetchone()
    return int(count)
