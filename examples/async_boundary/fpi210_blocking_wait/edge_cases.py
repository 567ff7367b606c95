import asyncio
import concurrent.futures
import multiprocessing
import pdb
import threading
import time
from collections.abc import AsyncIterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from queue import Empty, Queue, SimpleQueue

from fastapi import Depends, FastAPI

app = FastAPI()
jobs: Queue[str] = Queue()
simple: SimpleQueue[str] = SimpleQueue()
ready = threading.Event()
lock = threading.Lock()
again = threading.RLock()
slots = threading.Semaphore(3)
pool = ThreadPoolExecutor(4)


def work() -> int:
    time.sleep(1)
    return 1


@app.get("/each")
async def each() -> None:
    simple.get()  # error: FPI210
    ready.wait(timeout=5)  # error: FPI210
    with ProcessPoolExecutor() as processes:
        processes.submit(work).result()  # error: FPI210
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()  # error: FPI210
    process = multiprocessing.Process(target=work)
    process.start()
    process.join()  # error: FPI210
    futures = [pool.submit(work) for _ in range(3)]
    concurrent.futures.wait(futures)  # error: FPI210
    await asyncio.sleep(0)


@app.get("/person")
async def person() -> str:
    breakpoint()  # error: FPI210
    pdb.set_trace()  # error: FPI210
    return input("Continue?")  # error: FPI210


class Worker:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._results: Queue[int] = Queue()
        self._thread = threading.Thread(target=work)

    def result(self) -> int:
        with self._lock:
            return self._results.get(timeout=5)

    async def results(self) -> list[int]:
        with self._lock:  # error: FPI210
            return [await asyncio.to_thread(self._results.get)]

    async def taken(self) -> int:
        self._lock.acquire()  # error: FPI210
        try:
            return await asyncio.to_thread(self._results.get)
        finally:
            self._lock.release()

    async def ended(self) -> None:
        while self._thread.is_alive():
            await asyncio.sleep(0.1)
        self._thread.join()

    async def peek(self) -> int:
        self._lock.acquire()
        try:
            size = self._results.qsize()
        finally:
            self._lock.release()
        await asyncio.sleep(0)
        return size


worker = Worker()


@app.get("/helper")
async def helper() -> int:
    await worker.results()
    await worker.taken()
    await worker.ended()
    await worker.peek()
    return worker.result()  # error: FPI210


async def limited() -> AsyncIterator[None]:
    with slots:  # error: FPI210
        yield


@app.get("/limited", dependencies=[Depends(limited)])
async def use_limited() -> None:
    await asyncio.sleep(0)


# ---- the innocent ---------------------------------------------------------------------------


@app.get("/at-once")
async def at_once() -> None:
    jobs.get(block=False)
    jobs.get(timeout=0)
    jobs.put("a")
    ready.set()
    if lock.acquire(blocking=False):
        await asyncio.sleep(0)
        lock.release()
    try:
        jobs.get_nowait()
    except Empty:
        pass


@app.get("/no-pause")
async def no_pause() -> None:
    with lock:
        jobs.put("a")
    with again:  # the thread of the event loop gets it each time
        await asyncio.sleep(0)
    own = threading.Lock()
    with own:
        await asyncio.sleep(0)
    await asyncio.sleep(0)


@app.get("/tasks")
async def tasks() -> int:
    task = asyncio.create_task(asyncio.sleep(0, 1))
    done, _ = await asyncio.wait([task])
    happened = asyncio.Event()
    happened.set()
    await happened.wait()
    async with asyncio.Lock():
        await asyncio.sleep(0)
    return sum(each.result() for each in done) + task.result()


@app.get("/asked")
async def asked() -> int:
    future: Future[int] = pool.submit(work)
    while not future.done():
        await asyncio.sleep(0.1)
    other = pool.submit(work)
    await asyncio.wrap_future(other)
    return future.result() + other.result()


@app.get("/handed-over")
async def handed_over() -> str:
    await asyncio.to_thread(worker.result)
    return await asyncio.to_thread(jobs.get)


@app.get("/threaded")
def threaded() -> str:
    with lock:
        return jobs.get()


@app.get("/joined")
async def joined(names: list[str]) -> str:
    return ", ".join(names)


def described(name: str) -> dict[str, str]:
    return {"name": name.strip().lower(), "type": str(type(name))}


def described_all(names: list[str]) -> list[dict[str, str]]:
    with ThreadPoolExecutor() as describing:
        futures = [describing.submit(described, name) for name in names]
        return [future.result() for future in futures]


@app.get("/in-a-moment")
async def in_a_moment(names: list[str]) -> list[dict[str, str]]:
    described_all(names)
    return list(pool.map(described, names))


# ---- asked after it was waited for ----------------------------------------------------------


@app.post("/asked-afterwards")
async def asked_afterwards() -> bool:
    thread = threading.Thread(target=print)
    thread.start()
    thread.join(timeout=20)  # error: FPI210
    return thread.is_alive()


@app.post("/asked-before")
async def asked_before() -> None:
    thread = threading.Thread(target=print)
    thread.start()
    while thread.is_alive():
        await asyncio.sleep(0.1)
    thread.join(
        timeout=20,
    )


# ---- a process that is killed before --------------------------------------------------------

server = multiprocessing.Process(target=time.sleep, args=(9,))
neighbour = multiprocessing.Process(target=time.sleep, args=(9,))


@app.post("/killed")
async def killed() -> None:
    server.kill()
    server.join()


def restart(process: multiprocessing.Process) -> None:
    process.kill()
    process.join()


@app.post("/killed-by-helper")
async def killed_by_helper() -> None:
    restart(server)


@app.post("/terminated")
async def terminated() -> None:
    server.terminate()  # which it may ignore
    server.join()  # error: FPI210


@app.post("/another-killed")
async def another_killed() -> None:
    neighbour.kill()
    server.join()  # error: FPI210


@app.post("/perhaps-killed")
async def perhaps_killed(force: bool) -> None:
    if force:
        server.kill()
    server.join()  # error: FPI210
