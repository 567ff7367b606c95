"""What fails before anything is open: what `model.never_runs.failing` takes to end a function."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import httpx
import pytest
import requests
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
from sqlmodel import Session as ModelSession


@asynccontextmanager
async def opened() -> AsyncIterator[int]:
    yield 1


@contextmanager
def plain() -> Iterator[int]:
    yield 1


async def stream() -> AsyncIterator[int]:
    yield 1


@pytest.mark.parametrize("make", [httpx.AsyncClient, AsyncSession, opened])
def test_a_plain_with_does_not_enter_it(make: Callable[[], Any]) -> None:
    def enter() -> None:
        with make():
            raise AssertionError

    with pytest.raises((AttributeError, TypeError), match=r"__enter__|context manager protocol"):
        enter()


@pytest.mark.parametrize("make", [httpx.Client, requests.Session, Session, ModelSession, plain])
def test_an_async_with_does_not_enter_it(make: Callable[[], Any]) -> None:
    async def enter() -> None:
        async with make():
            raise AssertionError

    with pytest.raises((AttributeError, TypeError), match=r"__aenter__|asynchronous context"):
        asyncio.run(enter())


def test_an_async_generator_has_no_next() -> None:
    with pytest.raises(TypeError, match="not an iterator"):
        next(stream())  # type: ignore[call-overload]
