import requests

from .http import get_text, get_text_later


def forecast_today(city: str) -> str:
    return requests.get("https://weather.example", params={"q": city}).text


def forecast_tomorrow(city: str) -> str:
    return get_text(city)


class Weather:
    def both(self, city: str) -> str:
        return forecast_today(city) + forecast_tomorrow(city)

    async def later(self, city: str) -> str:
        return await get_text_later(city)


def get_weather() -> Weather:
    return Weather()
