from typing import Any

from celery import Celery
from fastapi import FastAPI

app = FastAPI()


def make_queue() -> Celery:
    queue = Celery("shop", broker="redis://localhost")
    queue.conf.update(task_track_started=True)
    return queue


class Queue:
    """Whoever makes one gets the only queue there is."""

    queue: Any = None

    def __new__(cls) -> Any:
        if cls.queue is None:
            cls.queue = Celery("shop")
        return cls.queue


class Queues:
    slow: Any = None

    def __init__(self) -> None:
        self.fast = make_queue()

    @classmethod
    def get_slow(cls) -> Any:
        if cls.slow is None:
            cls.slow = make_queue()
        return cls.slow


class Later:
    """Sends nothing by itself."""

    made: Any = None

    def __new__(cls) -> Any:
        if cls.made is None:
            cls.made = super().__new__(cls)
        return cls.made

    def task(self, function: Any) -> Any:
        return function


queue = Queue()
queues = Queues()
later = Later()


@queue.task
def pack(order: int) -> None: ...


@queues.fast.task
def send(order: int) -> None: ...


@Queues.get_slow().task
def bill(order: int) -> None: ...


@later.task
def forget(order: int) -> None: ...


@app.post("/pack")
async def order_packed(order: int) -> None:
    pack.delay(order)  # error: FPI211


@app.post("/send")
async def order_sent(order: int) -> None:
    send.apply_async((order,))  # error: FPI211


@app.post("/bill")
async def order_billed(order: int) -> None:
    bill.delay(order)  # error: FPI211


@app.post("/cancel")
async def order_cancelled(order: int) -> None:
    Queue().send_task("cancel", (order,))  # error: FPI211


# ---- the innocent ---------------------------------------------------------------------------


@app.post("/forget")
async def order_forgotten(order: int) -> None:
    forget.delay(order)
    Later().send_task("forget", (order,))


@app.post("/packed-in-a-thread")
def order_packed_in_a_thread(order: int) -> None:
    pack.delay(order)
