import asyncio
import threading

from fastapi import APIRouter

router = APIRouter()
lock = threading.Lock()


@router.post("/index")
async def index() -> None:
    with lock:  # of threads that each run an event loop: no lock of asyncio serves them all
        await asyncio.sleep(1)


def index_later() -> None:
    threading.Thread(target=asyncio.run, args=(index(),)).start()
