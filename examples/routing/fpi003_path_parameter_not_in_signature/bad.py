from typing import Annotated

from fastapi import Depends, FastAPI

app = FastAPI()
items = {1: "apple"}


@app.get("/items/{id}")  # error: FPI003
def read_item(item_id: int) -> str:
    return items[item_id]


@app.get("/shops/{shop_id}/items/{item_id}")  # error: FPI003
def read_shop_item(shop: int, item_id: int) -> str:
    return f"{items[item_id]} of {shop}"


def item(name: str) -> str:
    return name


@app.delete("/items/{item_name}")  # error: FPI003
def delete_item(name: Annotated[str, Depends(item)]) -> str:
    return name
