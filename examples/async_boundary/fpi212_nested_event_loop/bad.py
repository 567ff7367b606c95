import asyncio

import httpx
from fastapi import FastAPI

app = FastAPI()


async def fetch_rate(currency: str) -> str:
    async with httpx.AsyncClient() as client:
        response = await client.get(f"https://rates.example/{currency}")
        return response.text


def fetch_rate_now(currency: str) -> str:
    return asyncio.run(fetch_rate(currency))


@app.get("/rates/{currency}")
async def read_rate(currency: str) -> str:
    loop = asyncio.get_event_loop()
    return loop.run_until_complete(fetch_rate(currency))  # error: FPI212


@app.get("/prices/{currency}")
async def read_price(currency: str) -> str:
    return fetch_rate_now(currency)  # error: FPI212
