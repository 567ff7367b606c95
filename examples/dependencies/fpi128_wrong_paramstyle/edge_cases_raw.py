import psycopg
from psycopg.raw_cursor import RawCursor

from fastapi import FastAPI

app = FastAPI()


@app.get("/boxes")
def boxes(name: str) -> object:
    with psycopg.connect("postgresql://stock/stock") as connection:
        return connection.execute("SELECT 1 WHERE $1 = 'a'", (name,)).fetchone()  # error: FPI128


@app.get("/raw-boxes")
def raw_boxes(name: str) -> object:
    with psycopg.connect("postgresql://stock/stock", cursor_factory=RawCursor) as connection:
        return connection.execute("SELECT 1 WHERE $1 = 'a'", (name,)).fetchone()


@app.get("/raw-cursor")
def raw_cursor(name: str) -> object:
    with psycopg.connect("postgresql://stock/stock") as connection:
        return RawCursor(connection).execute("SELECT 1 WHERE $1 = 'a'", (name,)).fetchone()
