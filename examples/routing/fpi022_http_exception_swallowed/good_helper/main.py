from fastapi import FastAPI, HTTPException

from .items import Shop, item_or_404, price_of

app = FastAPI()
shop = Shop()


@app.get("/items/{item_id}")
def read_item(item_id: int) -> str:
    item = item_or_404(item_id)
    try:
        return item.upper()
    except Exception as error:
        raise HTTPException(500, "something went wrong") from error


@app.post("/items/{item_id}/sell")
async def sell_item(item_id: int) -> str:
    try:
        return await shop.sell(item_id)
    except HTTPException:
        raise
    except Exception as error:
        raise HTTPException(500, "something went wrong") from error


@app.get("/items/{item_id}/price")
def read_price(item_id: int) -> int:
    try:
        return price_of(item_id)
    except Exception as error:
        raise HTTPException(400, "no such price") from error
