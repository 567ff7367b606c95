"""
Where an event loop runs, where none does, and what threads are given.

FPI212, FPI215 and FPI216 rest on these claims.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import threading
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import pytest
import starlette
from fastapi import BackgroundTasks, Depends, FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from packaging.version import Version
from starlette.testclient import TestClient

pytestmark = pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")

CALLED: list[str] = []


@pytest.fixture(autouse=True)
def nothing_called() -> Iterator[None]:
    CALLED.clear()
    yield
    gc.collect()  # while the warnings are still ignored


async def work() -> str:
    CALLED.append("work")
    return "done"


def get(endpoint: Callable[..., Any]) -> Any:
    app = FastAPI()
    app.get("/", response_model=None)(endpoint)
    return TestClient(app).get("/").json()


# ---- FPI212: a loop inside a loop ---------------------------------------------------------


def on_a_new_loop() -> str:
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work())
    finally:
        loop.close()


def by_a_runner() -> Any:
    made: Any = getattr(asyncio, "Runner", None)  # since Python 3.11
    if made is None:
        return asyncio.run(work())
    with made() as runner:
        return runner.run(work())


STARTS: list[Callable[[], Any]] = [
    lambda: asyncio.run(work()),
    lambda: asyncio.get_event_loop().run_until_complete(work()),
    lambda: anyio.run(work),
    on_a_new_loop,
    by_a_runner,
]


@pytest.mark.parametrize("start", STARTS)
def test_no_loop_starts_inside_another(start: Callable[[], Any]) -> None:
    async def endpoint() -> None:
        start()

    with pytest.raises(RuntimeError, match="running"):
        get(endpoint)
    assert CALLED == []


@pytest.mark.parametrize("name", ["async_to_sync", "AsyncToSync"])
def test_a_coroutine_function_made_plain_runs_in_a_thread_only(name: str) -> None:
    made_plain = getattr(pytest.importorskip("asgiref.sync"), name)(work)

    async def endpoint() -> None:
        made_plain()

    with pytest.raises(RuntimeError, match="in the same thread as an async event loop"):
        get(endpoint)
    assert get(lambda: made_plain()) == "done"


def test_no_loop_runs_forever_inside_another() -> None:
    """Python 3.13.0 raises as well, and then takes the outer loop for stopped: a client hangs."""

    async def inside() -> None:
        with pytest.raises(RuntimeError, match="running"):
            asyncio.get_running_loop().run_forever()

    asyncio.run(inside())


@pytest.mark.parametrize("start", [STARTS[0], STARTS[2], on_a_new_loop, by_a_runner])
def test_a_loop_starts_in_a_def_route(start: Callable[[], Any]) -> None:
    def endpoint() -> Any:
        return start()

    assert get(endpoint) == "done"


# ---- FPI216: threads have no loop ---------------------------------------------------------

NEEDS: list[Callable[[], Any]] = [
    lambda: asyncio.create_task(work()),
    lambda: asyncio.ensure_future(work()),
    asyncio.get_event_loop,
    asyncio.get_running_loop,
    asyncio.current_task,
    asyncio.all_tasks,
]


@pytest.mark.parametrize("need", NEEDS)
def test_a_def_route_has_no_loop(need: Callable[[], Any]) -> None:
    def endpoint() -> None:
        need()

    async def in_async_def() -> None:
        need()

    with pytest.raises(RuntimeError, match=r"no (current|running) event loop"):
        get(endpoint)
    get(in_async_def)


def a_dependency() -> None:
    asyncio.get_event_loop()


def a_yielding_dependency() -> Iterator[None]:
    asyncio.get_event_loop()
    yield


class AClass:
    def __init__(self) -> None:
        asyncio.get_event_loop()


@pytest.mark.parametrize("dependency", [a_dependency, a_yielding_dependency, AClass])
def test_a_def_dependency_has_no_loop(dependency: Any) -> None:
    async def endpoint(value: Any = Depends(dependency)) -> None: ...

    with pytest.raises(RuntimeError, match="no current event loop"):
        get(endpoint)


def test_a_def_background_task_has_no_loop() -> None:
    async def endpoint(tasks: BackgroundTasks) -> None:
        tasks.add_task(a_dependency)

    with pytest.raises(RuntimeError, match="no current event loop"):
        get(endpoint)


@pytest.mark.parametrize("error", [LookupError, Exception])
def test_a_def_exception_handler_has_no_loop(error: type[Exception]) -> None:
    def handler(request: Request, exc: Exception) -> None:
        asyncio.get_event_loop()

    async def endpoint() -> None:
        raise LookupError

    app = FastAPI()
    app.exception_handler(error)(handler)
    app.get("/")(endpoint)
    with pytest.raises(RuntimeError, match="no current event loop"):
        TestClient(app).get("/")


def test_a_streamed_def_generator_has_no_loop() -> None:
    def rows() -> Iterator[str]:
        yield str(asyncio.get_event_loop())

    async def endpoint() -> StreamingResponse:
        return StreamingResponse(rows())

    expected = pytest.RaisesExc(RuntimeError, match="no current event loop")
    # a task group streams; it is seen before Starlette 0.46
    grouped = Version(starlette.__version__) < Version("0.46")
    with pytest.RaisesGroup(expected) if grouped else expected:
        get(endpoint)


def test_a_thread_may_set_a_loop_of_its_own() -> None:
    def endpoint() -> str:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            return asyncio.get_event_loop().run_until_complete(work())
        finally:
            asyncio.set_event_loop(None)
            loop.close()

    assert get(endpoint) == "done"


# ---- FPI215: what a thread is given -------------------------------------------------------


async def by_executor(function: Any, *arguments: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(None, function, *arguments)


HANDS: list[Any] = [run_in_threadpool, asyncio.to_thread, anyio.to_thread.run_sync, by_executor]


def note() -> str:
    CALLED.append("note")
    return "noted"


@pytest.mark.parametrize("hand", HANDS)
@pytest.mark.parametrize("need", NEEDS)
def test_a_thread_that_is_asked_for_has_no_loop(hand: Any, need: Callable[[], Any]) -> None:
    async def endpoint() -> None:
        await hand(lambda: need())  # a helper of the function in the thread

    with pytest.raises(RuntimeError, match=r"no (current|running) event loop"):
        get(endpoint)


@pytest.mark.parametrize("hand", HANDS)
def test_a_result_is_no_function(hand: Any) -> None:
    async def endpoint() -> Any:
        return await hand(note())

    with pytest.raises(TypeError, match="callable"):
        get(endpoint)
    assert CALLED == ["note"]


@pytest.mark.parametrize("hand", HANDS)
@pytest.mark.parametrize("given", [work, functools.partial(work), lambda: work()])
def test_an_async_function_does_not_run_in_a_thread(hand: Any, given: Any) -> None:
    async def endpoint() -> str:
        return type(await hand(given)).__name__

    assert get(endpoint) == "coroutine"
    assert CALLED == []


@pytest.mark.parametrize("hand", HANDS[:3])
def test_nothing_runs_without_await(hand: Any) -> None:
    async def endpoint() -> str:
        return type(hand(note)).__name__

    assert get(endpoint) == "coroutine"
    assert CALLED == []


def test_an_executor_starts_at_once() -> None:
    async def endpoint() -> None:
        future = asyncio.get_running_loop().run_in_executor(None, note)
        while not future.done():
            await asyncio.sleep(0)

    get(endpoint)
    assert CALLED == ["note"]


@pytest.mark.parametrize(
    "end",
    [
        lambda task, awaited: task.cancel(),
        lambda task, awaited: awaited.cancel(),
        lambda task, awaited: awaited.set_result(1),
        lambda task, awaited: awaited.set_exception(ValueError()),
    ],
    ids=["task", "future", "result", "exception"],
)
@pytest.mark.parametrize("in_thread", [True, False])
def test_what_a_thread_tells_a_task_wakes_no_loop(end: Any, in_thread: bool) -> None:
    async def take(awaited: Any) -> None:
        with contextlib.suppress(ValueError):
            await awaited

    async def waited() -> float:
        loop = asyncio.get_running_loop()
        awaited = loop.create_future()
        task = asyncio.create_task(take(awaited))
        began = loop.time()
        if in_thread:
            threading.Timer(0.05, end, (task, awaited)).start()
        else:
            loop.call_later(0.05, end, task, awaited)
        await asyncio.wait([task], timeout=0.4)
        return loop.time() - began

    assert (asyncio.run(waited()) >= 0.39) is in_thread
