from typing import Annotated

from fastapi import Depends, FastAPI, Path

app = FastAPI()
items = {1: "apple"}


@app.get("/items/{item_id}")
def read_item(item_id: int) -> str:
    return items[item_id]


@app.get("/shops/{shop_id}/items/{item_id}")
def read_shop_item(shop: Annotated[int, Path(alias="shop_id")], item_id: int) -> str:
    return f"{items[item_id]} of {shop}"


def item(item_name: str) -> str:
    return item_name


@app.delete("/items/{item_name}")
def delete_item(name: Annotated[str, Depends(item)]) -> str:
    return name
