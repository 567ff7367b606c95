import asyncio
from queue import Queue

from celery import shared_task

from ..git import clone

finished: Queue[str] = Queue()


@shared_task
def clone_later(name: str) -> None:
    clone(name)


async def enqueue(name: str) -> None:
    clone_later.delay(name)  # blocks: queue
    await asyncio.to_thread(clone_later.delay, name)


def wait_for(name: str) -> str:
    return finished.get()
