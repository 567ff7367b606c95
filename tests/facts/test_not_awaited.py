"""
What becomes of a coroutine that nobody awaits.

FPI213 and FPI214 rest on these claims.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import hmac
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import click
import pytest
from click.testing import CliRunner
from fastapi import FastAPI, Request
from fastapi.exceptions import ResponseValidationError
from fastapi.responses import JSONResponse
from slowapi import Limiter
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from starlette.authentication import AuthCredentials, requires
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.testclient import TestClient

pytestmark = pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")

CALLED: list[str] = []


@pytest.fixture(autouse=True)
def nothing_called() -> Iterator[None]:
    CALLED.clear()
    yield
    gc.collect()  # while the warnings are still ignored


async def work() -> dict[str, str]:
    CALLED.append("work")
    return {"name": "tea"}


def get(endpoint: Callable[..., Any]) -> Any:
    app = FastAPI()
    app.get("/", response_model=None)(endpoint)
    return TestClient(app).get("/")


def limited(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    limit = Limiter(key_func=lambda: "anybody", enabled=False).limit("9/minute")
    return cast("Callable[..., Any]", limit(endpoint))


@pytest.mark.parametrize("decorator", [limited, requires([])], ids=["slowapi", "starlette"])
def test_a_wrapper_that_awaits_once_gives_the_coroutine(
    decorator: Callable[[Callable[..., Any]], Callable[..., Any]],
) -> None:
    @decorator
    async def returns_it(request: Request) -> Any:
        return work()

    @decorator
    async def awaits_it(request: Request) -> Any:
        return await work()

    async def request_of_somebody() -> None:
        request = Request({"type": "http", "auth": AuthCredentials([])})
        given = await returns_it(request=request)
        assert asyncio.iscoroutine(given)
        assert await awaits_it(request=request) == {"name": "tea"}

    asyncio.run(request_of_somebody())


def test_a_dropped_coroutine_does_nothing() -> None:
    async def endpoint() -> str:
        work()  # type: ignore[unused-coroutine]
        return "ok"

    assert get(endpoint).json() == "ok"
    assert CALLED == []


@pytest.mark.parametrize("inside", [False, True], ids=["alone", "in a dict"])
def test_a_returned_coroutine_is_no_response(inside: bool) -> None:
    async def in_async_def() -> Any:
        return {"item": work()} if inside else work()

    def in_def() -> Any:
        return {"item": work()} if inside else work()

    for endpoint in (in_async_def, in_def):
        with pytest.raises((ValueError, TypeError, ResponseValidationError)):
            get(endpoint)
    assert CALLED == []


def test_a_coroutine_is_no_content_of_a_response() -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        JSONResponse(work())


def test_a_coroutine_is_true_and_equals_nothing() -> None:
    coroutine: Any = work()
    assert coroutine
    assert coroutine is not None
    assert coroutine != {"name": "tea"}
    assert str(coroutine).startswith("<coroutine object work")


@pytest.mark.parametrize(
    "use",
    [
        lambda c: c["name"], lambda c: c.name, lambda c: dict(**c), lambda c: [*c], len, list,
        lambda c: c + 1, iter, b64encode,
    ],
)  # fmt: skip
def test_a_coroutine_is_no_result(use: Callable[[Any], object]) -> None:
    with pytest.raises((TypeError, AttributeError), match="coroutine"):
        use(work())


@pytest.mark.parametrize(
    "use",
    [
        hashlib.sha256, hashlib.md5, lambda c: hmac.new(b"key", c, "sha256"),
        lambda c: hmac.new(b"key", msg=c, digestmod="sha256"),
        lambda c: hmac.digest(b"key", c, "sha256"),
    ],
)  # fmt: skip
def test_a_coroutine_has_no_bytes(use: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError):
        use(work())


def test_the_body_of_a_request_is_a_coroutine() -> None:
    async def endpoint(request: Request) -> list[str]:
        return [type(x).__name__ for x in (request.json(), request.body())]

    assert get(endpoint).json() == ["coroutine", "coroutine"]


def test_the_form_of_a_request_is_awaited_or_entered() -> None:
    async def endpoint(request: Request) -> list[bool]:
        form: Any = request.form()
        async with form as entered:
            return [hasattr(form, "get"), hasattr(entered, "get"), hasattr(form, "__aenter__")]

    assert get(endpoint).json() == [False, True, True]


@pytest.mark.parametrize("is_async", [True, False])
def test_call_next_makes_a_coroutine(is_async: bool) -> None:
    async def in_async_def(request: Request, call_next: Callable[..., Any]) -> Any:
        return call_next(request)

    def in_def(request: Request, call_next: Callable[..., Any]) -> Any:
        return call_next(request)

    app = FastAPI()
    app.get("/")(work)
    app.add_middleware(BaseHTTPMiddleware, dispatch=in_async_def if is_async else in_def)
    if is_async:
        with pytest.raises(TypeError, match="not callable"):
            TestClient(app).get("/")
    else:  # what it returns is awaited
        assert TestClient(app).get("/").json() == {"name": "tea"}


def test_a_commit_that_is_not_awaited_stores_nothing() -> None:
    async def main() -> bool:
        engine = create_async_engine("sqlite+aiosqlite://")
        async with AsyncSession(engine) as session:
            await session.connection()
            session.commit()  # type: ignore[unused-coroutine]
            still_open = session.in_transaction()
        await engine.dispose()
        return still_open

    assert asyncio.run(main())


def test_a_route_stays_an_async_function() -> None:
    app = FastAPI()
    decorated: Any = app.get("/")(work)
    assert decorated is work


def test_click_drops_the_coroutine_of_a_command() -> None:
    """So does Typer, seen with 0.12 and 0.29: what stands in such a command never runs."""

    @click.group()
    def commands() -> None: ...

    @commands.command()
    async def fill() -> None:
        CALLED.append("fill")

    assert CliRunner().invoke(commands, ["fill"]).exit_code == 0
    assert CALLED == []


# ---- tests that pytest does not look for --------------------------------------------------


class Collected:
    def __init__(self) -> None:
        self.names: list[str] = []

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        self.names.append(item.path.name)


def test_pytest_looks_for_tests_in_files_of_two_kinds_of_names(tmp_path: Path) -> None:
    for name in ("server_test_items", "items", "items_tests", "tests", "test_items", "items_test"):
        (tmp_path / f"{name}.py").write_text("def test_items(): ...\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    found = Collected()
    without = ("-p", "no:terminal", "-p", "no:flake8", "-p", "no:cacheprovider")
    pytest.main([str(tmp_path), "--collect-only", *without], plugins=[found])
    assert sorted(found.names) == ["items_test.py", "test_items.py"]
