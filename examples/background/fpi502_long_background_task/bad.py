import asyncio
import time

from fastapi import BackgroundTasks, FastAPI

app = FastAPI()


def remind(address: str) -> None:
    time.sleep(600)
    print(f"Dear {address}, your basket is waiting")


async def poll_payment(order: int) -> None:
    for _ in range(60):
        print(f"is order {order} paid?")
        await asyncio.sleep(5)


async def watch_sensor(sensor: str) -> None:
    while True:
        print(f"reading {sensor}")
        await asyncio.sleep(1)


@app.post("/baskets")
def fill_basket(address: str, tasks: BackgroundTasks) -> None:
    tasks.add_task(remind, address)  # error: FPI502


@app.post("/orders/{order}")
def create_order(order: int, tasks: BackgroundTasks) -> None:
    tasks.add_task(poll_payment, order)  # error: FPI502


@app.post("/sensors/{sensor}")
def add_sensor(sensor: str, tasks: BackgroundTasks) -> None:
    tasks.add_task(watch_sensor, sensor)  # error: FPI502
