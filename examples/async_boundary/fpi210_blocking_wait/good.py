import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from fastapi import FastAPI

app = FastAPI()
pool = ThreadPoolExecutor()
orders_lock = asyncio.Lock()
visits_lock = threading.Lock()
counter = {"orders": 0, "visits": 0}


def report() -> str:
    time.sleep(2)
    return "ready"


@app.get("/report")
async def read_report() -> str:
    return await asyncio.get_running_loop().run_in_executor(pool, report)


@app.post("/orders")
async def add_order() -> int:
    async with orders_lock:
        orders = counter["orders"]
        await asyncio.sleep(0.1)
        counter["orders"] = orders + 1
    return orders


@app.post("/visits")
async def add_visit() -> None:
    with visits_lock:  # given back before anything is awaited
        counter["visits"] += 1
