from typing import Annotated

from fastapi import Depends, FastAPI

from .clients import Weather, forecast, get_weather, tomorrow
from .clients.http import session

app = FastAPI()
WeatherDep = Annotated[Weather, Depends(get_weather)]


@app.get("/one")
async def one() -> str:
    return forecast("Vienna")  # error: FPI202


@app.get("/two")
async def two() -> str:
    return tomorrow("Vienna")  # error: FPI202


@app.get("/three")
async def three(weather: WeatherDep) -> str:
    return weather.both("Vienna")  # error: FPI202


@app.get("/session")
async def shared_session() -> int:
    return session.get("https://weather.example").status_code  # error: FPI202


@app.get("/later")
async def later(weather: WeatherDep) -> str:
    return await weather.later("Vienna")


@app.get("/threaded")
def threaded(weather: WeatherDep) -> str:
    return weather.both("Vienna")
