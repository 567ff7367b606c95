"""Absolute imports below a `src` folder."""

from typing import Annotated

from fastapi import Depends, FastAPI

import board.clients
from board import jobs
from board.clients import Github, github
from board.git import clone, version

app = FastAPI()


@app.get("/stars")
async def stars() -> int:
    return github.stars("a")  # blocks: http


@app.get("/stars-twin")
async def stars_twin() -> int:
    return await github.stars_async("a")


@app.get("/stars-injected")
async def injected(client: Annotated[Github, Depends()]) -> int:
    return client.total(["a", "b"])  # blocks: http


@app.get("/cache")
async def cached() -> object:
    return board.clients.cache.get("stars")  # blocks: store


@app.post("/clone")
async def clone_repository() -> None:
    clone("a")  # blocks: subprocess
    await jobs.enqueue("a")
    jobs.wait_for("a")  # blocks: wait


@app.post("/clone-twin")
def clone_repository_twin() -> None:
    clone("a")
    jobs.wait_for("a")


@app.get("/version")
async def read_version() -> str:
    return version()
