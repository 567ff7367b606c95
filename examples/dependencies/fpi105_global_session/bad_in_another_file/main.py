from fastapi import FastAPI

from .database import cursor

app = FastAPI()


@app.get("/items/count")
def count_items() -> int:
    cursor.execute("SELECT count(*) FROM items")
    (number,) = cursor.fetchone()
    return number
