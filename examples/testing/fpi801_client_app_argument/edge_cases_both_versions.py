"""Made for httpx before and after 0.28."""

import httpx
from fastapi import FastAPI

app = FastAPI()


def client() -> httpx.AsyncClient:
    if tuple(map(int, httpx.__version__.split(".")[:2])) >= (0, 27):
        return httpx.AsyncClient(transport=httpx.ASGITransport(app=app))
    return httpx.AsyncClient(app=app)
