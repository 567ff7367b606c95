from fastapi import APIRouter

router = APIRouter()
prices: list[int] = []


@router.on_event("startup")  # error: FPI302
async def load_prices() -> None:
    prices.extend([3, 4])


@router.get("/prices")
async def read_prices() -> list[int]:
    return prices
