from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastmcp import FastMCP


@asynccontextmanager
async def connect(app: FastAPI) -> AsyncIterator[None]:
    app.state.pool = object()
    yield


# Innocent

tools = FastMCP("tools").http_app(path="/mcp")
app = FastAPI()
app.mount("/agents", tools)
app.router.lifespan_context = tools.lifespan

prices = FastAPI(lifespan=connect)
shop = FastAPI()
shop.mount("/prices", prices)
shop.router.lifespan_context = prices.router.lifespan_context
