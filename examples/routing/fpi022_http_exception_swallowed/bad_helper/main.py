from fastapi import FastAPI, HTTPException

from .items import Shop, item_or_404, item_or_none

app = FastAPI()
shop = Shop()


@app.get("/items/{item_id}")
def read_item(item_id: int) -> str:
    try:
        return item_or_404(item_id)
    except Exception as error:  # error: FPI022
        raise HTTPException(500, str(error)) from error


@app.get("/items/{item_id}/name")
def read_name(item_id: int) -> str | None:
    try:
        return item_or_none(item_id)
    except Exception as error:
        raise HTTPException(500, str(error)) from error


@app.post("/items/{item_id}/sell")
async def sell_item(item_id: int) -> str:
    try:
        return await shop.sell(item_id)  # which asks somebody who raises it: a case of its own
    except Exception as error:
        raise HTTPException(500, str(error)) from error


@app.post("/items/{item_id}/take")
def take_item(item_id: int) -> str:
    try:
        return shop.take(item_id)
    except Exception as error:  # error: FPI022
        raise HTTPException(500, str(error)) from error
