from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI

from .repositories import Quitting
from .services import MadeOnce, Near, Service, get_once


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    quitting = Quitting()  # another one than those of requests
    yield
    quitting.quit()


app = FastAPI(lifespan=lifespan)


def get_service() -> Service:
    return Service()


@app.get("/orders/count")
def count_orders(service: Annotated[Service, Depends(get_service)]) -> int:
    return service.orders.client.shop.orders.estimated_document_count()


@app.get("/near")
def near_misses(
    near: Annotated[Near, Depends(Near)], once: Annotated[MadeOnce, Depends(get_once)]
) -> int:
    near.report()
    return once.kept.client.shop.orders.estimated_document_count()
