from typing import Annotated

from fastapi import Depends, FastAPI

from .dependencies import settings, shop

app = FastAPI(dependencies=[Depends(settings)])


@app.get("/shops/{shop_id}")  # error: FPI003
def read_shop(shop: Annotated[int, Depends(shop)]) -> int:
    return shop


@app.get("/shops/{shop}/numbers")  # error: FPI003
def read_number(shop: Annotated[int, Depends(shop)], shop_number: int) -> int:
    return shop + shop_number
