import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from celery import Celery
from fastapi import BackgroundTasks, FastAPI

queue = Celery("shop", broker="redis://localhost")


async def watch_sensors() -> None:
    while True:
        print("reading sensors")
        await asyncio.sleep(1)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    watching = asyncio.create_task(watch_sensors())
    yield
    watching.cancel()


app = FastAPI(lifespan=lifespan)


@queue.task
def remind(address: str) -> None:
    print(f"Dear {address}, your basket is waiting")


def confirm(address: str) -> None:
    print(f"Dear {address}, thank you")


@app.post("/baskets")
def fill_basket(address: str, tasks: BackgroundTasks) -> None:
    remind.apply_async((address,), countdown=600)
    tasks.add_task(confirm, address)
