import asyncio

import httpx
from fastapi import FastAPI

app = FastAPI()


async def fetch_rate(currency: str) -> str:
    async with httpx.AsyncClient() as client:
        response = await client.get(f"https://rates.example/{currency}")
        return response.text


@app.get("/rates/{currency}")
async def read_rate(currency: str) -> str:
    return await fetch_rate(currency)


@app.get("/prices/{currency}")
def read_price(currency: str) -> str:
    """FastAPI runs a `def` route in a thread, where no loop runs yet."""
    return asyncio.run(fetch_rate(currency))
