import asyncio
import threading

from fastapi import APIRouter

router = APIRouter()
lock = threading.Lock()
other = threading.Lock()


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
