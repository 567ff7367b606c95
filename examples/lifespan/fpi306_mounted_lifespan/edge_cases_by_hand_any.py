from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache

from fastapi import FastAPI


@asynccontextmanager
async def connect(app: FastAPI) -> AsyncIterator[None]:
    print("open")
    yield


orders = FastAPI(lifespan=connect)
prices = FastAPI(lifespan=connect)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        for each in (orders, prices):
            await stack.enter_async_context(each.router.lifespan_context(each))
        yield


# Innocent

app = FastAPI(lifespan=lifespan)
app.mount("/orders", orders)
app.mount("/prices", prices)


@cache
def shared_stock() -> FastAPI:
    return FastAPI(title="shared", lifespan=connect)


@asynccontextmanager
async def of_shared_stock(app: FastAPI) -> AsyncIterator[None]:
    shared = shared_stock()
    async with shared.router.lifespan_context(shared):
        yield


branches = FastAPI(lifespan=of_shared_stock)
branches.mount("/shared", shared_stock())
