import sqlite3
from typing import Annotated

from fastapi import Depends, FastAPI

from .database import get_connection

app = FastAPI()


@app.get("/items/count")
def count_items(connection: Annotated[sqlite3.Connection, Depends(get_connection)]) -> int:
    return connection.execute("SELECT count(*) FROM items").fetchone()[0]
