from fastapi import FastAPI

from .parameters import Limit

app = FastAPI()


@app.get("/items")
def read_items(limit: Limit) -> list[int]:  # error: FPI111
    return list(range(limit))
