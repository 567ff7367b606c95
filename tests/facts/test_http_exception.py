"""What becomes of an HTTPException that is returned or caught (FPI020, FPI022)."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Annotated, Any

import pytest
from fastapi import Depends, FastAPI, HTTPException, WebSocket
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.testclient import TestClient


def answer(endpoint: Any, **options: Any) -> tuple[int, str]:
    """The status and the text of `GET /` when `endpoint` serves it."""
    app = FastAPI()
    app.get("/", **options)(endpoint)
    response = TestClient(app, raise_server_exceptions=False).get("/")
    return response.status_code, response.text


class Teapot(HTTPException):
    def __init__(self) -> None:
        super().__init__(418, "short and stout")


@pytest.mark.parametrize(
    "error", [HTTPException(404, "no item"), StarletteHTTPException(404, "no item")]
)
def test_returned_http_exception_is_answered_with_200(error: Exception) -> None:
    status, text = answer(lambda: error)
    assert status == 200
    assert '"status_code":404' in text


def test_returned_subclass_of_http_exception_is_answered_with_200() -> None:
    status, text = answer(lambda: Teapot())
    assert status == 200
    assert '"status_code":418' in text


@pytest.mark.parametrize("annotation", [dict, Any, dict[str, str] | None])
def test_returned_http_exception_fails_the_response_model(annotation: Any) -> None:
    def read() -> annotation:
        return HTTPException(404)

    assert answer(read)[0] == 500
    assert answer(lambda: HTTPException(404), response_model=annotation)[0] == 500
    assert answer(read, response_model=None)[0] == 200


def test_returned_http_exception_keeps_the_status_of_the_decorator() -> None:
    assert answer(lambda: HTTPException(404), status_code=201)[0] == 201


def test_caught_http_exception_that_is_returned_is_answered_with_200() -> None:
    def read():  # type: ignore[no-untyped-def]
        try:
            raise HTTPException(404)
        except HTTPException as error:
            return error

    assert answer(read)[0] == 200


def refuse() -> Any:
    return HTTPException(403)


def test_http_exception_returned_by_a_dependency_lets_the_request_through() -> None:
    status, text = answer(lambda: "secret", dependencies=[Depends(refuse)])
    assert (status, text) == (200, '"secret"')


def test_http_exception_returned_by_a_dependency_is_injected() -> None:
    def read(user: Annotated[Any, Depends(refuse)]) -> str:
        return type(user).__name__

    assert answer(read) == (200, '"HTTPException"')


def test_http_exception_returned_by_a_dependency_of_a_websocket_lets_it_connect() -> None:
    app = FastAPI()

    @app.websocket("/")
    async def chat(socket: WebSocket, user: Annotated[Any, Depends(refuse)]) -> None:
        await socket.accept()
        await socket.send_text("secret")

    with TestClient(app).websocket_connect("/") as socket:
        assert socket.receive_text() == "secret"


def not_found() -> None:
    raise HTTPException(404, "no item")


def test_except_exception_turns_404_into_500() -> None:
    def read() -> None:
        try:
            raise HTTPException(404, "no item")
        except Exception as error:
            raise HTTPException(500, str(error)) from error

    assert answer(read) == (500, '{"detail":"404: no item"}')


def test_except_exception_turns_the_404_of_a_helper_into_500() -> None:
    def read() -> None:
        try:
            not_found()
        except Exception:
            raise HTTPException(500) from None

    assert answer(read)[0] == 500


def test_except_exception_that_returns_turns_404_into_200() -> None:
    def read() -> dict[str, str]:
        try:
            raise HTTPException(404, "no item")
        except Exception as error:
            return {"error": str(error)}

    assert answer(read) == (200, '{"error":"404: no item"}')


def test_earlier_except_http_exception_keeps_the_status() -> None:
    def read() -> None:
        try:
            not_found()
        except HTTPException:
            raise
        except Exception:
            raise HTTPException(500) from None

    assert answer(read)[0] == 404


def test_except_starlette_http_exception_catches_the_one_of_fastapi() -> None:
    assert issubclass(HTTPException, StarletteHTTPException)


def test_outer_except_exception_catches_what_an_inner_handler_raises() -> None:
    def read() -> None:
        try:
            try:
                int("x")
            except ValueError:
                raise HTTPException(400) from None
        except Exception:
            raise HTTPException(500) from None

    assert answer(read)[0] == 500


def test_except_exception_does_not_catch_what_else_raises() -> None:
    def read() -> None:
        try:
            pass
        except Exception:
            raise HTTPException(500) from None
        else:
            raise HTTPException(404)

    assert answer(read)[0] == 404


Endpoint = Callable[[], Awaitable[Any]]


def answering_errors(function: Endpoint) -> Endpoint:
    @wraps(function)
    async def wrapper() -> Any:
        try:
            return await function()
        except Exception as error:
            return JSONResponse({"error": str(error)}, status_code=500)

    return wrapper


def passing_first(function: Endpoint) -> Endpoint:
    @wraps(function)
    async def wrapper() -> Any:
        try:
            return await function()
        except HTTPException:
            raise
        except Exception as error:
            return JSONResponse({"error": str(error)}, status_code=500)

    return wrapper


async def read_missing() -> None:
    raise HTTPException(404, "no item")


def test_except_exception_of_a_decorator_turns_404_into_500() -> None:
    assert answer(answering_errors(read_missing)) == (500, '{"error":"404: no item"}')
    assert answer(passing_first(read_missing)) == (404, '{"detail":"no item"}')


def test_decorator_does_not_see_what_a_dependency_raises() -> None:
    assert answer(answering_errors(read_missing), dependencies=[Depends(not_found)])[0] == 404


def test_plain_decorator_does_not_see_what_an_awaited_route_raises() -> None:
    def plainly(function: Endpoint) -> Callable[[], Any]:
        def wrapper() -> Any:
            try:
                return function()
            except Exception:
                raise HTTPException(500) from None

        return wrapper

    async def read() -> Any:
        return await plainly(read_missing)()

    assert answer(read)[0] == 404


class Item(BaseModel):
    name: str


#: Response models that take neither a dict without their fields nor None.
STRICT = pytest.mark.parametrize(
    "model", [list[Item], list[Any], set[str], tuple[int, ...], str, int, float, bool, Item]
)


@STRICT
def test_dict_that_does_not_fit_the_response_model_is_a_500(model: Any) -> None:
    assert answer(lambda: {"error": "404: no item"}, response_model=model)[0] == 500


@STRICT
def test_none_that_does_not_fit_the_response_model_is_a_500(model: Any) -> None:
    assert answer(lambda: None, response_model=model)[0] == 500


def test_without_response_model_none_is_null_with_the_status_of_the_route() -> None:
    assert answer(lambda: None) == (200, "null")
    assert answer(lambda: None, status_code=201) == (201, "null")
    assert answer(lambda: {"error": "no item"}, status_code=201)[0] == 201


def test_annotation_of_a_route_is_its_response_model() -> None:
    def read() -> list[Item]:
        return {"error": "no item"}  # type: ignore[return-value]

    assert answer(read)[0] == 500
    assert answer(read, response_model=None)[0] == 200
