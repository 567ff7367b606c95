from typing import Any

import httpx
from celery import Celery

queue = Celery("shop", broker="redis://localhost")


@queue.task
async def send_receipt(address: str) -> None:  # error: FPI510
    async with httpx.AsyncClient() as client:
        await client.post("https://mail.example.com", json={"to": address})


@queue.task(max_retries=3)
def encode(self: Any, path: str) -> None:  # error: FPI510
    try:
        print(f"encoding {path}")
    except OSError as error:
        raise self.retry(exc=error, countdown=60) from error
