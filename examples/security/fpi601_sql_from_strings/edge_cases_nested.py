"""What a function checks holds in those that are defined in it, for names that stay the same."""

import sqlite3
from collections.abc import Callable, Iterator

from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse
from sqlalchemy import create_engine, inspect

app = FastAPI()
engine = create_engine("sqlite:///shop.db")
db = sqlite3.connect("shop.db")
SORTS = {"title", "price"}


def rows_of(table: str) -> Callable[[], Iterator[str]]:
    if table not in inspect(engine).get_table_names():
        raise HTTPException(404)

    def rows() -> Iterator[str]:
        for row in db.execute(f"SELECT * FROM {table}"):
            yield str(row)

    return rows


@app.get("/tables/{table}")
def export(table: str) -> StreamingResponse:
    return StreamingResponse(rows_of(table)())


@app.get("/books")
def list_books(sort: str) -> list[object]:
    def sorted_books() -> list[object]:
        return db.execute(f"SELECT * FROM books ORDER BY {sort}").fetchall()

    if sort not in SORTS:
        raise HTTPException(422)
    return sorted_books()


@app.get("/pens")
def list_pens(sort: str) -> list[object]:
    def sorted_pens() -> list[object]:
        return db.execute(f"SELECT * FROM pens ORDER BY {sort}").fetchall()  # error: FPI601

    return sorted_pens()


def serve(table: str) -> None:
    if table not in SORTS:
        raise ValueError(table)

    @app.get("/any/{table}")
    def read(table: str) -> list[object]:
        return db.execute(f"SELECT * FROM {table}").fetchall()  # error: FPI601
