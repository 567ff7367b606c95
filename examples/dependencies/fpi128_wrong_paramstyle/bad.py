import sqlite3
from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI

app = FastAPI()


def get_connection() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect("users.db", check_same_thread=False)
    try:
        yield connection
    finally:
        connection.close()


ConnectionDep = Annotated[sqlite3.Connection, Depends(get_connection)]


@app.get("/users/{user_id}")
def read_user(user_id: int, connection: ConnectionDep) -> str | None:
    query = "SELECT name FROM users WHERE id = %s"
    row = connection.execute(query, (user_id,)).fetchone()  # error: FPI128
    return row and row[0]
