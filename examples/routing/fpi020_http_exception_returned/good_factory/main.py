from fastapi import FastAPI

from .errors import NotFound, not_found

app = FastAPI()
items = {"apple": 1}


@app.get("/items/{name}")
def read_item(name: str) -> dict[str, int]:
    if name not in items:
        raise not_found("item")
    return {"count": items[name]}


@app.get("/prices/{name}")
def read_price(name: str) -> dict[str, int]:
    if name not in items:
        raise NotFound("price")
    return {"price": 1}
