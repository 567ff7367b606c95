"""
What happens to what `add_task` is given.

FPI210, FPI501, FPI502, FPI504 and FPI505 rest on these claims.
"""

from __future__ import annotations

import asyncio
import functools
import gc
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import BackgroundTasks, Depends, FastAPI, Request, Response, WebSocket
from fastapi.responses import JSONResponse
from starlette.background import BackgroundTask
from starlette.testclient import TestClient

log: list[str] = []


@pytest.fixture(autouse=True)
def empty_log() -> None:
    log.clear()


def test_what_fastapi_makes_is_given_whatever_the_default() -> None:
    """`if not tasks:` is never so in a route, `tasks: BackgroundTasks = None` or not."""
    app = FastAPI()

    @app.get("/")
    def read(
        tasks: BackgroundTasks = None,  # type: ignore[assignment]
        request: Request = None,  # type: ignore[assignment]
        response: Response = None,  # type: ignore[assignment]
    ) -> list[bool]:
        return [bool(tasks), bool(request), bool(response)]

    assert TestClient(app).get("/").json() == [True, True, True]


def sync_task(word: str = "task") -> None:
    log.append(word)


async def async_task(word: str = "task") -> None:
    log.append(word)


def make_task(word: str) -> Callable[[], None]:
    return lambda: log.append(word)


def get(endpoint: Any) -> Any:
    app = FastAPI()
    app.get("/")(endpoint)
    return TestClient(app).get("/")


@pytest.fixture(autouse=True)
def coroutines_that_nobody_awaits() -> Iterator[None]:
    """Let them go here, not in the middle of another test."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        gc.collect()


def test_functions_run_after_the_endpoint() -> None:
    def read(tasks: BackgroundTasks) -> None:
        tasks.add_task(sync_task, "sync")
        tasks.add_task(async_task, word="async")
        log.append("endpoint")

    assert get(read).status_code == 200
    assert log == ["endpoint", "sync", "async"]


def test_called_function_runs_before_the_response_and_the_task_fails() -> None:
    def read(tasks: BackgroundTasks) -> None:
        tasks.add_task(sync_task("called"))  # type: ignore[arg-type, func-returns-value]
        log.append("endpoint")

    with pytest.raises(TypeError):
        get(read)
    assert log == ["called", "endpoint"]


@pytest.mark.filterwarnings("ignore:coroutine 'async_task' was never awaited")
def test_called_coroutine_function_never_runs_and_the_task_fails() -> None:
    def read(tasks: BackgroundTasks) -> None:
        tasks.add_task(async_task("called"))  # type: ignore[arg-type]

    with pytest.raises(TypeError):
        get(read)
    assert log == []


def test_awaited_coroutine_function_runs_before_the_response_and_the_task_fails() -> None:
    async def read(tasks: BackgroundTasks) -> None:
        tasks.add_task(await async_task("awaited"))  # type: ignore[arg-type, func-returns-value]
        log.append("endpoint")

    with pytest.raises(TypeError):
        get(read)
    assert log == ["awaited", "endpoint"]


def test_lambda_that_makes_a_coroutine_does_nothing_and_says_nothing() -> None:
    def read(tasks: BackgroundTasks) -> None:
        tasks.add_task(lambda: async_task("lambda"))

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # "never awaited", said at collection
        assert get(read).status_code == 200
        gc.collect()
    assert log == []


@pytest.mark.filterwarnings("ignore:coroutine 'async_task' was never awaited")
def test_lambda_that_starts_a_task_finds_no_event_loop() -> None:
    async def read(tasks: BackgroundTasks) -> None:
        tasks.add_task(lambda: asyncio.create_task(async_task("lambda")))

    with pytest.raises(RuntimeError, match="no running event loop"):
        get(read)
    gc.collect()
    assert log == []


def test_lambda_that_calls_a_plain_function_works() -> None:
    def read(tasks: BackgroundTasks) -> None:
        tasks.add_task(lambda: sync_task("lambda"))

    assert get(read).status_code == 200
    assert log == ["lambda"]


def test_partial_and_factory_work() -> None:
    def read(tasks: BackgroundTasks) -> None:
        tasks.add_task(functools.partial(async_task, "partial"))
        tasks.add_task(make_task("factory"))

    assert get(read).status_code == 200
    assert log == ["partial", "factory"]


def test_background_task_of_a_response_fails_the_same_way() -> None:
    def read() -> JSONResponse:
        task = BackgroundTask(sync_task("called"))  # type: ignore[arg-type, func-returns-value]
        return JSONResponse(1, background=task)

    with pytest.raises(TypeError):
        get(read)
    assert log == ["called"]


def test_a_called_task_takes_the_tasks_after_it_with_it() -> None:
    def read(tasks: BackgroundTasks) -> None:
        tasks.add_task(sync_task("called"))  # type: ignore[arg-type, func-returns-value]
        tasks.add_task(sync_task, "second")

    with pytest.raises(TypeError):
        get(read)
    assert log == ["called"]


def test_a_request_lasts_as_long_as_its_tasks() -> None:
    """The server waits for it when it is asked to stop, and whoever kills it kills the task."""

    async def task() -> None:
        await asyncio.sleep(0.01)
        log.append("task")

    app = FastAPI()

    @app.get("/")
    async def read(tasks: BackgroundTasks) -> None:
        tasks.add_task(task)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body" and not message.get("more_body"):
            log.append("response")

    async def request() -> None:
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/",
            "query_string": b"",
            "headers": [],
        }
        await app(scope, receive, send)
        log.append("end")

    asyncio.run(request())
    assert log == ["response", "task", "end"]


def test_tasks_that_no_response_has_never_run() -> None:
    def read() -> None:
        tasks = BackgroundTasks()
        tasks.add_task(sync_task)

    assert get(read).status_code == 200
    assert log == []


def test_tasks_of_a_response_run() -> None:
    def read() -> JSONResponse:
        tasks = BackgroundTasks()
        tasks.add_task(sync_task)
        return JSONResponse(1, background=tasks)

    assert get(read).status_code == 200
    assert log == ["task"]


def test_tasks_of_a_websocket_endpoint_never_run() -> None:
    app = FastAPI()

    @app.websocket("/")
    async def chat(websocket: WebSocket, tasks: BackgroundTasks) -> None:
        await websocket.accept()
        tasks.add_task(sync_task)
        await websocket.send_text("added")
        await websocket.close()

    with TestClient(app).websocket_connect("/") as connection:
        assert connection.receive_text() == "added"
    assert log == []


def test_tasks_of_a_response_put_those_that_were_injected_out() -> None:
    def read(tasks: BackgroundTasks) -> JSONResponse:
        tasks.add_task(sync_task, "injected")
        return JSONResponse(1, background=BackgroundTask(sync_task, "own"))

    assert get(read).status_code == 200
    assert log == ["own"]


def test_so_do_those_that_a_response_is_given_later() -> None:
    def read(tasks: BackgroundTasks) -> JSONResponse:
        tasks.add_task(sync_task, "injected")
        response = JSONResponse(1)
        response.background = BackgroundTask(sync_task, "own")
        return response

    assert get(read).status_code == 200
    assert log == ["own"]


def test_injected_tasks_run_after_a_response_without_its_own() -> None:
    def read(tasks: BackgroundTasks) -> JSONResponse:
        tasks.add_task(sync_task, "injected")
        return JSONResponse(1)

    assert get(read).status_code == 200
    assert log == ["injected"]


def test_tasks_that_a_dependency_added_are_put_out_as_well() -> None:
    def add(tasks: BackgroundTasks) -> None:
        tasks.add_task(sync_task, "dependency")

    def read(added: None = Depends(add)) -> JSONResponse:
        return JSONResponse(1, background=BackgroundTask(sync_task, "own"))

    assert get(read).status_code == 200
    assert log == ["own"]


class Derived(BackgroundTasks):
    pass


def test_a_derived_class_is_not_what_fastapi_makes() -> None:
    async def endpoint(tasks: Derived) -> str:
        return type(tasks).__name__

    assert get(endpoint).json() == "BackgroundTasks"
