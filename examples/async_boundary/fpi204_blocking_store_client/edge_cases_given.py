from typing import Any

import redis.asyncio
from fastapi import FastAPI
from redis import Redis

app = FastAPI()
clients: dict[str, Any] = {}


def every() -> list[Redis]:
    return [clients[name] for name in sorted(clients)]


def every_awaited() -> list[redis.asyncio.Redis]:
    return [clients[name] for name in sorted(clients)]


async def find(name: str) -> tuple[Redis, str]:
    return clients[name], f"main:{name}"


async def find_awaited(name: str) -> tuple[redis.asyncio.Redis, str]:
    return clients[name], f"main:{name}"


@app.get("/value/{name}")
async def read(name: str) -> str | None:
    client, key = await find(name)
    return client.get(key)  # error: FPI204


@app.get("/awaited/{name}")
async def read_awaited(name: str) -> str | None:
    client, key = await find_awaited(name)
    return await client.get(key)


@app.delete("/everywhere/{name}")
async def delete(name: str) -> None:
    for client in every():
        client.delete(name)  # error: FPI204
    for other in every_awaited():
        await other.delete(name)


@app.get("/first/{name}")
def read_in_thread(name: str) -> str | None:
    return every()[0].get(name)
