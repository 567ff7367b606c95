import asyncio
import contextlib
import functools
import threading
import time
import time as clock
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from time import sleep
from time import sleep as pause
from typing import Annotated, Any, Protocol

import anyio
from fastapi import BackgroundTasks, Depends, FastAPI, Request, WebSocket
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

executor = ThreadPoolExecutor()
NO_DELAY = 0


@contextlib.asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    time.sleep(1)  # nothing is served yet
    await wait_for_database()
    yield


async def wait_for_database() -> None:
    time.sleep(1)  # called by start-up code alone


app = FastAPI(lifespan=lifespan)


@app.on_event("startup")
async def warm_up() -> None:
    time.sleep(1)
    await start_tasks()
    asyncio.create_task(fill_cache())


async def start_tasks() -> None:
    watching.append(asyncio.create_task(watch()))


watching: list[asyncio.Task[None]] = []


async def watch() -> None:
    try:
        while True:
            await asyncio.sleep(15)
            await look()
    except asyncio.CancelledError:
        pause(1)  # the server stops


async def look() -> None:
    time.sleep(1)  # error: FPI201


async def fill_cache() -> None:
    time.sleep(1)  # it has soon ended


# ---- names ----------------------------------------------------------------------------------


@app.get("/aliases")
async def aliases() -> None:
    clock.sleep(1)  # error: FPI201
    sleep(1)  # error: FPI201
    pause(1)  # error: FPI201
    import time as local

    local.sleep(1)  # error: FPI201


class Clock(Protocol):
    def sleep(self, seconds: float) -> None: ...


def get_clock() -> Any: ...


@app.get("/shadowed")
async def shadowed(time: Annotated[Clock, Depends(get_clock)]) -> None:
    time.sleep(1)


@app.get("/shadowed-function")
async def shadowed_function() -> None:
    def sleep(seconds: float) -> None: ...

    sleep(1)


@app.get("/no-delay")
async def no_delay() -> None:
    time.sleep(0)
    time.sleep(0.0)
    time.sleep(NO_DELAY)
    time.sleep(0.001)  # nobody notices


@app.get("/not-sleeping")
async def not_sleeping() -> float:
    await asyncio.sleep(1)
    await anyio.sleep(1)
    return time.monotonic() + time.time()


# ---- entry points ---------------------------------------------------------------------------


async def throttle() -> None:
    pause(1)  # error: FPI201


async def session() -> AsyncIterator[None]:
    yield
    pause(1)  # error: FPI201


def threaded_dependency() -> Iterator[None]:
    pause(1)
    yield
    pause(1)


class Limit:
    async def __call__(self) -> None:
        self.wait()  # error: FPI201

    def wait(self) -> None:
        pause(1)


class ThreadedLimit:
    def __init__(self) -> None:
        pause(1)

    def __call__(self) -> None:
        pause(1)


@app.get("/dependencies", dependencies=[Depends(throttle), Depends(Limit())])
def dependencies(
    a: Annotated[None, Depends(session)],
    b: Annotated[None, Depends(threaded_dependency)],
    c: Annotated[ThreadedLimit, Depends()],
    d: Annotated[None, Depends(ThreadedLimit())],
) -> None:
    pause(1)


@app.exception_handler(LookupError)
async def on_lookup_error(request: Request, error: Exception) -> JSONResponse:
    pause(1)  # error: FPI201
    return JSONResponse({}, 404)


@app.exception_handler(KeyError)
def on_key_error(request: Request, error: Exception) -> JSONResponse:
    pause(1)
    return JSONResponse({}, 404)


@app.websocket("/ws")
async def chat(websocket: WebSocket) -> None:
    await websocket.accept()
    while True:
        pause(1)  # error: FPI201
        await websocket.send_text("tick")


class Middleware:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        pause(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        pause(1)  # error: FPI201
        await self.app(scope, receive, send)


app.add_middleware(Middleware)


async def notify(address: str) -> None:
    pause(1)  # error: FPI201


def notify_in_thread(address: str) -> None:
    pause(1)


@app.post("/tasks")
async def tasks(background: BackgroundTasks) -> None:
    background.add_task(notify, "a")
    background.add_task(notify_in_thread, "b")
    background.add_task(pause, 1)


async def poll() -> None:
    while True:
        pause(1)  # error: FPI201


@app.post("/poll")
async def start_polling(request: Request) -> None:
    request.app.state.poll = asyncio.create_task(poll())


# ---- handed to a thread ---------------------------------------------------------------------


@app.get("/handed-over")
async def handed_over() -> None:
    loop = asyncio.get_running_loop()
    await run_in_threadpool(pause, 1)
    await asyncio.to_thread(pause, 1)
    await asyncio.to_thread(lambda: pause(1))
    await asyncio.to_thread(functools.partial(pause, 1))
    await loop.run_in_executor(None, pause, 1)
    await loop.run_in_executor(executor, functools.partial(wait, 1))
    await anyio.to_thread.run_sync(wait)
    executor.submit(wait)
    threading.Thread(target=wait).start()
    threading.Timer(1, wait).start()


@app.get("/nested")
async def nested() -> None:
    def work() -> None:
        pause(1)

    await run_in_threadpool(work)


@app.get("/nested-called")
async def nested_called() -> None:
    def work() -> None:
        pause(1)

    work()  # error: FPI201


@app.get("/called-in-argument")
async def called_in_argument() -> None:
    await run_in_threadpool(wait(1))  # error: FPI201


@app.get("/stream")
async def stream() -> StreamingResponse:
    return StreamingResponse(ticks())  # iterated in a thread


@app.get("/list")
async def listed() -> list[str]:
    return list(ticks())  # error: FPI201


@app.get("/loop")
async def looped() -> None:
    for _ in ticks():  # error: FPI201
        pass


def ticks() -> Iterator[str]:
    for _ in range(3):
        pause(1)
        yield "tick"


# ---- helpers --------------------------------------------------------------------------------


def wait(seconds: float = 1) -> None:
    time.sleep(seconds)


def wait_longer() -> None:
    wait(2)


@app.get("/helper")
async def helper() -> None:
    wait()  # error: FPI201
    wait_longer()  # error: FPI201


@app.get("/async-helper")
async def async_helper() -> None:
    await later()  # reported where it sleeps


async def later() -> None:
    wait()  # error: FPI201


def patient() -> int:
    try:
        return 1
    except OSError:
        time.sleep(0.1)  # when something went wrong
        return 2


@app.get("/patient")
async def patiently() -> int:
    return patient()


def ping(n: int) -> None:
    if n:
        pong(n - 1)


def pong(n: int) -> None:
    ping(n)
    pause(1)


@app.get("/recursive")
async def recursive() -> None:
    ping(3)  # error: FPI201


@lru_cache
def settings() -> dict[str, str]:
    time.sleep(1)
    return {}


@app.get("/cached")
async def cached() -> dict[str, str]:
    return settings()  # sleeps once, not per request


@contextlib.contextmanager
def slowly() -> Iterator[None]:
    pause(1)
    yield


@app.get("/with")
async def within() -> None:
    with slowly():  # error: FPI201
        pass


def in_thread(call: Any) -> Any: ...


@in_thread
def decorated() -> None:
    pause(1)


@app.get("/decorated")
async def decorated_helper() -> None:
    decorated()  # what the decorator makes of it is unknown


class Worker:
    def run(self) -> None:
        threading.Thread(target=self._run).start()

    def _run(self) -> None:
        pause(1)

    def sync(self) -> None:
        self._run()


@app.get("/worker")
async def worker() -> None:
    Worker().run()
    Worker().sync()  # error: FPI201
    machine = Worker()
    machine.sync()  # error: FPI201


# ---- what never comes to it ------------------------------------------------------------------

RETRIES = True
SLOW = False


class Machine:
    def __init__(self, interval: float = 0, retries: int | None = None) -> None:
        self.interval = interval
        self.retries = retries

    def run(self) -> None:
        if self.interval:
            pause(1)

    def again(self) -> None:
        if self.retries is None:
            return
        pause(1)


quick, steady = Machine(), Machine(interval=2)


def step(name: str, **options: Any) -> None:
    if options.get("wait", False) is True:
        pause(1)


@app.get("/machine")
async def run_machine() -> None:
    quick.run()
    quick.again()
    steady.run()  # error: FPI201
    Machine(retries=3).again()  # error: FPI201


@app.get("/step")
async def run_step(wait: bool) -> None:
    step("first", name_only=True)
    step("first", wait=wait)  # error: FPI201


@app.get("/switched")
async def switched() -> None:
    if SLOW:
        time.sleep(1)
    if RETRIES:
        time.sleep(1)  # error: FPI201


def add_routes(target: Any, other: Any) -> None:
    if not isinstance(target, FastAPI):
        raise TypeError

    @target.get("/added")
    async def added() -> None:
        time.sleep(1)  # error: FPI201

    @other.get("/elsewhere")
    async def elsewhere() -> None:
        await asyncio.sleep(1)


# ---- not the server -------------------------------------------------------------------------


async def main() -> None:
    time.sleep(1)


# ---- functions that are given to a helper which calls them ---------------------------------------


def counted(work: Callable[[], None]) -> int:
    work()
    return 1


def counted_later(work: Callable[[], None]) -> Callable[[], None]:
    return lambda: work()


@app.get("/given-functions")
async def given_functions() -> None:
    counted(wait)  # error: FPI201
    counted(lambda: pause(1))  # error: FPI201
    counted(functools.partial(pause, 1))  # error: FPI201
    counted(lambda: None)
    counted_later(wait)
    await run_in_threadpool(counted, wait)


# ---- what is done when something went wrong ------------------------------------------------------


def tried_again(work: Callable[[], None]) -> None:
    for _ in range(3):
        try:
            work()
        except OSError:
            time.sleep(1)


@app.get("/tried-by-helper")
async def tried_by_helper() -> None:
    tried_again(quick)


@app.get("/tried-by-itself")
async def tried_by_itself() -> None:
    for _ in range(3):
        try:
            quick()
        except OSError:
            time.sleep(1)  # error: FPI201


def quick() -> None: ...


if __name__ == "__main__":
    time.sleep(1)
    asyncio.run(main())
