from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

prices: list[int] = []


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    prices.extend([3, 4])
    yield


router = APIRouter(lifespan=lifespan)


@router.get("/prices")
async def read_prices() -> list[int]:
    return prices


app = FastAPI()
app.include_router(router)
