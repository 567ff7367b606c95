import asyncio
import logging
import threading
import time
from collections.abc import Awaitable, Callable

import requests
from fastapi import FastAPI

app = FastAPI()
up = threading.Event()


def set_late(ready: threading.Event) -> None:
    time.sleep(3)
    ready.set()


def fill_cache(ready: threading.Event, pages: list[str]) -> None:
    for page in pages:
        requests.get(page, timeout=9)
    ready.set()


class Loader:
    """Its thread says that it is ready when all is loaded."""

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.started = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, daemon=True).start()
        self.ready.wait(timeout=60)

    def _run(self) -> None:
        self.started.set()
        self.load()
        self.ready.set()

    def load(self) -> None:
        requests.get("https://models.example/big", timeout=60)


# Alarms


@app.post("/late")
async def late() -> None:
    ready = threading.Event()
    threading.Thread(target=set_late, args=(ready,)).start()
    ready.wait()  # error: FPI210


@app.post("/filled")
async def filled() -> None:
    ready = threading.Event()
    threading.Thread(target=fill_cache, args=(ready, ["a"])).start()
    ready.wait()  # error: FPI210


@app.post("/awaited")
async def awaited(job: str) -> None:
    ready = threading.Event()

    async def run() -> None:
        await asyncio.sleep(3)
        ready.set()

    threading.Thread(target=lambda: asyncio.run(run())).start()
    ready.wait()  # error: FPI210


@app.post("/other")
async def other(job: str) -> None:
    done, begun = threading.Event(), threading.Event()

    def run() -> None:
        begun.set()
        requests.get(job, timeout=60)
        done.set()

    threading.Thread(target=run).start()
    begun.wait()
    done.wait()  # error: FPI210


@app.post("/loaded")
async def loaded() -> None:
    Loader().start()  # error: FPI210


@app.post("/elsewhere")
async def elsewhere() -> None:
    up.wait()  # error: FPI210


# Innocent: the thread sets it as it begins


class Worker:
    def __init__(self) -> None:
        self.ready = threading.Event()
        self.loop = asyncio.new_event_loop()

    def start(self) -> None:
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        if not self.ready.wait(timeout=60):
            raise RuntimeError

    def _run(self) -> None:
        try:
            self.state = dict(running=True)
            self.ready.set()
        except BaseException:
            logging.exception("failed")
            raise
        while True:
            time.sleep(1)

    def start_loop(self) -> None:
        threading.Thread(target=self._run_loop).start()
        self.ready.wait()

    def _run_loop(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.call_soon(self.ready.set)
        self.loop.run_forever()


def run_in_background(job: Callable[..., Awaitable[None]], name: str) -> None:
    begun = threading.Event()

    async def wrapper() -> None:
        log = logging.getLogger(name)
        log.setLevel(logging.INFO)
        begun.set()
        await job(log)

    thread = threading.Thread(target=lambda: asyncio.run(wrapper()))
    thread.start()
    begun.wait()


async def restart(log: logging.Logger) -> None:
    await asyncio.sleep(9)


@app.post("/restart")
async def in_background() -> None:
    run_in_background(restart, "restart")


@app.post("/worker")
async def worker() -> None:
    Worker().start()
    Worker().start_loop()


def serve(ready: threading.Event) -> None:
    ready.set()
    time.sleep(3)


@app.post("/given")
async def given() -> None:
    ready = threading.Event()
    threading.Thread(target=serve, args=(ready,)).start()
    ready.wait()


def watch() -> None:
    up.set()
    time.sleep(3)


@app.post("/watch")
async def begin_to_watch() -> None:
    threading.Thread(target=watch).start()
    up.wait()
