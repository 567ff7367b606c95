"""
Which functions FastAPI runs on the event loop, and which in a thread (facts, section 17).

Each test gives an application one piece of code that notes the thread it runs in; `on_loop`
says whether that is the thread of the event loop, where a blocking call stops every request.
"""

from __future__ import annotations

import asyncio
import functools
import threading
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import anyio
import httpx2
import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, Request, Response, WebSocket
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from fastapi.responses import StreamingResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, field_validator, model_validator
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send


class Probe:
    """An application, and the threads that the code under test ran in."""

    def __init__(self) -> None:
        self.app = FastAPI(lifespan=self._lifespan)
        self._loop: int | None = None
        self._marks: list[int] = []

    @asynccontextmanager
    async def _lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        self._loop = threading.get_ident()
        yield

    def mark(self) -> None:
        """Stands where a blocking call would."""
        self._marks.append(threading.get_ident())

    def forget(self) -> None:
        self._marks.clear()

    def on_loop(self, method: str = "GET", **request: Any) -> bool:
        with TestClient(self.app, raise_server_exceptions=False) as client:
            client.request(method, "/", **request)
        return self.on_loop_so_far()

    def on_loop_so_far(self) -> bool:
        assert self._marks, "the code under test ran"
        assert len(set(self._marks)) == 1
        return self._marks[0] == self._loop


@pytest.fixture
def probe() -> Probe:
    return Probe()


# ---- what blocks --------------------------------------------------------------------------


def test_async_route_runs_on_the_loop(probe: Probe) -> None:
    @probe.app.get("/")
    async def route() -> None:
        probe.mark()

    assert probe.on_loop()


def test_sync_helper_called_by_async_route_runs_on_the_loop(probe: Probe) -> None:
    def inner() -> None:
        probe.mark()

    def helper() -> None:
        inner()

    @probe.app.get("/")
    async def route() -> None:
        helper()

    assert probe.on_loop()


@pytest.mark.parametrize("under_async_route", [True, False])
def test_async_dependency_runs_on_the_loop_even_under_a_def_route(
    probe: Probe, under_async_route: bool
) -> None:
    async def dependency() -> None:
        probe.mark()

    if under_async_route:

        @probe.app.get("/", dependencies=[Depends(dependency)])
        async def route() -> None: ...

    else:

        @probe.app.get("/", dependencies=[Depends(dependency)])
        def threaded_route() -> None: ...

    assert probe.on_loop()


def test_async_call_of_a_dependency_object_runs_on_the_loop(probe: Probe) -> None:
    class Dependency:
        async def __call__(self) -> None:
            probe.mark()

    @probe.app.get("/", dependencies=[Depends(Dependency())])
    def route() -> None: ...

    assert probe.on_loop()


def test_teardown_of_async_dependency_runs_on_the_loop(probe: Probe) -> None:
    async def dependency() -> AsyncIterator[None]:
        yield
        probe.mark()

    @probe.app.get("/", dependencies=[Depends(dependency)])
    def route() -> None: ...

    assert probe.on_loop()


def test_decorated_middleware_runs_on_the_loop(probe: Probe) -> None:
    @probe.app.middleware("http")
    async def middleware(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        probe.mark()
        return await call_next(request)

    assert probe.on_loop()


def test_dispatch_of_middleware_runs_on_the_loop(probe: Probe) -> None:
    class Middleware(BaseHTTPMiddleware):
        async def dispatch(
            self, request: Request, call_next: Callable[[Request], Awaitable[Response]]
        ) -> Response:
            probe.mark()
            return await call_next(request)

    probe.app.add_middleware(Middleware)
    assert probe.on_loop()


def test_asgi_middleware_runs_on_the_loop(probe: Probe) -> None:
    class Middleware:
        def __init__(self, app: ASGIApp) -> None:
            self.app = app

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                probe.mark()
            await self.app(scope, receive, send)

    probe.app.add_middleware(Middleware)
    assert probe.on_loop()


def test_async_exception_handler_runs_on_the_loop(probe: Probe) -> None:
    @probe.app.exception_handler(LookupError)
    async def handler(request: Request, error: Exception) -> Response:
        probe.mark()
        return Response(status_code=404)

    @probe.app.get("/")
    def route() -> None:
        raise LookupError

    assert probe.on_loop()


def test_websocket_endpoint_runs_on_the_loop(probe: Probe) -> None:
    @probe.app.websocket("/")
    async def endpoint(websocket: WebSocket) -> None:
        probe.mark()
        await websocket.accept()
        await websocket.close()

    with TestClient(probe.app) as client, client.websocket_connect("/"):
        pass
    assert probe.on_loop_so_far()


def test_async_background_task_runs_on_the_loop(probe: Probe) -> None:
    async def task() -> None:
        probe.mark()

    @probe.app.get("/")
    def route(tasks: BackgroundTasks) -> None:
        tasks.add_task(task)

    assert probe.on_loop()


def test_async_generator_of_a_stream_runs_on_the_loop(probe: Probe) -> None:
    async def lines() -> AsyncIterator[str]:
        probe.mark()
        yield "line"

    @probe.app.get("/")
    def route() -> StreamingResponse:
        return StreamingResponse(lines())

    assert probe.on_loop()


def test_sync_generator_iterated_by_an_async_route_runs_on_the_loop(probe: Probe) -> None:
    def lines() -> Iterator[str]:
        probe.mark()
        yield "line"

    @probe.app.get("/")
    async def route() -> list[str]:
        return list(lines())

    assert probe.on_loop()


def test_coroutine_function_of_create_task_runs_on_the_loop(probe: Probe) -> None:
    async def work() -> None:
        probe.mark()

    @probe.app.get("/")
    async def route() -> None:
        await asyncio.create_task(work())

    assert probe.on_loop()


def test_plain_callback_of_the_loop_runs_on_the_loop(probe: Probe) -> None:
    @probe.app.get("/")
    async def route() -> None:
        asyncio.get_running_loop().call_soon(probe.mark)
        await asyncio.sleep(0)

    assert probe.on_loop()


def test_call_as_argument_of_run_in_threadpool_runs_on_the_loop(probe: Probe) -> None:
    @probe.app.get("/")
    async def route() -> None:
        await run_in_threadpool(probe.mark())  # type: ignore[func-returns-value, arg-type]

    assert probe.on_loop()


# ---- what does not ------------------------------------------------------------------------


def test_def_route_runs_in_a_thread(probe: Probe) -> None:
    @probe.app.get("/")
    def route() -> None:
        probe.mark()

    assert not probe.on_loop()


def test_def_dependency_of_async_route_runs_in_a_thread(probe: Probe) -> None:
    def dependency() -> None:
        probe.mark()

    @probe.app.get("/", dependencies=[Depends(dependency)])
    async def route() -> None: ...

    assert not probe.on_loop()


@pytest.mark.parametrize("part", ["setup", "teardown"])
def test_def_generator_dependency_runs_in_a_thread(probe: Probe, part: str) -> None:
    def dependency() -> Iterator[None]:
        if part == "setup":
            probe.mark()
        yield
        if part == "teardown":
            probe.mark()

    @probe.app.get("/", dependencies=[Depends(dependency)])
    async def route() -> None: ...

    assert not probe.on_loop()


def test_class_as_dependency_runs_in_a_thread(probe: Probe) -> None:
    class Dependency:
        def __init__(self) -> None:
            probe.mark()

    @probe.app.get("/", dependencies=[Depends(Dependency)])
    async def route() -> None: ...

    assert not probe.on_loop()


def test_partial_and_lambda_as_dependencies_run_in_a_thread(probe: Probe) -> None:
    @probe.app.get(
        "/",
        dependencies=[
            Depends(functools.partial(probe.mark)),
            Depends(lambda: probe.mark()),
        ],
    )
    async def route() -> None: ...

    with TestClient(probe.app) as client:
        client.get("/")
    assert len(probe._marks) == 2
    assert probe._loop not in probe._marks


def test_def_background_task_runs_in_a_thread(probe: Probe) -> None:
    @probe.app.get("/")
    async def route(tasks: BackgroundTasks) -> None:
        tasks.add_task(probe.mark)

    assert not probe.on_loop()


def test_sync_generator_of_a_stream_runs_in_a_thread(probe: Probe) -> None:
    def lines() -> Iterator[str]:
        probe.mark()
        yield "line"

    @probe.app.get("/")
    async def route() -> StreamingResponse:
        return StreamingResponse(lines())

    assert not probe.on_loop()


def test_def_exception_handler_runs_in_a_thread(probe: Probe) -> None:
    @probe.app.exception_handler(LookupError)
    def handler(request: Request, error: Exception) -> Response:
        probe.mark()
        return Response(status_code=404)

    @probe.app.get("/")
    async def route() -> None:
        raise LookupError

    assert not probe.on_loop()


def test_def_exception_handler_finds_no_exception_to_log() -> None:
    app = FastAPI()

    @app.exception_handler(KeyError)
    def plain(request: Request, error: Exception) -> Response:
        return Response(traceback.format_exc())

    @app.exception_handler(IndexError)
    async def on_the_loop(request: Request, error: Exception) -> Response:
        return Response(traceback.format_exc())

    @app.get("/key")
    def key() -> None:
        raise KeyError

    @app.get("/index")
    def index() -> None:
        raise IndexError

    client = TestClient(app)
    assert client.get("/key").text == "NoneType: None\n"
    assert client.get("/index").text.endswith("IndexError\n")


@pytest.mark.parametrize(
    "hand_over",
    [
        lambda call: asyncio.create_task(asyncio.sleep(0)).add_done_callback(call),
        lambda call: asyncio.get_running_loop().run_in_executor(None, str).add_done_callback(call),
        lambda call: asyncio.get_running_loop().call_soon(call, None),
        lambda call: asyncio.get_running_loop().call_later(0, call, None),
    ],
    ids=["task", "executor", "call_soon", "call_later"],
)
def test_what_is_called_back_runs_on_the_loop(
    probe: Probe, hand_over: Callable[[Callable[[Any], None]], Any]
) -> None:
    @probe.app.get("/")
    async def route() -> None:
        hand_over(lambda _: probe.mark())
        await asyncio.sleep(0.05)

    assert probe.on_loop()


@pytest.mark.parametrize(
    "hand_over",
    [
        run_in_threadpool,
        asyncio.to_thread,
        anyio.to_thread.run_sync,
        lambda call: asyncio.get_running_loop().run_in_executor(None, call),
        lambda call: asyncio.get_running_loop().run_in_executor(None, lambda: call()),
        lambda call: asyncio.to_thread(functools.partial(call)),
    ],
    ids=["run_in_threadpool", "to_thread", "anyio", "executor", "lambda", "partial"],
)
def test_callable_handed_over_runs_in_a_thread(
    probe: Probe, hand_over: Callable[[Callable[[], None]], Awaitable[None]]
) -> None:
    @probe.app.get("/")
    async def route() -> None:
        await hand_over(probe.mark)

    assert not probe.on_loop()


def test_context_manager_that_is_entered_in_a_thread(probe: Probe) -> None:
    @contextmanager
    def opened(end: bool) -> Iterator[None]:
        if not end:
            probe.mark()
        yield
        if end:
            probe.mark()

    @probe.app.get("/")
    async def route(end: bool) -> None:
        async with contextmanager_in_threadpool(opened(end)):
            pass

    assert not probe.on_loop(params={"end": False})
    probe.forget()
    assert not probe.on_loop(params={"end": True})


# ---- what that costs ----------------------------------------------------------------------


async def _meet(app: FastAPI) -> list[int]:
    """The status codes of two requests sent at once."""
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        responses = await asyncio.gather(client.get("/"), client.get("/"))
    return [response.status_code for response in responses]


def test_async_route_that_blocks_stops_every_other_request() -> None:
    app = FastAPI()
    both_requests_run = threading.Barrier(2)

    @app.get("/")
    async def route() -> None:
        both_requests_run.wait(timeout=0.1)

    assert asyncio.run(_meet(app)) == [500, 500]


def test_def_route_that_blocks_leaves_the_others_alone() -> None:
    app = FastAPI()
    both_requests_run = threading.Barrier(2)

    @app.get("/")
    def route() -> None:
        both_requests_run.wait(timeout=5)

    assert asyncio.run(_meet(app)) == [200, 200]


@pytest.mark.parametrize("is_async", [True, False])
def test_validators_of_a_body_run_on_the_event_loop_whatever_the_route(is_async: bool) -> None:
    probe = Probe()

    class Item(BaseModel):
        name: str = "x"

        @field_validator("name")
        @classmethod
        def check_name(cls, name: str) -> str:
            probe.mark()
            return name

        @model_validator(mode="after")
        def check(self) -> Item:
            probe.mark()
            return self

    async def async_route(item: Item) -> None: ...

    def route(item: Item) -> None: ...

    handler = async_route if is_async else route
    handler.__annotations__["item"] = Item  # a local class is no global name
    probe.app.post("/")(handler)
    assert probe.on_loop("POST", json={"name": "y"})


def test_task_that_the_lifespan_starts_holds_up_requests_when_it_blocks() -> None:
    turns: list[int] = []
    blocking = threading.Event()

    async def watch() -> None:
        while True:
            turns.append(threading.get_ident())
            blocking.set()
            time.sleep(0.2)
            blocking.clear()
            await asyncio.sleep(0.01)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(watch())
        yield
        task.cancel()

    app = FastAPI(lifespan=lifespan)

    @app.get("/")
    async def route() -> bool:
        await asyncio.sleep(0.05)
        return blocking.is_set()  # never: nobody is answered meanwhile

    with TestClient(app) as client:
        answers = [client.get("/").json() for _ in range(3)]
    assert answers == [False, False, False]
    assert len(turns) >= 3
    assert len(set(turns)) == 1


@pytest.mark.parametrize(("is_async", "on_loop"), [(True, True), (False, False)])
def test_job_of_an_asyncio_scheduler_runs_on_the_loop_if_it_is_async(
    is_async: bool, on_loop: bool
) -> None:
    ran = threading.Event()
    threads: list[int] = []

    def job() -> None:
        threads.append(threading.get_ident())
        ran.set()

    async def async_job() -> None:
        job()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        threads.append(threading.get_ident())
        scheduler = AsyncIOScheduler()
        scheduler.add_job(async_job if is_async else job, "interval", seconds=0.01)
        scheduler.start()
        yield
        scheduler.shutdown(wait=False)

    with TestClient(FastAPI(lifespan=lifespan)):
        assert ran.wait(5)
    assert (threads[1] == threads[0]) is on_loop


def test_resolvers_of_strawberry_run_on_the_loop(probe: Probe) -> None:
    strawberry = pytest.importorskip("strawberry")
    router = pytest.importorskip("strawberry.fastapi").GraphQLRouter

    async def name(self: object) -> str:
        probe.mark()
        return "Ann"

    query = type("Query", (), {"name": strawberry.field(name, description="of Ann")})
    schema = strawberry.Schema(strawberry.type(query))
    probe.app.include_router(router(schema), prefix="/graphql")
    with TestClient(probe.app) as client:
        client.post("/graphql", json={"query": "{ name }"})
    assert probe.on_loop_so_far()


def test_handler_of_a_route_class_runs_on_the_loop_for_def_routes_too(probe: Probe) -> None:
    class Marking(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def marked(request: Request) -> Response:
                probe.mark()
                return await handle(request)

            return marked

    router = APIRouter(route_class=Marking)

    @router.get("/")
    def route() -> None: ...

    probe.app.include_router(router)
    assert probe.on_loop()
