"""Sleeps at every entry point."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from time import sleep
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, Request, Response, WebSocket
from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.middleware.base import BaseHTTPMiddleware

router = APIRouter(prefix="/sleep")
BACKOFF = 0.5


@router.get("/a")
async def plain() -> None:
    sleep(1)  # blocks: sleep


@router.get("/a-twin")
def plain_twin() -> None:
    sleep(1)


@router.api_route("/b", methods=["GET", "POST"])
async def computed(seconds: float) -> None:
    time.sleep(min(seconds, 10))  # blocks: sleep


@router.api_route("/b-twin", methods=["GET", "POST"])
async def computed_twin(seconds: float) -> None:
    await asyncio.sleep(min(seconds, 10))


@router.get("/c")
async def retrying() -> int:
    for attempt in range(3):
        try:
            return attempt
        except OSError:
            time.sleep(BACKOFF * 2**attempt)  # blocks: sleep
    return -1


@router.get("/d")
async def in_comprehension() -> list[None]:
    return [time.sleep(n) for n in (1, 2)]  # blocks: sleep


@router.get("/d-twin")
async def in_comprehension_twin() -> list[None]:
    return [await asyncio.to_thread(time.sleep, n) for n in (1, 2)]


async def rate_limit(request: Request) -> None:
    if request.client is None:
        time.sleep(1)  # blocks: sleep


def rate_limit_twin(request: Request) -> None:
    if request.client is None:
        time.sleep(1)


async def tidy() -> AsyncIterator[str]:
    try:
        yield "resource"
    finally:
        sleep(0.1)  # blocks: sleep


def tidy_twin() -> Iterator[str]:
    try:
        yield "resource"
    finally:
        sleep(0.1)


@router.get("/e", dependencies=[Depends(rate_limit), Depends(rate_limit_twin)])
def with_dependencies(
    a: Annotated[str, Depends(tidy)], b: Annotated[str, Depends(tidy_twin)]
) -> str:
    return a + b


class Slow(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        if response.status_code == 401:
            sleep(1)  # blocks: sleep
        return response


class SlowTwin(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        if response.status_code == 401:
            await asyncio.sleep(1)
        return response


app = FastAPI()
app.add_middleware(Slow)
app.add_middleware(SlowTwin)
app.include_router(router)


@app.middleware("http")
async def delay(request: Request, call_next):
    time.sleep(0.2)  # blocks: sleep
    return await call_next(request)


async def on_value_error(request: Request, error: Exception) -> Response:
    time.sleep(1)  # blocks: sleep
    return Response(status_code=400)


def on_type_error(request: Request, error: Exception) -> Response:
    time.sleep(1)
    return Response(status_code=400)


app.add_exception_handler(ValueError, on_value_error)
app.add_exception_handler(TypeError, on_type_error)


@app.websocket("/ws")
async def feed(websocket: WebSocket) -> None:
    await websocket.accept()
    async for message in websocket.iter_text():
        time.sleep(0.3)  # blocks: sleep
        await asyncio.sleep(0.3)
        await websocket.send_text(message)


async def later(n: int) -> None:
    sleep(n)  # blocks: sleep


def later_twin(n: int) -> None:
    sleep(n)


@app.post("/tasks")
def schedule(tasks: BackgroundTasks) -> None:
    tasks.add_task(later, 1)
    tasks.add_task(later_twin, 1)


@app.post("/task")
def one_task() -> Response:
    return Response(background=BackgroundTask(later_twin, 1))


@app.get("/events")
async def events() -> StreamingResponse:
    async def generate() -> AsyncIterator[str]:
        while True:
            sleep(1)  # blocks: sleep
            yield "data\n\n"

    return StreamingResponse(generate(), media_type="text/event-stream")


@app.get("/events-twin")
async def events_twin() -> StreamingResponse:
    def generate() -> Iterator[str]:
        while True:
            sleep(1)
            yield "data\n\n"

    return StreamingResponse(generate(), media_type="text/event-stream")


def settle() -> None:
    sleep(1)


def settle_twice() -> None:
    settle()
    settle()


def settle_thrice() -> None:
    settle_twice()


@app.get("/depths")
async def depths() -> None:
    settle()  # blocks: sleep
    settle_twice()  # blocks: sleep
    settle_thrice()  # blocks: sleep


@app.get("/depths-twin")
async def depths_twin() -> None:
    await run_in_threadpool(settle)
    await run_in_threadpool(settle_twice)
    await asyncio.get_running_loop().run_in_executor(None, settle_thrice)


class Poller:
    def __init__(self, every: float) -> None:
        self.every = every

    def wait(self) -> None:
        time.sleep(self.every)

    async def wait_async(self) -> None:
        self.wait()  # blocks: sleep

    async def wait_twin(self) -> None:
        await asyncio.sleep(self.every)


class EagerPoller(Poller):
    def wait_twice(self) -> None:
        self.wait()
        self.wait()


poller = Poller(1)


@app.get("/methods")
async def methods() -> None:
    poller.wait()  # blocks: sleep
    EagerPoller(2).wait_twice()  # blocks: sleep
    await poller.wait_async()
    await asyncio.to_thread(poller.wait)


@app.get("/gathered")
async def gathered() -> None:
    async def each(n: int) -> None:
        time.sleep(n)  # blocks: sleep

    async def each_twin(n: int) -> None:
        await asyncio.sleep(n)

    await asyncio.gather(*(each(n) for n in range(3)), each_twin(1))


class Pause:
    def __enter__(self) -> None:
        time.sleep(1)

    def __exit__(self, *error: object) -> None: ...

    async def __aenter__(self) -> None:
        await asyncio.sleep(1)

    async def __aexit__(self, *error: object) -> None: ...


class SlowExit:
    def __enter__(self) -> None: ...

    def __exit__(self, *error: object) -> None:
        time.sleep(1)


def note_that_it_is_done(task: object) -> None:
    time.sleep(1)  # blocks: sleep


def note_that_it_is_done_twin(task: object) -> None:
    asyncio.get_running_loop().run_in_executor(None, time.sleep, 1)


@app.post("/called-back")
async def called_back() -> None:
    task = asyncio.create_task(asyncio.sleep(1))
    task.add_done_callback(note_that_it_is_done)
    task.add_done_callback(note_that_it_is_done_twin)
    await task


def paused() -> None:
    with Pause():
        pass


@app.get("/entered")
async def entered() -> None:
    with Pause():  # blocks: sleep
        pass
    with SlowExit():  # blocks: sleep
        pass
    paused()  # blocks: sleep


@app.get("/entered-twin")
async def entered_twin() -> None:
    async with Pause():
        pass
    await asyncio.to_thread(paused)
