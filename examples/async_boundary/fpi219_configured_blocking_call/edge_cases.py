# options: blocking-calls = mylib.fetch, mylib.client.send
import asyncio
from functools import partial
from typing import Annotated

import mylib
from fastapi import Depends, FastAPI
from fastapi.concurrency import run_in_threadpool
from mylib import client
from mylib import fetch as get_it
from mylib.client import send

app = FastAPI()


@app.get("/direct")
async def direct() -> None:
    mylib.fetch()  # error: FPI219


@app.get("/alias")
async def alias() -> None:
    get_it()  # error: FPI219


@app.get("/module")
async def from_module() -> None:
    client.send()  # error: FPI219


async def dependency() -> None:
    send()  # error: FPI219


def plain_dependency() -> None:
    send()


@app.get("/dependencies")
async def dependencies(
    first: Annotated[None, Depends(dependency)], second: Annotated[None, Depends(plain_dependency)]
) -> None: ...


def helper() -> None:
    mylib.fetch()


@app.get("/helper")
async def through_helper() -> None:
    helper()  # error: FPI219


@app.get("/thread")
async def thread() -> None:
    await run_in_threadpool(mylib.fetch)
    await run_in_threadpool(helper)
    await asyncio.to_thread(partial(send))


@app.get("/plain")
def plain() -> None:
    mylib.fetch()


@app.get("/others")
async def others() -> None:
    mylib.parse()
    mylib.fetch_soon()
    client.receive()


@app.get("/shadowed")
async def shadowed() -> None:
    def fetch() -> None: ...

    fetch()


@app.get("/parameter")
async def parameter(mylib: str) -> None:
    mylib.fetch()


mylib.fetch()
