import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI

app = FastAPI()


def get_db() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect("shop.db", check_same_thread=False)
    try:
        yield connection
    finally:
        connection.close()


Database = Annotated[sqlite3.Connection, Depends(get_db)]
open_db = contextmanager(get_db)


def count_items(db: sqlite3.Connection) -> int:
    return len(db.execute("SELECT name FROM items LIMIT 10").fetchall())


def note_visit(page: str) -> None:
    with open_db() as db:
        db.execute("INSERT INTO visits VALUES (?)", (page,))


@app.get("/count")
def read_count(db: Database) -> int:
    return count_items(db)


@app.get("/pages/{page}")
def read_page(page: str, tasks: BackgroundTasks) -> str:
    tasks.add_task(note_visit, page)
    return page
