from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI

from .dependencies import Item, area, shop

app = FastAPI()
router = APIRouter(dependencies=[Depends(shop)])


@router.get("/shops/{shop_id}/items/{item_id}")
def read_item(item: Annotated[Item, Depends()]) -> int:
    return item.id


@router.get("/shops/{shop_id}/open")
def is_open() -> bool:
    return True


@app.get("/areas/{area}/shops/{number}")
def read_area(area: Annotated[str, Depends(area)], number: int, areas: int = 1) -> str:
    return area * number * areas


app.include_router(router)
