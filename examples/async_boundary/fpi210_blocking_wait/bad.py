import asyncio
import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from fastapi import FastAPI

app = FastAPI()
jobs: queue.Queue[str] = queue.Queue()
pool = ThreadPoolExecutor()
lock = threading.Lock()
counter = {"orders": 0}


def report() -> str:
    time.sleep(2)
    return "ready"


@app.get("/jobs/next")
async def next_job() -> str:
    return jobs.get()  # error: FPI210


@app.get("/report")
async def read_report() -> str:
    return pool.submit(report).result()  # error: FPI210


@app.post("/orders")
async def add_order() -> int:
    with lock:  # error: FPI210
        orders = counter["orders"]
        await asyncio.sleep(0.1)
        counter["orders"] = orders + 1
    return orders
