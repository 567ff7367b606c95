"""What FastAPI makes of unusual dependencies (FPI108, FPI110, FPI111, FPI113, FPI118)."""

import inspect
from collections.abc import Callable
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
