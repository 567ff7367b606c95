"""Statements that nobody gets to execute, whatever is put into their text."""

import sqlite3

from fastapi import FastAPI

app = FastAPI()
db = sqlite3.connect("shop.db")


class Rest:
    """Asks another server, and takes no SQL."""

    async def select(self, table: str) -> list[object]:
        return [table]


class Local:
    def execute(self, statement: str) -> list[object]:
        return db.execute(statement).fetchall()


rest: Rest | None = None
local: Local | None = None


@app.on_event("startup")
def start() -> None:
    global rest, local
    rest = Rest()
    local = Local()


def get_rest() -> Rest:
    if rest is None:
        raise RuntimeError("too early")
    return rest


def get_local() -> Local:
    if local is None:
        raise RuntimeError("too early")
    return local


@app.get("/rest")
async def count_there(name: str) -> object:
    condition = f"name = '{name}'"
    there = get_rest()
    return await there.execute(f"SELECT count(*) FROM users WHERE {condition}")


@app.get("/local")
def count_here(name: str) -> object:
    condition = f"name = '{name}'"  # error: FPI601
    return get_local().execute(f"SELECT count(*) FROM users WHERE {condition}")


@app.get("/none")
def count_none(name: str) -> object:
    condition = f"name = '{name}'"
    return name
    return db.execute(f"SELECT count(*) FROM users WHERE {condition}").fetchone()
