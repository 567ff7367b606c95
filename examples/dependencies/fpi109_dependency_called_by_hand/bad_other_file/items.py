import sqlite3
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends

router = APIRouter()


def get_db() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect("shop.db", check_same_thread=False)
    try:
        yield connection
    finally:
        connection.close()


@router.get("/items/count")
def count_items(db: Annotated[sqlite3.Connection, Depends(get_db)]) -> int:
    (count,) = db.execute("SELECT count(*) FROM items").fetchone()
    return int(count)
