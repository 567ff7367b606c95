from typing import Annotated

from fastapi import Depends, Path, Request
from pydantic import BaseModel


class Place(BaseModel):
    shop_id: int


def shop(place: Annotated[Place, Path()]) -> int:
    return place.shop_id


class Item:
    def __init__(self, item_id: int, shop: Annotated[int, Depends(shop)]) -> None:
        self.id, self.shop = item_id, shop


def area(request: Request) -> str:
    return request.path_params["area"]
