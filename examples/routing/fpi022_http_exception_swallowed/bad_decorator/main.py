import logging

from fastapi import FastAPI, HTTPException

from .errors import answer_errors

app = FastAPI()
log = logging.getLogger(__name__)
items = {1: "apple"}


@app.get("/items/{item_id}")
@answer_errors(log)
async def read_item(item_id: int) -> str:
    if item_id not in items:
        raise HTTPException(404, "no such item")
    return items[item_id]
