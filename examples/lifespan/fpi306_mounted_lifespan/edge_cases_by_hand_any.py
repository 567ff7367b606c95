from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

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
