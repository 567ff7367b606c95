from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from mcp.server.fastmcp import FastMCP

rows: list[str] = []


@asynccontextmanager
async def connect(app: FastAPI) -> AsyncIterator[None]:
    rows.append("open")
    yield
    rows.clear()


def create_stock() -> FastAPI:
    return FastAPI(title="stock", lifespan=connect)


orders = FastAPI(title="orders", lifespan=connect)
prices = FastAPI(title="prices", lifespan=connect)
returns = FastAPI(title="returns")
plain = FastMCP("plain")
other = FastMCP("other")


@returns.on_event("startup")
async def load_returns() -> None:
    rows.append("returns")


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with orders.router.lifespan_context(orders):
        yield


# Alarms: another one is started

shop = FastAPI(lifespan=lifespan)
shop.mount("/orders", orders)
shop.mount("/prices", prices)  # error: FPI306
shop.mount("/stock", create_stock())  # error: FPI306
shop.mount("/returns", returns)  # error: FPI306


@asynccontextmanager
async def stacked(app: FastAPI) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(plain.session_manager.run())
        await stack.enter_async_context(orders.router.lifespan_context(orders))
        yield


tools = FastAPI(lifespan=stacked)
tools.mount("/plain", plain.streamable_http_app())
tools.mount("/other", other.streamable_http_app())  # error: FPI306
tools.mount("/orders", orders)
tools.mount("/prices", app=prices)  # error: FPI306


main_stock = create_stock()


@asynccontextmanager
async def of_one_stock(app: FastAPI) -> AsyncIterator[None]:
    async with main_stock.router.lifespan_context(main_stock):
        yield


stores = FastAPI(lifespan=of_one_stock)
stores.mount("/main", main_stock)
annex = FastAPI()
annex.mount("/branch", create_stock())  # error: FPI306


# Innocent


async def start_all(stack: AsyncExitStack, *apps: FastAPI) -> None:
    for app in apps:
        await stack.enter_async_context(connect(app))


@asynccontextmanager
async def by_helper(app: FastAPI) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(orders.router.lifespan_context(orders))
        await start_all(stack, prices)
        yield


helped = FastAPI(lifespan=by_helper)
helped.mount("/prices", prices)


@asynccontextmanager
async def from_state(app: Any) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(orders.router.lifespan_context(orders))
        await stack.enter_async_context(shop.state.started)
        yield


kept = FastAPI(lifespan=from_state)
kept.mount("/prices", prices)
