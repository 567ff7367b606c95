import asyncio
from queue import Queue

from .tasks import clone_later

finished: Queue[str] = Queue()


async def enqueue(name: str) -> None:
    clone_later.delay(name)  # blocks: queue
    await asyncio.to_thread(clone_later.delay, name)


def wait_for(name: str) -> str:
    return finished.get()
