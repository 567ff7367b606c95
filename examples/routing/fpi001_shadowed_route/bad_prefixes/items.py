from fastapi import APIRouter

router = APIRouter(prefix="/{shop}")
stock = APIRouter()


@stock.get("/count")
def count(shop: str) -> dict[str, str]:
    return {"shop": shop}


@router.get("/{item}")
def read_item(shop: str, item: str) -> dict[str, str]:
    return {"shop": shop, "item": item}


router.include_router(stock)  # error: FPI001
