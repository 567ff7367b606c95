from httpx import AsyncClient

from .clients import Client
from .main import app, create_app


async def test_imported_app() -> None:
    async with AsyncClient(app) as client:  # error: FPI801
        await client.get("/")


async def test_made_app() -> None:
    async with Client(app=create_app(), base_url="http://test") as client:  # error: FPI801
        await client.get("/")
