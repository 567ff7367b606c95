import sqlite3
from collections.abc import Iterator

from fastapi import BackgroundTasks, Depends, FastAPI

app = FastAPI()


def get_db() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect("shop.db", check_same_thread=False)
    try:
        yield connection
    finally:
        connection.close()


def count_items(db: sqlite3.Connection = Depends(get_db)) -> int:
    (count,) = db.execute("SELECT count(*) FROM items").fetchone()
    return int(count)


def note_visit(page: str, db: sqlite3.Connection = Depends(get_db)) -> None:
    db.execute("INSERT INTO visits VALUES (?)", (page,))


@app.get("/count")
def read_count() -> int:
    return count_items()  # error: FPI109


@app.get("/names")
def read_names() -> list[str]:
    db = next(get_db())  # error: FPI109
    return [name for (name,) in db.execute("SELECT name FROM items LIMIT 10")]


@app.get("/pages/{page}")
def read_page(page: str, tasks: BackgroundTasks) -> str:
    tasks.add_task(note_visit, page)  # error: FPI109
    return page
