"""What FastAPI makes of unusual dependencies (FPI108, FPI110, FPI111, FPI113, FPI118)."""

import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import lru_cache
from typing import Any

import pytest
from fastapi import Depends, FastAPI
from pydantic_settings import BaseSettings
from starlette.testclient import TestClient


class Settings(BaseSettings):
    secret_key: str = "set by environment"
    debug: bool = False


class Open(BaseSettings):
    secret_key: str = "set by environment"

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)


class Closed(BaseSettings):
    secret_key: str = "set by environment"

    def __init__(self) -> None:
        super().__init__()


def get_settings() -> Settings:
    return Settings()


def client_of(endpoint: Callable[..., Any]) -> TestClient:
    """A client of an application that has only this endpoint."""
    app = FastAPI()
    app.get("/", response_model=None)(endpoint)
    return TestClient(app, raise_server_exceptions=False)


def key_that_arrives(dependency: Any) -> tuple[int, str]:
    def read(settings: Any = Depends(dependency)) -> Any:
        return settings.secret_key

    response = client_of(read).get("/?secret_key=mine")
    return response.status_code, response.text


def test_fields_of_settings_are_in_the_signature_of_the_class() -> None:
    assert {"secret_key", "debug"} <= set(inspect.signature(Settings).parameters)
    assert "secret_key" not in inspect.signature(Closed).parameters


def test_client_sets_the_fields_of_settings_or_each_request_fails() -> None:
    status, text = key_that_arrives(Settings)
    assert text == '"mine"' if status == 200 else status == 500  # by versions


def test_client_sets_the_fields_of_settings_that_take_keywords() -> None:
    assert key_that_arrives(Open) == (200, '"mine"')


@pytest.mark.parametrize("dependency", [Closed, get_settings])
def test_client_does_not_set_what_the_signature_does_not_show(dependency: Any) -> None:
    assert key_that_arrives(dependency) == (200, '"set by environment"')


@contextmanager
def managed() -> Iterator[int]:
    yield 3


@asynccontextmanager
async def async_managed() -> AsyncIterator[int]:
    yield 3


@pytest.mark.parametrize("dependency", [managed, async_managed])
def test_context_manager_is_not_entered(dependency: Any) -> None:
    def read(value: Any = Depends(dependency)) -> str:
        return type(value).__name__

    response = client_of(read).get("/")
    # by version: the manager itself is handed in, or the request fails
    assert "GeneratorContextManager" in response.text or response.status_code == 500


def test_generator_of_a_context_manager_is_a_dependency() -> None:
    def read(value: int = Depends(managed.__wrapped__)) -> int:  # type: ignore[attr-defined]
        return value

    assert client_of(read).get("/").json() == 3


async def coroutine() -> int:
    return 3


def generator() -> Iterator[int]:
    yield 3


async def async_generator() -> AsyncIterator[int]:
    yield 3


@pytest.mark.parametrize("function", [coroutine, generator, async_generator])
def test_cached_coroutine_or_generator_is_used_up(function: Any) -> None:
    def read(value: Any = Depends(lru_cache(function))) -> str:
        return repr(value)

    client = client_of(read)
    first, second = client.get("/"), client.get("/")
    if first.json() == "3":
        assert second.status_code == 500
    else:  # by version: the object itself is handed in
        assert f"{function.__name__} at 0x" in second.text


def test_cached_async_route_fails() -> None:
    client = client_of(lru_cache(coroutine))
    client.get("/")
    assert client.get("/").status_code == 500


def test_cached_plain_function_is_a_dependency() -> None:
    def read(settings: Any = Depends(lru_cache(get_settings))) -> Any:
        return settings.secret_key

    client = client_of(read)
    assert client.get("/").json() == client.get("/").json() == "set by environment"
