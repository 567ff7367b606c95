import pytest
from fastapi import FastAPI
from httpx import AsyncClient

app = FastAPI()


@app.get("/")
async def index() -> str:
    return "hello"


@pytest.mark.anyio
async def test_index() -> None:
    async with AsyncClient(app=app, base_url="http://test") as client:  # error: FPI801
        response = await client.get("/")
    assert response.json() == "hello"
