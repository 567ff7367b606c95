import asyncio
import threading
from queue import Queue

from fastapi import APIRouter

router = APIRouter()
lock = threading.Lock()
other = threading.Lock()
jobs: Queue[str] = Queue()
done: Queue[str] = Queue()


@router.post("/1")
async def asks_before() -> None:
    while lock.locked():
        await asyncio.sleep(0.1)
    with lock:  # no other task can have taken it since
        await asyncio.sleep(1)


@router.post("/2")
async def asks_another() -> None:
    while lock.locked():
        await asyncio.sleep(0.1)
    with other:  # error: FPI210
        await asyncio.sleep(1)


@router.post("/3")
async def asks_behind() -> None:
    with lock:  # error: FPI210
        await asyncio.sleep(1)
    if lock.locked():
        await asyncio.sleep(1)


def take_all() -> list[str]:
    found = []
    while not jobs.empty():
        found.append(jobs.get(timeout=1))
    return found


def take_one() -> str:
    found = jobs.get()
    if jobs.empty():
        done.put(found)
    return found


def take_done() -> list[str]:
    found = []
    while not jobs.empty():
        found.append(done.get())
    return found


@router.post("/4")
async def takes_what_is_there() -> list[str]:
    await asyncio.sleep(0)
    return take_all()


@router.post("/5")
async def takes_what_comes() -> str:
    await asyncio.sleep(0)
    return take_one()  # error: FPI210


@router.post("/6")
async def takes_of_another() -> list[str]:
    await asyncio.sleep(0)
    return take_done()  # error: FPI210
