"""
What a thread does not have of the one that starts it, and what it may not use.

The remedies of the blocking calls, FPI201 to FPI211, rest on these claims.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pytest
from fastapi import Depends, FastAPI
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from starlette.testclient import TestClient

WHO: ContextVar[str] = ContextVar("WHO", default="nobody")


def plain() -> None:
    WHO.set("somebody")


async def on_loop() -> None:
    WHO.set("somebody")


@pytest.mark.parametrize(("dependency", "seen"), [(plain, "nobody"), (on_loop, "somebody")])
def test_what_a_def_dependency_sets_is_lost(dependency: Any, seen: str) -> None:
    app = FastAPI()

    @app.get("/", dependencies=[Depends(dependency)])
    def read() -> str:
        return WHO.get()

    assert TestClient(app).get("/").json() == seen


@contextmanager
def someone(resets: bool) -> Iterator[None]:
    token = WHO.set("somebody")
    yield
    if resets:
        WHO.reset(token)


def test_what_is_set_on_entering_in_a_thread_is_lost() -> None:
    async def enter(resets: bool) -> str:
        async with contextmanager_in_threadpool(someone(resets)):
            return WHO.get()

    assert asyncio.run(enter(resets=False)) == "nobody"
    with pytest.raises(ValueError, match="different Context"):
        asyncio.run(enter(resets=True))


def test_a_connection_of_sqlite_is_for_the_thread_that_made_it() -> None:
    async def use(connection: sqlite3.Connection) -> None:
        await run_in_threadpool(connection.execute, "SELECT 1")

    with pytest.raises(sqlite3.ProgrammingError, match="same thread"):
        asyncio.run(use(sqlite3.connect(":memory:")))
    asyncio.run(use(sqlite3.connect(":memory:", check_same_thread=False)))
