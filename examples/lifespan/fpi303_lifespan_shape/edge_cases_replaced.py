from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI


async def without_yield(app: FastAPI) -> None: ...


@asynccontextmanager
async def connect(app: FastAPI) -> AsyncIterator[None]:
    yield


# Innocent

app = FastAPI(lifespan=without_yield)  # type: ignore[arg-type]
app.router.lifespan_context = connect
