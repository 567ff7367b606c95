from fastapi import FastAPI

from .clients import ClientDep, SharedDep

app = FastAPI()


@app.get("/weather")
async def weather(client: ClientDep) -> str:
    return (await client.get("https://weather.example")).text


@app.get("/forecast")
async def forecast(client: SharedDep) -> str:
    return (await client.get("https://weather.example")).text
