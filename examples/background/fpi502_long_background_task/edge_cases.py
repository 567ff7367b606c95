"""What takes long by itself, and what only may."""

import asyncio
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from fastapi import BackgroundTasks, FastAPI
from fastapi.responses import JSONResponse
from starlette.background import BackgroundTask
from transformers import Trainer  # type: ignore[import-not-found]
from ultralytics import YOLO  # type: ignore[import-not-found]
from whisper import load_model  # type: ignore[import-not-found]

app = FastAPI()
PAUSE = 20
DELAYS = [10, 10, 20]
events: asyncio.Queue[str] = asyncio.Queue()
stopped = asyncio.Event()
model = load_model("base")


# -- too long


def twice() -> None:
    time.sleep(PAUSE)
    print("first")
    time.sleep(PAUSE)


def through_a_helper() -> None:
    with open("log") as file:
        file.read()
        twice()


async def each_delay() -> None:
    for _ in DELAYS:
        await asyncio.sleep(11)


async def in_minutes() -> None:
    await asyncio.sleep(5 * 60 + PAUSE)


async def after_hours(page: str, hours: int = 24) -> None:
    await asyncio.sleep(hours * 3600)
    print(page)


async def in_both_branches(urgent: bool) -> None:
    if urgent:
        await asyncio.sleep(40)
    else:
        await asyncio.sleep(60)


async def poll(done: Callable[[], bool]) -> None:
    for _ in range(0, 120, 2):
        if done():
            break
        await asyncio.sleep(1)


async def consume() -> None:
    print("consuming")
    try:
        while True:
            try:
                print(await events.get())
            except Exception:
                print("again")
    except asyncio.CancelledError:
        print("cancelled")


def train(trainer: Trainer) -> None:
    trainer.train()


class Detector:
    def __init__(self) -> None:
        self.model = YOLO("yolo11n.pt")

    def __call__(self, data: str) -> None:
        self.model.train(data=data)

    def look(self, data: str) -> None:
        self.model.predict(data)


def transcribe(path: str) -> None:
    print(model.transcribe(path))


async def encode(path: str) -> None:
    await asyncio.create_subprocess_exec("ffmpeg", "-i", path, "-c:v", "libx265", "out.mp4")


@app.post("/long")
def long(tasks: BackgroundTasks) -> None:
    tasks.add_task(twice)  # error: FPI502
    tasks.add_task(through_a_helper)  # error: FPI502
    tasks.add_task(each_delay)  # error: FPI502
    tasks.add_task(after_hours, "/")  # error: FPI502
    tasks.add_task(after_hours, "/", 1)  # error: FPI502
    tasks.add_task(after_hours, "/", hours=2)  # error: FPI502
    tasks.add_task(in_minutes)  # error: FPI502
    tasks.add_task(in_both_branches, True)  # error: FPI502
    tasks.add_task(poll, bool)  # error: FPI502
    tasks.add_task(consume)  # error: FPI502
    tasks.add_task(train, Trainer())  # error: FPI502
    tasks.add_task(Detector(), "coco8.yaml")  # error: FPI502
    tasks.add_task(transcribe, "speech.wav")  # error: FPI502
    tasks.add_task(encode, "film.avi")  # error: FPI502
    tasks.add_task(partial(encode, "film.avi"))  # error: FPI502
    tasks.add_task(lambda: time.sleep(31))  # error: FPI502


@app.post("/response")
def response() -> JSONResponse:
    return JSONResponse({}, background=BackgroundTask(twice))  # error: FPI502


# -- short, or nobody knows


def once() -> None:
    time.sleep(PAUSE)


def given(seconds: float) -> None:
    time.sleep(seconds)
    time.sleep(seconds * 60)
    time.sleep(3600 // 60)


def for_each(addresses: list[str]) -> None:
    for address in addresses:
        print(address)
        time.sleep(60)


async def not_awaited() -> None:
    asyncio.create_task(asyncio.sleep(600))
    asyncio.create_task(consume())
    threading.Thread(target=twice).start()


def when_it_fails() -> None:
    try:
        print("sent")
    except OSError:
        time.sleep(120)


def sometimes(urgent: bool) -> None:
    if not urgent:
        time.sleep(120)


def inside_only() -> Callable[[], None]:
    def later() -> None:
        time.sleep(120)

    return later


async def until_told() -> None:
    while not stopped.is_set():
        await asyncio.sleep(60)


async def until_a_break() -> None:
    while True:
        if await events.get() == "end":
            break


async def until_an_error() -> None:
    try:
        while True:
            print(events.get_nowait())
    except asyncio.QueueEmpty:
        print("all read")


def until_the_end(lines: Iterator[str]) -> None:
    while True:
        print(next(lines))


def busy(count: int) -> None:
    while True:
        count += 1


def again_and_again(depth: int) -> None:
    again_and_again(depth - 1)


def slow_numbers() -> Iterator[int]:
    time.sleep(120)
    yield 1


def to_a_worker(function: Any) -> Any:
    return lambda: print(function)


@to_a_worker
def elsewhere() -> None:
    time.sleep(120)


def cut(path: str) -> None:
    subprocess.run(["ffmpeg", "-i", path, "-c", "copy", "-t", "5", "out.mp4"], check=True)
    subprocess.run(["ffprobe", path], check=True)


def fit(model: Any) -> None:
    model.fit([1, 2])
    model.train()


@app.post("/short")
def short(tasks: BackgroundTasks) -> None:
    tasks.add_task(once)
    tasks.add_task(given, 0.25)
    tasks.add_task(after_hours, "/", 0)
    tasks.add_task(after_hours, "/", hours=0)
    tasks.add_task(after_hours, *["/", 1])
    tasks.add_task(for_each, [])
    tasks.add_task(not_awaited)
    tasks.add_task(when_it_fails)
    tasks.add_task(sometimes, False)
    tasks.add_task(inside_only)
    tasks.add_task(until_told)
    tasks.add_task(until_a_break)
    tasks.add_task(until_an_error)
    tasks.add_task(until_the_end, iter([]))
    tasks.add_task(busy, 1)
    tasks.add_task(again_and_again, 1)
    tasks.add_task(slow_numbers)
    tasks.add_task(elsewhere)
    tasks.add_task(cut, "film.avi")
    tasks.add_task(fit, object())
    tasks.add_task(Detector().look, "coco8.yaml")


# -- constants that are written as products


HOUR = 60 * 60
MOMENT = 2 * 5
UNKNOWN = 2 * DELAYS[0]


def in_an_hour() -> None:
    time.sleep(HOUR)


def in_a_moment() -> None:
    time.sleep(MOMENT)
    time.sleep(UNKNOWN)


@app.post("/products")
def products(tasks: BackgroundTasks) -> None:
    tasks.add_task(in_an_hour)  # error: FPI502
    tasks.add_task(in_a_moment)
