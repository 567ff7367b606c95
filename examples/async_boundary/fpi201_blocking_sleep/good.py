import asyncio
import time
from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/report")
async def report() -> dict[str, str]:
    await asyncio.sleep(2)
    return {"status": "ready"}


@app.get("/threaded")
def threaded() -> dict[str, str]:
    time.sleep(2)  # a `def` route runs in a thread
    return {"status": "ready"}


@app.get("/handed-over")
async def handed_over() -> dict[str, str]:
    await run_in_threadpool(time.sleep, 2)
    return {"status": "ready"}


@app.get("/progress")
def progress() -> StreamingResponse:
    def steps() -> Iterator[str]:
        for step in range(10):
            yield f"{step}\n"
            time.sleep(1)  # a plain generator is iterated in a thread

    return StreamingResponse(steps())
