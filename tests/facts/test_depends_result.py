"""What FastAPI does when `Depends` is given the result of a call (FPI107), or a module (FPI111)."""

import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI, Security
from starlette.testclient import TestClient


class Settings:
    pass


class Limit:
    def __call__(self) -> int:
        return 3


def settings() -> Settings:
    return Settings()


async def coroutine() -> int:
    return 3


def generator() -> Iterator[int]:
    yield 3


async def async_generator() -> AsyncIterator[int]:
    yield 3


def nothing() -> Any:
    return None


def factory() -> Callable[[], int]:
    def dependency() -> int:
        return 3

    return dependency


def marker() -> Any:
    return Depends(factory())


def serve(dependency: Any) -> FastAPI:
    """An application whose only endpoint returns what `dependency` gives."""
    app = FastAPI()

    @app.get("/")
    def read(value: Annotated[Any, Depends(dependency)]) -> Any:
        return value

    return app


@pytest.mark.parametrize(
    "function", [settings, coroutine, generator, async_generator, Settings, marker]
)
def test_result_that_is_not_callable_stops_the_import(function: Callable[[], Any]) -> None:
    result = function()
    with pytest.raises(TypeError, match="is not a callable object"):
        serve(result)
    if inspect.iscoroutine(result):
        result.close()


def test_none_as_dependency_asks_the_client_for_args_and_kwargs() -> None:
    response = TestClient(serve(nothing())).get("/")
    assert response.status_code == 422
    asked = [error["loc"] for error in response.json()["detail"]]
    assert asked in ([["query", "args"], ["query", name]] for name in ("kwargs", "kwds"))


def test_none_in_dependencies_stops_the_import() -> None:
    with pytest.raises(AssertionError, match="callable dependency"):
        FastAPI(dependencies=[Depends(nothing())]).get("/")(lambda: None)


@pytest.mark.parametrize("function", [factory, Limit])
def test_result_that_is_callable_is_a_dependency(function: Callable[[], Any]) -> None:
    assert TestClient(serve(function())).get("/").json() == 3


@pytest.mark.parametrize("function", [coroutine, generator, async_generator, Settings])
def test_the_function_itself_is_a_dependency(function: Any) -> None:
    assert serve(function).routes


@pytest.mark.parametrize("form", [Depends, Security])
def test_a_module_as_dependency_stops_the_import(form: Callable[[Any], Any]) -> None:
    app = FastAPI()
    with pytest.raises(TypeError, match="is not a callable object"):
        app.get("/")(lambda value=form(inspect): value)
    with pytest.raises(AssertionError, match="callable dependency"):
        FastAPI(dependencies=[form(inspect)]).get("/")(lambda: None)
