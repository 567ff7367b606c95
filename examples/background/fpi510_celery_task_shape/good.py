import asyncio
from typing import Any

import httpx
from celery import Celery

queue = Celery("shop", broker="redis://localhost")


@queue.task
def send_receipt(address: str) -> None:
    asyncio.run(post_receipt(address))


async def post_receipt(address: str) -> None:
    async with httpx.AsyncClient() as client:
        await client.post("https://mail.example.com", json={"to": address})


@queue.task(bind=True, max_retries=3)
def encode(self: Any, path: str) -> None:
    try:
        print(f"encoding {path}")
    except OSError as error:
        raise self.retry(exc=error, countdown=60) from error
