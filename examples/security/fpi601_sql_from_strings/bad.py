import sqlite3
from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI, Request

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
    rows = db.execute(f"SELECT name FROM users WHERE email = '{email}'")  # error: FPI601
    return [name for (name,) in rows]


@app.get("/orders")
def list_orders(request: Request, db: Database, sort: str = "created_at") -> list[str]:
    query = "SELECT number FROM orders WHERE status = '%s'"
    query = query % request.query_params["status"]  # error: FPI601
    query += " ORDER BY " + sort  # error: FPI601
    return [number for (number,) in db.execute(query)]
