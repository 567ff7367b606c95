from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI


def size() -> int:
    return 5


@asynccontextmanager
async def pooled(app: FastAPI, size: int = Depends(size)) -> AsyncIterator[None]:  # error: FPI303
    app.state.size = size
    yield


@asynccontextmanager
async def renewed(app: FastAPI) -> AsyncIterator[None]:
    app.state.size = 1
    yield
    app.state.size = 2
    yield  # error: FPI303


@asynccontextmanager
async def sized(app: FastAPI, size: int = Depends(size)) -> AsyncIterator[None]:
    """Called by hand, with what it wants."""
    app.state.size = size
    yield


@asynccontextmanager
async def outer(app: FastAPI) -> AsyncIterator[None]:
    async with sized(app, 3):
        yield
