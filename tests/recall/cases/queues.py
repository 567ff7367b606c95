"""Task queues: sending goes through a blocking connection to the broker."""

import asyncio

import dramatiq
from celery import Celery, chain, shared_task
from celery.result import AsyncResult
from fastapi import FastAPI
from redis import Redis
from rq import Queue

app = FastAPI()
celery = Celery("shop", broker="redis://cache")
jobs = Queue(connection=Redis(host="cache"))


@celery.task
def export(name: str) -> str:
    return name


@shared_task
def clean() -> None: ...


@app.post("/delay")
async def delay(name: str) -> str:
    return export.delay(name).id  # blocks: queue


@app.post("/delay-twin")
def delay_twin(name: str) -> str:
    return export.delay(name).id


@app.post("/apply")
async def apply() -> None:
    clean.apply_async(countdown=5)  # blocks: queue


@app.post("/apply-twin")
async def apply_twin() -> None:
    await asyncio.to_thread(clean.apply_async, countdown=5)


@app.post("/send")
async def send() -> None:
    celery.send_task("shop.export", ["a"])  # blocks: queue


def start(name: str) -> None:
    export.delay(name)


@app.post("/start")
async def started(name: str) -> None:
    start(name)  # blocks: queue


@app.post("/start-twin")
async def started_twin(name: str) -> None:
    await asyncio.to_thread(start, name)


@app.post("/chain")
async def in_a_chain(name: str) -> None:
    chain(export.s(name), clean.si()).delay()  # blocks: queue


@app.get("/workers")
async def workers() -> bool:
    return bool(celery.control.inspect().active())  # blocks: queue


@app.post("/revoke")
async def revoke(task_id: str) -> None:
    celery.control.revoke(task_id)  # blocks: queue


@app.get("/result")
async def result(task_id: str) -> str:
    return AsyncResult(task_id).get(timeout=5)  # blocks: queue


@app.get("/result-twin")
async def result_twin(task_id: str) -> str | None:
    answer = AsyncResult(task_id)
    return await asyncio.to_thread(answer.get) if answer.id else None


@app.get("/polled")
async def polled(task_id: str) -> str | None:
    answer = AsyncResult(task_id)
    return answer.get() if answer.ready() else None  # blocks: queue


@app.get("/polled-twin")
def polled_twin(task_id: str) -> str | None:
    answer = AsyncResult(task_id)
    return answer.get() if answer.ready() else None


@app.get("/state")
async def state(task_id: str) -> str:
    return AsyncResult(task_id).state  # blocks: queue


@app.get("/state-twin")
async def state_twin(task_id: str) -> str:
    return AsyncResult(task_id).id


@dramatiq.actor
def resize(name: str) -> None: ...


@app.post("/dramatiq")
async def with_dramatiq(name: str) -> None:
    resize.send(name)  # blocks: queue


@app.post("/rq")
async def with_rq(name: str) -> None:
    jobs.enqueue(print, name)  # blocks: queue
