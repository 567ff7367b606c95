import asyncio
from typing import Any

import dramatiq
from arq import create_pool
from celery import Celery, Task, chain, current_app, group, shared_task
from celery.result import AsyncResult, GroupResult, ResultSet
from fastapi import BackgroundTasks, FastAPI
from redis import Redis
from rq import Queue

app = FastAPI()
celery = Celery("shop", broker="redis://cache")
jobs = Queue(connection=Redis())


@celery.task(bind=True)
def export(self: Task, name: str) -> str:
    clean.delay()  # in a worker
    return name


@shared_task
def clean() -> None: ...


@dramatiq.actor
def resize(name: str) -> None: ...


@app.post("/each")
async def each(name: str) -> None:
    export.delay(name)  # error: FPI211
    clean.apply_async(countdown=5)  # error: FPI211
    celery.send_task("shop.export", [name])  # error: FPI211
    current_app.send_task("shop.export", [name])  # error: FPI211
    current_app.control.ping(timeout=3)  # error: FPI211
    export.s(name).delay()  # error: FPI211
    chain(export.s(name), clean.si()).apply_async()  # error: FPI211
    AsyncResult(name).get()  # error: FPI211
    AsyncResult(name).forget()  # error: FPI211
    AsyncResult(name, app=celery).revoke(terminate=True)  # error: FPI211
    GroupResult.restore(name)  # error: FPI211
    celery.control.terminate(name)  # error: FPI211
    celery.control.inspect(timeout=2).conf()  # error: FPI211
    celery.connection_for_write().ensure_connection(max_retries=1)  # error: FPI211
    resize.send(name)  # error: FPI211
    jobs.enqueue(print, name)  # error: FPI211
    await asyncio.sleep(0)


def start(name: str) -> str:
    return str(export.delay(name).id)


@app.post("/start")
async def started(name: str) -> str:
    return start(name)  # error: FPI211


@app.get("/asked")
async def asked(task_id: str) -> Any:
    result = AsyncResult(task_id)
    return result.get() if result.ready() else None  # error: FPI211


@app.get("/state")
async def state(task_id: str) -> dict[str, Any]:
    result = celery.AsyncResult(task_id)
    if result.state == "FAILURE":  # error: FPI211
        return {"error": str(result.info)}
    return {"state": result.state, "result": result.result}


class Workers:
    """Asks over the connection that the application was given."""

    def __init__(self, tasks: Celery) -> None:
        self._tasks = tasks

    def are_there(self) -> bool:
        inspector = self._tasks.control.inspect(timeout=2.0)
        return bool(inspector.ping())

    def can_be_told(self) -> bool:
        with self._tasks.connection_or_acquire() as connection:
            connection.ensure_connection(max_retries=1)
        return True


@app.get("/workers")
async def workers() -> tuple[bool, bool]:
    asked = Workers(celery)
    return asked.are_there(), asked.can_be_told()  # error: FPI211, FPI211


@app.post("/all-of-them")
async def all_of_them(results: list[AsyncResult[Any]]) -> None:
    ResultSet(results).revoke()  # error: FPI211


def told(task_id: str) -> str:
    return str(AsyncResult(task_id).status)


@app.get("/status")
async def status(task_id: str) -> str:
    return told(task_id)  # error: FPI211


# ---- the innocent ---------------------------------------------------------------------------


@app.post("/built")
async def built(name: str) -> str:
    group(export.s(name), clean.si())
    return export.name


@app.post("/refused")
async def refused(name: str) -> None:
    export.delay()  # a TypeError, before it is sent
    export.apply_async(args=[name, 1])


@app.get("/looked-at")
async def looked_at(task_id: str, results: list[AsyncResult[Any]]) -> tuple[Any, ...]:
    celery.control.inspect(timeout=2)  # only says whom to ask
    celery.connection_for_read().as_uri()
    return AsyncResult(task_id).as_list(), GroupResult(task_id, results).children


class Order:
    state = "new"

    def revoke(self) -> None: ...


@app.get("/known")
async def known(order: Order, task_id: str) -> tuple[str, str, Any]:
    order.revoke()
    return order.state, AsyncResult(task_id).id, AsyncResult(task_id).get


@app.get("/state-in-a-thread")
def state_in_a_thread(task_id: str) -> str:
    return told(task_id) + AsyncResult(task_id).state


@app.post("/awaited")
async def awaited(name: str) -> None:
    pool = await create_pool()
    await pool.enqueue_job("export", name)


@app.post("/handed-over")
async def handed_over(name: str, tasks: BackgroundTasks) -> None:
    tasks.add_task(start, name)
    tasks.add_task(export.delay, name)
    await asyncio.to_thread(export.delay, name)


@app.post("/threaded")
def threaded(name: str) -> str:
    return start(name)


class Clock:
    def delay(self, seconds: int) -> int:
        return seconds


@app.post("/called-so")
async def called_so(export: Clock, clean: Any) -> int:
    clean.apply_async()
    return export.delay(3)
