"""Celery: sending goes through a blocking connection to the broker."""

import asyncio

from celery import Celery, shared_task
from fastapi import FastAPI

app = FastAPI()
celery = Celery("shop", broker="redis://cache")


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
