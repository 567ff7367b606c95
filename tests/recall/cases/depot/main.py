from threading import Lock

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from depot.chains import (
    Node,
    fifth,
    first,
    first_on_failure,
    fourth,
    round_and_round,
    second,
    third,
)
from depot.settings import Flags
from depot.startup import configure

app = FastAPI()
configure(verbose=True)
lock = Lock()


@app.get("/chains")
async def chains() -> list[str]:
    return [
        first(),  # blocks: http
        second(),  # blocks: http
        third(),  # blocks: http
        fourth(),  # blocks: http
        fifth(),  # blocks: http
        await run_in_threadpool(first),
        first_on_failure(),
    ]


@app.get("/nodes")
async def nodes() -> str:
    round_and_round(3)
    node = Node(None)
    await run_in_threadpool(node.path)
    return node.path()  # blocks: http


@app.get("/nodes/in-a-thread")
def nodes_in_a_thread() -> str:
    return Node(None).path()


@app.get("/switched")
async def switched() -> None:
    lock.acquire(blocking=Flags.slow)  # blocks: wait
    lock.acquire(blocking=Flags.careful)
