from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.middleware.gzip import GZipMiddleware


async def answer(request: Request, error: Exception) -> Response:
    return Response(status_code=418)


# Alarms


@asynccontextmanager
async def answering(app: FastAPI) -> AsyncIterator[None]:
    app.exception_handler(KeyError)(answer)  # error: FPI307
    yield


class Zipping:
    def __init__(self, level: int) -> None:
        self.level = level

    @asynccontextmanager
    async def __call__(self, app: FastAPI) -> AsyncIterator[None]:
        app.add_middleware(GZipMiddleware, compresslevel=self.level)  # error: FPI307
        yield


# Innocent


class Making:
    @asynccontextmanager
    async def __call__(self, app: FastAPI) -> AsyncIterator[None]:
        inner = FastAPI()
        inner.add_middleware(GZipMiddleware)
        inner.exception_handler(KeyError)(answer)
        app.mount("/inner", inner)
        yield

    def made(self, app: FastAPI) -> None:
        app.exception_handler(KeyError)(answer)
