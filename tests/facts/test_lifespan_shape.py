"""
What may be given to `lifespan=`.

FPI303 rests on these claims.
"""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI
from starlette.testclient import TestClient

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning",
    "ignore::RuntimeWarning",
    "ignore::pytest.PytestUnraisableExceptionWarning",
)


def serve(lifespan: Any, make: Callable[..., Any] = FastAPI) -> None:
    app = FastAPI()
    if make is APIRouter:
        app.include_router(APIRouter(lifespan=lifespan))
    else:
        app = make(lifespan=lifespan)
    with TestClient(app):
        pass


@asynccontextmanager
async def right(app: FastAPI) -> AsyncIterator[None]:
    yield


async def undecorated(app: FastAPI) -> AsyncIterator[None]:
    yield


def sync_generator(app: FastAPI) -> Iterator[None]:
    yield


@asynccontextmanager
async def with_default(app: FastAPI, retries: int = 3) -> AsyncIterator[None]:
    yield


@pytest.mark.parametrize("lifespan", [right, undecorated, sync_generator, with_default])
@pytest.mark.parametrize("make", [FastAPI, APIRouter])
def test_starts(lifespan: Any, make: Callable[..., Any]) -> None:
    serve(lifespan, make)


@contextmanager
def synchronous(app: FastAPI) -> Iterator[None]:
    yield


@asynccontextmanager  # type: ignore[arg-type]
def without_async(app: FastAPI) -> Iterator[None]:
    yield


async def plain(app: FastAPI) -> None: ...


@asynccontextmanager  # type: ignore[arg-type]
async def without_yield(app: FastAPI) -> None: ...


@asynccontextmanager
async def without_parameter() -> AsyncIterator[None]:
    yield


@asynccontextmanager
async def with_two_parameters(app: FastAPI, url: str) -> AsyncIterator[None]:
    yield


@asynccontextmanager
async def with_annotated_dependency(
    app: FastAPI, one: Annotated[int, Depends(int)]
) -> AsyncIterator[None]:
    yield


@asynccontextmanager
async def with_keyword_only(*, app: FastAPI) -> AsyncIterator[None]:
    yield


@pytest.mark.parametrize(
    "lifespan",
    [
        synchronous,
        without_async,
        plain,
        without_yield,
        without_parameter,
        with_two_parameters,
        with_annotated_dependency,
        with_keyword_only,
        without_parameter(),
        right(FastAPI()),
        undecorated(FastAPI()),
    ],
)
@pytest.mark.parametrize("make", [FastAPI, APIRouter])
def test_does_not_start(lifespan: Any, make: Callable[..., Any]) -> None:
    with pytest.raises((TypeError, AttributeError)):
        serve(lifespan, make)
    gc.collect()  # coroutines that nobody awaited


def test_second_yield_fails_at_shutdown() -> None:
    @asynccontextmanager
    async def twice(app: FastAPI) -> AsyncIterator[None]:
        yield
        yield

    with pytest.raises(RuntimeError, match="didn't stop"):
        serve(twice)


def test_second_undecorated_yield_fails_at_shutdown() -> None:
    async def twice(app: FastAPI) -> AsyncIterator[None]:
        yield
        yield

    with pytest.raises(RuntimeError, match="didn't stop"):
        serve(twice)


def test_depends_is_not_resolved() -> None:
    seen: list[object] = []

    @asynccontextmanager
    async def lifespan(app: FastAPI, one: Any = Depends(int)) -> AsyncIterator[None]:
        seen.append(one)
        yield

    serve(lifespan)
    assert type(seen[0]).__name__ == "Depends"
