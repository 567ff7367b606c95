"""All tasks of this application are of a class that awaits them."""

import asyncio
from typing import Any

from celery import Celery, Task


class AwaitingTask(Task):  # type: ignore[misc]
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return asyncio.run(self.run(*args, **kwargs))


queue = Celery("shop", broker="redis://localhost", task_cls=AwaitingTask)


@queue.task
async def send_receipt(address: str) -> None:
    print(f"To {address}")
