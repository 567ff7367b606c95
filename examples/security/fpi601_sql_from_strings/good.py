import sqlite3
from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import Depends, FastAPI

app = FastAPI()


def get_db() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect("shop.db", check_same_thread=False)
    try:
        yield connection
    finally:
        connection.close()


Database = Annotated[sqlite3.Connection, Depends(get_db)]


@app.get("/users")
def find_users(email: str, db: Database) -> list[str]:
    rows = db.execute("SELECT name FROM users WHERE email = ?", (email,))
    return [name for (name,) in rows]


@app.get("/orders")
def list_orders(
    status: str, db: Database, sort: Literal["created_at", "number"] = "created_at"
) -> list[str]:
    query = f"SELECT number FROM orders WHERE status = ? ORDER BY {sort}"
    return [number for (number,) in db.execute(query, (status,))]
