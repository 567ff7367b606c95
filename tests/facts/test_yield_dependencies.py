"""
What FastAPI does with dependencies that `yield`, when the endpoint raises and when it does not.

FPI102, FPI103 and FPI114 rest on these claims.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import fastapi
import pytest
from fastapi import Depends, FastAPI, HTTPException, WebSocket
from fastapi.exceptions import FastAPIError
from starlette.testclient import TestClient

from tests.facts.versions import holds

Dependency = Callable[[], Any]
FASTAPI = tuple(map(int, fastapi.__version__.split(".")[:2]))


class Resource:
    def __init__(self) -> None:
        self.open = True

    def close(self) -> None:
        self.open = False


def client(
    dependency: Dependency, error: Exception | None = None, *, raises: bool = False, **scope: Any
) -> TestClient:
    """A client of an app whose one endpoint takes `dependency` and raises `error`."""
    app = FastAPI()

    @app.get("/")
    def read(resource: Any = Depends(dependency, **scope)) -> str:
        if error is not None:
            raise error
        return "fine"

    return TestClient(app, raise_server_exceptions=raises)


def test_cleanup_after_bare_yield_runs_when_the_endpoint_succeeds() -> None:
    resource = Resource()

    def get() -> Iterator[Resource]:
        yield resource
        resource.close()

    assert client(get).get("/").status_code == 200
    assert not resource.open


@pytest.mark.parametrize("error", [HTTPException(404), ValueError("boom")])
def test_cleanup_after_bare_yield_is_skipped_when_the_endpoint_raises(error: Exception) -> None:
    resource = Resource()

    def get() -> Iterator[Resource]:
        yield resource
        resource.close()

    client(get, error).get("/")
    assert resource.open


def test_cleanup_after_bare_yield_is_skipped_in_async_dependencies_too() -> None:
    resource = Resource()

    async def get() -> AsyncIterator[Resource]:
        yield resource
        resource.close()

    client(get, HTTPException(404)).get("/")
    assert resource.open


def test_cleanup_in_finally_runs_when_the_endpoint_raises() -> None:
    resource = Resource()

    def get() -> Iterator[Resource]:
        try:
            yield resource
        finally:
            resource.close()

    assert client(get, HTTPException(404)).get("/").status_code == 404
    assert not resource.open


def test_cleanup_after_a_handler_that_reraises_is_skipped() -> None:
    resource = Resource()

    def get() -> Iterator[Resource]:
        try:
            yield resource
        except Exception:
            raise
        resource.close()

    client(get, HTTPException(404)).get("/")
    assert resource.open


@pytest.mark.parametrize("error", [HTTPException(404), ValueError("boom")])
@pytest.mark.parametrize("caught", [Exception, BaseException, (HTTPException, ValueError)])
def test_swallowed_exception_becomes_500(caught: Any, error: Exception) -> None:
    def get() -> Iterator[None]:
        try:
            yield
        except caught:
            pass

    assert client(get, error).get("/").status_code == 500
    with pytest.raises(FastAPIError, match=r"Response not awaited|No response object"):
        client(get, error, raises=True).get("/")


def test_swallowed_exception_becomes_500_in_async_dependencies_too() -> None:
    async def get() -> AsyncIterator[None]:
        try:
            yield
        except Exception:
            pass

    with pytest.raises(FastAPIError, match=r"Response not awaited|No response object"):
        client(get, HTTPException(404), raises=True).get("/")


@holds(fastapi=">=0.121")
def test_swallowed_exception_becomes_500_with_function_scope_too() -> None:
    def get() -> Iterator[None]:
        try:
            yield
        except Exception:
            pass

    assert client(get, HTTPException(404), scope="function").get("/").status_code == 500


def test_handler_that_returns_swallows() -> None:
    def get() -> Iterator[None]:
        try:
            yield
        except Exception:
            return

    assert client(get, HTTPException(404)).get("/").status_code == 500


def test_return_in_finally_swallows() -> None:
    # Compiled from text: Python 3.14 warns of a `return` in `finally`.
    namespace: dict[str, Any] = {}
    source = "def get():\n    try:\n        yield\n    finally:\n        return\n"
    exec(compile(source, "<dependency>", "exec"), namespace)
    assert client(namespace["get"], HTTPException(404)).get("/").status_code == 500


def test_suppress_around_the_yield_swallows() -> None:
    def get() -> Iterator[None]:
        with suppress(Exception):
            yield

    assert client(get, HTTPException(404)).get("/").status_code == 500


def test_handler_that_reraises_keeps_the_status() -> None:
    def get() -> Iterator[None]:
        try:
            yield
        except Exception:
            raise

    assert client(get, HTTPException(404)).get("/").status_code == 404


def test_handler_may_raise_another_exception() -> None:
    def get() -> Iterator[None]:
        try:
            yield
        except ValueError as error:
            raise HTTPException(409) from error

    assert client(get, ValueError("boom")).get("/").status_code == 409


def test_handler_of_another_type_does_no_harm() -> None:
    def get() -> Iterator[None]:
        try:
            yield
        except KeyError:
            pass

    assert client(get, HTTPException(404)).get("/").status_code == 404


def test_inner_handler_that_reraises_is_swallowed_by_the_outer_one() -> None:
    def get() -> Iterator[None]:
        try:
            try:
                yield
            except ValueError as error:
                raise HTTPException(409) from error
        except HTTPException:
            pass

    assert client(get, ValueError("boom")).get("/").status_code == 500


def test_swallowing_is_harmless_for_websockets() -> None:
    app = FastAPI()
    swallowed = []

    def get() -> Iterator[None]:
        try:
            yield
        except ValueError as error:
            swallowed.append(error)

    @app.websocket("/")
    async def talk(socket: WebSocket, resource: Any = Depends(get)) -> None:
        await socket.accept()
        await socket.send_text("hello")
        await socket.close()
        raise ValueError("boom")

    with TestClient(app).websocket_connect("/") as socket:
        assert socket.receive_text() == "hello"
    assert len(swallowed) == 1


def test_context_manager_called_by_a_dependency_passes_the_exception_on() -> None:
    """Swallowing inside a context manager that a dependency enters swallows as well."""

    @contextmanager
    def manager() -> Iterator[None]:
        try:
            yield
        except Exception:
            pass

    def get() -> Iterator[None]:
        with manager():
            yield

    assert client(get, HTTPException(404)).get("/").status_code == 500


@holds(fastapi=">=0.123.5")
def test_asynccontextmanager_used_as_dependency_is_not_entered() -> None:
    """Why a decorated context manager is no yield dependency: FPI108's business."""

    @asynccontextmanager
    async def get() -> AsyncIterator[None]:
        yield

    with pytest.raises((AttributeError, TypeError)):
        client(get, raises=True).get("/")


BEFORE_RESPONSE = (0, 106) <= FASTAPI < (0, 118)  #: when exit code ran before the response


def events(order: list[str], error: Exception | None = None, **scope: Any) -> TestClient:
    """A client of an app that notes in `order` what comes when, and raises `error` at the end."""
    app = FastAPI()

    def get() -> Iterator[None]:
        yield
        order.append("exit code")
        if error is not None:
            raise error

    @app.post("/")
    def create(resource: Any = Depends(get, **scope)) -> str:
        order.append("route")
        return "stored"

    async def noting(scope: Any, receive: Any, send: Any) -> None:
        async def noted(message: Any) -> None:
            if message["type"] == "http.response.start":
                order.append("response")
            await send(message)

        await app(scope, receive, noted)

    return TestClient(noting, raise_server_exceptions=False)


def test_exit_code_comes_after_the_response() -> None:
    order: list[str] = []
    events(order).post("/")
    last = ["exit code", "response"] if BEFORE_RESPONSE else ["response", "exit code"]
    assert order == ["route", *last]


@pytest.mark.skipif(FASTAPI < (0, 121), reason="scopes came with 0.121")
def test_exit_code_of_function_scope_comes_before_the_response() -> None:
    order: list[str] = []
    events(order, scope="function").post("/")
    assert order == ["route", "exit code", "response"]


@pytest.mark.parametrize("error", [ValueError("commit failed"), HTTPException(409)])
def test_the_client_does_not_see_what_the_exit_code_raises(error: Exception) -> None:
    answer = events([], error).post("/")
    assert (answer.status_code == 200) is not BEFORE_RESPONSE


@pytest.mark.skipif(FASTAPI < (0, 121), reason="scopes came with 0.121")
def test_the_client_sees_what_the_exit_code_of_function_scope_raises() -> None:
    assert events([], HTTPException(409), scope="function").post("/").status_code == 409
