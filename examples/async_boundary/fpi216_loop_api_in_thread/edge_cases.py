import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import wraps
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

router = APIRouter()


async def work() -> int:
    return 1


# Alarms


def dependency() -> Any:
    return asyncio.get_running_loop()  # error: FPI216


def yielding_dependency() -> Iterator[Any]:
    yield asyncio.ensure_future(work())  # error: FPI216


class Settings:
    def __init__(self) -> None:
        self.loop = asyncio.get_event_loop()  # error: FPI216


def task() -> None:
    asyncio.create_task(work())  # error: FPI216


def rows() -> Iterator[str]:
    yield str(asyncio.current_task())  # error: FPI216


def one_of_two_tasks() -> None:
    asyncio.get_event_loop().create_task(work())  # error: FPI216


def the_other_task() -> None:
    asyncio.run(work())


def on_lookup_error(request: Request, error: LookupError) -> Response:
    asyncio.ensure_future(work())  # error: FPI216
    return Response(status_code=404)


def on_time_out(request: Request, error: TimeoutError) -> Response:
    asyncio.get_event_loop().create_task(work())  # error: FPI216
    return Response(status_code=504)


def pong() -> Any:
    return asyncio.get_running_loop()  # error: FPI216


async def pong_on_the_loop() -> Any:
    return asyncio.get_running_loop()


router.get("/pong")(pong)
router.post("/pong")(pong_on_the_loop)


@router.get("/1")
async def uses(
    tasks: BackgroundTasks,
    first: Annotated[Any, Depends(dependency)],
    second: Annotated[Any, Depends(yielding_dependency)],
    third: Annotated[Settings, Depends()],
) -> StreamingResponse:
    tasks.add_task(task)
    tasks.add_task(one_of_two_tasks if first else the_other_task)
    return StreamingResponse(rows())


@router.get("/1/gathered")
def gathered() -> Any:
    return asyncio.gather(work(), work())  # error: FPI216


@router.get("/2")
def answers_otherwise() -> None:
    try:
        asyncio.create_task(work())  # error: FPI216
    except Exception as error:
        raise ValueError("it failed") from error


@router.get("/3")
def asks_for_nothing() -> dict[str, str]:
    loop = asyncio.get_running_loop()  # error: FPI216
    return {"loop": "unused"}


def starts_work() -> Any:
    return asyncio.create_task(work())


class Notifier:
    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()

    def notify(self) -> None:
        asyncio.ensure_future(work())


@router.get("/4")
def through_a_helper() -> None:
    starts_work()  # error: FPI216
    Notifier().notify()  # error: FPI216


def handed_on() -> Any:
    return asyncio.get_event_loop()  # error: FPI216


def executed() -> Any:
    return starts_work()  # error: FPI216


@router.get("/5")
async def hands_on() -> None:
    await run_in_threadpool(handed_on)
    await asyncio.to_thread(lambda: asyncio.current_task())  # error: FPI216
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, executed)
    await loop.run_in_executor(ProcessPoolExecutor(), in_a_process)


# Innocent


async def on_value_error(request: Request, error: ValueError) -> Response:
    await asyncio.ensure_future(work())
    return Response(status_code=422)


app = FastAPI(exception_handlers={TimeoutError: on_time_out, ValueError: on_value_error})
app.add_exception_handler(LookupError, on_lookup_error)
app.include_router(router)


def in_a_process() -> Any:
    return asyncio.get_event_loop()


@router.get("/50")
async def through_a_helper_on_the_loop() -> None:
    starts_work()
    await run_in_threadpool(sometimes_starts_work)
    await run_in_threadpool(perhaps_starts_work)
    await asyncio.to_thread(asyncio.run, work())


def sometimes_starts_work(on_loop: bool = False) -> None:
    if on_loop:
        also_starts_work()


def also_starts_work() -> None:
    asyncio.get_running_loop().create_task(work())


def perhaps_starts_work(on_loop: bool = False) -> None:
    if on_loop:
        asyncio.create_task(work())


@router.get("/49")
def through_a_helper_that_may() -> None:
    perhaps_starts_work()
    try:
        also_starts_work()
    except RuntimeError:
        asyncio.run(work())


@router.get("/48")
def through_a_helper_with_a_loop() -> None:
    asyncio.set_event_loop(asyncio.new_event_loop())
    starts_work()


@router.get("/51")
async def async_route() -> None:
    asyncio.get_running_loop()
    task = asyncio.create_task(work())
    helper()
    await task


def helper() -> None:
    """Called on the event loop."""
    asyncio.ensure_future(work())


@router.get("/52")
def a_loop_of_its_own() -> int:
    return asyncio.run(work()) + asyncio.new_event_loop().run_until_complete(work())


@router.get("/53")
def a_loop_set() -> Any:
    asyncio.set_event_loop(asyncio.new_event_loop())
    return asyncio.get_event_loop().run_until_complete(work())


@router.get("/54")
def caught() -> Any:
    try:
        loop = asyncio.get_event_loop()
    except RuntimeError:
        loop = asyncio.new_event_loop()
    return loop.run_until_complete(work())


@router.get("/55")
def rescued() -> Any:
    try:
        loop = asyncio.get_event_loop()
    except Exception:
        loop = asyncio.new_event_loop()
    return loop.run_until_complete(work())


@router.get("/56")
def on_the_loop_of_the_application(request: Request) -> Any:
    return asyncio.run_coroutine_threadsafe(work(), request.app.state.loop).result()


@router.get("/57")
def inside_an_async_function() -> int:
    async def main() -> int:
        return await asyncio.create_task(work())

    return asyncio.run(main())


class Cached:
    def __init__(self) -> None:
        self.loop = asyncio.get_event_loop()


cached = Cached()


def made_async(function: Callable[[], Any]) -> Callable[[], Any]:
    @wraps(function)
    async def wrapper() -> Any:
        return function()

    return wrapper


def logged(function: Callable[[], Any]) -> Callable[[], Any]:
    @wraps(function)
    def wrapper() -> Any:
        return function()

    return wrapper


@router.get("/58")
@made_async
def on_the_loop_after_all() -> None:
    asyncio.create_task(work())  # FastAPI awaits what the decorator makes


@router.get("/59")
@logged
def in_a_thread_still() -> None:
    asyncio.create_task(work())  # error: FPI216


class MadeOnce:
    """Made in the lifespan; FastAPI calls the object, which gives what was made."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make
        self.made: Any = None

    async def __aenter__(self) -> Any:
        self.made = self.make()
        return self.made

    async def __aexit__(self, *error: object) -> None: ...

    def __call__(self) -> Any:
        return self.made


def made_once(make: Callable[[], Any]) -> MadeOnce:
    return MadeOnce(make)


def counted(make: Callable[[], Any]) -> Callable[[], Any]:
    @wraps(make)
    def wrapper() -> Any:
        return make()

    return wrapper


@made_once
def loop_of_the_lifespan() -> Any:
    return asyncio.get_event_loop()


@MadeOnce
def loop_of_an_object() -> Any:
    return asyncio.get_event_loop()


@counted
def counted_loop() -> Any:
    return asyncio.get_event_loop()  # error: FPI216


class Loops:
    @staticmethod
    def of_a_class() -> Any:
        return asyncio.get_event_loop()  # error: FPI216


@router.get("/60")
async def uses_decorated(
    first: Annotated[Any, Depends(loop_of_the_lifespan)],
    second: Annotated[Any, Depends(loop_of_an_object)],
    third: Annotated[Any, Depends(counted_loop)],
    fourth: Annotated[Any, Depends(Loops.of_a_class)],
) -> None: ...
