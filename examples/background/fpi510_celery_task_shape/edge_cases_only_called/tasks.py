import asyncio

from celery import Celery

celery_app = Celery("shop", broker="redis://localhost:6379/0")


@celery_app.task
async def wait_for(number: int) -> int:
    await asyncio.sleep(0)
    return number


@celery_app.task
async def clean() -> None:  # error: FPI510
    await asyncio.sleep(0)


@celery_app.task
async def send(number: int) -> None:  # error: FPI510
    await asyncio.sleep(number)
