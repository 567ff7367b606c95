"""Waiting for threads."""

import asyncio
import queue
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, wait
from queue import Queue

import psutil
from fastapi import FastAPI

app = FastAPI()
lock = threading.Lock()
jobs: queue.Queue[str] = Queue()
pool = ThreadPoolExecutor(4)
ready = threading.Event()


def work() -> int:
    time.sleep(1)
    return 1


def brief() -> int:
    return 1


@app.get("/acquire")
async def acquire() -> None:
    lock.acquire()  # blocks: wait


@app.get("/acquire-twin")
async def acquire_twin() -> bool:
    return lock.acquire(blocking=False)


@app.get("/acquire-twin-2")
async def acquire_twin_2() -> None:
    async with asyncio.Lock():
        await asyncio.sleep(0)


@app.get("/get")
async def get() -> str:
    return jobs.get()  # blocks: wait


@app.get("/get-twin")
async def get_twin() -> str:
    waiting: asyncio.Queue[str] = asyncio.Queue()
    jobs.get_nowait()
    return await waiting.get()


@app.get("/get-twin-2")
def get_twin_2() -> str:
    return jobs.get()


@app.get("/result")
async def result() -> int:
    return pool.submit(work).result()  # blocks: wait


@app.get("/result-brief")
async def result_brief() -> int:
    return pool.submit(brief).result()


@app.get("/result-twin")
async def result_twin() -> int:
    future = pool.submit(work)
    task = asyncio.create_task(asyncio.sleep(0, 1))
    await task
    return task.result() + await asyncio.wrap_future(future)


@app.get("/processes")
async def processes() -> int:
    with ProcessPoolExecutor() as executor:
        future = executor.submit(work)
        return future.result()  # blocks: wait


@app.get("/map")
async def mapped() -> list[int]:
    with ThreadPoolExecutor() as executor:
        return list(executor.map(abs, [1, 2]))  # blocks: wait


@app.get("/map-twin")
async def mapped_twin() -> list[int]:
    return list(map(abs, [1, 2]))


@app.get("/join")
async def join() -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()  # blocks: wait


@app.get("/join-twin")
async def join_twin() -> str:
    thread = threading.Thread(target=work)
    thread.start()
    return ",".join(["a", "b"])


@app.get("/join-all")
async def join_all() -> None:
    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()  # blocks: wait


@app.get("/join-added")
async def join_added() -> None:
    threads = []
    for _ in range(3):
        thread = threading.Thread(target=work)
        thread.start()
        threads.append(thread)
    [each.join() for each in threads]  # blocks: wait


@app.get("/join-by-the-same-name")
async def join_by_the_same_name() -> None:
    threads = []
    for _ in range(3):
        thread = threading.Thread(target=work)
        threads.append(thread)
        thread.start()
    for thread in threads:
        thread.join()  # blocks: wait


@app.get("/results")
async def results() -> list[int]:
    futures = {pool.submit(work) for _ in range(3)}
    return [future.result() for future in futures]  # blocks: wait


@app.get("/results-twin")
async def results_twin() -> list[int]:
    futures = [pool.submit(work) for _ in range(3)]
    await asyncio.gather(*(asyncio.wrap_future(future) for future in futures))
    return [future.result() for future in futures]


@app.get("/results-twin-2")
async def results_twin_2() -> list[int]:
    futures = []
    for _ in range(3):
        futures.append(pool.submit(work))
    while not all(future.done() for future in futures):
        await asyncio.sleep(0.1)
    return [future.result() for future in futures]


@app.get("/results-twin-3")
async def results_twin_3() -> list[int]:
    futures = [pool.submit(work) for _ in range(3)]
    await asyncio.to_thread(wait, futures)
    return [future.result() for future in futures]


@app.get("/results-twin-4")
async def results_twin_4() -> list[int]:
    tasks = [asyncio.create_task(asyncio.sleep(0, 1)) for _ in range(3)]
    await asyncio.wait(tasks)
    return [task.result() for task in tasks]


@app.get("/results-twin-5")
def results_twin_5() -> list[int]:
    futures = [pool.submit(work) for _ in range(3)]
    return [future.result() for future in futures]


@app.get("/mixed-twin")
async def mixed_twin(names: list[str]) -> str:
    parts = []
    parts.append(threading.Thread(target=work))
    parts.insert(0, ",")
    return "".join(part.join(names) for part in parts)


@app.get("/event")
async def event() -> None:
    ready.wait(timeout=5)  # blocks: wait


@app.get("/event-twin")
async def event_twin() -> None:
    happened = asyncio.Event()
    ready.set()
    await happened.wait()


@app.get("/input")
async def ask() -> str:
    return input("Continue?")  # blocks: wait


def take() -> str:
    return jobs.get()


@app.get("/take")
async def taken() -> str:
    return take()  # blocks: wait


@app.get("/take-twin")
async def taken_twin() -> str:
    return await asyncio.to_thread(take)


@app.get("/asked-twin")
async def asked_twin() -> int:
    future = pool.submit(work)
    while not future.done():
        await asyncio.sleep(0.1)
    return future.result()


class Collector:
    def __init__(self) -> None:
        self.results: Queue[int] = Queue()
        self.done = threading.Event()

    def collect(self) -> int:
        self.done.wait()
        return self.results.get()


collector = Collector()


@app.get("/collect")
async def collect() -> int:
    collector.results.get()  # blocks: wait
    return collector.collect()  # blocks: wait


@app.get("/load")
async def load() -> float:
    return psutil.cpu_percent(interval=0.5)  # blocks: sleep


@app.get("/load-twin")
async def load_twin() -> float:
    return psutil.cpu_percent(interval=None) + psutil.cpu_percent()


@app.post("/stop/{pid}")
async def stop(pid: int) -> None:
    process = psutil.Process(pid)
    process.terminate()
    process.wait(timeout=3)  # blocks: wait


@app.post("/stop-twin/{pid}")
async def stop_twin(pid: int) -> None:
    psutil.Process(pid).wait(timeout=0)
