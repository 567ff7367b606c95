from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from . import items


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    items.create_table()
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/items/count")
def count_items() -> int:
    return items.count()
