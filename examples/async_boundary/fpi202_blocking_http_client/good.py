from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import httpx
import requests
from fastapi import Depends, FastAPI, Request


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    async with httpx.AsyncClient() as client:
        yield {"client": client}


app = FastAPI(lifespan=lifespan)


def get_client(request: Request) -> httpx.AsyncClient:
    client: httpx.AsyncClient = request.state.client
    return client


@app.get("/weather")
async def weather(
    city: str, client: Annotated[httpx.AsyncClient, Depends(get_client)]
) -> dict[str, str]:
    response = await client.get("https://weather.example", params={"q": city})
    return {"weather": response.text}


@app.get("/stars/{owner}/{name}")
def stars(owner: str, name: str) -> int:
    url = f"https://api.github.com/repos/{owner}/{name}"
    repository = requests.get(url, timeout=10).json()  # a `def` route runs in a thread
    return int(repository["stargazers_count"])
