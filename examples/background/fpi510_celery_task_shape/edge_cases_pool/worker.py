"""A pool of this project awaits the coroutines of tasks."""

from celery import Celery

queue = Celery("shop", broker="redis://localhost")


@queue.task
async def send_receipt(address: str) -> None:
    print(f"To {address}")
