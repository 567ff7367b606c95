import httpx
import requests

session = requests.Session()
client = httpx.AsyncClient()


def get_text(city: str) -> str:
    return session.get("https://weather.example", params={"q": city}).text


async def get_text_later(city: str) -> str:
    return (await client.get("https://weather.example", params={"q": city})).text
