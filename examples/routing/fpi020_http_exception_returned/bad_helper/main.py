from fastapi import FastAPI

from .errors import NotFound, not_found

app = FastAPI()
items = {"apple": 1}


@app.get("/items/{name}")
def read_item(name: str):
    if name not in items:
        return not_found("item")  # error: FPI020
    return {"count": items[name]}


@app.get("/prices/{name}")
def read_price(name: str):
    if name not in items:
        return NotFound("price")  # error: FPI020
    return {"price": 1}
