from typing import Annotated

from fastapi import Depends, FastAPI

from .dependencies import shop

app = FastAPI()


@app.get("/shops/{shop_id}")  # error: FPI003
def read_shop(shop: Annotated[int, Depends(shop)]) -> int:
    return shop
